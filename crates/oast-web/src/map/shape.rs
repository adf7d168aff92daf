use crate::chart::canvas::{Anchor, Canvas, px};

/// The shape of a home's mark: it says again what its colour says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A circle.
    Circle,
    /// A square.
    Square,
    /// A triangle that points up.
    Triangle,
    /// A square on its corner.
    Diamond,
}

/// The colour of a home's mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tone {
    /// The council's colour.
    Accent,
    /// Nearly black.
    Dark,
    /// Grey.
    Grey,
    /// White with an edge.
    Light,
}

/// How a home's mark looks: what the page means by it is said in the map's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Look {
    /// Its shape.
    pub shape: Shape,
    /// Its colour.
    pub tone: Tone,
    /// The letter in it.
    pub letter: Option<char>,
}

impl Look {
    /// The look of a rating by the regulator, as it names it; any other word is "not rated".
    pub fn of_rating(rating: &str) -> Self {
        let (shape, tone, letter) = match rating {
            "Outstanding" => (Shape::Diamond, Tone::Accent, Some('O')),
            "Good" => (Shape::Circle, Tone::Accent, Some('G')),
            "Requires improvement" => (Shape::Triangle, Tone::Light, Some('R')),
            "Inadequate" => (Shape::Square, Tone::Dark, Some('I')),
            _ => (Shape::Circle, Tone::Light, None),
        };
        Self {
            shape,
            tone,
            letter,
        }
    }

    /// The look of a home that has a vacancy, or that has none.
    pub const fn of_vacancy(has_vacancy: bool) -> Self {
        let (shape, tone) = if has_vacancy {
            (Shape::Circle, Tone::Accent)
        } else {
            (Shape::Square, Tone::Grey)
        };
        Self {
            shape,
            tone,
            letter: None,
        }
    }

    /// Draws the mark around a place. `size` is half of its width.
    pub(super) fn draw(self, canvas: &mut Canvas, (x, y): (i64, i64), size: i64) {
        let tone = match self.tone {
            Tone::Accent => "accent",
            Tone::Dark => "dark",
            Tone::Grey => "grey",
            Tone::Light => "light",
        };
        let corners: &[(i64, i64)] = match self.shape {
            Shape::Circle => &[],
            Shape::Square => &[(-9, -9), (9, -9), (9, 9), (-9, 9)],
            Shape::Triangle => &[(0, -11), (11, 9), (-11, 9)],
            Shape::Diamond => &[(0, -11), (11, 0), (0, 11), (-11, 0)],
        };
        if corners.is_empty() {
            let (x, y, radius) = (px(x), px(y), px(size));
            canvas.push(format_args!(
                "<circle class=\"oast-map__pin oast-map__pin--{tone}\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>"
            ));
        } else {
            let corner = |(over, down): &(i64, i64)| {
                format!("{} {}", px(x + over * size / 10), px(y + down * size / 10))
            };
            let way: Vec<String> = corners.iter().map(corner).collect();
            let way = way.join("L");
            canvas.push(format_args!(
                "<path class=\"oast-map__pin oast-map__pin--{tone}\" d=\"M{way}Z\"/>"
            ));
        }
        if let Some(letter) = self.letter {
            let foot = if self.shape == Shape::Triangle {
                65
            } else {
                50
            };
            let class = format!("letter oast-map__letter oast-map__letter--{tone}");
            canvas.text((x, y + foot), Anchor::Middle, &class, &letter.to_string());
        }
    }

    /// The mark alone, for the map's key.
    pub(super) fn sample(self) -> String {
        let mut canvas = Canvas::new();
        self.draw(&mut canvas, (150, 150), 110);
        format!(
            "<svg class=\"oast-map__sample\" viewBox=\"0 0 30 30\" width=\"30\" height=\"30\" aria-hidden=\"true\" focusable=\"false\">{}</svg>",
            canvas.into_body()
        )
    }
}
