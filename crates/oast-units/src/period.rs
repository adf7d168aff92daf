use std::fmt;

use crate::{Date, Invalid};

/// A run of days, both ends included, and never empty.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    from: Date,
    to: Date,
}

impl Period {
    /// The days from `from` to `to`, or why there are none.
    pub fn new(from: Date, to: Date) -> Result<Self, Invalid> {
        if to < from {
            return Err(Invalid::new(format!(
                "it ends on {}, before it begins on {}",
                to.long(),
                from.long()
            )));
        }
        Ok(Self { from, to })
    }

    /// The days from `from` to `to`, or none when `to` comes first.
    #[inline]
    pub fn between(from: Date, to: Date) -> Option<Self> {
        (from <= to).then_some(Self { from, to })
    }

    /// The days from `from` on, with no end.
    #[inline]
    pub fn since(from: Date) -> Self {
        Self {
            from,
            to: Date::MAX,
        }
    }

    /// A single day.
    #[inline]
    pub fn day(date: Date) -> Self {
        Self {
            from: date,
            to: date,
        }
    }

    /// The first day.
    #[inline]
    pub fn from(self) -> Date {
        self.from
    }

    /// The last day, itself included.
    #[inline]
    pub fn to(self) -> Date {
        self.to
    }

    /// How many days it holds: at least one.
    #[inline]
    pub fn days(self) -> i32 {
        self.to - self.from + 1
    }

    /// Whether a date falls in it.
    #[inline]
    pub fn contains(self, date: Date) -> bool {
        self.from <= date && date <= self.to
    }

    /// The days that both hold, or none.
    #[inline]
    pub fn intersect(self, other: Self) -> Option<Self> {
        Self::between(self.from.max(other.from), self.to.min(other.to))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.from.long(), self.to.long())
    }
}

impl fmt::Debug for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..={}", self.from, self.to)
    }
}

/// Pay periods of one length, counted in both directions from an anchor day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PayCalendar {
    anchor: Date,
    length_days: i32,
}

impl PayCalendar {
    /// A calendar whose periods are `length_days` long, one of them beginning on `anchor`.
    pub fn new(anchor: Date, length_days: i32) -> Result<Self, Invalid> {
        if !(1..=366).contains(&length_days) {
            return Err(Invalid::new(format!(
                "a pay period of {length_days} days is not possible; use 1 to 366"
            )));
        }
        Ok(Self {
            anchor,
            length_days,
        })
    }

    /// The pay period that holds a date.
    #[inline]
    pub fn holding(self, date: Date) -> Period {
        let from =
            self.anchor + (date - self.anchor).div_euclid(self.length_days) * self.length_days;
        Period {
            from,
            to: from + (self.length_days - 1),
        }
    }

    /// The pay periods that touch `span`, each clipped to it, in order.
    pub fn clipped_to(self, span: Period) -> impl Iterator<Item = Period> {
        let mut from = Some(span.from);
        std::iter::from_fn(move || {
            let start = from?;
            let to = self.holding(start).to.min(span.to);
            from = (to < span.to).then(|| to.next());
            Some(Period { from: start, to })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kent() -> PayCalendar {
        PayCalendar::new(Date::of(2024, 4, 1), 28).unwrap()
    }

    #[test]
    fn periods_are_counted_both_ways_from_the_anchor() {
        assert_eq!(
            kent().holding(Date::of(2024, 4, 28)).to_string(),
            "1 April 2024 to 28 April 2024"
        );
        assert_eq!(
            kent().holding(Date::of(2024, 3, 31)).to_string(),
            "4 March 2024 to 31 March 2024"
        );
        assert_eq!(
            kent().holding(Date::of(2026, 4, 1)).from(),
            Date::of(2026, 3, 30)
        );
    }

    #[test]
    fn a_span_is_cut_at_each_pay_period_and_nothing_is_lost() {
        let span = Period::new(Date::of(2024, 3, 30), Date::of(2024, 5, 1)).unwrap();
        let parts: Vec<_> = kent().clipped_to(span).collect();
        assert_eq!(
            format!("{parts:?}"),
            "[2024-03-30..=2024-03-31, 2024-04-01..=2024-04-28, 2024-04-29..=2024-05-01]"
        );
        assert_eq!(
            parts.iter().map(|part| part.days()).sum::<i32>(),
            span.days()
        );
    }
}
