use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};
use std::str::FromStr;

use crate::Invalid;

/// Money, in whole pence.
///
/// What is read from outside is at most a thousand million pounds either way, so that any sum the
/// program can form stays far inside the type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Pence(i64);

impl Pence {
    /// No money.
    pub const ZERO: Self = Self(0);
    /// The largest amount that is read: £1,000,000,000.00.
    pub const LIMIT: Self = Self(100_000_000_000);

    /// So many pence.
    pub const fn new(pence: i64) -> Self {
        Self(pence)
    }

    /// So many whole pounds.
    pub const fn pounds(pounds: i64) -> Self {
        Self(pounds * 100)
    }

    /// The number of pence.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Without its sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self(self.0.abs())
    }

    /// Whether there is nothing.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// As data: pounds with two decimals and no commas, `-1080.00`.
    pub fn write_plain(self, out: &mut String) {
        use fmt::Write as _;
        let sign = if self.0 < 0 { "-" } else { "" };
        let pence = self.0.unsigned_abs();
        write!(out, "{sign}{}.{:02}", pence / 100, pence % 100).expect("a string takes any text");
    }

    /// As data: pounds with two decimals and no commas, `-1080.00`.
    pub fn plain(self) -> String {
        let mut text = String::new();
        self.write_plain(&mut text);
        text
    }

    /// Without the pence where there are none: `£1,080`, `£1,080.50`.
    pub fn short(self) -> String {
        let mut full = self.to_string();
        if full.ends_with(".00") {
            full.truncate(full.len() - 3);
        }
        full
    }

    /// As a headline says it: `£17.2m`, `£1.2k`, and exactly below a thousand pounds: `£904.64`,
    /// `£900`. It is rounded half away from zero to a tenth of what it is counted in, and billions
    /// to a hundredth: `£1.21bn`.
    pub fn headline(self) -> String {
        const THOUSANDS: [(u128, &str); 3] =
            [(100_000, "k"), (100_000_000, "m"), (100_000_000_000, "bn")];
        let sign = if self.0 < 0 { "−" } else { "" };
        let pence = u128::from(self.0.unsigned_abs());
        let tenths = |size: u128| (pence * 10 + size / 2) / size;
        let counted = THOUSANDS
            .iter()
            .find(|(size, name)| tenths(*size) < 10_000 || *name == "bn");
        match (counted, pence % 100) {
            (Some((size, name)), _) if pence >= 100_000 && *name == "bn" => {
                let hundredths = (pence * 100 + size / 2) / size;
                format!("{sign}£{}.{:02}{name}", hundredths / 100, hundredths % 100)
            }
            (Some((size, name)), _) if pence >= 100_000 => {
                let tenths = tenths(*size);
                format!("{sign}£{}.{}{name}", tenths / 10, tenths % 10)
            }
            (_, 0) => format!("{sign}£{}", pence / 100),
            (_, part) => format!("{sign}£{}.{part:02}", pence / 100),
        }
    }
}

impl FromStr for Pence {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let wrong = || {
            Invalid::new(format!(
                "'{text}' is not an amount; write pounds with two decimals, such as 1080.00"
            ))
        };
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (pounds, pence) = digits.split_once('.').ok_or_else(wrong)?;
        let whole = |part: &str| {
            let all_digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            if all_digits {
                part.parse::<i64>().ok()
            } else {
                None
            }
        };
        let (Some(pounds), Some(pence), 2) = (whole(pounds), whole(pence), pence.len()) else {
            return Err(wrong());
        };
        let amount = pounds
            .checked_mul(100)
            .map_or(i64::MAX, |sum| sum.saturating_add(pence));
        if amount > Self::LIMIT.0 {
            return Err(Invalid::new(format!("'{text}' is beyond {}", Self::LIMIT)));
        }
        Ok(Self(sign * amount))
    }
}

/// As people read it: `£1,080.00`, `−£7.50`.
impl fmt::Display for Pence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pence = self.0.unsigned_abs();
        let pounds = (pence / 100).to_string();
        let mut text = String::with_capacity(pounds.len() * 2 + 5);
        if self.0 < 0 {
            text.push('−');
        }
        text.push('£');
        for (index, digit) in pounds.chars().enumerate() {
            if index > 0 && (pounds.len() - index).is_multiple_of(3) {
                text.push(',');
            }
            text.push(digit);
        }
        f.pad(&format!("{text}.{:02}", pence % 100))
    }
}

impl Add for Pence {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Pence {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl Sub for Pence {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl SubAssign for Pence {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

impl Neg for Pence {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Sum for Pence {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

/// Money for a week, in whole pence. There is no daily rate: days are counted by
/// [`Exact`](crate::Exact), which divides by seven once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct WeeklyRate(Pence);

impl WeeklyRate {
    /// Nothing a week.
    pub const ZERO: Self = Self(Pence::ZERO);

