use super::axis::Scale;
use super::canvas::{Anchor, Canvas, Rect};
use super::unit::Unit;
use super::words::{HALF, LINE, RISE, fitted, widest, width_of, wrapped};
use super::{Chart, Head, Width};

/// What changed, and by how much.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Movement {
    /// The cause: `Placements that ended`.
    pub label: String,
    /// By how much, in the chart's unit; below zero for less.
    pub value: i64,
    /// Where it leads.
    pub href: Option<String>,
}

/// From one total to the next: a start, what changed, and the end that they come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bridge {
    /// Its name, title and description.
    pub head: Head,
    /// What the values are.
    pub unit: Unit,
    /// What the start is called, and its value in the chart's unit.
    pub start: (String, i64),
    /// What changed, in its order.
    pub movements: Vec<Movement>,
    /// What the end is called. Its value is the start and the movements together.
    pub end: String,
}

const ROW: i64 = 340;
const TALL_ROW: i64 = 540;
const THICK: i64 = 220;

impl Bridge {
    /// The end: the start and every movement, held within what a value can be.
    pub fn end_value(&self) -> i64 {
        let moved: i128 = self.movements.iter().map(|one| i128::from(one.value)).sum();
        saturated(i128::from(self.start.1) + moved)
    }

    /// The total after each movement, the start first.
    fn totals(&self) -> Vec<i64> {
        let mut total = i128::from(self.start.1);
        let after = self.movements.iter().map(|one| {
            total += i128::from(one.value);
            saturated(total)
        });
        std::iter::once(self.start.1).chain(after).collect()
    }

    fn rows(&self) -> Vec<Row<'_>> {
        let totals = self.totals();
        let total = |label, value: i64| Row {
            label,
            from: value,
            to: value,
            words: self.unit.exact(value),
            short: self.unit.short(value),
            href: None,
        };
        let mut rows = vec![total(self.start.0.as_str(), self.start.1)];
        for ((before, after), one) in totals
            .iter()
            .zip(totals.iter().skip(1))
            .zip(&self.movements)
        {
            rows.push(Row {
                label: &one.label,
                from: *before,
                to: *after,
                words: self.unit.difference(one.value),
                short: self.unit.short_difference(one.value),
                href: one.href.as_deref(),
            });
        }
        rows.push(total(&self.end, self.end_value()));
        rows
    }
}

fn saturated(value: i128) -> i64 {
    let held = value.clamp(i128::from(i64::MIN), i128::from(i64::MAX));
    i64::try_from(held).unwrap_or_default()
}

/// One row: a total when it goes nowhere, a movement otherwise.
struct Row<'a> {
    label: &'a str,
    from: i64,
    to: i64,
    words: String,
    short: String,
    href: Option<&'a str>,
}

/// Where things are.
struct Frame {
    width: Width,
    labels: i64,
    scale: Scale,
    /// Where the bars of totals begin, unless they would hide the movements.
    zero: Option<i64>,
}

impl Frame {
    fn row(&self) -> i64 {
        if self.width.is_narrow() {
            TALL_ROW
        } else {
            ROW
        }
    }

    fn middle(&self, top: i64) -> i64 {
        if self.width.is_narrow() {
            top + LINE + 150
        } else {
            top + ROW / 2
        }
    }
}

impl Chart for Bridge {
    fn head(&self) -> &Head {
        &self.head
    }

    fn drawing(&self, width: Width) -> Option<String> {
        if self.movements.is_empty() && self.start.1 == 0 {
            return None;
        }
        let rows = self.rows();
        let frame = self.frame(width, &rows);
        let mut canvas = Canvas::new();
        let mut top = 0;
        let last = rows.len() - 1;
        for (index, row) in rows.iter().enumerate() {
            let is_total = index == 0 || index == last;
            draw_row(&mut canvas, &frame, (top, is_total), row);
            // Where names stand over the bars, lines between the bars would run through them.
            if index < last && !width.is_narrow() {
                let (x, y) = (frame.scale.at(row.to), frame.middle(top));
                let below = frame.middle(top + frame.row());
                canvas.line((x, y + THICK / 2), (x, below - THICK / 2), "join");
            }
            top += frame.row();
        }
        if frame.zero.is_none() {
            let words = "Bars show what changed; the totals are marks, since the scale does not start at zero.";
            let lines = wrapped(words, width.tenths());
            canvas.lines((0, top + RISE + 60), Anchor::Start, "muted", &lines);
            top += 120 + i64::try_from(lines.len()).unwrap_or(1) * LINE;
        }
        Some(canvas.finish(&self.head, width, top + 20))
    }
}

impl Bridge {
    fn frame(&self, width: Width, rows: &[Row<'_>]) -> Frame {
        let totals = self.totals();
        let low = totals.iter().copied().min().unwrap_or_default();
        let high = totals.iter().copied().max().unwrap_or_default();
        let span = i128::from(high) - i128::from(low);
        // From zero when the movements are then still seen: a quarter of the way at least.
        let from_zero = (i128::from(high).max(0) - i128::from(low).min(0)) <= span * 4;
        let (low, high) = if from_zero {
            (low.min(0), high.max(0))
        } else {
            (low, high)
        };
        let words = |row: &Row<'_>| {
            let words = if width.is_narrow() {
                &row.short
            } else {
                &row.words
            };
            width_of(words)
        };
        let values = rows.iter().map(words).max().unwrap_or_default() + 120;
        let names = widest(rows.iter().map(|row| row.label)) + 160;
        let labels = match width {
            Width::Wide => names.min(width.tenths() * 4 / 10),
            Width::Narrow => 20,
        };
        let scale = Scale::new((low, high), (labels, width.tenths() - values));
        Frame {
            width,
            labels,
            scale,
            zero: from_zero.then(|| scale.at(0)),
        }
    }
}

fn draw_row(canvas: &mut Canvas, frame: &Frame, (top, is_total): (i64, bool), row: &Row<'_>) {
    let (narrow, right) = (frame.width.is_narrow(), frame.width.tenths());
    let middle = frame.middle(top);
    let says = format!("{}: {}", row.label, row.words);
    canvas.mark(row.href, &says, |canvas| {
        canvas.rect(Rect::new(0, top, right, frame.row()), "hit");
        let name = match (is_total, row.href) {
            (true, _) => "strong-ink",
            (false, Some(_)) => "name",
            (false, None) => "text",
        };
        if narrow {
            let words = fitted(row.label, right);
            canvas.text((0, top + RISE + 40), Anchor::Start, name, &words);
        } else {
            let words = fitted(row.label, frame.labels - 160);
            canvas.text((0, middle + HALF), Anchor::Start, name, &words);
        }
        let (from, to) = (frame.scale.at(row.from), frame.scale.at(row.to));
        let (over, under) = (middle - THICK / 2, middle + THICK / 2);
        match (is_total, frame.zero) {
            (true, Some(zero)) => canvas.rect(Rect::between((zero, over), (to, under)), "grey"),
            (true, None) => canvas.rect(Rect::new(to - 20, over, 40, THICK), "dark"),
            (false, _) => {
                let class = if row.to < row.from { "less" } else { "accent" };
                let mut bar = Rect::between((from, over), (to, under));
                // Something that changed is seen, however little.
                bar.width = bar.width.max(if row.from == row.to { 0 } else { 15 });
                canvas.rect(bar, class);
            }
        }
        let words = if narrow { &row.short } else { &row.words };
        let class = if is_total { "strong-ink" } else { "value" };
        canvas.text((right, middle + HALF), Anchor::End, class, words);
    });
}
