//! How long people are kept and what is held on them, from the command line.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use support::{Oast, copy, root};

/// By then everybody whose care has ended need not be kept.
const LATER: &str = "2060-06-01";

/// A small county, and somebody whom the schedule no longer keeps by then.
fn county() -> (Oast, String) {
    let oast = Oast::new();
    copy(
        &root().join("crates/oast-exchange/tests/good"),
        &oast.path("pack"),
    );
    oast.import("pack", "2026-06-10T09:00:00Z");
    let listed = oast.ok(&["--format", "csv", "retention", "due", "--on", LATER]);
    let (head, rows) = listed.split_once('\n').unwrap();
    assert!(
        head.starts_with("person_id,ended_on,died,kept_until,because"),
        "{head}"
    );
    let person = rows.split(',').next().unwrap().to_owned();
    assert!(!person.is_empty(), "{listed}");
    (oast, person)
}

/// What erasing, or trying to, says of a person.
fn erase(oast: &Oast, extra: &[&str], person: &str) -> String {
    let arguments = [
        "--at",
        "2060-06-01T09:00:00Z",
        "--format",
        "csv",
        "retention",
        "erase",
    ];
    let said = oast.ok(&[&arguments[..], &["--on", LATER], extra].concat());
    let row = said.lines().find(|line| line.starts_with(person));
    row.unwrap_or_default().to_owned()
}

#[test]
fn whoever_is_held_is_kept_and_whoever_is_not_is_erased_once() {
    let (oast, person) = county();
    let hold = [
        "retention",
        "hold",
        &person,
        "--reason",
        "a claim",
        "--reference",
        "L-7",
    ];
    oast.ok(&hold);
    assert!(oast.ok(&["retention", "holds"]).contains("a claim"));
    let kept = erase(&oast, &["--dry-run"], &person);
    assert_eq!(kept, format!("{person},kept: legal hold: L-7"));
    let unsaid = oast.run(&["retention", "lift", &person]);
    assert_eq!(unsaid.status.code(), Some(2), "lifting wants a reason");
    oast.ok(&["retention", "lift", &person, "--reason", "it was settled"]);
    let holds = oast.ok(&["retention", "holds"]);
    assert!(holds.contains("a claim; lifted: it was settled"), "{holds}");
    let (_, said) = oast.refused(&["retention", "lift", &person, "--reason", "again"]);
    assert!(said.contains("no legal hold on person"), "{said}");

    let tried = erase(&oast, &["--dry-run"], &person);
    assert_eq!(tried, format!("{person},would be erased"));
    assert_eq!(erase(&oast, &[], &person), format!("{person},erased"));
    assert_eq!(erase(&oast, &[], &person), "", "nobody is erased twice");
    oast.ok(&["audit", "verify"]);
    oast.ok(&["export", "out"]);
    let people = std::fs::read_to_string(oast.path("out/people.csv")).unwrap();
    let row = people
        .lines()
        .find(|line| line.starts_with(&person))
        .unwrap();
    assert!(
        row.trim_start_matches(&person).chars().all(|c| c == ','),
        "{row}"
    );
}

#[test]
fn everything_held_on_a_person_is_written_to_a_folder() {
    let (oast, person) = county();
    let said = oast.ok(&[
        "--format", "csv", "person", "export", &person, "--to", "held",
    ]);
    for list in ["people,1", "placements,", "who_looked,0", "who_recorded,"] {
        assert!(said.contains(list), "{list}: {said}");
    }
    // That it was taken is held on them as well, and the next one says so.
    let again = oast.ok(&[
        "--format", "csv", "person", "export", &person, "--to", "again",
    ]);
    assert!(again.contains("who_looked,1"), "{again}");
    let looked = std::fs::read_to_string(oast.path("again/who_looked.csv")).unwrap();
    assert!(looked.contains("subject access"), "{looked}");
    let page = std::fs::read_to_string(oast.path("held/index.html")).unwrap();
    assert!(page.contains(&person) && page.contains("What is held on you"));
    assert!(oast.path("held/people.csv").exists() && oast.path("held/people.json").exists());
    let (code, said) = oast.refused(&["person", "export", "P9999999", "--to", "none"]);
    assert_eq!(code, 3, "{said}");
    assert!(said.contains("P9999999"), "{said}");
    assert!(!oast.path("none").exists(), "nothing is half done");
}
