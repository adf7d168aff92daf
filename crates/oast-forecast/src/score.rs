//! How past forecasts did: what was said of a month, held against what the month came to.

use oast_units::Date;

use crate::whole;

/// What was said of a month, and what it came to: pence, or thousandths of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    /// The first day of the month.
    pub month: Date,
    /// The mean of the draws.
    pub mean: i64,
    /// One draw in ten lay below.
    pub low: i64,
    /// One in ten lay above.
    pub high: i64,
    /// What it came to.
    pub actual: i64,
}

impl Said {
    /// Whether it came to what eight draws in ten had said.
    pub fn held(&self) -> bool {
        (self.low..=self.high).contains(&self.actual)
    }
}

/// How a forecast did, as far as its months are over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Score {
    /// How many months are over.
    pub months: usize,
    /// In how many the range held: eight in ten, if it is honest.
    pub held: usize,
    /// How much more it came to than the mean said, over all of them.
    pub more: i64,
    /// The same in hundredths of a per cent of the mean.
    pub more_basis_points: i64,
    /// What to make of it.
    pub verdict: Verdict,
}

/// What to make of a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Too few months are over to say anything.
    TooEarly,
    /// Nothing speaks against it.
    Holds,
    /// It says too little: something that it assumes makes care too cheap.
    TooLow,
    /// It says too much.
    TooHigh,
}

/// Fewer months than this say nothing.
const MONTHS_MIN: usize = 3;
/// So many standard deviations off, and it is no longer chance.
const DEVIATIONS: f64 = 2.0;
/// Between the mean and the ninth tenth of a normal distribution, in standard deviations.
const NINTH_TENTH: f64 = 1.281_6;

/// Scores a forecast on the months that are over.
///
/// Months of one forecast go together: if one lies above its range, the next probably does. So they
/// are not counted as if each were a draw of its own. The sum of what was spent is held against the
/// sum of the means, and the width of the sum is the sum of the widths, as if the months went
/// together wholly. A forecast is doubted when it is off by two standard deviations or more.
pub fn score(said: &[Said]) -> Score {
    let months = said.len();
    let held = said.iter().filter(|one| one.held()).count();
    let mean: i64 = said.iter().map(|one| one.mean).sum();
    let more = said.iter().map(|one| one.actual).sum::<i64>() - mean;
    let width: i64 = said.iter().map(|one| one.high - one.low).sum();
    let deviation = (number(width) / (2.0 * NINTH_TENTH)).max(1.0);
    let off = number(more) / deviation;
    let verdict = match off {
        _ if months < MONTHS_MIN => Verdict::TooEarly,
        off if off >= DEVIATIONS => Verdict::TooLow,
        off if off <= -DEVIATIONS => Verdict::TooHigh,
        _ => Verdict::Holds,
    };
    Score {
        months,
        held,
        more,
        more_basis_points: whole(10_000.0 * number(more) / number(mean).max(1.0)),
        verdict,
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "sums of some months are far below what a double holds exactly"
)]
fn number(sum: i64) -> f64 {
    sum as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(actual: i64) -> Said {
        Said {
            month: Date::of(2026, 4, 1),
            mean: 100,
            low: 90,
            high: 110,
            actual,
        }
    }

    #[test]
    fn a_forecast_is_doubted_when_it_is_far_off() {
        let cases: [(&[i64], Verdict, usize, i64); 6] = [
            (&[], Verdict::TooEarly, 0, 0),
            (&[150, 150], Verdict::TooEarly, 0, 5_000),
            (&[95, 105, 100], Verdict::Holds, 3, 0),
            (&[112, 111, 113], Verdict::Holds, 0, 1_200),
            (&[120, 120, 120], Verdict::TooLow, 0, 2_000),
            (&[80, 80, 80], Verdict::TooHigh, 0, -2_000),
        ];
        for (actuals, verdict, held, off) in cases {
            let said: Vec<_> = actuals.iter().copied().map(month).collect();
            let score = score(&said);
            let own = (score.verdict, score.held, score.more_basis_points);
            assert_eq!(own, (verdict, held, off), "{actuals:?}");
        }
    }
}
