//! One list in each of its formats.

#![expect(clippy::unwrap_used, reason = "a test ends at the first surprise")]

use oast_exchange::table::{Format, Table, Value};
use oast_units::{Date, Pence};

fn written(table: &Table, format: &str) -> String {
    let mut text = Vec::new();
    table
        .write(format.parse::<Format>().unwrap(), &mut text)
        .unwrap();
    String::from_utf8(text).unwrap()
}

fn example() -> Table {
    Table {
        columns: vec!["home_id", "name", "weekly_price", "residents", "as_of"],
        rows: vec![
            vec![
                Value::text("H0001"),
                Value::text("Ash House, \"the old\" wing"),
                Value::Money(Pence::new(108_000)),
                Value::Number(32),
                Value::Date(Date::of(2026, 4, 1)),
            ],
            vec![
                Value::text("H0002"),
                Value::text("=cmd\u{1b}[2J"),
                Value::Money(Pence::new(-750)),
                Value::maybe(None, Value::Number),
                Value::Empty,
            ],
        ],
    }
}

#[test]
fn text_is_aligned_with_amounts_to_the_right() {
    insta::assert_snapshot!(written(&example(), "text"), @r#"
    Home id  Name                       Weekly price  Residents  As of
    -------  -------------------------  ------------  ---------  ----------
    H0001    Ash House, "the old" wing     £1,080.00         32  2026-04-01
    H0002    =cmd [2J                         −£7.50
    "#);
}

#[test]
fn csv_quotes_and_guards() {
    let csv = written(&example(), "csv").replace('\u{1b}', "");
    insta::assert_snapshot!(csv, @r#"
    home_id,name,weekly_price,residents,as_of
    H0001,"Ash House, ""the old"" wing",1080.00,32,2026-04-01
    H0002,'=cmd[2J,-7.50,,
    "#);
}

#[test]
fn json_keeps_money_exact_and_can_be_read() {
    let json = written(&example(), "json");
    insta::assert_snapshot!(json, @r#"
    [
      {"home_id": "H0001", "name": "Ash House, \"the old\" wing", "weekly_price": "1080.00", "residents": 32, "as_of": "2026-04-01"},
      {"home_id": "H0002", "name": "=cmd\u001b[2J", "weekly_price": "-7.50", "residents": null, "as_of": null}
    ]
    "#);
    let read: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(read.as_array().map(Vec::len), Some(2));
}

#[test]
fn a_list_of_nothing_is_still_a_list() {
    let empty = Table {
        columns: vec!["home_id"],
        rows: Vec::new(),
    };
    assert_eq!(written(&empty, "text"), "Home id\n-------\n");
    assert_eq!(written(&empty, "csv"), "home_id\n");
    assert_eq!(written(&empty, "json"), "[]\n");
    assert_eq!(
        "xml".parse::<Format>().unwrap_err().0,
        "'xml' is not a format; use one of text, csv, json"
    );
}
