use super::axis::{Scale, draw_levels, ends, room_for, ticks};
use super::canvas::{Anchor, Canvas, Rect};
use super::labels::{SideLabel, draw_side, side_room};
use super::unit::Unit;
use super::words::{LINE, RISE, widest, width_of, wrapped};
use super::{Chart, Head, RankedBar, RankedBars, Width};

/// One bar.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bar {
    /// What it stands for: `Apr 2026` (see [`month_label`](super::month_label)), or a category.
    pub label: String,
    /// How much, in the chart's unit.
    pub value: i64,
    /// What it is measured against, in the chart's unit: a budget or a goal.
    pub marker: Option<i64>,
    /// Where it leads.
    pub href: Option<String>,
    /// Whether the chart is about this bar. When it is about none, it is about all of them.
    pub emphasis: bool,
}

/// Upright bars by month or by category, from zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bars {
    /// Its name, title and description.
    pub head: Head,
    /// What the values are.
    pub unit: Unit,
    /// The bars, in their order.
    pub bars: Vec<Bar>,
    /// What the markers are called: `Budget`.
    pub marker: String,
}

impl Chart for Bars {
    fn head(&self) -> &Head {
        &self.head
    }

    fn drawing(&self, width: Width) -> Option<String> {
        let last = self.bars.last()?;
        let marks = self.bars.iter().filter_map(|bar| bar.marker);
        let values = || self.bars.iter().map(|bar| bar.value).chain(marks.clone());
        let low = values().min().unwrap_or_default().min(0);
        let high = values().max().unwrap_or_default().max(0);
        let levels = ticks(low, high, 6);
        let side = self.marker_label(last);
        let most = width.tenths() * 3 / 10;
        let right = width.tenths() - side_room(side.as_slice(), most);
        let frame = self.frame(width, right, &levels);
        let tilted = width.is_narrow() && self.every(&frame) > 1 && self.bars.len() <= LYING_MAX;
        if tilted && self.marker_label(last).is_none() {
            return self.lying().drawing(width);
        }
        // Without an axis nothing has to be round.
        let within = if frame.has_axis {
            ends(&levels)
        } else {
            (low, high)
        };
        let scale = Scale::new(within, (frame.foot, frame.top));
        let mut canvas = Canvas::new();
        if frame.has_axis {
            let across = (frame.left, right);
            draw_levels(&mut canvas, scale, across, (&levels, self.unit));
        }
        for (place, bar) in (0..).zip(&self.bars) {
            let left = frame.left + frame.slot_at(place);
            self.draw_bar(&mut canvas, (left, frame.slot), (scale, &frame), bar);
        }
        let base = scale.at(0);
        canvas.line((frame.left, base), (right, base), "base");
        let below = self.draw_labels(&mut canvas, &frame);
        if let Some(label) = side {
            let label = SideLabel {
                y: scale.at(label.y),
                ..label
            };
            let (top, foot) = (frame.top - LINE, frame.foot + LINE);
            draw_side(&mut canvas, right + 60, most - 60, (top, foot), &[label]);
        }
        Some(canvas.finish(&self.head, width, frame.foot + below + 100))
    }
}

/// How many bars lie down, in a narrow window, rather than lose some of their names.
const LYING_MAX: usize = 8;

/// Where things are.
struct Frame {
    left: i64,
    top: i64,
    foot: i64,
    across: i64,
    slots: i64,
    slot: i64,
    has_axis: bool,
}

impl Frame {
    fn slot_at(&self, place: i64) -> i64 {
        self.across * place / self.slots
    }
}

impl Bars {
    /// Where things are: with a vertical axis when the bars are too narrow for all their values.
    fn frame(&self, width: Width, right: i64, levels: &[i64]) -> Frame {
        let slots = i64::try_from(self.bars.len()).unwrap_or(1).max(1);
        let words: Vec<String> = self
            .bars
            .iter()
            .map(|bar| self.unit.short(bar.value))
            .collect();
        let marked = self.bars.iter().any(|bar| bar.marker.is_some());
        let room = if marked {
            self.thick(right / slots)
        } else {
            right / slots
        };
        let has_axis = widest(words.iter().map(String::as_str)) + 20 > room;
        let left = if has_axis {
            room_for(levels, self.unit)
        } else {
            0
        };
        let across = right - left;
        let top = 300;
        Frame {
            left,
            top,
            foot: top + if width.is_narrow() { 1_800 } else { 2_400 },
            across,
            slots,
            slot: across / slots,
            has_axis,
        }
    }

    /// How wide a bar is: with markers, wide enough for its value to stand within it.
    fn thick(&self, slot: i64) -> i64 {
        let marked = self.bars.iter().any(|bar| bar.marker.is_some());
        let share = if marked { 92 } else { 72 };
        (slot * share / 100).clamp(10, 800)
    }

