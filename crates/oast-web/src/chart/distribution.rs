use super::axis::Scale;
use super::canvas::{Anchor, Canvas, Rect};
use super::labels::Taken;
use super::unit::Unit;
use super::words::{LINE, RISE, width_of};
use super::{Chart, Head, Width};

/// A range of values, both ends within it, in the chart's unit: a band of prices.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Range {
    /// What it is called: `Band`.
    pub name: String,
    /// The lowest value within it.
    pub lower: i64,
    /// The highest value within it.
    pub upper: i64,
}

/// How many values lie in one part of the scale, by where they lie to the range.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bin {
    /// The first value of the part, in the chart's unit; the next part's is not in it.
    pub from: i64,
    /// How many are below the range.
    pub below: u64,
    /// How many are within it, or in the part when there is no range.
    pub inside: u64,
    /// How many are above it.
    pub above: u64,
    /// Where it leads.
    pub href: Option<String>,
}

/// How often each price is paid, against a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Distribution {
    /// Its name, title and description.
    pub head: Head,
    /// What the values are.
    pub unit: Unit,
    /// What is counted, as the words after a number: `placements`.
    pub counted: String,
    /// How wide each part is, in the chart's unit: 1,000 pence for £10.
    pub step: i64,
    /// The parts, in order; parts with nothing in them may be left out.
    pub bins: Vec<Bin>,
    /// The range.
    pub range: Option<Range>,
}

impl Distribution {
    /// Counts values in parts of `step`.
    pub fn bins_of(values: &[i64], step: i64, range: Option<&Range>) -> Vec<Bin> {
        let step = step.max(1);
        let mut bins = std::collections::BTreeMap::new();
        for value in values {
            let from = value.div_euclid(step).saturating_mul(step);
            let bin: &mut Bin = bins.entry(from).or_default();
            bin.from = from;
            match range {
                Some(range) if *value < range.lower => bin.below += 1,
                Some(range) if *value > range.upper => bin.above += 1,
                _ => bin.inside += 1,
            }
        }
        bins.into_values().collect()
    }

    /// How many are below, within and above.
    fn totals(&self) -> (u64, u64, u64) {
        let add = |a: u64, b: u64| a.saturating_add(b);
        self.bins.iter().fold((0, 0, 0), |sum, bin| {
            let (below, inside, above) = sum;
            (
                add(below, bin.below),
                add(inside, bin.inside),
                add(above, bin.above),
            )
        })
    }

    fn last_of(&self, bin: &Bin) -> i64 {
        bin.from.saturating_add(self.step.max(1) - 1)
    }

    fn draw_bin(
        &self,
        canvas: &mut Canvas,
        (on, up): (Scale, Scale),
        (top, foot): (i64, i64),
        bin: &Bin,
    ) {
        let (from, to) = (
            on.at(bin.from),
            on.at(bin.from.saturating_add(self.step.max(1))),
        );
        let parts = [
            (bin.below, "below", "grey"),
            (
                bin.inside,
                if self.range.is_some() { "inside" } else { "" },
                "accent",
            ),
            (bin.above, "above", "dark"),
        ];
        let some = parts.iter().filter(|(count, ..)| *count > 0);
        let counts: Vec<String> = some
            .map(|(count, name, _)| format!("{count} {name}").trim_end().to_string())
            .collect();
        let words = format!(
            "{} to {}: {} {}",
            self.unit.short(bin.from),
            self.unit.short(self.last_of(bin)),
            counts.join(", "),
            self.counted
        );
        let gap = if to - from > 60 { 10 } else { 0 };
        canvas.mark(bin.href.as_deref(), &words, |canvas| {
            canvas.rect(Rect::between((from, top), (to, foot)), "hit");
            let mut below = 0_u64;
            for (count, _, class) in parts.iter().filter(|(count, ..)| *count > 0) {
                let above = below.saturating_add(*count);
                let (low, high) = (up.at(whole(below)), up.at(whole(above)));
                canvas.rect(Rect::between((from + gap, low), (to - gap, high)), class);
                below = above;
            }
        });
    }

    /// The range's name, and how many there are below, within and above it, side by side.
    fn draw_totals(&self, canvas: &mut Canvas, on: Scale, range: &Range, right: i64) {
        let (below, inside, above) = self.totals();
        let (lower, upper) = (on.at(range.lower), on.at(range.upper));
        let words = |count: u64, name: &str| format!("{} {name}", Unit::Count.short(whole(count)));
        let (below, inside, above) = (
            words(below, "below"),
            words(inside, "inside"),
            words(above, "above"),
        );
        let [at_below, at_inside, at_above] =
            [&below, &inside, &above].map(|words| width_of(words));
        let gap = 120;
        let clamped = |x: i64, least: i64, most: i64| x.min(most).max(least);
        let middle = lower.midpoint(upper) - at_inside / 2;
        let middle = clamped(middle, at_below + gap, right - at_above - gap - at_inside);
        let left = clamped((lower - at_below) / 2, 0, middle - gap - at_below);
        let end = middle + at_inside + gap;
        let last = clamped((upper + right - at_above) / 2, end, right - at_above);
        let y = 40 + LINE + RISE;
        canvas.text((left, y), Anchor::Start, "muted", &below);
        canvas.text((middle, y), Anchor::Start, "strong", &inside);
        canvas.text((last, y), Anchor::Start, "text", &above);
        let name = width_of(&range.name);
        let x = clamped(lower.midpoint(upper) - name / 2, 0, right - name);
        canvas.text((x, 40 + RISE), Anchor::Start, "text", &range.name);
    }
}

/// A count as a value of a scale.
fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

impl Chart for Distribution {
    fn head(&self) -> &Head {
        &self.head
    }

    fn drawing(&self, width: Width) -> Option<String> {
        let step = self.step.max(1);
        let edges = self
            .range
            .iter()
            .flat_map(|range| [range.lower, range.upper]);
        let low = self.bins.iter().map(|bin| bin.from).min()?;
        let high = self
            .bins
            .iter()
            .map(|bin| bin.from.saturating_add(step))
            .max()?;
        let low = edges.clone().fold(low, i64::min);
        let high = edges.fold(high, i64::max);
        let right = width.tenths();
        let on = Scale::new((low, high), (0, right));
        let tallest = self.bins.iter().map(|bin| {
            let sides = bin.below.saturating_add(bin.above);
            whole(bin.inside.saturating_add(sides))
        });
        let (top, foot) = (760, 760 + if width.is_narrow() { 1_600 } else { 2_000 });
        let up = Scale::new((0, tallest.max()?.max(1)), (foot, top));
        let mut canvas = Canvas::new();
        if let Some(range) = &self.range {
            let (from, to) = (on.at(range.lower), on.at(range.upper));
            canvas.rect(Rect::between((from, 40 + LINE * 2), (to, foot)), "range");
            for x in [from, to] {
                canvas.line((x, 40 + LINE * 2), (x, foot), "range-edge");
            }
            self.draw_totals(&mut canvas, on, range, right);
        }
        for bin in &self.bins {
            self.draw_bin(&mut canvas, (on, up), (top, foot), bin);
        }
        canvas.line((0, foot), (right, foot), "base");
        let mut taken = Taken::default();
        let range = self.range.as_ref();
        let named = range.iter().flat_map(|range| [range.lower, range.upper]);
        let places = named
            .map(|value| (value, "value"))
            .chain([(low, "muted"), (high, "muted")]);
        for (value, class) in places {
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
