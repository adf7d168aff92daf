use oast_units::Date;

use super::axis::{Scale, days_marked, draw_days, draw_levels, ends, room_for, ticks};
use super::canvas::{Anchor, Canvas};
use super::labels::{SideLabel, draw_side, side_room};
use super::unit::Unit;
use super::words::{LINE, RISE, wrapped};
use super::{Chart, Head, Width, day_label};

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Series {
    /// What it is called; it stands at the line's end.
    pub name: String,
    /// The values on days, in the order of the days, in the chart's unit.
    pub points: Vec<(Date, i64)>,
    /// Whether the chart is about this line; the others are grey.
    pub emphasis: bool,
}

/// A level that something ought to reach, or to stay under.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Goal {
    /// What it is called: `Goal`, `Budget`.
    pub name: String,
    /// Where it is, in the chart's unit.
    pub value: i64,
}

/// A range over time, such as what a forecast holds for likely.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Band {
    /// What it is called: `8 of 10 futures`. One without a name has no words beside it.
    pub name: String,
    /// The range on days, in the order of the days: from, to, in the chart's unit.
    pub points: Vec<(Date, i64, i64)>,
}

/// Lines over time: one or a few with the accent, the rest grey, over ranges, against goals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lines {
    /// Its name, title and description.
    pub head: Head,
    /// What the values are.
    pub unit: Unit,
    /// The lines.
    pub series: Vec<Series>,
    /// Ranges behind the lines, the widest first.
    pub bands: Vec<Band>,
    /// Levels.
    pub goals: Vec<Goal>,
    /// The day from which everything is still to come, if it is within the time that is drawn.
    pub today: Option<Date>,
    /// Whether the scale begins at zero. Where it does not, the chart says so.
    pub from_zero: bool,
}

/// Lines whose scale reaches to a value that others beside them reach, so that charts of the same
/// thing can be compared by their heights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// The lines.
    pub lines: Lines,
    /// The highest value of any of the charts, in the chart's unit.
    pub up_to: i64,
}

impl Chart for Alike {
    fn head(&self) -> &Head {
        &self.lines.head
    }

    fn drawing(&self, width: Width) -> Option<String> {
        self.lines.drawn(width, Some(self.up_to))
    }
}

impl Chart for Lines {
    fn head(&self) -> &Head {
        &self.head
    }

    fn drawing(&self, width: Width) -> Option<String> {
        self.drawn(width, None)
    }
}

impl Lines {
    fn drawn(&self, width: Width, up_to: Option<i64>) -> Option<String> {
        let of_lines = self.series.iter().flat_map(|line| &line.points);
        let of_bands = self.bands.iter().flat_map(|band| &band.points);
        let days = of_lines
            .clone()
            .map(|point| point.0)
            .chain(of_bands.clone().map(|point| point.0));
        let (from, to) = (days.clone().min()?, days.max()?);
        let values = of_lines
            .map(|point| point.1)
            .chain(of_bands.flat_map(|point| [point.1, point.2]))
            .chain(self.goals.iter().map(|goal| goal.value))
            .chain(self.from_zero.then_some(0))
            .chain(up_to);
        let levels = ticks(values.clone().min()?, values.max()?, 6);
        let frame = self.frame(width, (from, to), &levels);
        let mut canvas = Canvas::new();
        let across = (frame.left, frame.right);
        draw_levels(&mut canvas, frame.up, across, (&levels, self.unit));
        self.draw(&mut canvas, &frame);
        let marked = days_marked((from, to), frame.right - frame.left);
        let place = (frame.foot, frame.foot + RISE + 100, width.tenths());
        draw_days(&mut canvas, frame.on, place, &marked);
        let side = self.side_labels(frame.up);
        let (x, y) = (frame.right + 80, (frame.top - 160, frame.foot + 100));
        draw_side(&mut canvas, x, width.tenths() - x, y, &side);
        let mut height = frame.foot + RISE + 200;
        let (first, _) = ends(&levels);
        if first != 0 && !levels.contains(&0) {
            height += LINE + 60;
            let words = format!(
                "The scale starts at {}, not at zero.",
                self.unit.tick(first)
            );
            canvas.text((0, height - 60), Anchor::Start, "muted", &words);
        }
        Some(canvas.finish(&self.head, width, height))
    }
}

struct Frame {
    left: i64,
    right: i64,
    top: i64,
    foot: i64,
    /// From values to heights.
    up: Scale,
    /// From days to places.
    on: Scale,
}

