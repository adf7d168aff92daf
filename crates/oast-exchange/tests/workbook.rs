//! A list as a workbook, read back as a spreadsheet reads it.

#![expect(clippy::unwrap_used, reason = "a test ends at the first surprise")]

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use oast_exchange::table::{Format, Table, Value};
use oast_units::{Date, Pence};

const MADE_ON: Date = Date::of(2026, 4, 1);

fn example() -> Table {
    Table {
        columns: vec!["home", "weekly_price", "residents", "share", "as_of"],
        rows: vec![
            vec![
                Value::text("Ash House"),
                Value::Money(Pence::new(108_000)),
                Value::Number(1_032),
                Value::Percent("2.82307".parse().unwrap()),
                Value::Date(Date::of(2026, 4, 3)),
            ],
            vec![
                Value::text("=HYPERLINK(\"x\")"),
                Value::Money(Pence::new(-750)),
                Value::Number(i64::MIN),
                Value::Percent("-1.5".parse().unwrap()),
                Value::Empty,
            ],
        ],
    }
}

fn cells(table: &Table, title: &str, sheet: &str) -> calamine::Range<Data> {
    let bytes = table.xlsx(title, MADE_ON).unwrap();
    let mut workbook = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert_eq!(workbook.sheet_names(), [sheet]);
    workbook.worksheet_range(sheet).unwrap()
}

#[test]
fn every_cell_is_read_back_as_what_it_is() {
    let cells = cells(&example(), "Prices: homes/2026", "Prices homes2026");
    let row = |row: usize| cells.rows().nth(row).unwrap().to_vec();
    let headings = row(0);
    assert_eq!(headings[1], Data::String("Weekly price".to_string()));
    let first = row(1);
    assert_eq!(first[1], Data::Float(1080.0));
    assert_eq!(first[2], Data::Float(1032.0));
    assert_eq!(first[3], Data::Float(0.028_230_7));
    let Data::DateTime(day) = &first[4] else {
        panic!("a day is a day, not {:?}", first[4]);
    };
    let (year, month, day, ..) = day.to_ymd_hms_milli();
    assert_eq!((year, month, day), (2026, 4, 3));
    let second = row(2);
    assert_eq!(second[0], Data::String("=HYPERLINK(\"x\")".to_string()));
    assert_eq!(second[1], Data::Float(-7.5));
    // A number with more digits than a cell keeps is written as words.
    assert_eq!(second[2], Data::String(i64::MIN.to_string()));
    assert_eq!(second[3], Data::Float(-0.015));
    assert_eq!(second[4], Data::Empty);
}

#[test]
fn what_looks_like_a_formula_is_none() {
    let bytes = example().xlsx("Prices", MADE_ON).unwrap();
    let mut workbook = Xlsx::new(Cursor::new(bytes)).unwrap();
    let formulas = workbook.worksheet_formula("Prices").unwrap();
    assert!(formulas.is_empty());
}

#[test]
fn the_same_list_on_the_same_day_gives_the_same_bytes() {
    let bytes = || example().xlsx("Prices", MADE_ON).unwrap();
    assert_eq!(bytes(), bytes());
}

#[test]
fn a_list_of_nothing_has_its_headings() {
    let empty = Table {
        columns: vec!["home_id"],
        rows: Vec::new(),
    };
    assert_eq!(cells(&empty, "", "Table").height(), 1);
    assert!(Table::default().xlsx("Nothing", MADE_ON).is_ok());
}

#[test]
fn more_rows_than_a_sheet_holds_are_refused() {
    let long = Table {
        columns: Vec::new(),
        rows: vec![Vec::new(); 1_048_576],
    };
    insta::assert_snapshot!(
        long.xlsx("Long", MADE_ON).unwrap_err(),
        @"the list has 1048576 rows and a sheet holds 1048575; ask for fewer rows, or for the list as CSV"
    );
    let wide_cell = Table {
        columns: vec!["note"],
        rows: vec![vec![Value::text("x".repeat(40_000))]],
    };
    insta::assert_snapshot!(wide_cell.xlsx("Notes", MADE_ON).unwrap_err(), @"row 1 of the list has a text of more than 32,767 characters, which no cell holds; ask for the list as CSV");
}

#[test]
fn percentages_are_exact_as_text_csv_and_json() {
    let table = Table {
        columns: vec!["share"],
        rows: vec![vec![Value::Percent("-2.82307".parse().unwrap())]],
    };
    let written = |format: Format| {
        let mut bytes = Vec::new();
        table.write(format, &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    assert_eq!(
        written(Format::Text),
        "Share\n---------\n−2.82307%\n".replace("Share", "    Share")
    );
    assert_eq!(written(Format::Csv), "share\n-2.82307\n");
    assert_eq!(written(Format::Json), "[\n  {\"share\": \"-2.82307\"}\n]\n");
}
