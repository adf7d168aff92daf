use std::cmp::Ordering;
use std::fmt;
use std::ops::AddAssign;

use crate::{Hours, Pence, Percent, WeeklyRate};

/// How a sum becomes whole pence. There is no default: each use says which.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rounding {
    /// To the nearest penny, a half going away from zero: what a council pays or recovers.
    HalfAwayFromZero,
    /// Down to the penny below, so that the fraction falls in the favour of whoever pays
    /// (regulation 11, SI 2014/2672).
    Down,
}

/// Units to the penny.
const PENNY: u128 = Exact::PENNY.unsigned_abs();

/// The whole pence in so many units, rounded down.
#[inline]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "sums of amounts within Pence::LIMIT over three centuries fit 63 bits"
)]
const fn whole_pence(units: u128) -> i64 {
    // To divide by a constant of one machine word is to multiply; of two words it is a slow call.
    // Halving both sides first brings every ordinary sum into one word, and loses nothing.
    const HALVINGS: u32 = PENNY.trailing_zeros();
    const DIVISOR: u64 = (PENNY >> HALVINGS) as u64;
    let halved = units >> HALVINGS;
    if halved <= u64::MAX as u128 {
        (halved as u64 / DIVISOR) as i64
    } else {
        (halved / DIVISOR as u128) as i64
    }
}

/// An exact sum of money for days, before it is rounded once.
///
/// Every amount the rules can form for a day is a whole number of units of which there are
/// 7 × 100 × 10¹¹ to the penny: sevenths of a week, hundredths of an hour, and percentages to nine
/// places. So sums are whole numbers, and nothing is lost until [`Exact::round`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Exact(i128);

impl Exact {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    const HOUR_HUNDREDTHS: i128 = 100;
    const WEEK_DAYS: i128 = 7;
    const PERCENT: i128 = Percent::HUNDRED.billionths() as i128;
    /// Units to the penny.
    const PENNY: i128 = Self::WEEK_DAYS * Self::HOUR_HUNDREDTHS * Self::PERCENT;

    /// A weekly rate for a number of days: rate × days ÷ 7.
    #[inline]
    pub const fn days(rate: WeeklyRate, days: i32) -> Self {
        Self(rate.pence() as i128 * days as i128 * (Self::PENNY / Self::WEEK_DAYS))
    }

    /// A weekly rate, at a percentage of it, for a number of days.
    #[inline]
    pub const fn days_at(rate: WeeklyRate, percent: Percent, days: i32) -> Self {
        Self(
            rate.pence() as i128
                * days as i128
                * percent.billionths() as i128
                * Self::HOUR_HUNDREDTHS,
        )
    }

    /// Hours a week at an hourly rate, for a number of days.
    #[inline]
    pub const fn hours(hours: Hours, hourly: Pence, days: i32) -> Self {
        Self(hours.hundredths() as i128 * hourly.get() as i128 * days as i128 * Self::PERCENT)
    }

    /// An amount that is already whole.
    #[inline]
    pub const fn whole(amount: Pence) -> Self {
        Self(amount.get() as i128 * Self::PENNY)
    }

    /// `numerator ÷ denominator` pence, kept to the unit. Exact when the denominator divides the
    /// unit, as every percentage does.
    pub(crate) const fn ratio(numerator: i128, denominator: i128) -> Self {
        Self(numerator * (Self::PENNY / denominator))
    }

    /// So many times the sum.
    #[must_use]
    #[inline]
    pub const fn times(self, count: i32) -> Self {
        Self(self.0 * count as i128)
    }

    /// Whether it comes to nothing at all.
    #[inline]
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// In whole pence.
    #[inline]
    pub const fn round(self, rounding: Rounding) -> Pence {
        let units = self.0.unsigned_abs();
        let below = self.0 < 0;
        let pence = match (rounding, below) {
            (Rounding::HalfAwayFromZero, _) => whole_pence(units + PENNY / 2),
            (Rounding::Down, false) => whole_pence(units),
            (Rounding::Down, true) => whole_pence(units + (PENNY - 1)),
        };
        Pence::new(if below { -pence } else { pence })
    }

    /// The smaller of two sums.
    #[must_use]
    pub fn min(self, other: Self) -> Self {
        match self.cmp(&other) {
            Ordering::Greater => other,
            _ => self,
        }
    }
}

