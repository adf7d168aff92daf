#![expect(
    clippy::cast_sign_loss,
    clippy::cast_possible_wrap,
    reason = "years from 1900 to 2199, months and days fit every type they pass through"
)]

use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;

use crate::Invalid;

/// A civil date, kept as days since 1 January 1970 so that periods subtract in one instruction.
///
/// Dates run from 1 January 1900 to 31 December 2199: earlier or later is a slip of the keyboard.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

impl Date {
    /// The first date that can be held.
    pub const MIN: Self = Self(days_from_civil(1900, 1, 1));
    /// The last date that can be held; it stands for "no end" where an end is left open.
    pub const MAX: Self = Self(days_from_civil(2199, 12, 31));

    /// The date, when the calendar has such a day.
    pub fn new(year: i32, month: u32, day: u32) -> Result<Self, Invalid> {
        if !(1900..=2199).contains(&year) {
            return Err(Invalid::new(format!(
                "the year {year} is outside 1900 to 2199"
            )));
        }
        if !(1..=12).contains(&month) {
            return Err(Invalid::new(format!("there is no month {month}")));
        }
        if day < 1 || day > days_in_month(year, month) {
            return Err(Invalid::new(format!(
                "there is no {day} {} {year}",
                MONTHS[month as usize - 1]
            )));
        }
        Ok(Self(days_from_civil(year, month, day)))
    }

    /// A date written in code, for constants and tests.
    ///
    /// # Panics
    /// When the calendar has no such day: at compile time, in a constant.
    pub const fn of(year: i32, month: u32, day: u32) -> Self {
        assert!(year >= 1900 && year <= 2199 && month >= 1 && month <= 12);
        assert!(day >= 1 && day <= days_in_month(year, month));
        Self(days_from_civil(year, month, day))
    }

    /// Days since 1 January 1970.
    #[inline]
    pub const fn day_number(self) -> i32 {
        self.0
    }

    /// The date of a day number, held within the range that dates have.
    #[inline]
    pub const fn from_day_number(days: i32) -> Self {
        if days < Self::MIN.0 {
            Self::MIN
        } else if days > Self::MAX.0 {
            Self::MAX
        } else {
            Self(days)
        }
    }

    /// Year, month and day.
    pub const fn ymd(self) -> (i32, u32, u32) {
        civil_from_days(self.0)
    }

    /// The next day; the last date stays where it is.
    #[inline]
    #[must_use]
    pub const fn next(self) -> Self {
        Self::from_day_number(self.0 + 1)
    }

    /// The day before; the first date stays where it is.
    #[inline]
    #[must_use]
    pub const fn previous(self) -> Self {
        Self::from_day_number(self.0 - 1)
    }

    /// The first day of its month.
    #[must_use]
    pub fn first_of_month(self) -> Self {
        let (year, month, _) = self.ymd();
        Self::new(year, month, 1).unwrap_or(self)
    }

    /// The same day of the month, so many calendar months on (or back), or the month's last day
    /// when it is shorter: 31 August and six months is 28 or 29 February.
    #[must_use]
    pub fn add_months(self, months: i32) -> Self {
        let (year, month, day) = self.ymd();
        let index = year * 12 + month as i32 - 1 + months;
        let (year, month) = (index.div_euclid(12), index.rem_euclid(12) as u32 + 1);
        Self::from_day_number(days_from_civil(
            year,
            month,
            day.min(days_in_month(year, month)),
        ))
    }

    /// The same day, so many years on; 29 February becomes 28 February in a common year.
    #[must_use]
    pub fn add_years(self, years: i32) -> Self {
        self.add_months(years * 12)
    }

    /// As people read it: `3 April 2026`.
    pub fn long(self) -> String {
        let (year, month, day) = self.ymd();
        format!("{day} {} {year}", MONTHS[month as usize - 1])
    }

    /// The ISO form, appended without a temporary.
    pub fn write_iso(self, out: &mut String) {
        let (year, month, day) = self.ymd();
        let digit = |n: i32| char::from(b'0' + (n % 10) as u8);
        let (month, day) = (month as i32, day as i32);
        out.extend([
            digit(year / 1000),
            digit(year / 100),
            digit(year / 10),
            digit(year),
            '-',
            digit(month / 10),
            digit(month),
            '-',
            digit(day / 10),
            digit(day),
        ]);
    }
}

