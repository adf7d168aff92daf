use super::axis::{Scale, draw_levels, ends, room_for, ticks};
use super::canvas::{Anchor, Canvas, Rect};
use super::labels::Taken;
use super::unit::Unit;
use super::words::{LINE, RISE, width_of};
use super::{Chart, Head, Width};

/// The pieces of the line between two choices that words keep away from.
const LINE_STEPS: i64 = 8;

/// One choice: what it gives, and what it costs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// What it is called: `£880`.
    pub name: String,
    /// What it gives, in the unit across.
    pub across: i64,
    /// What it costs, in the unit up.
    pub up: i64,
    /// What stands beside it: `As published`. Empty where nothing does.
    pub says: String,
    /// Whether the chart is about this choice.
    pub emphasis: bool,
}

/// One thing that is traded against another: a line through choices, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Curve {
    /// Its name, title and description.
    pub head: Head,
    /// What is counted across.
    pub across: Unit,
    /// What is counted across, in words under the scale.
    pub across_words: String,
    /// What is counted up.
    pub up: Unit,
    /// The choices.
    pub choices: Vec<Choice>,
}

impl Chart for Curve {
    fn head(&self) -> &Head {
        &self.head
    }

    fn drawing(&self, width: Width) -> Option<String> {
        let across = self.choices.iter().map(|choice| choice.across);
        let up = self.choices.iter().map(|choice| choice.up);
        let marks = if width.is_narrow() { 4 } else { 8 };
        let over = ticks(across.clone().min()?, across.max()?, marks);
        let levels = ticks(up.clone().min()?, up.max()?, 6);
        let (top, foot) = (320, if width.is_narrow() { 2_320 } else { 2_920 });
        let left = room_for(&levels, self.up);
        let right = width.tenths() - 200;
        let places = Places {
            on: Scale::new(ends(&over), (left, right)),
            up: Scale::new(ends(&levels), (foot, top)),
            within: Rect::new(left, 0, width.tenths() - left, foot),
        };
        let mut canvas = Canvas::new();
        draw_levels(&mut canvas, places.up, (left, right), (&levels, self.up));
        canvas.line((left, foot), (right, foot), "base");
        for mark in &over {
            let x = places.on.at(*mark);
            canvas.line((x, foot), (x, foot + 50), "base");
            let words = self.across.tick(*mark);
            canvas.text((x, foot + RISE + 100), Anchor::Middle, "muted", &words);
        }
        self.draw(&mut canvas, &places);
        let mut height = foot + RISE + 100 + LINE + 40;
        canvas.text((left, height), Anchor::Start, "muted", &self.across_words);
        let (first, _) = ends(&levels);
        if first != 0 {
            height += LINE + 40;
            let words = format!("The scale starts at {}, not at zero.", self.up.tick(first));
            canvas.text((0, height), Anchor::Start, "muted", &words);
        }
        Some(canvas.finish(&self.head, width, height + 80))
    }
}

struct Places {
    on: Scale,
    up: Scale,
    within: Rect,
}

impl Places {
    fn of(&self, choice: &Choice) -> (i64, i64) {
        (self.on.at(choice.across), self.up.at(choice.up))
    }
}

impl Curve {
    /// The line, then every choice on it, then those with words.
    fn draw(&self, canvas: &mut Canvas, places: &Places) {
        let line: Vec<(i64, i64)> = self
            .choices
            .iter()
            .map(|choice| places.of(choice))
            .collect();
        let mut taken = Taken::default();
        for (from, to) in line.iter().zip(line.iter().skip(1)) {
            // No words stand on the line: each piece of it is taken in steps.
            for step in 0..=LINE_STEPS {
                let part = |from: i64, to: i64| from + (to - from) * step / LINE_STEPS;
                let (x, y) = (part(from.0, to.0), part(from.1, to.1));
                taken.take(Rect::new(x - 40, y - 40, 80, 80));
            }
        }
        if line.len() > 1 {
            canvas.path(&line, false, "line-grey");
        }
        let plain = self.choices.iter().filter(|choice| choice.says.is_empty());
        for choice in plain {
            canvas.mark(None, &self.words(choice), |canvas| {
                canvas.circle(places.of(choice), 30, "grey-dot");
            });
        }
        // What the chart is about gets its words first, where there is room for one alone.
        let told = |emphasis: bool| {
            let told = self.choices.iter().filter(|choice| !choice.says.is_empty());
            told.filter(move |choice| choice.emphasis == emphasis)
        };
        for choice in told(true).chain(told(false)) {
            let (dot, words) = if choice.emphasis {
                ("accent", "strong")
            } else {
                ("grey-dot", "text")
            };
            let says = format!("{} {}", choice.says, choice.name);
            canvas.mark(None, &self.words(choice), |canvas| {
                canvas.circle(places.of(choice), 55, dot);
                if let Some(at) = beside(places, places.of(choice), width_of(&says), &mut taken) {
                    canvas.text((at.x, at.y + RISE + 20), Anchor::Start, words, &says);
                }
            });
        }
    }

    fn words(&self, choice: &Choice) -> String {
        let (across, up) = (self.across.exact(choice.across), self.up.exact(choice.up));
        format!("{}: {across}, {up}", choice.name)
    }
}

/// A free place near a choice: over it, under it, or to either side.
fn beside(places: &Places, (x, y): (i64, i64), wide: i64, taken: &mut Taken) -> Option<Rect> {
    let tops = [
        y - LINE - 80,
        y + 80,
        y - 2 * LINE - 80,
        y + LINE + 80,
        y - LINE / 2,
    ];
    let lefts = [x - wide / 2, x + 80, x - wide - 80];
    let all = tops.into_iter().flat_map(|top| {
        lefts.map(|left| {
            let most = (places.within.right() - wide).max(places.within.x);
            Rect::new(left.clamp(places.within.x, most), top, wide, LINE)
        })
    });
    taken.first_free(all.filter(|place| place.y >= 0 && place.foot() <= places.within.foot()))
}