/// In pounds, to the penny or to the sixth place, with `…` where it goes on: `£2,388.571428…`.
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const PLACES: i128 = 10_000;
        let below = if self.0 < 0 { "−" } else { "" };
        let units = self.0.abs();
        let rest = units % Self::PENNY;
        let pounds = Self(units - rest).round(Rounding::Down);
        write!(f, "{below}{pounds}")?;
        if rest == 0 {
            return Ok(());
        }
        let places = rest * PLACES / Self::PENNY;
        let goes_on = rest * PLACES % Self::PENNY != 0;
        let digits = format!("{places:04}");
        if goes_on {
            write!(f, "{digits}…")
        } else {
            write!(f, "{}", digits.trim_end_matches('0'))
        }
    }
}

impl AddAssign for Exact {
    #[inline]
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl std::ops::Sub for Exact {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn due(segments: &[(i64, i32)], rounding: Rounding) -> i64 {
        let mut sum = Exact::ZERO;
        for &(weekly, days) in segments {
            sum += Exact::days(WeeklyRate::new(Pence::new(weekly)), days);
        }
        sum.round(rounding).get()
    }

    /// The worked examples of the rules, section 2.
    #[test]
    fn days_are_sevenths_and_rounded_once() {
        let half = Rounding::HalfAwayFromZero;
        assert_eq!(due(&[(88_000, 28)], half), 352_000);
        assert_eq!(due(&[(88_000, 10)], half), 125_714);
        assert_eq!(due(&[(88_100, 3), (88_150, 4)], half), 88_129);
        assert_eq!(
            due(&[(88_100, 3)], half) + due(&[(88_150, 4)], half),
            88_128
        );
        assert_eq!(due(&[(88_100, 3), (88_150, 4)], Rounding::Down), 88_128);
    }

    #[test]
    fn a_half_goes_away_from_zero_and_down_goes_to_the_payer() {
        let at =
            |pence: i64, percent| Exact::days_at(WeeklyRate::new(Pence::new(pence)), percent, 7);
        let half = "0.5".parse().unwrap();
        assert_eq!(at(100, half).round(Rounding::HalfAwayFromZero).get(), 1);
        assert_eq!(at(-100, half).round(Rounding::HalfAwayFromZero).get(), -1);
        assert_eq!(at(100, half).round(Rounding::Down).get(), 0);
    }

    #[test]
    fn a_sum_is_shown_with_what_rounding_will_take() {
        let shown = |pence: i64, days| Exact::days(WeeklyRate::new(Pence::new(pence)), days);
        assert_eq!(shown(88_000, 7).to_string(), "£880.00");
        assert_eq!(shown(88_000, 19).to_string(), "£2,388.571428…");
        assert_eq!(shown(-88_000, 19).to_string(), "−£2,388.571428…");
        let half = Exact::days_at(WeeklyRate::pounds(1), "0.5".parse().unwrap(), 7);
        assert_eq!(half.to_string(), "£0.005");
    }

    #[test]
    fn the_largest_amounts_stay_inside_the_type() {
        let most = WeeklyRate::new(Pence::LIMIT);
        let ten_years = Exact::days_at(most, Percent::whole(10_000), 3_653);
        assert_eq!(
            ten_years.round(Rounding::Down).get(),
            Pence::LIMIT.get() * 100 * 3_653 / 7
        );
    }

    proptest! {
        #[test]
        fn any_split_of_the_days_gives_the_same_sum(
            weekly in 0i64..500_000,
            parts in prop::collection::vec(0i32..400, 1..9),
        ) {
            let rate = WeeklyRate::new(Pence::new(weekly));
            let mut sum = Exact::ZERO;
            for &days in &parts {
                sum += Exact::days_at(rate, Percent::HUNDRED, days);
            }
            prop_assert_eq!(sum, Exact::days(rate, parts.iter().sum()));
        }

        #[test]
        fn rounding_moves_less_than_a_penny(
            units in -1_000_000_000_000_000_000i64..1_000_000_000_000_000_000,
        ) {
            let exact = Exact(i128::from(units));
            let down = Exact::whole(exact.round(Rounding::Down));
            prop_assert!(down <= exact && (exact - down).0 < Exact::PENNY);
            let near = Exact::whole(exact.round(Rounding::HalfAwayFromZero));
            prop_assert!((exact - near).0.abs() * 2 <= Exact::PENNY);
        }
    }
}
