//! The audit can be verified without the program: `conformance/audit.py` was written from the
//! description in `ARCHITECTURE.md`, and comes to the same answer.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where it fails"
)]

mod support;

use std::process::Command;

use rusqlite::Connection;
use support::{Oast, copy, root};

/// A county with a few entries in its record, with letters and marks that JSON escapes.
fn county() -> Oast {
    let oast = Oast::in_a_file();
    copy(
        &root().join("crates/oast-exchange/tests/good"),
        &oast.path("pack"),
    );
    oast.import("pack", "2026-06-10T09:00:00Z");
    oast.pay("PR-0001", "2026-06-21", "2026-06-22T09:00:00Z");
    let hold = [
        "pay-run",
        "hold",
        "PL01",
        "--element",
        "care_fee",
        "--reason",
    ];
    let why = ["the \"daughter's\" letter \\ of 3 June – £12.50"];
    oast.ok(&[&["--as", "Zoë"], &hold[..], &why[..]].concat());
    oast
}

/// What the outsider says, and whether the record verifies.
fn outsider(oast: &Oast) -> (String, bool) {
    let output = Command::new("python3")
        .arg(root().join("conformance/audit.py"))
        .arg(oast.database())
        .output()
        .expect("python3 is needed for the conformance tests");
    (
        String::from_utf8(output.stdout).unwrap(),
        output.status.success(),
    )
}

#[test]
fn an_outsider_finds_the_same_last_hash() {
    let oast = county();
    let (theirs, verifies) = outsider(&oast);
    assert!(verifies, "{theirs}");
    let ours = oast.ok(&["audit", "verify"]);
    let head = |said: &str| said.lines().nth(1).unwrap().to_owned();
    assert_eq!(head(&ours), head(&theirs));
}

#[test]
fn an_outsider_finds_what_was_altered() {
    for statement in [
        "UPDATE audit_entry SET detail = '{}' WHERE seq = 1",
        "UPDATE placements SET agreed_weekly_pence = 99999 WHERE placement_id = 'PL05'",
        "DELETE FROM one_offs",
        "UPDATE homes SET authority = 'elsewhere' WHERE home_id = 'H01'",
    ] {
        let oast = county();
        let database = Connection::open(oast.database()).unwrap();
        database.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        assert!(database.execute(statement, []).unwrap() > 0, "{statement}");
        drop(database);
        let (said, verifies) = outsider(&oast);
        assert!(!verifies, "{statement} was not found: {said}");
    }
}
