use oast_units::Date;

use super::canvas::{Anchor, Canvas};
use super::unit::Unit;
use super::words::{HALF, widest, width_of};

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
/// From one day that is marked to the next, in months.
const MONTH_STEPS: [i32; 8] = [1, 3, 6, 12, 24, 60, 120, 240];
/// The month from which a council counts its year, from 0.
const APRIL: i32 = 3;

/// A month as a chart names it: `Apr 2026`.
pub fn month_label(date: Date) -> String {
    let (year, month, _) = date.ymd();
    let name = MONTHS.get(month as usize - 1);
    format!("{} {year}", name.unwrap_or(&""))
}

/// A day as a chart names it: `3 Apr 2026`.
pub fn day_label(date: Date) -> String {
    format!("{} {}", date.ymd().2, month_label(date))
}

/// From values to places. Values of any size fit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    low: i128,
    high: i128,
    from: i64,
    to: i64,
}

impl Scale {
    /// `low` stands at `from`, `high` at `to`.
    pub(super) fn new((low, high): (i64, i64), (from, to): (i64, i64)) -> Self {
        let low = i128::from(low);
        let high = i128::from(high).max(low + 1);
        Self {
            low,
            high,
            from,
            to,
        }
    }

    /// Where a value stands; one beyond the ends stands at the end.
    pub(super) fn at(self, value: i64) -> i64 {
        let value = i128::from(value).clamp(self.low, self.high);
        let room = i128::from(self.to - self.from);
        let way = (value - self.low) * room / (self.high - self.low);
        self.from + i64::try_from(way).unwrap_or_default()
    }

    /// Where a day stands.
    pub(super) fn on(self, date: Date) -> i64 {
        self.at(i64::from(date.day_number()))
    }
}

/// Round values from at or below `low` to at or above `high`, at most `most` and at least two of
/// them: their step is 1, 2 or 5 times a power of ten.
pub(super) fn ticks(low: i64, high: i64, most: i128) -> Vec<i64> {
    let (low, high) = (i128::from(low.min(high)), i128::from(high.max(low)));
    let high = if high == low { high + 1 } else { high };
    let most = most.max(3);
    let mut power: i128 = 1;
    loop {
        for digit in [1, 2, 5] {
            let step = power * digit;
            let first = low.div_euclid(step);
            let last = (high + step - 1).div_euclid(step);
            if last - first < most {
                let value = |index: i128| {
                    let value = index * step;
                    let held = value.clamp(i128::from(i64::MIN), i128::from(i64::MAX));
                    i64::try_from(held).unwrap_or_default()
                };
                return (first..=last).map(value).collect();
            }
        }
        power *= 10;
    }
}

/// The ends of some round values.
pub(super) fn ends(ticks: &[i64]) -> (i64, i64) {
    let first = ticks.first().copied().unwrap_or_default();
    (first, ticks.last().copied().unwrap_or(first))
}

/// The room that the words of a vertical axis take, with the gap beside them.
pub(super) fn room_for(ticks: &[i64], unit: Unit) -> i64 {
    let words: Vec<String> = ticks.iter().map(|tick| unit.tick(*tick)).collect();
    widest(words.iter().map(String::as_str)) + 80
}

/// Level lines with their words to the left of the plot.
pub(super) fn draw_levels(
    canvas: &mut Canvas,
    scale: Scale,
    (left, right): (i64, i64),
    (ticks, unit): (&[i64], Unit),
) {
    for tick in ticks {
        let y = scale.at(*tick);
        let class = if *tick == 0 { "base" } else { "grid" };
        canvas.line((left, y), (right, y), class);
        let words = unit.tick(*tick);
        canvas.text((left - 80, y + HALF), Anchor::End, "muted", &words);
    }
}

/// The days that are marked, with their words: the first of months, as many as have room, so that
/// Aprils are among them; or the first and last day of a short time.
pub(super) fn days_marked((from, to): (Date, Date), room: i64) -> Vec<(Date, String)> {
    let month_index = |date: Date| {
        let (year, month, _) = date.ymd();
        year * 12 + i32::try_from(month).unwrap_or(1) - 1
    };
    let (year, month, _) = from.ymd();
    let month_start = Date::new(year, month, 1).unwrap_or(from);
    let first = if month_start == from {
        from
    } else {
        month_start.add_months(1)
    };
    let months = month_index(to) - month_index(first);
    let wide = width_of("May 2026") + 120;
    let fits = |step: &i32| i64::from(months / step + 1) * wide <= room + wide / 2;
    let step = MONTH_STEPS.into_iter().find(fits).unwrap_or(480);
    let marked: Vec<(Date, String)> = (0..=months.max(0))
        .map(|index| first.add_months(index))
        .filter(|date| (month_index(*date) - APRIL).rem_euclid(step) == 0 && *date <= to)
        .map(|date| (date, month_label(date)))
        .collect();
    match marked.len() {
        0 | 1 if from == to => vec![(from, day_label(from))],
        0 | 1 => vec![(from, day_label(from)), (to, day_label(to))],
        _ => marked,
    }
}

/// Words of days under a plot, kept within the drawing.
pub(super) fn draw_days(
    canvas: &mut Canvas,
    scale: Scale,
    (top, y, right): (i64, i64, i64),
    days: &[(Date, String)],
) {
    let mut taken = i64::MIN;
    for (date, words) in days {
        let (x, wide) = (scale.on(*date), width_of(words));
        let start = (x - wide / 2).clamp(0, (right - wide).max(0));
        canvas.line((x, top), (x, top + 50), "base");
        if start >= taken {
            canvas.text((start, y), Anchor::Start, "muted", words);
            taken = start + wide + 60;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Scale, ticks};

    /// Round values hold the ends, rise evenly by 1, 2 or 5 times a power of ten, and are few.
    #[test]
    fn ticks_are_round_even_and_few() {
        // A fixed walk through pairs of every size.
        let mut state: u64 = 1;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            i64::try_from(state >> 12).unwrap() >> (state % 47)
        };
        for _ in 0..5_000 {
            let (a, b) = (next() - next(), next() - next());
            let (low, high) = (a.min(b), a.max(b));
            let marks = ticks(low, high, 6);
            assert!((2..=6).contains(&marks.len()), "{low} {high} {marks:?}");
            assert!(marks[0] <= low && marks[marks.len() - 1] >= high);
            let step = marks[1] - marks[0];
            assert!(marks.windows(2).all(|pair| pair[1] - pair[0] == step));
            let digits = step.to_string();
            assert!(
                ["1", "2", "5"].contains(&digits.trim_end_matches('0')),
                "{step}"
            );
            assert_eq!(marks[0] % step, 0);
        }
        assert_eq!(ticks(0, 0, 6), [0, 1]);
        assert_eq!(ticks(3, 97, 6), [0, 20, 40, 60, 80, 100]);
    }

    #[test]
    fn a_scale_holds_values_of_any_size() {
        let scale = Scale::new((i64::MIN, i64::MAX), (0, 1_000));
        assert_eq!(
            [i64::MIN, 0, i64::MAX].map(|value| scale.at(value)),
            [0, 500, 1_000]
        );
        assert_eq!(Scale::new((5, 5), (10, 20)).at(5), 10);
    }
}
