//! How long people stay.

use serde::Serialize;

use crate::chance::{Chance, Key};
use crate::published::Leaving;

/// How many spans of time since the start have a rate of leaving each.
pub(crate) const SPANS: usize = 9;
/// The months since the start at which each span but the last ends.
pub(crate) const SPAN_ENDS: [f64; SPANS - 1] = [1.0, 3.0, 6.0, 12.0, 24.0, 36.0, 48.0, 60.0];
/// How much of somebody who leaves is added to each span.
const EKED_OUT: f64 = 0.5;
const MONTHS: f64 = 12.0;

/// What was recorded of people in one category: how long they were there in each span, and how
/// often somebody left.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Record {
    /// Months that people were there, by span.
    pub months: [f64; SPANS],
    /// How many left, by span.
    pub left: [f64; SPANS],
}

impl Record {
    /// Counts somebody who was there from some months since the start to others, and left then or
    /// was still there.
    pub fn count(&mut self, from: f64, to: f64, left: bool) {
        let mut begins = 0.0;
        for (span, months) in self.months.iter_mut().enumerate() {
            let ends = SPAN_ENDS.get(span).copied().unwrap_or(f64::INFINITY);
            *months += (to.min(ends) - from.max(begins)).max(0.0);
            if left && begins <= to && to < ends {
                self.left[span] += 1.0;
            }
            begins = ends;
        }
    }

    /// The rate of leaving of each span, as best it is known.
    pub fn rates(&self) -> Rates {
        self.rates_by(|left, months| left / months)
    }

    /// The rates as they might be, as far as the record leaves them open: from the gamma
    /// distribution that follows from what was seen.
    pub fn rates_drawn(&self, key: Key) -> Rates {
        let mut span = 0;
        self.rates_by(|left, months| {
            span += 1;
            key.event(span).gamma(left) / months
        })
    }

    /// What little is seen in a span is eked out by what is seen in all of them, as if it had been
    /// seen for long enough that half of somebody left.
    fn rates_by(&self, mut rate: impl FnMut(f64, f64) -> f64) -> Rates {
        let months: f64 = self.months.iter().sum();
        let left: f64 = self.left.iter().sum();
        if months <= 0.0 {
            return Rates::new([0.0; SPANS]);
        }
        let more = EKED_OUT * months / left.max(EKED_OUT);
        Rates::new(std::array::from_fn(|span| {
            rate(self.left[span] + EKED_OUT, self.months[span] + more)
        }))
    }
}

/// Rates of leaving by time since the start, a month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rates {
    monthly: [f64; SPANS],
    /// The rates summed over time up to the beginning of each span.
    until: [f64; SPANS],
}

impl Rates {
    /// Rates by span.
    pub fn new(monthly: [f64; SPANS]) -> Self {
        let mut until = [0.0; SPANS];
        let (mut sum, mut begins) = (0.0, 0.0);
        for span in 0..SPANS - 1 {
            sum += monthly[span] * (SPAN_ENDS[span] - begins);
            begins = SPAN_ENDS[span];
            until[span + 1] = sum;
        }
        Self { monthly, until }
    }

    /// Everybody leaves so many times as fast.
    #[must_use]
    pub fn times(&self, factor: f64) -> Self {
        Self::new(self.monthly.map(|rate| rate * factor))
    }

    /// The rate of each span, a month.
    pub fn monthly(&self) -> [f64; SPANS] {
        self.monthly
    }

    /// How many months more somebody stays who has been there for some, from a wait whose mean
    /// is 1.
    pub fn more(&self, since: f64, wait: f64) -> f64 {
        let own = SPAN_ENDS.iter().filter(|end| **end <= since).count();
        let begins = |span: usize| if span == 0 { 0.0 } else { SPAN_ENDS[span - 1] };
        let target = self.until[own] + self.monthly[own] * (since - begins(own)) + wait;
        let mut span = own;
        while span + 1 < SPANS && self.until[span + 1] <= target {
            span += 1;
        }
        let rate = self.monthly[span];
        if rate <= 0.0 {
            return f64::INFINITY;
        }
        begins(span) + (target - self.until[span]) / rate - since
    }
}

/// How long those of a category stay.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Stays {
    /// By the rates of the record.
    Rates(Rates),
    /// As the model of the published case has them leave: those who are there, counted from the
    /// first month. Whoever comes after them stays.
    Published(Leaving),
}

impl Stays {
    /// How many months more somebody stays who has been there for some.
    pub(crate) fn more(&self, since: f64, came_after: bool, chance: &mut Chance) -> f64 {
        match self {
            Self::Rates(rates) => rates.more(since, chance.wait()),
            Self::Published(_) if came_after => f64::INFINITY,
            Self::Published(Leaving::Evenly { years, lag }) => {
                MONTHS * (lag + years * (1.0 - libm::sqrt(chance.fraction())))
            }
            Self::Published(Leaving::Quickly { quick, rate }) => {
                if chance.fraction() < *quick {
                    return 0.0;
                }
                MONTHS * chance.wait() / rate
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LEAVING: [f64; SPANS] = [0.1, 0.05, 0.0, 0.02, 0.02, 0.03, 0.04, 0.05, 0.06];

    proptest! {
        #[test]
        fn staying_on_is_the_same_in_one_step_and_in_two(since in 0.0..80.0, wait in 0.01..4.0) {
            // The summed rate over the months that are left is the wait itself.
            let rates = Rates::new(LEAVING);
            let more = rates.more(since, wait);
            let halfway = rates.more(since, wait / 2.0);
            let again = halfway + rates.more(since + halfway, wait / 2.0);
            prop_assert!((more - again).abs() < 1e-9 * (1.0 + more), "{more} {again}");
        }
    }

    #[test]
    fn the_record_gives_back_the_rates_it_was_made_with() {
        let mut record = Record::default();
        let rates = Rates::new(LEAVING);
        for number in 0..200_000 {
            let stay = rates.more(0.0, Key::of_draw(1, 1).of(2).event(number).wait());
            record.count(0.0, stay.min(90.0), stay < 90.0);
        }
        for (own, true_rate) in record.rates().monthly().iter().zip(LEAVING) {
            assert!((own - true_rate).abs() < 0.0015, "{own}, not {true_rate}");
        }
    }

    #[test]
    fn a_span_that_nobody_was_seen_in_is_like_all_of_them() {
        let mut record = Record::default();
        record.count(0.0, 2.0, true);
        let monthly = record.rates().monthly();
        assert!((monthly[8] - 0.5).abs() < 1e-12, "{monthly:?}");
        assert_eq!(
            Record::default().rates().monthly()[0].to_bits(),
            0_f64.to_bits()
        );
    }
}
