//! From the text of a file to TOML with the line of everything in it.

use std::ops::Range;

use oast_units::{Date, Invalid};
use toml::de::{DeTable, DeValue};

use crate::error::TermsError;
use crate::value::Written;

/// Where the lines of a text begin.
pub(crate) struct Lines(Vec<usize>);

impl Lines {
    pub(crate) fn of(text: &str) -> Self {
        Self(
            text.bytes()
                .enumerate()
                .filter(|(_, byte)| *byte == b'\n')
                .map(|(index, _)| index + 1)
                .collect(),
        )
    }

    /// The line, from 1, of a place in the text.
    pub(crate) fn at(&self, place: &Range<usize>) -> u32 {
        let before = self.0.partition_point(|start| *start <= place.start);
        u32::try_from(before + 1).unwrap_or(u32::MAX)
    }
}

/// The text of a file, when it is UTF-8.
pub(crate) fn text<'a>(path: &str, bytes: &'a [u8]) -> Result<&'a str, TermsError> {
    std::str::from_utf8(bytes).map_err(|error| {
        let good = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
        let line = Lines::of(&good).at(&(good.len()..good.len()));
        TermsError::at(path, line, "the file is not text in UTF-8")
    })
}

/// The table that a file is, or everything in it that is not TOML.
pub(crate) fn parse<'a>(
    path: &str,
    text: &'a str,
    lines: &Lines,
) -> Result<DeTable<'a>, Vec<TermsError>> {
    let (table, errors) = DeTable::parse_recoverable(text);
    if errors.is_empty() {
        return Ok(table.into_inner());
    }
    let mut problems: Vec<TermsError> = errors
        .iter()
        .map(|error| {
            let line = lines.at(&error.span().unwrap_or(0..0));
            TermsError::at(path, line, format!("this is not TOML: {}", error.message()))
        })
        .collect();
    problems.dedup();
    Err(problems)
}

/// A value as it is written, or why no term can hold such a value.
pub(crate) fn written<'a>(value: &'a DeValue<'_>) -> Result<Written<'a>, Invalid> {
    match value {
        DeValue::String(text) => Ok(Written::Text(text)),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
            .map(Written::Whole)
            .map_err(|_| Invalid::new("the number is too large")),
        DeValue::Float(number) => Err(Invalid::new(format!(
            "{0} would be a binary fraction; write it in quotes, \"{0}\", so that it stays exact",
            number.as_str()
        ))),
        DeValue::Boolean(_) => Err(Invalid::new(
            "true and false are not used in terms; write \"yes\" or \"no\" in quotes",
        )),
        DeValue::Datetime(_) => date(value).map(Written::Date),
        DeValue::Array(list) => list
            .iter()
            .map(|item| {
                date(item.get_ref())
                    .map_err(|_| Invalid::new("a list holds dates only, such as [2026-04-03]"))
            })
            .collect::<Result<_, _>>()
            .map(Written::Dates),
        DeValue::Table(_) => Err(Invalid::new("a value is expected, not a table")),
    }
}

/// A civil date without a time.
pub(crate) fn date(value: &DeValue<'_>) -> Result<Date, Invalid> {
    let wrong = || {
        Invalid::new(format!(
            "a date is expected, such as 2026-04-01 without quotes, not {}",
            describe(value)
        ))
    };
    let moment = value.as_datetime().ok_or_else(wrong)?;
    match (moment.date, moment.time) {
        (Some(date), None) => Date::new(
            i32::from(date.year),
            u32::from(date.month),
            u32::from(date.day),
        ),
        _ => Err(wrong()),
    }
}

/// What kind of thing is written, for a sentence.
pub(crate) fn describe(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => format!("the text \"{text}\""),
        DeValue::Integer(number) => format!("the number {number}"),
        DeValue::Float(number) => format!("the number {number}"),
        DeValue::Boolean(answer) => answer.to_string(),
        DeValue::Datetime(moment) => moment.to_string(),
        DeValue::Array(_) => "a list".to_owned(),
        DeValue::Table(_) => "a table".to_owned(),
    }
}

/// The words of a string that is not blank.
pub(crate) fn words<'a>(value: &'a DeValue<'_>) -> Option<&'a str> {
    let words = value.as_str().map(str::trim);
    words.filter(|words| !words.is_empty())
}
