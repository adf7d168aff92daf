use oast_units::Date;

use super::axis::{Scale, days_marked, draw_days, ends, ticks};
use super::canvas::{Anchor, Canvas, Rect};
use super::labels::Taken;
use super::lines::draw_today;
use super::unit::Unit;
use super::words::{LINE, RISE, width_of};
use super::{Chart, Head, Width, day_label};

/// From a day on, a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The first day of the value.
    pub from: Date,
    /// The value, in the chart's unit.
    pub value: i64,
    /// Where it leads: to the decision or the clause that made it.
    pub href: Option<String>,
}

/// A term or a rate over time: each value from its day, what is still to come dashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steps {
    /// Its name, title and description.
    pub head: Head,
    /// What the values are.
    pub unit: Unit,
    /// The values, in the order of their days.
    pub steps: Vec<Step>,
    /// What is after this day is still to come.
    pub today: Date,
    /// The last day that is drawn.
    pub until: Date,
}

impl Chart for Steps {
    fn head(&self) -> &Head {
        &self.head
    }

    fn drawing(&self, width: Width) -> Option<String> {
        let from = self.steps.first()?.from;
        let until = self.steps.last()?.from.max(self.until).max(from.next());
        let values = self.steps.iter().map(|step| step.value);
        let (low, high) = ends(&ticks(values.clone().min()?, values.clone().max()?, 8));
        let (top, foot) = (800, 2_600);
        let number = |date: Date| i64::from(date.day_number());
        let places = Places {
            up: Scale::new((low, high), (foot - 500, top)),
            on: Scale::new((number(from), number(until)), (20, width.tenths() - 20)),
            right: width.tenths(),
            until,
        };
        let mut canvas = Canvas::new();
        canvas.line((0, foot), (width.tenths(), foot), "base");
        let within = (from..=until).contains(&self.today);
        if within {
            let x = places.on.on(self.today);
            draw_today(&mut canvas, x, (320, foot), self.today);
        }
        let mut taken = self.line_places(&places);
        for (index, step) in self.steps.iter().enumerate() {
            let next = self.steps.get(index + 1);
            self.draw_step(&mut canvas, &places, (step, next), &mut taken);
        }
        let marked = days_marked((from, until), width.tenths());
        let under = (foot, foot + RISE + 100, width.tenths());
        draw_days(&mut canvas, places.on, under, &marked);
        let height = foot + RISE + LINE * 2 + 60;
        let (lowest, highest) = (self.unit.short(values.clone().min()?), values.max()?);
        let words = format!(
            "The height runs from {lowest} to {}, not from zero.",
            self.unit.short(highest)
        );
        let lines = super::words::wrapped(&words, width.tenths());
        let count = i64::try_from(lines.len()).unwrap_or(1);
        canvas.lines((0, height), Anchor::Start, "muted", &lines);
        Some(canvas.finish(&self.head, width, height + (count - 1) * LINE + 80))
    }
}

struct Places {
    /// From values to heights.
    up: Scale,
    /// From days to places.
    on: Scale,
    right: i64,
    until: Date,
}

impl Steps {
    /// Where the line itself runs, so that no words stand on it.
    fn line_places(&self, places: &Places) -> Taken {
        let mut taken = Taken::default();
        let today = places.on.on(self.today);
        taken.take(Rect::new(today - 10, 0, 20, 10_000));
        for (index, step) in self.steps.iter().enumerate() {
            let next = self.steps.get(index + 1);
            let (x, y) = (places.on.on(step.from), places.up.at(step.value));
            let end = places.on.on(next.map_or(places.until, |next| next.from));
            taken.take(Rect::new(x, y - 30, (end - x).max(1), 60));
            if let Some(next) = next {
                taken.take(Rect::between(
                    (end, y),
                    (end + 20, places.up.at(next.value)),
                ));
            }
        }
        taken
    }

    fn draw_step(
        &self,
        canvas: &mut Canvas,
        places: &Places,
        (step, next): (&Step, Option<&Step>),
        taken: &mut Taken,
    ) {
        let (value, day) = (self.unit.short(step.value), day_label(step.from));
        let says = format!("{} from {}", self.unit.exact(step.value), step.from.long());
        let (x, y) = (places.on.on(step.from), places.up.at(step.value));
        let end_on = next.map_or(places.until, |next| next.from);
        let end = places.on.on(end_on);
        let turn = places.on.on(self.today).clamp(x, end.max(x));
        canvas.mark(step.href.as_deref(), &says, |canvas| {
            canvas.rect(Rect::new(x, y - 120, (end - x).max(240), 240), "hit");
            if turn > x {
                canvas.line((x, y), (turn, y), "line");
            }
            if turn < end {
                canvas.line((turn, y), (end, y), "line-ahead");
            }
            if let Some(next) = next {
                let class = if end_on > self.today {
                    "line-ahead"
                } else {
                    "line"
                };
                canvas.line((end, y), (end, places.up.at(next.value)), class);
            }
            canvas.circle((x, y), 45, "accent");
            let both = [value.clone(), day.clone()];
            let wide = both.iter().map(|line| width_of(line)).max();
            let place = Self::free(places, (x, y), (wide.unwrap_or_default(), 2), taken);
            if let Some(at) = place {
                canvas.text((at.x, at.y + RISE + 20), Anchor::Start, "value", &value);
                let second = (at.x, at.y + RISE + 20 + LINE);
                canvas.text(second, Anchor::Start, "muted", &day);
                return;
            }
            let place = Self::free(places, (x, y), (width_of(&value), 1), taken);
            if let Some(at) = place {
                canvas.text((at.x, at.y + RISE + 20), Anchor::Start, "value", &value);
            }
        });
    }

    /// A free place near the beginning of a step: over it, under it, or further away.
    fn free(
        places: &Places,
        (x, y): (i64, i64),
        (wide, lines): (i64, i64),
        taken: &mut Taken,
    ) -> Option<Rect> {
        let tall = lines * LINE;
        let tops = [y - tall - 60, y + 60, y - tall - 260, y + 260];
        let lefts = [x, x - wide / 2, x - wide + 40];
        let candidates = tops.into_iter().flat_map(|top| {
            lefts.map(|left| {
                let left = left.clamp(0, (places.right - wide).max(0));
                Rect::new(left, top, wide + 60, tall)
            })
        });
        taken.first_free(candidates.filter(|place| place.y >= 330 && place.foot() <= 2_560))
    }
}
