use super::axis::Scale;
use super::canvas::{Anchor, Canvas, Rect};
use super::distribution::Range;
use super::labels::Taken;
use super::unit::Unit;
use super::words::{LINE, RISE, width_of};
use super::{Chart, Head, Width};

/// One value.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dot {
    /// Whose it is, in words.
    pub label: String,
    /// The value, in the chart's unit.
    pub value: i64,
    /// Where it leads.
    pub href: Option<String>,
}

/// The values of one place as a row of dots, against a range: what the residents of a home pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Strip {
    /// Its name, title and description.
    pub head: Head,
    /// What the values are.
    pub unit: Unit,
    /// The values.
    pub dots: Vec<Dot>,
    /// The range.
    pub range: Option<Range>,
}

const RADIUS: i64 = 70;
/// How large the area is that a dot can be pressed in, from its middle.
const REACH: i64 = 120;
/// How many dots are piled up before they stand one over another.
const PILE_MAX: i64 = 9;

impl Chart for Strip {
    fn head(&self) -> &Head {
        &self.head
    }

    fn drawing(&self, width: Width) -> Option<String> {
        let range = self.range.as_ref();
        let edges = range.iter().flat_map(|range| [range.lower, range.upper]);
        let values = || self.dots.iter().map(|dot| dot.value);
        let low = edges.clone().fold(values().min()?, i64::min);
        let high = edges.clone().fold(values().max()?, i64::max);
        let right = width.tenths();
        let on = Scale::new((low, high), (REACH, right - REACH));
        let placed = self.placed(on);
        let piled = placed.iter().map(|(_, _, level)| *level).max()?;
        let top = if range.is_some() { LINE + 120 } else { 40 };
        let foot = top + 2 * REACH + piled * 2 * RADIUS + 60;
        let mut canvas = Canvas::new();
        if let Some(range) = range {
            let (from, to) = (on.at(range.lower), on.at(range.upper));
            canvas.rect(Rect::between((from, top), (to, foot)), "range");
            for x in [from, to] {
                canvas.line((x, top), (x, foot), "range-edge");
            }
            let wide = width_of(&range.name);
            let left = ((from + to - wide) / 2).clamp(0, (right - wide).max(0));
            canvas.text((left, top - 60), Anchor::Start, "text", &range.name);
        }
        canvas.line((0, foot), (right, foot), "base");
        for (dot, x, level) in placed {
            let y = foot - REACH - level * 2 * RADIUS;
            self.draw_dot(&mut canvas, (x, y), dot);
        }
        let mut taken = Taken::default();
        let ends = [(low, "muted"), (high, "muted")];
        for (value, class) in edges.map(|value| (value, "value")).chain(ends) {
            let words = self.unit.short(value);
            let (x, wide) = (on.at(value), width_of(&words));
            let left = (x - wide / 2).clamp(0, (right - wide).max(0));
            if let Some(place) = taken.first_free([Rect::new(left - 40, foot, wide + 80, LINE)]) {
                canvas.text((left, place.y + RISE + 80), Anchor::Start, class, &words);
            }
        }
        Some(canvas.finish(&self.head, width, foot + RISE + 180))
    }
}

impl Strip {
    /// Every dot with its place and how many are under it, from the lowest value to the highest.
    fn placed(&self, on: Scale) -> Vec<(&Dot, i64, i64)> {
        let mut dots: Vec<&Dot> = self.dots.iter().collect();
        dots.sort_by(|a, b| a.value.cmp(&b.value).then_with(|| a.label.cmp(&b.label)));
        // The right edge of the last dot on each level.
        let mut ends = vec![i64::MIN; usize::try_from(PILE_MAX).unwrap_or(1)];
        let mut placed = Vec::with_capacity(dots.len());
        for dot in dots {
            let x = on.at(dot.value);
            let free = ends.iter().position(|end| *end <= x - RADIUS);
            let level = free.unwrap_or(ends.len() - 1);
            if let Some(end) = ends.get_mut(level) {
                *end = x + RADIUS;
            }
            placed.push((dot, x, i64::try_from(level).unwrap_or_default()));
        }
        placed
    }

    fn draw_dot(&self, canvas: &mut Canvas, place: (i64, i64), dot: &Dot) {
        let inside = |range: &Range| (range.lower..=range.upper).contains(&dot.value);
        let outside = self.range.as_ref().is_some_and(|range| !inside(range));
        let words = format!("{}: {}", dot.label, self.unit.exact(dot.value));
        let words = match &self.range {
            Some(range) if dot.value < range.lower => format!("{words}, below the range"),
            Some(range) if dot.value > range.upper => format!("{words}, above the range"),
            _ => words,
        };
        canvas.mark(dot.href.as_deref(), &words, |canvas| {
            canvas.circle(place, REACH, "hit");
            canvas.circle(
                place,
                RADIUS - 10,
                if outside { "dot-outside" } else { "dot" },
            );
        });
    }
}
