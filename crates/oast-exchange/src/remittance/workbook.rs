use rust_xlsxwriter::{
    DocProperties, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};

use super::{Remittance, RemittanceLine, Totals};
use crate::spreadsheet::{MONEY_SHOWN, WorkbookError, excel_date, may_be_formula, pounds};

/// The columns: heading and width in characters.
const COLUMNS: [(&str, u16); 8] = [
    ("Placement", 16),
    ("Person", 14),
    ("For", 22),
    ("From", 13),
    ("To", 13),
    ("Days", 7),
    ("Amount", 15),
    ("Cause of an adjustment", 48),
];
const DAYS_COLUMN: u16 = 5;
const AMOUNT_COLUMN: u16 = 6;
/// The column letter of the amounts, for formulas.
const AMOUNT_LETTER: char = 'G';
/// The row of the headings, from 0.
const HEADER_ROW: u32 = 6;
/// A4, in the numbering of the file format.
const PAPER_A4: u8 = 9;

/// A remittance as a workbook (XLSX).
///
/// Its sums are formulas that hold their values too, so that a reader that does not calculate shows
/// them. It is dated with the day of payment: the same remittance gives the same bytes.
pub fn write_xlsx(remittance: &Remittance, totals: Totals) -> Result<Vec<u8>, WorkbookError> {
    let mut workbook = Workbook::new();
    let properties = DocProperties::new()
        .set_title(format!(
            "Remittance {} {}",
            remittance.pay_run, remittance.home_id
        ))
        .set_creation_datetime(&excel_date(remittance.paid_on)?);
    workbook.set_properties(&properties);
    let formats = Formats::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("Remittance")?;
    print_setup(sheet)?;
    head(sheet, &formats, remittance, totals)?;
    let mut row = HEADER_ROW;
    for line in &remittance.lines {
        row += 1;
        write_line(sheet, &formats, row, line)?;
    }
    sums(sheet, &formats, row.max(HEADER_ROW + 1), totals)?;
    Ok(workbook.save_to_buffer()?)
}

/// How cells look.
struct Formats {
    title: Format,
    heading: Format,
    heading_right: Format,
    /// For text that a spreadsheet may take for a formula.
    guarded: Format,
    plain: Format,
    date: Format,
    money: Format,
    sum: Format,
    label: Format,
}

impl Formats {
    fn new() -> Self {
        let money = Format::new().set_num_format(MONEY_SHOWN);
        let heading = Format::new()
            .set_bold()
            .set_border_bottom(FormatBorder::Thin);
        Self {
            title: Format::new().set_bold().set_font_size(14),
            heading_right: heading.clone().set_align(FormatAlign::Right),
            heading,
            guarded: Format::new().set_quote_prefix(),
            plain: Format::new(),
            date: Format::new()
                .set_num_format("d mmm yyyy")
                .set_align(FormatAlign::Left),
            sum: money.clone().set_bold(),
            money,
            label: Format::new().set_bold(),
        }
    }

    /// How a text looks: kept from being taken for a formula, should it be edited.
    fn of(&self, text: &str) -> &Format {
        if may_be_formula(text) {
            &self.guarded
        } else {
            &self.plain
        }
    }
}

fn print_setup(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_landscape();
    sheet.set_paper_size(PAPER_A4);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(HEADER_ROW, HEADER_ROW)?;
    sheet.set_footer("&LRemittance&RPage &P of &N");
    sheet.set_freeze_panes(HEADER_ROW + 1, 0)?;
    for (column, (_, width)) in (0..).zip(COLUMNS) {
        sheet.set_column_width(column, width)?;
    }
    Ok(())
}

fn head(
    sheet: &mut Worksheet,
    formats: &Formats,
    remittance: &Remittance,
    totals: Totals,
) -> Result<(), XlsxError> {
    sheet.write_string_with_format(0, 0, "Remittance", &formats.title)?;
    let home = format!("{} ({})", remittance.home_name, remittance.home_id);
    let facts = [
        ("Home", home.as_str()),
        ("Provider", &remittance.provider_name),
        ("Pay run", remittance.pay_run.as_str()),
    ];
    for (row, (name, value)) in (1..).zip(facts) {
        sheet.write_string_with_format(row, 0, name, &formats.label)?;
        sheet.write_string_with_format(row, 1, value, formats.of(value))?;
    }
    sheet.write_string_with_format(4, 0, "Paid on", &formats.label)?;
    sheet.write_datetime_with_format(4, 1, excel_date(remittance.paid_on)?, &formats.date)?;
    sheet.write_string_with_format(4, AMOUNT_COLUMN - 1, "Net paid", &formats.label)?;
    sheet.write_number_with_format(4, AMOUNT_COLUMN, pounds(totals.net_paid), &formats.sum)?;
    for (column, (heading, _)) in (0..).zip(COLUMNS) {
        let right = matches!(column, DAYS_COLUMN | AMOUNT_COLUMN);
        let format = if right {
            &formats.heading_right
        } else {
            &formats.heading
        };
        sheet.write_string_with_format(HEADER_ROW, column, heading, format)?;
    }
    Ok(())
}

fn write_line(
    sheet: &mut Worksheet,
    formats: &Formats,
    row: u32,
    line: &RemittanceLine,
) -> Result<(), XlsxError> {
    let texts = [
        (0, line.placement_id.as_str()),
        (
            1,
            line.person_reference
                .as_ref()
                .map_or("", |person| person.as_str()),
        ),
        (2, line.element.words()),
        (7, line.cause.as_deref().unwrap_or_default()),
    ];
    for (column, text) in texts {
        sheet.write_string_with_format(row, column, text, formats.of(text))?;
    }
    sheet.write_datetime_with_format(row, 3, excel_date(line.period_from)?, &formats.date)?;
    sheet.write_datetime_with_format(row, 4, excel_date(line.period_to)?, &formats.date)?;
    sheet.write_number(row, DAYS_COLUMN, line.days)?;
    sheet.write_number_with_format(row, AMOUNT_COLUMN, pounds(line.amount), &formats.money)?;
    Ok(())
}

/// The six sums, under the lines, as formulas that hold their values.
fn sums(
    sheet: &mut Worksheet,
    formats: &Formats,
    last_line: u32,
    totals: Totals,
) -> Result<(), XlsxError> {
    // Rows are counted from 0 here and from 1 in formulas.
    let first = last_line + 2;
    let cell = |offset: u32| format!("{AMOUNT_LETTER}{}", first + offset + 1);
    let (total, opening, recovered, carried) = (cell(0), cell(1), cell(2), cell(3));
    let formulas = [
        Some(format!(
            "=SUM({AMOUNT_LETTER}{}:{AMOUNT_LETTER}{})",
            HEADER_ROW + 2,
            last_line + 1
        )),
        None,
        None,
        Some(format!("=MAX(0,-{total})")),
        Some(format!("={opening}+{carried}-{recovered}")),
        Some(format!("={total}+{carried}-{recovered}")),
    ];
    for ((row, formula), (_, words, amount)) in (first..).zip(formulas).zip(totals.named()) {
        sheet.write_string_with_format(row, 0, words, &formats.label)?;
        match formula {
            Some(formula) => {
                let formula = Formula::new(formula).set_result(amount.plain());
                sheet.write_formula_with_format(row, AMOUNT_COLUMN, formula, &formats.sum)?;
            }
            None => {
                sheet.write_number_with_format(row, AMOUNT_COLUMN, pounds(amount), &formats.sum)?;
            }
        }
    }
    Ok(())
}
