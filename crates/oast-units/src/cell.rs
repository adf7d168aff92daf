use std::fmt::Write as _;
use std::str::FromStr;

use crate::{
    AssessmentReference, AssessmentVersion, BenefitId, BlockId, Coordinate, CqcId, Date,
    DistrictName, FinancialYear, ForecastId, Generation, HomeId, Hours, Invalid, Lot, Measure,
    NhsNumber, PayRunId, Pence, Percent, PersonId, PlacementId, Postcode, ProviderId, ScenarioId,
    SchemeId, Text, UpliftSetId, UserId, WeeklyRate,
};

/// How a value is kept in a database: the same on every engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text in its canonical form; dates are `YYYY-MM-DD`, so they sort as they fall.
    Text,
    /// A whole number.
    Integer,
    /// Money in whole pence; its column's name ends in `_pence`.
    Pence,
}

/// A value on its way to or from a database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Raw<'a> {
    /// Nothing is known.
    Null,
    /// A whole number, or pence.
    Integer(i64),
    /// Text.
    Text(&'a str),
}

/// A value that can stand in one field of a file and one column of a table.
///
/// Its text is canonical: what [`Cell::write`] writes, [`Cell::parse`] reads back as the same
/// value, and two equal values have the same text.
pub trait Cell: Sized {
    /// How it is stored.
    const KIND: Kind;
    /// Whether it may be left empty.
    const OPTIONAL: bool = false;

    /// Reads the text of a field.
    fn parse(text: &str) -> Result<Self, Invalid>;

    /// Appends the canonical text.
    fn write(&self, out: &mut String);

    /// Reads a stored value.
    fn from_raw(raw: Raw<'_>) -> Result<Self, Invalid> {
        match raw {
            Raw::Text(text) => Self::parse(text),
            other => Err(Invalid::new(format!(
                "a stored text was expected, not {other:?}"
            ))),
        }
    }

    /// The value to store, using `scratch` for text that must be made.
    fn to_raw<'a>(&'a self, scratch: &'a mut String) -> Raw<'a> {
        scratch.clear();
        self.write(scratch);
        Raw::Text(scratch)
    }
}

impl<T: Cell> Cell for Option<T> {
    const KIND: Kind = T::KIND;
    const OPTIONAL: bool = true;

    fn parse(text: &str) -> Result<Self, Invalid> {
        if text.is_empty() {
            Ok(None)
        } else {
            T::parse(text).map(Some)
        }
    }

    fn write(&self, out: &mut String) {
        if let Some(value) = self {
            value.write(out);
        }
    }

    fn from_raw(raw: Raw<'_>) -> Result<Self, Invalid> {
        match raw {
            Raw::Null | Raw::Text("") => Ok(None),
            raw => T::from_raw(raw).map(Some),
        }
    }

    fn to_raw<'a>(&'a self, scratch: &'a mut String) -> Raw<'a> {
        self.as_ref()
            .map_or(Raw::Null, |value| value.to_raw(scratch))
    }
}

/// A value that can be told of a person, and so is kept sealed under a key that can be destroyed.
///
/// It is a text: a sealed value stands in the column of an open one.
pub trait Personal: Cell {
    /// What is read in its place once the key is destroyed: nobody is told the value again.
    fn erased() -> Self;
}

impl<T: Cell> Personal for Option<T> {
    fn erased() -> Self {
        None
    }
}

impl Personal for Text {
    fn erased() -> Self {
        Self::ERASED
    }
}

/// Cells kept as the text they are.
macro_rules! borrowed_text {
    ($($name:ty),+) => {$(
        impl Cell for $name {
            const KIND: Kind = Kind::Text;

            fn parse(text: &str) -> Result<Self, Invalid> {
                Self::from_str(text)
            }

            fn write(&self, out: &mut String) {
                out.push_str(self.as_str());
            }

            fn to_raw<'a>(&'a self, _scratch: &'a mut String) -> Raw<'a> {
                Raw::Text(self.as_str())
            }
        }
    )+};
}

borrowed_text!(
    ProviderId,
    HomeId,
    PersonId,
    PlacementId,
    BenefitId,
    BlockId,
    PayRunId,
    UpliftSetId,
    ScenarioId,
    ForecastId,
    SchemeId,
    Generation,
    Lot,
    CqcId,
    AssessmentReference,
    AssessmentVersion,
    DistrictName,
    Text,
    UserId,
    Postcode,
    Coordinate
);

/// Cells whose text is what they display.
macro_rules! displayed_text {
    ($($name:ty),+) => {$(
        impl Cell for $name {
            const KIND: Kind = Kind::Text;

            fn parse(text: &str) -> Result<Self, Invalid> {
                Self::from_str(text)
            }

            fn write(&self, out: &mut String) {
                write!(out, "{self}").expect("a string takes any text");
            }
        }
    )+};
}

displayed_text!(NhsNumber, Percent, FinancialYear, Hours, Measure);

impl Cell for Date {
    const KIND: Kind = Kind::Text;

    fn parse(text: &str) -> Result<Self, Invalid> {
        text.parse()
    }

    fn write(&self, out: &mut String) {
        self.write_iso(out);
    }
}

macro_rules! pence {
    ($name:ty, $get:expr, $make:expr) => {
        impl Cell for $name {
            const KIND: Kind = Kind::Pence;

            fn parse(text: &str) -> Result<Self, Invalid> {
                text.parse()
            }

            fn write(&self, out: &mut String) {
                Pence::new($get(self)).write_plain(out);
            }

            fn from_raw(raw: Raw<'_>) -> Result<Self, Invalid> {
                match raw {
                    Raw::Integer(pence) => Ok($make(pence)),
                    other => Err(Invalid::new(format!(
                        "stored pence were expected, not {other:?}"
                    ))),
                }
            }

            fn to_raw<'a>(&'a self, _scratch: &'a mut String) -> Raw<'a> {
                Raw::Integer($get(self))
            }
        }
    };
}

pence!(Pence, |amount: &Self| amount.get(), Self::new);
pence!(WeeklyRate, |rate: &Self| rate.pence(), |pence| Self::new(
    Pence::new(pence)
));

impl Cell for u32 {
    const KIND: Kind = Kind::Integer;

    fn parse(text: &str) -> Result<Self, Invalid> {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match text.parse() {
            Ok(number) if digits => Ok(number),
            _ => Err(Invalid::new(format!(
                "'{text}' is not a whole number; write digits only, such as 42"
            ))),
        }
    }

    fn write(&self, out: &mut String) {
        write!(out, "{self}").expect("a string takes any text");
    }

    fn from_raw(raw: Raw<'_>) -> Result<Self, Invalid> {
        match raw {
            Raw::Integer(number) => Self::try_from(number)
                .map_err(|_| Invalid::new(format!("{number} is out of range"))),
            other => Err(Invalid::new(format!(
                "a stored number was expected, not {other:?}"
            ))),
        }
    }

    fn to_raw<'a>(&'a self, _scratch: &'a mut String) -> Raw<'a> {
        Raw::Integer(i64::from(*self))
    }
}

/// `yes` or `no`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum YesNo {
    /// `yes`
    Yes,
    /// `no`
    No,
}

impl Cell for YesNo {
    const KIND: Kind = Kind::Text;

    fn parse(text: &str) -> Result<Self, Invalid> {
        match text {
            "yes" => Ok(Self::Yes),
            "no" => Ok(Self::No),
            _ => Err(Invalid::new(format!("'{text}' is neither yes nor no"))),
        }
    }

    fn write(&self, out: &mut String) {
        out.push_str(match self {
            Self::Yes => "yes",
            Self::No => "no",
        });
    }
}
