use super::axis::Scale;
use super::canvas::{escape, px};

/// A line as small as a word, for a cell of a table. It has no scale: the value stands beside it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Spark {
    /// What it shows, in words: `Placements, April 2025 to March 2026: 31 to 28`.
    pub label: String,
    /// The values in their order, one after another at the same distance.
    pub values: Vec<i64>,
}

const WIDE: i64 = 1_000;
const TALL: i64 = 240;
const EDGE: i64 = 30;

impl Spark {
    /// The drawing, or a dash in words when there is nothing to draw.
    pub fn svg(&self) -> String {
        let values = || self.values.iter().copied();
        let (Some(low), Some(high), Some(last)) =
            (values().min(), values().max(), self.values.last())
        else {
            return "<span class=\"oast-spark__empty\">Nothing to draw yet</span>".to_string();
        };
        let steps = i64::try_from(self.values.len()).unwrap_or(1) - 1;
        let across = Scale::new((0, steps.max(1)), (EDGE, WIDE - EDGE));
        let up = Scale::new((low, high), (TALL - EDGE, EDGE));
        // A line that never changes runs along the middle.
        let height = |value: i64| {
            if low == high { TALL / 2 } else { up.at(value) }
        };
        let points: Vec<String> = (0..)
            .zip(values())
            .map(|(index, value)| format!("{} {}", px(across.at(index)), px(height(value))))
            .collect();
        let (way, label) = (points.join("L"), escape(&self.label));
        let (x, y) = (px(across.at(steps)), px(height(*last)));
        let (wide, tall) = (px(WIDE), px(TALL));
        format!(
            "<svg class=\"oast-spark\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {tall}\" width=\"{wide}\" height=\"{tall}\" role=\"img\" aria-label=\"{label}\"><path class=\"oast-spark__line\" d=\"M{way}\"/><circle class=\"oast-spark__end\" cx=\"{x}\" cy=\"{y}\" r=\"3\"/></svg>"
        )
    }
}
