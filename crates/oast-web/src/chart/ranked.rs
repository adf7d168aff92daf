use super::axis::Scale;
use super::canvas::{Anchor, Canvas, Rect};
use super::unit::Unit;
use super::words::{HALF, LINE, RISE, fitted, widest, width_of, wrapped};
use super::{Chart, Head, Width};

/// One bar of a ranking.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RankedBar {
    /// What it stands for: a home, a district, a cause.
    pub label: String,
    /// How much, in the chart's unit.
    pub value: i64,
    /// Where it leads.
    pub href: Option<String>,
    /// Whether the chart is about this bar. When it is about none, it is about all of them.
    pub emphasis: bool,
}

/// Bars that lie, each with its name at the left and its value at its end, in the order given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankedBars {
    /// Its name, title and description.
    pub head: Head,
    /// What the values are.
    pub unit: Unit,
    /// The bars, the first on top.
    pub bars: Vec<RankedBar>,
}

/// From one bar to the next where its name stands at its left.
const ROW: i64 = 320;
/// From one bar to the next where its name stands over it.
const TALL_ROW: i64 = 520;
const THICK: i64 = 220;

impl Chart for RankedBars {
    fn head(&self) -> &Head {
        &self.head
    }

    fn drawing(&self, width: Width) -> Option<String> {
        let low = self.bars.iter().map(|bar| bar.value).min()?.min(0);
        let high = self.bars.iter().map(|bar| bar.value).max()?.max(0);
        let names = widest(self.bars.iter().map(|bar| bar.label.as_str()));
        let left = match width {
            Width::Wide => (names + 120).min(width.tenths() * 38 / 100),
            Width::Narrow => 0,
        };
        let room = |negative: bool| {
            let values = self.bars.iter().map(|bar| bar.value);
            let words = values
                .filter(|value| (*value < 0) == negative)
                .map(|value| width_of(&self.unit.short(value)));
            words.max().map_or(0, |room| room + 60)
        };
        let plot = (left + room(true), width.tenths() - room(false));
        let scale = Scale::new((low, high), plot);
        let mut canvas = Canvas::new();
        let mut top = 20;
        for bar in &self.bars {
            top += self.draw_row(&mut canvas, (top, left), (scale, width), bar);
        }
        let base = scale.at(0);
        canvas.line((base, 0), (base, top), "base");
        Some(canvas.finish(&self.head, width, top + 20))
    }
}

impl RankedBars {
    /// Draws one bar and gives the height that it took.
    fn draw_row(
        &self,
        canvas: &mut Canvas,
        (top, left): (i64, i64),
        (scale, width): (Scale, Width),
        bar: &RankedBar,
    ) -> i64 {
        let accent = bar.emphasis || !self.bars.iter().any(|bar| bar.emphasis);
        let narrow = width.is_narrow();
        let lines = match wrapped(&bar.label, left - 100) {
            _ if narrow => vec![fitted(&bar.label, width.tenths())],
            lines if lines.len() <= 2 => lines,
            _ => vec![fitted(&bar.label, left - 100)],
        };
        let lines_tall = i64::try_from(lines.len()).unwrap_or(1) * LINE;
        let tall = if narrow {
            TALL_ROW
        } else {
            ROW.max(lines_tall + 60)
        };
        let middle = if narrow {
            top + LINE + 140
        } else {
            top + tall / 2
        };
        let words = format!("{}: {}", bar.label, self.unit.exact(bar.value));
        canvas.mark(bar.href.as_deref(), &words, |canvas| {
            canvas.rect(Rect::new(0, top, width.tenths(), tall), "hit");
            let name = if bar.href.is_some() { "name" } else { "text" };
            if narrow {
                canvas.lines((0, top + RISE + 30), Anchor::Start, name, &lines);
            } else {
                let first = middle - lines_tall / 2 + LINE / 2 + HALF;
                canvas.lines((left - 100, first), Anchor::End, name, &lines);
            }
            let (base, tip) = (scale.at(0), scale.at(bar.value));
            let from = (base, middle - THICK / 2);
            let rect = Rect::between(from, (tip, middle + THICK / 2));
            canvas.rect(rect, if accent { "accent" } else { "grey" });
            let value = self.unit.short(bar.value);
            let (x, anchor) = if bar.value < 0 {
                (tip - 50, Anchor::End)
            } else {
                (tip + 50, Anchor::Start)
            };
            canvas.text((x, middle + HALF), anchor, "value", &value);
        });
        tall
    }
}
