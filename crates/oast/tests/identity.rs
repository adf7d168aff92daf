//! Import, export, import: nothing is lost and nothing changes.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where it fails"
)]

mod support;

use support::{Oast, bytes_of, copy, edit, root};

#[test]
fn an_exported_county_imports_as_it_was() {
    let oast = Oast::new();
    copy(
        &root().join("crates/oast-exchange/tests/good"),
        &oast.path("pack"),
    );
    oast.import("pack", "2026-06-10T09:00:00Z");
    oast.pay("PR-0001", "2026-06-21", "2026-06-22T09:00:00Z");
    oast.ok(&["export", "first"]);
    assert!(
        oast.ok(&["import", "first"])
            .contains("all of it was known already")
    );

    let other = Oast::new();
    copy(&oast.path("first"), &other.path("pack"));
    other.import("pack", "2026-06-23T09:00:00Z");
    other.ok(&["export", "second"]);
    assert_eq!(
        bytes_of(&oast.path("first")),
        bytes_of(&other.path("second"))
    );
    // The opening postings came along, so nothing is paid twice.
    let proposed = other.ok(&["pay-run", "propose", "--until", "2026-06-21"]);
    assert!(proposed.contains("nothing to pay"), "{proposed}");
}

#[test]
fn a_generated_county_exports_to_the_bytes_it_came_from() {
    let oast = Oast::new();
    oast.ok(&["generate", "--placements", "300", "--out", "pack"]);
    oast.import("pack", "2026-04-01T09:00:00Z");
    oast.ok(&["export", "out"]);
    let (came, went) = (bytes_of(&oast.path("pack")), bytes_of(&oast.path("out")));
    for (file, bytes) in &came {
        if file != "postings.csv" {
            assert!(went.get(file) == Some(bytes), "{file} differs");
        }
    }
}

#[test]
fn a_row_that_vanished_stays_until_it_is_withdrawn_and_can_still_be_asked_for() {
    let oast = Oast::new();
    copy(
        &root().join("crates/oast-exchange/tests/good"),
        &oast.path("pack"),
    );
    oast.import("pack", "2026-06-10T09:00:00Z");
    let file = oast.path("pack/absences.csv");
    let text = std::fs::read_to_string(&file).unwrap();
    let kept: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("PL05"))
        .collect();
    std::fs::write(&file, kept.join("\n") + "\n").unwrap();
    let said = oast.import("pack", "2026-06-11T09:00:00Z");
    assert!(
        said.contains("1 known facts are not in the pack; they stay"),
        "{said}"
    );
    oast.ok(&[
        "--at",
        "2026-06-12T09:00:00Z",
        "import",
        "pack",
        "--replace",
    ]);
    oast.ok(&["export", "now"]);
    oast.ok(&["export", "then", "--known-at", "2026-06-11"]);
    let absences =
        |folder: &str| std::fs::read_to_string(oast.path(folder).join("absences.csv")).unwrap();
    assert!(!absences("now").contains("PL05") && absences("then").contains("PL05"));
    oast.ok(&["audit", "verify"]);
}

#[test]
fn a_dry_run_and_a_bad_pack_store_nothing() {
    let oast = Oast::new();
    copy(
        &root().join("crates/oast-exchange/tests/good"),
        &oast.path("pack"),
    );
    assert!(
        oast.ok(&["import", "pack", "--dry-run"])
            .contains("this was a dry run")
    );
    assert!(
        oast.ok(&["audit", "list", "--format", "csv"])
            .lines()
            .count()
            == 1
    );
    edit(
        &oast.path("pack/people.csv"),
        "P01",
        "9991000011",
        "9991000012",
    );
    edit(
        &oast.path("pack/placements.csv"),
        "PL05",
        "2019-07-15",
        "2019-02-29",
    );
    let (code, said) = oast.refused(&["import", "pack"]);
    assert_eq!(code, 3);
    assert!(said.contains("people.csv line 2, nhs_number: "), "{said}");
    assert!(
        said.contains("placements.csv line 6, started_on: there is no 29 February 2019"),
        "{said}"
    );
    assert!(
        oast.ok(&["audit", "list", "--format", "csv"])
            .lines()
            .count()
            == 1
    );
}