impl FromStr for Date {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let shape = || {
            Invalid::new(format!(
                "'{text}' is not a date; write it as 2026-04-03 (year-month-day)"
            ))
        };
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return Err(shape());
        }
        let number = |range: std::ops::Range<usize>| {
            bytes[range].iter().try_fold(0u32, |sum, byte| {
                byte.is_ascii_digit()
                    .then(|| sum * 10 + u32::from(byte - b'0'))
            })
        };
        match (number(0..4), number(5..7), number(8..10)) {
            (Some(year), Some(month), Some(day)) => Self::new(year as i32, month, day),
            _ => Err(shape()),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::with_capacity(10);
        self.write_iso(&mut text);
        f.write_str(&text)
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Add<i32> for Date {
    type Output = Self;

    #[inline]
    fn add(self, days: i32) -> Self {
        Self::from_day_number(self.0.saturating_add(days))
    }
}

impl Sub<i32> for Date {
    type Output = Self;

    #[inline]
    fn sub(self, days: i32) -> Self {
        Self::from_day_number(self.0.saturating_sub(days))
    }
}

impl Sub for Date {
    type Output = i32;

    #[inline]
    fn sub(self, other: Self) -> i32 {
        self.0 - other.0
    }
}

/// A council's financial year, 1 April to 31 March, named by the year it begins in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FinancialYear(i32);

impl FinancialYear {
    /// The financial year that holds a date.
    pub fn of(date: Date) -> Self {
        let (year, month, _) = date.ymd();
        Self(if month >= 4 { year } else { year - 1 })
    }

    /// Its first day, 1 April.
    pub fn first_day(self) -> Date {
        Date::from_day_number(days_from_civil(self.0, 4, 1))
    }

    /// Its last day, 31 March.
    pub fn last_day(self) -> Date {
        Date::from_day_number(days_from_civil(self.0 + 1, 3, 31))
    }
}

impl FromStr for FinancialYear {
    type Err = Invalid;

    /// Reads `2026/27`, and the other ways in which people write it: `2026-27` and `2026`.
    fn from_str(text: &str) -> Result<Self, Invalid> {
        let year = text
            .get(..4)
            .and_then(|year| year.parse::<i32>().ok())
            .map(Self);
        let known = year
            .filter(|year| (1900..2199).contains(&year.0))
            .filter(|year| {
                let name = year.to_string();
                text == name || text == name.replace('/', "-") || text.len() == 4
            });
        known.ok_or_else(|| {
            Invalid::new(format!(
                "'{text}' is not a financial year; write it as 2026/27"
            ))
        })
    }
}

impl fmt::Display for FinancialYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:02}", self.0, (self.0 + 1) % 100)
    }
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const fn days_in_month(year: i32, month: u32) -> u32 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1 January 1970, by counting years from March so that the leap day falls last.
const fn days_from_civil(year: i32, month: u32, day: u32) -> i32 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let month_from_march = (month as i32 + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day as i32 - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

const fn civil_from_days(days: i32) -> (i32, u32, u32) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = (day_of_year - (153 * month_from_march + 2) / 5 + 1) as u32;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + (month <= 2) as i32;
    (year, month as u32, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_three_centuries_agrees_with_the_calendar_library() {
        let mut civil = jiff::civil::date(1900, 1, 1);
        for number in Date::MIN.0..=Date::MAX.0 {
            let date = Date(number);
            assert_eq!(date.to_string(), civil.to_string());
            assert_eq!(date.to_string().parse(), Ok(date));
            civil = civil.tomorrow().unwrap();
        }
    }

    #[test]
    fn months_are_counted_by_the_calendar() {
        let date = |text: &str| text.parse::<Date>().unwrap();
        assert_eq!(date("2025-08-31").add_months(6), date("2026-02-28"));
        assert_eq!(date("2026-03-31").add_months(-1), date("2026-02-28"));
        assert_eq!(date("2024-02-29").add_years(1), date("2025-02-28"));
        assert_eq!(date("2026-01-15").add_months(-14), date("2024-11-15"));
    }

    #[test]
    fn a_slip_of_the_keyboard_is_refused_with_what_would_be_right() {
        let error = |text: &str| text.parse::<Date>().unwrap_err().0;
        assert_eq!(error("2025-02-29"), "there is no 29 February 2025");
        assert_eq!(error("2025-13-01"), "there is no month 13");
        assert_eq!(error("0206-04-01"), "the year 206 is outside 1900 to 2199");
        assert_eq!(
            error("01/04/2026"),
            "'01/04/2026' is not a date; write it as 2026-04-03 (year-month-day)"
        );
    }

    #[test]
    fn a_financial_year_runs_from_april_to_march() {
        let year = FinancialYear::of(Date::of(2026, 3, 31));
        assert_eq!(year.to_string(), "2025/26");
        assert_eq!(
            (year.first_day(), year.last_day()),
            (Date::of(2025, 4, 1), Date::of(2026, 3, 31))
        );
        assert_eq!(
            "1999/00".parse::<FinancialYear>().unwrap().first_day(),
            Date::of(1999, 4, 1)
        );
        for text in ["2026/27", "2026-27", "2026"] {
            assert_eq!(
                text.parse::<FinancialYear>().unwrap().to_string(),
                "2026/27"
            );
        }
        for text in ["2026/28", "2026-7", "26/27", "20x6", "+202"] {
            assert!(text.parse::<FinancialYear>().is_err(), "{text}");
        }
    }
}
