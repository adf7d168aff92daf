//! What a spreadsheet takes cells for: formulas, amounts, days.
//!
//! A program that opens a file of text may run a cell that begins like a formula, whoever wrote it:
//! a name typed as `=HYPERLINK(…)` would. The data pack is left alone, since it must be read back
//! as it was written.

use std::borrow::Cow;

use oast_units::{Date, Pence, Percent};
use rust_xlsxwriter::{ExcelDateTime, XlsxError};

/// How a cell of pounds looks.
pub(crate) const MONEY_SHOWN: &str = "£#,##0.00;[Red]-£#,##0.00";

/// A workbook could not be made.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// There are more rows than a sheet has.
    #[error(
        "the list has {rows} rows and a sheet holds {most}; ask for fewer rows, or for the list as CSV"
    )]
    Rows {
        /// How many rows the list has.
        rows: usize,
        /// How many a sheet holds under its heading.
        most: usize,
    },
    /// A text is longer than a cell may be.
    #[error(
        "row {row} of the list has a text of more than 32,767 characters, which no cell holds; ask for the list as CSV"
    )]
    Text {
        /// Which row of the list, from 1.
        row: u32,
    },
    /// The file format refuses something.
    #[error("the workbook cannot be made: {0}")]
    Refused(#[from] XlsxError),
}

/// Whether a spreadsheet may take a text for a formula.
pub(crate) fn may_be_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A text that a spreadsheet shows and does not run: an apostrophe is put before one that it may
/// take for a formula.
pub(crate) fn guarded(text: &str) -> Cow<'_, str> {
    if may_be_formula(text) {
        Cow::Owned(format!("'{text}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// A date as a workbook holds it.
pub(crate) fn excel_date(date: Date) -> Result<ExcelDateTime, XlsxError> {
    let (year, month, day) = date.ymd();
    let number = |_| XlsxError::DateTimeRangeError(date.to_string());
    ExcelDateTime::from_ymd(
        year.try_into().map_err(number)?,
        month.try_into().map_err(number)?,
        day.try_into().map_err(number)?,
    )
}

/// Pounds as a workbook holds them: the number nearest to the exact decimal. Nothing is counted
/// with it.
pub(crate) fn pounds(amount: Pence) -> f64 {
    amount.plain().parse().unwrap_or_default()
}

/// A percentage as a workbook holds it: the number nearest to a hundredth of it.
pub(crate) fn fraction(percent: Percent) -> f64 {
    format!("{percent}e-2").parse().unwrap_or_default()
}

/// A whole number as a workbook holds it.
pub(crate) fn number(count: i64) -> f64 {
    count.to_string().parse().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_like_a_formula_is_guarded_and_nothing_else() {
        for text in ["=1+1", "+44 1632", "-cmd", "@SUM(A1)", "\tx", "\rx"] {
            assert_eq!(guarded(text), format!("'{text}"));
        }
        for text in ["", "Ash House", "1-101000001", "a=b", "'quoted'"] {
            assert_eq!(guarded(text), text);
        }
    }
}