impl Lines {
    fn frame(&self, width: Width, (from, to): (Date, Date), levels: &[i64]) -> Frame {
        let (top, tall) = (320, if width.is_narrow() { 2_000 } else { 2_600 });
        let foot = top + tall;
        let up = Scale::new(ends(levels), (foot, top));
        let most = width.tenths() * 32 / 100;
        let left = room_for(levels, self.unit);
        let right = width.tenths() - side_room(&self.side_labels(up), most).max(100);
        let number = |date: Date| i64::from(date.day_number());
        Frame {
            left,
            right,
            top,
            foot,
            up,
            on: Scale::new((number(from), number(to)), (left, right)),
        }
    }

    /// Ranges, goals, lines and today, from back to front.
    fn draw(&self, canvas: &mut Canvas, frame: &Frame) {
        for band in &self.bands {
            let upper = band.points.iter().map(|(on, _, to)| (*on, *to));
            let lower = band.points.iter().rev().map(|(on, from, _)| (*on, *from));
            let place = |(on, value)| (frame.on.on(on), frame.up.at(value));
            let edge: Vec<(i64, i64)> = upper.chain(lower).map(place).collect();
            if !edge.is_empty() {
                canvas.path(&edge, true, "band");
            }
        }
        for goal in &self.goals {
            let y = frame.up.at(goal.value);
            canvas.line((frame.left, y), (frame.right, y), "goal");
        }
        if let Some(today) = self.today {
            draw_today(canvas, frame.on.on(today), (frame.top, frame.foot), today);
        }
        let by_emphasis = |emphasis: bool| {
            let chosen = self.series.iter();
            chosen.filter(move |line| line.emphasis == emphasis)
        };
        for line in by_emphasis(false).chain(by_emphasis(true)) {
            self.draw_line(canvas, frame, line);
        }
    }

    fn draw_line(&self, canvas: &mut Canvas, frame: &Frame, line: &Series) {
        let place = |(on, value): &(Date, i64)| (frame.on.on(*on), frame.up.at(*value));
        let places: Vec<(i64, i64)> = line.points.iter().map(place).collect();
        let Some((&(last, value), &end)) = line.points.last().zip(places.last()) else {
            return;
        };
        let words = format!(
            "{}: {} on {}",
            line.name,
            self.unit.exact(value),
            last.long()
        );
        let known = |on: Date| self.today.is_none_or(|today| on <= today);
        let past = line
            .points
            .iter()
            .take_while(|point| known(point.0))
            .count();
        let (path, ahead, dot) = if line.emphasis {
            ("line", "line-ahead", "accent")
        } else {
            ("line-grey", "line-grey-ahead", "grey-dot")
        };
        canvas.mark(None, &words, |canvas| {
            if past > 1 {
                canvas.path(places.get(..past).unwrap_or_default(), false, path);
            }
            let rest = places.get(past.saturating_sub(1)..).unwrap_or_default();
            if past < places.len() && rest.len() > 1 {
                canvas.path(rest, false, ahead);
            }
            canvas.circle(end, 45, dot);
        });
    }

    /// What stands at the right: lines, goals and ranges, each at its last height.
    fn side_labels(&self, up: Scale) -> Vec<SideLabel> {
        let lines = self.series.iter().filter_map(|line| {
            let value = line.points.last()?.1;
            Some(SideLabel {
                y: up.at(value),
                class: if line.emphasis { "strong" } else { "muted" },
                words: format!("{} {}", line.name, self.unit.short(value)),
            })
        });
        let goals = self.goals.iter().map(|goal| SideLabel {
            y: up.at(goal.value),
            class: "text",
            words: format!("{} {}", goal.name, self.unit.short(goal.value)),
        });
        let named = self.bands.iter().filter(|band| !band.name.is_empty());
        let bands = named.filter_map(|band| {
            let (.., to) = band.points.last()?;
            Some(SideLabel {
                y: up.at(*to),
                class: "muted",
                words: band.name.clone(),
            })
        });
        lines.chain(goals).chain(bands).collect()
    }
}

/// An upright line at today, with its words on top, towards whichever side has room.
pub(super) fn draw_today(canvas: &mut Canvas, x: i64, (top, foot): (i64, i64), today: Date) {
    canvas.line((x, top - 100), (x, foot), "today");
    let words = format!("Today, {}", day_label(today));
    let lines = wrapped(&words, i64::MAX / 2);
    let wide: i64 = lines.iter().map(|line| super::words::width_of(line)).sum();
    let (from, anchor) = if x > wide + 60 {
        (x - 50, Anchor::End)
    } else {
        (x + 50, Anchor::Start)
    };
    canvas.lines((from, top - 160), anchor, "muted", &lines);
}