    /// What the markers are, beside the last of them; its height is still a value.
    fn marker_label(&self, last: &Bar) -> Option<SideLabel> {
        let value = last.marker?;
        Some(SideLabel {
            y: value,
            class: "text",
            words: format!("{} {}", self.marker, self.unit.short(value)),
        })
    }

    fn draw_bar(
        &self,
        canvas: &mut Canvas,
        (left, slot): (i64, i64),
        (scale, frame): (Scale, &Frame),
        bar: &Bar,
    ) {
        let some_emphasis = self.bars.iter().any(|bar| bar.emphasis);
        let accent = bar.emphasis || !some_emphasis;
        let thick = self.thick(slot);
        let middle = left + slot / 2;
        let (base, tip) = (scale.at(0), scale.at(bar.value));
        let mut words = format!("{}: {}", bar.label, self.unit.exact(bar.value));
        if let Some(marker) = bar.marker {
            words = format!("{words}, {} {}", self.marker, self.unit.exact(marker));
        }
        canvas.mark(bar.href.as_deref(), &words, |canvas| {
            let whole = Rect::between((left, frame.top), (left + slot, frame.foot));
            canvas.rect(whole, "hit");
            let rect = Rect::between((middle - thick / 2, base), (middle + thick / 2, tip));
            canvas.rect(rect, if accent { "accent" } else { "grey" });
            if let Some(marker) = bar.marker {
                let (y, half) = (scale.at(marker), (thick / 2 + 20).min(slot / 2));
                for class in ["marker-edge", "marker"] {
                    canvas.line((middle - half, y), (middle + half, y), class);
                }
            }
            let words = self.unit.short(bar.value);
            let room = if bar.marker.is_some() { thick } else { slot };
            let said = some_emphasis && accent && width_of(&words) <= room;
            if !frame.has_axis || said {
                let half = width_of(&words) / 2;
                let x = middle.min(frame.left + frame.across - half).max(half);
                // Where there are markers, a value stands at the foot of its bar, clear of them.
                let (class, foot) = match (bar.marker, bar.value < 0) {
                    (Some(_), false) if base - tip > 2 * RISE => {
                        (if accent { "within" } else { "text" }, base - 80)
                    }
                    (_, false) => ("value", tip - 50),
                    (_, true) => ("value", tip + RISE + 50),
                };
                canvas.text((x, foot), Anchor::Middle, class, &words);
            }
        });
    }

    /// The words under the bars: under every bar, or every second, third and so on, as there is
    /// room. Gives the room they took.
    fn draw_labels(&self, canvas: &mut Canvas, frame: &Frame) -> i64 {
        let negative = self.bars.iter().any(|bar| bar.value < 0);
        let first = frame.foot + RISE + if negative { 320 } else { 80 };
        let every = self.every(frame);
        let room = frame.slot * i64::try_from(every).unwrap_or(1) - 60;
        let shown = || {
            self.bars
                .iter()
                .map(|bar| bar.label.as_str())
                .step_by(every)
        };
        // All break alike: where one needs two lines, all of them have as little room as they can.
        let room = if widest(shown()) > room {
            widest(shown().flat_map(str::split_whitespace))
        } else {
            room
        };
        let mut most = 0;
        for (place, bar) in (0..).zip(&self.bars).step_by(every) {
            let lines = wrapped(&bar.label, room);
            most = most.max(i64::try_from(lines.len()).unwrap_or_default());
            let middle = frame.left + frame.slot_at(place) + frame.slot / 2;
            canvas.lines((middle, first), Anchor::Middle, "muted", &lines);
        }
        first - frame.foot - RISE + most * LINE
    }

    /// Under which bars there are words: under every one, every second, third and so on.
    fn every(&self, frame: &Frame) -> usize {
        let count = self.bars.len().max(1);
        let fits = |every: &usize| {
            let room = frame.slot * i64::try_from(*every).unwrap_or(1) - 60;
            let shown = self.bars.iter().step_by(*every);
            let words = shown.flat_map(|bar| bar.label.split_whitespace());
            widest(words) <= room
        };
        (1..=count).find(fits).unwrap_or(count)
    }

    /// The same bars, lying.
    fn lying(&self) -> RankedBars {
        let bars = self.bars.iter().map(|bar| RankedBar {
            label: bar.label.clone(),
            value: bar.value,
            href: bar.href.clone(),
            emphasis: bar.emphasis,
        });
        RankedBars {
            head: self.head.clone(),
            unit: self.unit,
            bars: bars.collect(),
        }
    }
}