    /// So much a week.
    pub const fn new(weekly: Pence) -> Self {
        Self(weekly)
    }

    /// So many whole pounds a week.
    pub const fn pounds(pounds: i64) -> Self {
        Self(Pence::pounds(pounds))
    }

    /// The amount for seven days.
    pub const fn weekly(self) -> Pence {
        self.0
    }

    /// The amount for seven days, in pence.
    pub const fn pence(self) -> i64 {
        self.0.get()
    }
}

impl FromStr for WeeklyRate {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let weekly: Pence = text.parse()?;
        if weekly < Pence::ZERO {
            return Err(Invalid::new(format!(
                "'{text}' is below nothing; a weekly amount is £0.00 or more"
            )));
        }
        Ok(Self(weekly))
    }
}

impl fmt::Display for WeeklyRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// Hours a week, to a hundredth of an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Hours(i64);

impl Hours {
    /// The most there are in a week.
    pub const MAX: Self = Self(168 * 100);

    /// So many hundredths of an hour.
    pub const fn from_hundredths(hundredths: i64) -> Self {
        Self(hundredths)
    }

    /// The number of hundredths of an hour.
    pub const fn hundredths(self) -> i64 {
        self.0
    }
}

impl FromStr for Hours {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let wrong = || {
            Invalid::new(format!(
                "'{text}' is not a number of hours a week; write 0 to 168 with at most two decimals, such as 10.5"
            ))
        };
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let digits =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(part) || whole.len() > 3 || part.len() > 2 {
            return Err(wrong());
        }
        let hundredths = format!("{whole}{part:0<2}").parse().map_err(|_| wrong())?;
        let hours = Self(hundredths);
        if hours > Self::MAX {
            Err(wrong())
        } else {
            Ok(hours)
        }
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 100, self.0 % 100) {
            (whole, 0) => write!(f, "{whole}"),
            (whole, part) if part % 10 == 0 => write!(f, "{whole}.{}", part / 10),
            (whole, part) => write!(f, "{whole}.{part:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_reads_as_people_write_it_and_stores_as_pence() {
        assert_eq!("1080.00".parse(), Ok(Pence::new(108_000)));
        assert_eq!(Pence::new(108_000).to_string(), "£1,080.00");
        assert_eq!(Pence::new(-750).to_string(), "−£7.50");
        assert_eq!(Pence::new(12_345_678_901).to_string(), "£123,456,789.01");
        assert_eq!(Pence::new(-5).plain(), "-0.05");
    }

    #[test]
    fn a_headline_is_short_and_rounded() {
        for (pence, headline) in [
            (0, "£0"),
            (90_464, "£904.64"),
            (90_000, "£900"),
            (-750, "−£7.50"),
            (99_999, "£999.99"),
            (100_000, "£1.0k"),
            (124_999, "£1.2k"),
            (125_000, "£1.3k"),
            (99_994_999, "£999.9k"),
            (99_995_000, "£1.0m"),
            (-1_720_000_000, "−£17.2m"),
            (21_578_991_200, "£215.8m"),
            (i64::MIN, "−£92233720.37bn"),
        ] {
            assert_eq!(Pence::new(pence).headline(), headline);
        }
    }

    #[test]
    fn what_is_not_an_amount_is_refused() {
        for text in [
            "1080",
            "1,080.00",
            "£1080.00",
            "1080.0",
            "1080.000",
            ".50",
            "-",
            "",
            "1e3.00",
            "+1.00",
        ] {
            assert!(text.parse::<Pence>().is_err(), "{text}");
        }
        assert_eq!(
            "99999999999999999999.00".parse::<Pence>().unwrap_err().0,
            "'99999999999999999999.00' is not an amount; write pounds with two decimals, such as 1080.00"
        );
        assert_eq!(
            "1000000000.01".parse::<Pence>().unwrap_err().0,
            "'1000000000.01' is beyond £1,000,000,000.00"
        );
        assert!("-1.00".parse::<WeeklyRate>().is_err());
    }

    #[test]
    fn hours_keep_their_hundredths() {
        for (text, hundredths) in [
            ("10", 1_000),
            ("10.5", 1_050),
            ("10.25", 1_025),
            ("0.05", 5),
            ("168", 16_800),
        ] {
            let hours: Hours = text.parse().unwrap();
            assert_eq!(
                (hours.hundredths(), hours.to_string().as_str()),
                (hundredths, text)
            );
        }
        for text in ["168.01", "-1", "1.234", "ten", ""] {
            assert!(text.parse::<Hours>().is_err(), "{text}");
        }
    }
}
