use oast_units::Date;
use rust_xlsxwriter::{
    DocProperties, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::{Table, Value, heading};
use crate::spreadsheet::{
    MONEY_SHOWN, WorkbookError, excel_date, fraction, may_be_formula, number, pounds,
};

/// How many rows a sheet has under its heading.
const ROWS_MAX: usize = 1_048_575;
/// How long a sheet's name may be, in the units that the file format counts in.
const NAME_UNITS_MAX: usize = 31;
/// What a sheet's name may not hold.
const NOT_IN_A_NAME: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];
/// How wide a column is, in characters, whatever it holds.
const WIDTHS: (usize, usize) = (9, 60);
/// How many digits a cell keeps; a longer number is written as words.
const DIGITS_MAX: usize = 15;

impl Table {
    /// The whole list as a workbook (XLSX) of one sheet: the headings stay in sight and can be
    /// filtered by; money, dates, counts and percentages are what they are, and not words.
    ///
    /// The sheet has the title's words as its name, as far as a sheet may. The workbook says that
    /// it was made on `made_on`: the same list on the same day gives the same bytes.
    ///
    /// # Errors
    /// When the list has more rows than a sheet, or a text is longer than a cell may be.
    pub fn xlsx(&self, title: &str, made_on: Date) -> Result<Vec<u8>, WorkbookError> {
        if self.rows.len() > ROWS_MAX {
            return Err(WorkbookError::Rows {
                rows: self.rows.len(),
                most: ROWS_MAX,
            });
        }
        let mut workbook = Workbook::new();
        let properties = DocProperties::new()
            .set_title(title)
            .set_creation_datetime(&excel_date(made_on)?);
        workbook.set_properties(&properties);
        let sheet = workbook.add_worksheet();
        sheet.set_name(sheet_name(title))?;
        self.headings(sheet)?;
        let looks = Looks::new();
        for (row, values) in (1..).zip(&self.rows) {
            for (column, value) in (0..).zip(values) {
                write_cell(sheet, &looks, (row, column), value).map_err(|why| match why {
                    XlsxError::MaxStringLengthExceeded => WorkbookError::Text { row },
                    why => why.into(),
                })?;
            }
        }
        Ok(workbook.save_to_buffer()?)
    }

    /// The headings, frozen, over columns as wide as what they hold.
    fn headings(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let left = Format::new()
            .set_bold()
            .set_border_bottom(FormatBorder::Thin);
        let right = left.clone().set_align(FormatAlign::Right);
        for (column, (index, name)) in (0..).zip(self.columns.iter().enumerate()) {
            let values = || self.rows.iter().filter_map(move |row| row.get(index));
            let look = if values().any(Value::is_amount) {
                &right
            } else {
                &left
            };
            let words = heading(name);
            // A heading has the button of its filter beside it.
            let widest = values()
                .map(|value| value.width() + 1)
                .chain([words.chars().count() + 4])
                .max();
            let width = widest.unwrap_or_default().clamp(WIDTHS.0, WIDTHS.1);
            sheet.write_string_with_format(0, column, words, look)?;
            sheet.set_column_width(column, u32::try_from(width).unwrap_or_default())?;
        }
        sheet.set_freeze_panes(1, 0)?;
        let last_row = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        if let Some(last) = self.columns.len().checked_sub(1) {
            let last = u16::try_from(last).unwrap_or(u16::MAX);
            sheet.autofilter(0, 0, last_row, last)?;
        }
        Ok(())
    }
}

impl Value {
    /// How many characters it takes in a cell.
    fn width(&self) -> usize {
        match self {
            Self::Date(_) => "03 Apr 2026".len(),
            Self::Number(number) => number.to_string().len() * 4 / 3,
            other => other.words().chars().count(),
        }
    }
}

/// How cells look.
struct Looks {
    plain: Format,
    /// For text that a spreadsheet may take for a formula.
    guarded: Format,
    money: Format,
    date: Format,
    count: Format,
    percent: Format,
}

impl Looks {
    fn new() -> Self {
        let shown = |shape: &str| Format::new().set_num_format(shape);
        Self {
            plain: Format::new(),
            guarded: Format::new().set_quote_prefix(),
            money: shown(MONEY_SHOWN),
            date: shown("dd mmm yyyy").set_align(FormatAlign::Left),
            count: shown("#,##0"),
            percent: shown("0.00#######%"),
        }
    }

    fn of(&self, text: &str) -> &Format {
        if may_be_formula(text) {
            &self.guarded
        } else {
            &self.plain
        }
    }
}

fn write_cell(
    sheet: &mut Worksheet,
    looks: &Looks,
    (row, column): (u32, u16),
    value: &Value,
) -> Result<(), XlsxError> {
    match value {
        Value::Empty => return Ok(()),
        Value::Text(text) => sheet.write_string_with_format(row, column, text, looks.of(text)),
        Value::Number(count) if count.unsigned_abs().to_string().len() > DIGITS_MAX => {
            sheet.write_string_with_format(row, column, count.to_string(), &looks.guarded)
        }
        Value::Number(count) => {
            sheet.write_number_with_format(row, column, number(*count), &looks.count)
        }
        Value::Money(amount) => {
            sheet.write_number_with_format(row, column, pounds(*amount), &looks.money)
        }
        Value::Percent(percent) => {
            sheet.write_number_with_format(row, column, fraction(*percent), &looks.percent)
        }
        Value::Date(date) => {
            sheet.write_datetime_with_format(row, column, excel_date(*date)?, &looks.date)
        }
    }
    .map(drop)
}

/// A title as the name of a sheet: without what a name may not hold, and no longer than it may be.
fn sheet_name(title: &str) -> String {
    let allowed = title
        .chars()
        .filter(|c| !c.is_control() && !NOT_IN_A_NAME.contains(c));
    let mut units = 0;
    let name: String = allowed
        .take_while(|c| {
            units += c.len_utf16();
            units <= NAME_UNITS_MAX
        })
        .collect();
    let name = name.trim_matches(|c: char| c == '\'' || c.is_whitespace());
    // "History" is a name that spreadsheets keep for themselves.
    if name.is_empty() || name.eq_ignore_ascii_case("history") {
        "Table".to_string()
    } else {
        name.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::sheet_name;

    #[test]
    fn a_sheet_has_the_name_that_it_may_have() {
        for (title, name) in [
            ("Placements", "Placements"),
            ("Spend: 2026/27 [Kent]?", "Spend 202627 Kent"),
            ("'quoted'", "quoted"),
            ("", "Table"),
            ("History", "Table"),
            (
                "Placements whose weekly price is above the upper price",
                "Placements whose weekly price i",
            ),
        ] {
            assert_eq!(sheet_name(title), name);
        }
        assert_eq!(sheet_name(&"£𝄞".repeat(20)).encode_utf16().count(), 31);
    }
}
