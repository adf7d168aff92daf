use std::fmt;
use std::sync::Arc;

use oast_units::{Date, Period};

use crate::trace::{Entry, TermRead, Trace};

/// How far a value can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Law: an Act, regulations or a circular made under them.
    Statute,
    /// The council's or another body's own published figure.
    Published,
    /// Not public: a reasonable value, to be confirmed by the council and changed without code.
    Assumed,
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Statute => "statute",
            Self::Published => "published",
            Self::Assumed => "assumed",
        })
    }
}

/// What a value counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// Whole days.
    Days,
    /// Whole weeks.
    Weeks,
    /// Whole calendar months.
    Months,
    /// Whole years.
    Years,
    /// Money, in pounds.
    Pounds,
    /// Pounds a week.
    PoundsPerWeek,
    /// Pounds an hour.
    PoundsPerHour,
    /// Per cent, as an exact decimal.
    Percent,
    /// A number of things.
    Count,
    /// Points of a score.
    Points,
    /// A civil date.
    Date,
    /// A list of civil dates.
    Dates,
    /// Words.
    Text,
}

impl Unit {
    /// The name that a terms file uses for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::Weeks => "weeks",
            Self::Months => "months",
            Self::Years => "years",
            Self::Pounds => "gbp",
            Self::PoundsPerWeek => "gbp_per_week",
            Self::PoundsPerHour => "gbp_per_hour",
            Self::Percent => "percent",
            Self::Count => "count",
            Self::Points => "points",
            Self::Date => "date",
            Self::Dates => "dates",
            Self::Text => "text",
        }
    }
}

impl Unit {
    /// What to say after a value of it: ` a week`, or nothing where the value says it itself.
    pub const fn after_value(self) -> &'static str {
        match self {
            Self::Days => " days",
            Self::Weeks => " weeks",
            Self::Months => " months",
            Self::Years => " years",
            Self::PoundsPerWeek => " a week",
            Self::PoundsPerHour => " an hour",
            Self::Percent => "%",
            Self::Points => " points",
            Self::Pounds | Self::Count | Self::Date | Self::Dates | Self::Text => "",
        }
    }
}

/// Where a value is from: what it cites, how far it can be relied on, and its place in the files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The clause, decision, regulation or publication.
    pub cite: Arc<str>,
    /// How far it can be relied on.
    pub status: Status,
    /// The terms file, relative to the terms folder: `kent/oprn-framework-2026/payment.toml`.
    pub file: Arc<str>,
    /// The line of the value in that file, from 1.
    pub line: u32,
}

/// One value of a term and the days on which it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated<T> {
    /// The days on which it holds, to [`Date::MAX`] when it has no end.
    pub period: Period,
    /// The value.
    pub value: T,
    /// Where it is from.
    pub origin: Origin,
}

/// A named value set by contract or law, by date. Its values are in order and neither overlap nor
/// leave a gap: the loader sees to that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term<T> {
    /// Its path and name: `kent/oprn-framework-2026/payment.hospital_full_days`.
    pub name: Arc<str>,
    /// What it counts.
    pub unit: Unit,
    /// Its values, earliest first.
    pub values: Vec<Dated<T>>,
}

/// A term was asked for on a day on which it has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotInForce {
    /// The term.
    pub name: Arc<str>,
    /// The day asked about.
    pub on: Date,
    /// The days for which it has a value, if any.
    pub known: Option<Period>,
}

impl fmt::Display for NotInForce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the term {} has no value on {}",
            self.name,
            self.on.long()
        )?;
        match self.known {
            Some(known) if known.to() == Date::MAX => {
                write!(f, "; it is known from {}", known.from().long())
            }
            Some(known) => write!(f, "; it is known from {known}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for NotInForce {}

impl<T: fmt::Display> Term<T> {
    /// The value in force on a day, recorded in the trace as read.
    pub fn on(&self, day: Date, trace: &mut impl Trace) -> Result<&T, NotInForce> {
        let dated = self.dated_on(day)?;
        trace.record(|| {
            Entry::Term(TermRead {
                name: self.name.clone(),
                unit: self.unit,
                value: dated.value.to_string(),
                on: day,
                period: dated.period,
                origin: dated.origin.clone(),
            })
        });
        Ok(&dated.value)
    }

    /// The value in force on a day with the days it holds and where it is from.
    pub fn dated_on(&self, day: Date) -> Result<&Dated<T>, NotInForce> {
        self.values
            .iter()
            .rfind(|dated| dated.period.contains(day))
            .ok_or_else(|| NotInForce {
                name: self.name.clone(),
                on: day,
                known: self.known(),
            })
    }

    /// The days for which there is a value.
    pub fn known(&self) -> Option<Period> {
        let (first, last) = (self.values.first()?, self.values.last()?);
        Period::between(first.period.from(), last.period.to())
    }
}
