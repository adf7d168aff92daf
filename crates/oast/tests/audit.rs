//! Whatever is altered, removed or moved in the database, the verification finds it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where it fails"
)]

mod support;

use rusqlite::Connection;
use support::{Oast, copy, root};

/// A county with a few entries in its record.
fn county() -> Oast {
    let oast = Oast::in_a_file();
    copy(
        &root().join("crates/oast-exchange/tests/good"),
        &oast.path("pack"),
    );
    oast.import("pack", "2026-06-10T09:00:00Z");
    oast.pay("PR-0001", "2026-06-21", "2026-06-22T09:00:00Z");
    oast
}

/// Does something to the database behind the program's back, and gives what the verification says.
fn tampered(statements: &str) -> String {
    let oast = county();
    let database = Connection::open(oast.database()).unwrap();
    database.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
    database.execute_batch(statements).unwrap();
    drop(database);
    let output = oast.run(&["audit", "verify"]);
    assert_eq!(output.status.code(), Some(4), "{statements} was not found");
    let said = String::from_utf8(output.stdout).unwrap();
    said.lines()
        .filter(|line| line.starts_with("- "))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn an_untouched_record_verifies() {
    let said = county().ok(&["audit", "verify"]);
    assert!(
        said.starts_with("5 entries and ") && said.contains("The record verifies"),
        "{said}"
    );
}

#[test]
fn every_kind_of_tampering_is_found() {
    let cases = [
        (
            "UPDATE audit_entry SET actor = 'nobody' WHERE seq = 2",
            "entry 2 has been altered",
        ),
        (
            "UPDATE audit_entry SET detail = '{}' WHERE seq = 1",
            "entry 1 has been altered",
        ),
        (
            "DELETE FROM audit_entry WHERE seq = 3",
            "entry 3 is missing",
        ),
        (
            "DELETE FROM audit_entry WHERE seq = 5",
            "holds rows of entry 5, which is missing",
        ),
        (
            "UPDATE audit_entry SET seq = 99 WHERE seq = 2; UPDATE audit_entry SET seq = 2 WHERE seq = 3; UPDATE audit_entry SET seq = 3 WHERE seq = 99",
            "entry 2 does not follow",
        ),
        (
            "UPDATE placements SET agreed_weekly_pence = 99999 WHERE placement_id = 'PL05'",
            "entry 1 wrote to placements",
        ),
        (
            "DELETE FROM contributions WHERE placement_id = 'PL05'",
            "entry 1 wrote to contributions",
        ),
        ("DELETE FROM one_offs", "entry 1 wrote to one_offs"),
        (
            "UPDATE postings SET amount_pence = amount_pence + 1 WHERE placement_id = 'PL01'",
            "entry 5 wrote to postings",
        ),
        (
            "INSERT INTO holds (authority, seq, withdrawn, placement_id, element, reason, actor) VALUES ('kent', 1, 0, 'PL01', 'care_fee', 'x', 'y')",
            "entry 1 wrote to holds",
        ),
        (
            "INSERT INTO holds (authority, seq, withdrawn, placement_id, element, reason, actor) VALUES ('kent', 9, 0, 'PL01', 'care_fee', 'x', 'y')",
            "holds holds rows of entry 9",
        ),
        (
            "UPDATE placements SET withdrawn = 1 WHERE placement_id = 'PL05'",
            "entry 1 wrote to placements",
        ),
        (
            "UPDATE placements SET authority = 'medway' WHERE placement_id = 'PL05'",
            "entry 1 wrote to placements",
        ),
        (
            "UPDATE outbox SET authority = 'medway' WHERE seq = 2",
            "entry 2 wrote to outbox",
        ),
        (
            "UPDATE outbox SET payload = '{}' WHERE seq = 4 AND topic = 'command'",
            "entry 4 wrote to outbox",
        ),
        (
            "DELETE FROM outbox WHERE seq = 4",
            "entry 4 has lost its outbox message",
        ),
    ];
    for (statements, expected) in cases {
        let found = tampered(statements);
        assert!(found.contains(expected), "{statements}: {found}");
    }
}

#[test]
fn the_time_of_an_entry_never_goes_back() {
    let oast = county();
    oast.ok(&[
        "--at",
        "2020-01-01T00:00:00Z",
        "pay-run",
        "hold",
        "PL01",
        "--element",
        "care_fee",
        "--reason",
        "x",
    ]);
    let listed = oast.ok(&["audit", "list", "--format", "csv"]);
    assert!(
        listed
            .lines()
            .last()
            .unwrap()
            .starts_with("6,2026-06-22T09:00:00.00000"),
        "{listed}"
    );
    oast.ok(&["audit", "verify"]);
}
