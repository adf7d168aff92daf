use std::fmt;
use std::str::FromStr;

use crate::Invalid;

/// A number that something is measured by, to a hundredth of its unit: per cent, pounds or days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Measure(i64);

impl Measure {
    /// Digits before the point at most.
    const DIGITS_MAX: usize = 12;

    /// So many hundredths.
    pub const fn from_hundredths(hundredths: i64) -> Self {
        Self(hundredths)
    }

    /// The number of hundredths.
    pub const fn hundredths(self) -> i64 {
        self.0
    }
}

impl FromStr for Measure {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let wrong = || {
            Invalid::new(format!(
                "'{text}' is not a number; write digits with at most two decimals and no commas, such as 70 or 8233629.50"
            ))
        };
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let all_digits =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits(whole)
            || !all_digits(part)
            || whole.len() > Self::DIGITS_MAX
            || part.len() > 2
        {
            return Err(wrong());
        }
        let hundredths: i64 = format!("{whole}{part:0<2}").parse().map_err(|_| wrong())?;
        Ok(Self(sign * hundredths))
    }
}

/// As data and as people type it, without trailing zeros: `70`, `-1.5`.
impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, part) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        let part = format!("{part:02}");
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
    fn a_measure_reads_back_as_it_was_typed() {
        for text in ["70", "0", "-1.5", "8233629.05", "-0.01"] {
            assert_eq!(text.parse::<Measure>().unwrap().to_string(), text);
        }
        assert_eq!("12.50".parse(), Ok(Measure::from_hundredths(1_250)));
        for text in ["", "70%", "1,000", "1.234", "1.", ".5", "9999999999999"] {
            assert!(text.parse::<Measure>().is_err(), "{text}");
        }
    }
}
