//! Tables: what is asked for is what is shown, and a file holds every row.

#![expect(
    clippy::unwrap_used,
    reason = "what is not as it should be fails the test"
)]

use oast_exchange::table::Format;
use oast_units::{Date, Pence};
use oast_web::list::{Asked, Cell, List};
use scraper::{Html, Selector};

fn list(rows: Vec<(&'static str, Option<i64>)>) -> List<'static, (&'static str, Option<i64>)> {
    List::new("homes", "Care homes", rows)
        .column("home", "Care home", |(name, _): &(&str, Option<i64>)| {
            Cell::text(name).to("/homes/H0001")
        })
        .numbers("weekly", "£ a week", |(_, pounds)| {
            Cell::maybe_money(pounds.map(Pence::pounds))
        })
        .per_page(2)
        .when_empty("No home fits.")
}

fn rows() -> Vec<(&'static str, Option<i64>)> {
    vec![("Oast", Some(9)), ("alder", None), ("Birch", Some(1_000))]
}

/// The words in the first column, as drawn for a query.
fn shown(query: &[(&str, &str)]) -> (Vec<String>, serde_json::Value) {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    let query: Vec<(String, String)> = query.iter().map(owned).collect();
    let asked = Asked {
        path: "/homes",
        query: &query,
    };
    let table = serde_json::to_value(list(rows()).table(asked)).unwrap();
    let rows = format!("<table>{}</table>", table["rows"].as_str().unwrap());
    let rows = Html::parse_fragment(&rows);
    let first = Selector::parse("td:first-child").unwrap();
    let words = rows.select(&first).map(|cell| cell.text().collect());
    (words.collect(), table)
}

#[test]
fn rows_are_sorted_by_what_they_mean_and_the_unknown_comes_last() {
    let all = |by| {
        let (mut words, _) = shown(&[("homes-sort", by)]);
        words.extend(shown(&[("homes-sort", by), ("homes-page", "2")]).0);
        words
    };
    assert_eq!(all("home"), ["alder", "Birch", "Oast"]);
    assert_eq!(all("-home"), ["Oast", "Birch", "alder"]);
    assert_eq!(all("weekly"), ["Oast", "Birch", "alder"]);
    assert_eq!(all("-weekly"), ["Birch", "Oast", "alder"]);
    assert_eq!(all("nonsense"), ["Oast", "alder", "Birch"]);
}

#[test]
fn pages_follow_each_other_and_keep_what_was_asked() {
    let (first, table) = shown(&[("q", "a b"), ("homes-sort", "home")]);
    assert_eq!(first.len(), 2);
    assert_eq!(table["shown"], "1 to 2 of 3");
    assert_eq!(table["previous"], serde_json::Value::Null);
    let next = table["next"].as_str().unwrap();
    assert_eq!(next, "/homes?q=a%20b&homes-sort=home&homes-page=2");
    // A page beyond the last is the last.
    let (last, table) = shown(&[("homes-page", "99")]);
    assert_eq!(last, ["Birch"]);
    assert_eq!(table["next"], serde_json::Value::Null);
    assert_eq!(shown(&[("homes-page", "-1")]).0, first_page());
}

fn first_page() -> Vec<String> {
    shown(&[]).0
}

#[test]
fn a_file_holds_every_row_in_the_order_asked_for() {
    let query = [("homes-sort".to_owned(), "home".to_owned())];
    let asked = Asked {
        path: "/homes",
        query: &query,
    };
    let table = list(rows()).file(asked);
    let mut csv = Vec::new();
    table.write(Format::Csv, &mut csv).unwrap();
    let csv = String::from_utf8(csv).unwrap();
    assert_eq!(csv, "home,weekly\nalder,\nBirch,1000.00\nOast,9.00\n");
    let workbook = table.xlsx("Care homes", Date::of(2026, 5, 1)).unwrap();
    assert!(workbook.starts_with(b"PK"));
}
