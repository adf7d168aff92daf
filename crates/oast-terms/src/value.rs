use std::fmt;

use oast_units::{Date, Invalid, Pence, Percent, Text, WeeklyRate};

use crate::term::Unit;

/// The largest count that a terms file may give.
const WHOLE_MAX: i64 = 100_000;

/// A value as a terms file writes it, before it is known what it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Written<'a> {
    /// A whole number: `28`.
    Whole(i64),
    /// Words, or an exact decimal, in quotes: `"2.82307"`.
    Text(&'a str),
    /// A civil date: `2026-04-01`.
    Date(Date),
    /// A list of civil dates.
    Dates(Vec<Date>),
}

impl fmt::Display for Written<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(number) => write!(f, "the number {number}"),
            Self::Text(text) => write!(f, "the text \"{text}\""),
            Self::Date(date) => write!(f, "the date {date}"),
            Self::Dates(_) => f.write_str("a list of dates"),
        }
    }
}

impl Written<'_> {
    fn whole(&self, example: i64) -> Result<i64, Invalid> {
        match self {
            Self::Whole(number) if (0..=WHOLE_MAX).contains(number) => Ok(*number),
            Self::Whole(number) => Err(Invalid::new(format!(
                "{number} is outside 0 to {WHOLE_MAX}"
            ))),
            other => Err(Invalid::new(format!(
                "a whole number is expected, such as {example}, not {other}"
            ))),
        }
    }

    fn text(&self, example: &str) -> Result<&str, Invalid> {
        match self {
            Self::Text(text) => Ok(text),
            other => Err(Invalid::new(format!(
                "a text in quotes is expected, such as \"{example}\", not {other}"
            ))),
        }
    }
}

/// What a term can hold: read from a terms file, shown as text, and counted in one unit.
pub trait TermValue: Clone + fmt::Display + Sized {
    /// What it counts.
    const UNIT: Unit;

    /// The value, or why what is written is not one.
    fn from_toml(written: &Written<'_>) -> Result<Self, Invalid>;
}

/// Whole numbers of something.
macro_rules! whole_numbers {
    ($($(#[$doc:meta])* $name:ident($number:ty) in $unit:ident, such as $example:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(pub $number);

        impl $name {
            /// The number.
            pub const fn get(self) -> $number {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl TermValue for $name {
            const UNIT: Unit = Unit::$unit;

            fn from_toml(written: &Written<'_>) -> Result<Self, Invalid> {
                let number = written.whole($example)?;
                <$number>::try_from(number)
                    .map(Self)
                    .map_err(|_| Invalid::new(format!("{number} is out of range")))
            }
        }
    )+};
}

whole_numbers! {
    /// Whole days.
    Days(i32) in Days, such as 28;
    /// Whole weeks.
    Weeks(i32) in Weeks, such as 12;
    /// Whole calendar months.
    Months(i32) in Months, such as 6;
    /// Whole years.
    Years(i32) in Years, such as 3;
    /// A number of things.
    Count(u32) in Count, such as 2;
    /// Points of a score.
    Points(u32) in Points, such as 10;
}

/// Money for an hour, in whole pence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct HourlyRate(Pence);

impl HourlyRate {
    /// So much an hour.
    pub const fn new(hourly: Pence) -> Self {
        Self(hourly)
    }

    /// The amount for an hour.
    pub const fn hourly(self) -> Pence {
        self.0
    }

    /// The amount for an hour, in pence.
    pub const fn pence(self) -> i64 {
        self.0.get()
    }
}

impl fmt::Display for HourlyRate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// Civil dates in order, each once.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dates(Vec<Date>);

impl Dates {
    /// The dates, when they are in order and none is there twice.
    pub fn new(dates: Vec<Date>) -> Result<Self, Invalid> {
        match dates.windows(2).find(|pair| pair[1] <= pair[0]) {
            Some(pair) => Err(Invalid::new(format!(
                "{} stands after {}; the dates of a list are in order, each once",
                pair[1], pair[0]
            ))),
            None => Ok(Self(dates)),
        }
    }

    /// In order.
    pub fn as_slice(&self) -> &[Date] {
        &self.0
    }

    /// Whether a day is one of them.
    pub fn contains(&self, day: Date) -> bool {
        self.0.binary_search(&day).is_ok()
    }
}

impl fmt::Display for Dates {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, date) in self.0.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{date}")?;
        }
        Ok(())
    }
}

impl TermValue for Pence {
    const UNIT: Unit = Unit::Pounds;

    fn from_toml(written: &Written<'_>) -> Result<Self, Invalid> {
        let text = written.text("1210.00")?;
        let amount: Self = text.parse()?;
        if amount < Self::ZERO {
            return Err(Invalid::new(format!("'{text}' is below nothing")));
        }
        Ok(amount)
    }
}

impl TermValue for WeeklyRate {
    const UNIT: Unit = Unit::PoundsPerWeek;

    fn from_toml(written: &Written<'_>) -> Result<Self, Invalid> {
        written.text("880.00")?.parse()
    }
}

impl TermValue for HourlyRate {
    const UNIT: Unit = Unit::PoundsPerHour;

    fn from_toml(written: &Written<'_>) -> Result<Self, Invalid> {
        Pence::from_toml(written).map(Self)
    }
}

impl TermValue for Percent {
    const UNIT: Unit = Unit::Percent;

    fn from_toml(written: &Written<'_>) -> Result<Self, Invalid> {
        written.text("2.8")?.parse()
    }
}

impl TermValue for Date {
    const UNIT: Unit = Unit::Date;

    fn from_toml(written: &Written<'_>) -> Result<Self, Invalid> {
        match written {
            Written::Date(date) => Ok(*date),
            other => Err(Invalid::new(format!(
                "a date is expected, such as 2026-04-01 without quotes, not {other}"
            ))),
        }
    }
}

impl TermValue for Dates {
    const UNIT: Unit = Unit::Dates;

    fn from_toml(written: &Written<'_>) -> Result<Self, Invalid> {
        match written {
            Written::Dates(dates) => Self::new(dates.clone()),
            other => Err(Invalid::new(format!(
                "a list of dates is expected, such as [2026-04-03, 2026-04-06], not {other}"
            ))),
        }
    }
}

impl TermValue for Text {
    const UNIT: Unit = Unit::Text;

    fn from_toml(written: &Written<'_>) -> Result<Self, Invalid> {
        written.text("words")?.parse()
    }
}

/// Terms that are one of a few words.
macro_rules! one_of {
    ($(
        $(#[$doc:meta])*
        $name:ident { $($(#[$word_doc:meta])* $variant:ident = $word:literal,)+ }
    )+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$word_doc])* $variant,)+
        }

        impl $name {
            /// The word that a terms file uses for it.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl TermValue for $name {
            const UNIT: Unit = Unit::Text;

            fn from_toml(written: &Written<'_>) -> Result<Self, Invalid> {
                let known = [$($word),+];
                match written.text(known[0])? {
                    $($word => Ok(Self::$variant),)+
                    other => Err(Invalid::new(format!(
                        "'{other}' is none of the words {}",
                        known.join(", ")
                    ))),
                }
            }
        }
    )+};
}

one_of! {
    /// Whether a contract's price for nursing already leaves out the NHS nursing contribution.
    NursingInPrice {
        /// The price is what the council pays: the NHS pays the home its contribution on top.
        Net = "net",
        /// The price holds the contribution: what the NHS pays the home comes off it.
        Gross = "gross",
    }
    /// A question that a contract answers one way or the other.
    YesOrNo {
        /// `yes`
        Yes = "yes",
        /// `no`
        No = "no",
    }
}
