use std::fmt;
use std::str::FromStr;

use crate::{Exact, Invalid, Rounding, WeeklyRate};

/// A percentage as an exact decimal, such as `2.82307`, with at most nine decimal places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(i64);

impl Percent {
    /// All of it.
    pub const HUNDRED: Self = Self(100 * Self::ONE);
    /// None of it.
    pub const ZERO: Self = Self(0);
    const ONE: i64 = 1_000_000_000;
    const PLACES: usize = 9;
    const LIMIT: i64 = 10_000 * Self::ONE;

    /// So many whole per cent.
    pub const fn whole(percent: i64) -> Self {
        Self(percent * Self::ONE)
    }

    /// So many thousand-millionths of one per cent.
    pub const fn from_billionths(billionths: i64) -> Self {
        Self(billionths)
    }

    /// In units of a thousand-millionth of one per cent.
    pub const fn billionths(self) -> i64 {
        self.0
    }

    /// A weekly rate raised by this percentage, to the penny, half away from zero: one uplift step.
    #[inline]
    pub fn uplift(self, rate: WeeklyRate) -> WeeklyRate {
        let raised = i128::from(rate.pence()) * i128::from(Self::HUNDRED.0 + self.0);
        WeeklyRate::new(
            Exact::ratio(raised, i128::from(Self::HUNDRED.0)).round(Rounding::HalfAwayFromZero),
        )
    }
}

impl FromStr for Percent {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let wrong = || {
            Invalid::new(format!(
                "'{text}' is not a percentage; write a decimal with at most nine places, such as 2.82307"
            ))
        };
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let all_digits =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits(whole) || !all_digits(part) || part.len() > Self::PLACES || whole.len() > 5 {
            return Err(wrong());
        }
        let billionths: i64 = format!("{whole}{part:0<width$}", width = Self::PLACES)
            .parse()
            .map_err(|_| wrong())?;
        if billionths > Self::LIMIT {
            return Err(Invalid::new(format!("'{text}' is beyond 10,000 per cent")));
        }
        Ok(Self(sign * billionths))
    }
}

/// As data and as people read it, without trailing zeros: `2.82307`.
impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (
            self.0.unsigned_abs() / Self::ONE as u64,
            self.0.unsigned_abs() % Self::ONE as u64,
        );
        let part = format!("{part:09}");
        match part.trim_end_matches('0') {
            "" => write!(f, "{sign}{whole}"),
            part => write!(f, "{sign}{whole}.{part}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_keeps_every_place() {
        for text in ["2.82307", "0", "-1.5", "100", "3.000000001"] {
            assert_eq!(text.parse::<Percent>().unwrap().to_string(), text);
        }
        assert_eq!("2.80".parse::<Percent>().unwrap().to_string(), "2.8");
        for text in ["", "2.", ".5", "two", "1.0000000001", "1e2", "20000"] {
            assert!(text.parse::<Percent>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_uplift_step_rounds_to_the_penny_half_away_from_zero() {
        let uplift = |percent: &str, pence| {
            percent
                .parse::<Percent>()
                .unwrap()
                .uplift(WeeklyRate::new(crate::Pence::new(pence)))
                .pence()
        };
        assert_eq!(uplift("2.8", 88_000), 90_464);
        assert_eq!(uplift("2.82307", 88_000), 90_484); // 904.84301…
        assert_eq!(uplift("0.5", 100), 101); // 100.5 pence
        assert_eq!(uplift("-2.5", 1_000), 975);
    }
}
