//! The budget on the command line: its lines, its bridge and its successors.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use support::{Oast, root};

fn county() -> Oast {
    let oast = Oast::new();
    oast.ok(&["generate", "--placements", "60", "--out", "pack"]);
    oast.ok(&["import", "pack"]);
    oast
}

/// The last line of a table as CSV, cell by cell.
fn last(text: &str) -> Vec<String> {
    let line = text.trim_end().lines().next_back().unwrap();
    line.split(',').map(str::to_owned).collect()
}

fn pence(cell: &str) -> i64 {
    cell.replace('.', "").parse().unwrap()
}

#[test]
fn the_budget_its_bridge_and_its_successors_are_of_the_same_county() {
    let oast = county();
    let on = ["budget", "--on", "2026-06-26", "--format", "csv"];
    let with = |more: &[&str]| oast.ok(&[&on[..], more].concat());
    let year = with(&[]);
    assert!(
        year.starts_with("category,budget,spent,committed,outturn,variance\n"),
        "{year}"
    );
    let all = last(&year);
    assert_eq!((all[0].as_str(), all[1].as_str()), ("all", ""));
    // The outturn is the forecast's: near what is known, and not the same.
    let known = pence(&all[2]) + pence(&all[3]);
    let off = pence(&all[4]) - known;
    assert!(off != 0 && off.abs() * 10 < known, "{off} beside {known}");
    let bridge = last(&with(&["--bridge"]));
    let steps: i64 = bridge[2..bridge.len() - 1]
        .iter()
        .map(|cell| pence(cell))
        .sum();
    assert_eq!(pence(&bridge[1]) + steps, pence(&bridge[bridge.len() - 1]));
    let same = last(&with(&["--bridge", "--month", "2026-05-17"]));
    assert_eq!(same, bridge);
    let successors = with(&["--successors", "--split", "two authorities"]);
    let county = last(&successors);
    assert_eq!(county[1], "all");
    assert_eq!(pence(&county[5]), known);
    assert_eq!(
        successors
            .lines()
            .filter(|line| line.contains("East"))
            .count(),
        1
    );
}

#[test]
fn a_split_that_leaves_a_district_out_is_refused_with_its_name() {
    let oast = county();
    let text = std::fs::read_to_string(root().join("counties/kent/successors.toml"));
    let text = text
        .unwrap()
        .replace("\"Swale\", \"Thanet\"]", "\"Swale\"]");
    std::fs::write(oast.path("splits.toml"), text).unwrap();
    let (_, refused) = oast.refused(&["budget", "--successors", "splits.toml"]);
    let says = "splits.toml: split 'Two authorities': Thanet is in no authority; put every district in one";
    assert!(refused.contains(says), "{refused}");
    let (_, unknown) = oast.refused(&[
        "budget",
        "--bridge",
        "--month",
        "2031-01-01",
        "--on",
        "2026-06-26",
    ]);
    assert!(
        unknown.contains("--month: give a day from 2024-05-01"),
        "{unknown}"
    );
}
