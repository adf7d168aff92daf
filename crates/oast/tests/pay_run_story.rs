//! A run is paid, then late facts come in: the next proposal holds exactly the adjustments.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where it fails"
)]

mod support;

use support::{Oast, add, copy, edit, root};

const FIRST: &str = "2026-06-22T09:00:00Z";
const LATE: &str = "2026-07-30T09:00:00Z";
const AFTER: &str = "2026-07-31T09:00:00Z";
const UNTIL: &str = "2026-06-21";

/// The county of twelve placements, imported and paid once.
fn paid_county() -> Oast {
    let oast = Oast::new();
    copy(
        &root().join("crates/oast-exchange/tests/good"),
        &oast.path("pack"),
    );
    oast.import("pack", "2026-06-10T09:00:00Z");
    oast.pay("PR-0001", UNTIL, FIRST);
    oast
}

/// A death six weeks late, an uplift corrected, and another version of a price.
fn correct(oast: &Oast) {
    let pack = oast.path("pack");
    edit(
        &pack.join("placements.csv"),
        "PL10",
        "2026-08-20",
        "2026-06-15",
    );
    edit(&pack.join("uplifts.csv"), ",legacy", "3.1", "3.4");
    edit(
        &pack.join("prices.csv"),
        "oprn-framework-2026,1,H02,nursing,",
        "1060.00",
        "1070.00",
    );
    oast.import("pack", LATE);
}

#[test]
fn late_facts_become_adjustments_that_name_their_causes() {
    let oast = paid_county();
    correct(&oast);
    let lines = oast.ok(&[
        "pay-run",
        "propose",
        "--until",
        UNTIL,
        "--dry-run",
        "--format",
        "csv",
    ]);
    insta::assert_snapshot!(lines);
}

#[test]
fn a_dry_run_says_what_would_change_column_by_column() {
    let oast = paid_county();
    edit(
        &oast.path("pack/placements.csv"),
        "PL10",
        "2026-08-20",
        "2026-06-15",
    );
    let said = oast.ok(&["import", "pack", "--dry-run"]);
    let change = "change: placements PL10 ended_on 2026-06-15 (was 2026-08-20)";
    assert!(said.contains(change), "{said}");
}

#[test]
fn the_same_run_twice_proposes_nothing() {
    let oast = paid_county();
    let again = ["--at", FIRST, "pay-run", "propose", "--until", UNTIL];
    assert!(oast.ok(&again).contains("nothing to pay"));
    correct(&oast);
    oast.pay("PR-0002", UNTIL, AFTER);
    assert!(oast.ok(&again).contains("nothing to pay"));
    oast.ok(&["audit", "verify"]);
}

#[test]
fn what_was_known_before_the_corrections_gives_the_first_run_to_the_byte() {
    let oast = paid_county();
    let first = oast.ok(&["pay-run", "show", "PR-0001", "--format", "csv"]);
    let due = |known: &[&str]| {
        let mut arguments = vec![
            "due",
            "--from",
            "2026-03-30",
            "--to",
            UNTIL,
            "--format",
            "csv",
        ];
        arguments.extend(known);
        oast.ok(&arguments)
    };
    let first_due = due(&[]);
    correct(&oast);
    oast.pay("PR-0002", UNTIL, AFTER);
    let known_at = ["--known-at", "2026-06-10"];
    let replay = ["pay-run", "propose", "--until", UNTIL, "--format", "csv"];
    assert_eq!(oast.ok(&[&replay[..], &known_at[..]].concat()), first);
    assert_eq!(due(&known_at), first_due);
    assert_ne!(due(&[]), first_due);
    let shown = [
        "pay-run",
        "show",
        "PR-0001",
        "--format",
        "csv",
        "--known-at",
        "2026-06-23",
    ];
    assert_eq!(oast.ok(&shown), first);
}

#[test]
fn a_held_element_waits_and_is_not_lost() {
    let oast = Oast::new();
    copy(
        &root().join("crates/oast-exchange/tests/good"),
        &oast.path("pack"),
    );
    oast.import("pack", "2026-06-10T09:00:00Z");
    let hold = [
        "pay-run",
        "hold",
        "PL01",
        "--element",
        "care_fee",
        "--reason",
        "Dispute of dates",
    ];
    oast.ok(&hold);
    oast.pay("PR-0001", UNTIL, FIRST);
    let lines = |run| oast.ok(&["pay-run", "show", run, "--format", "csv"]);
    assert!(!lines("PR-0001").contains("PL01,care_fee"));
    oast.ok(&["pay-run", "release", "PL01", "--element", "care_fee"]);
    oast.pay("PR-0002", UNTIL, AFTER);
    insta::assert_snapshot!(lines("PR-0002"));
}

#[test]
fn a_net_below_nothing_is_carried_as_a_debt_and_recovered_by_instalments() {
    let oast = paid_county();
    let pack = oast.path("pack");
    // PL09 left at once: all that its home was paid comes back.
    edit(
        &pack.join("placements.csv"),
        "PL09",
        "2026-06-29",
        "2026-06-15",
    );
    edit(
        &pack.join("placements.csv"),
        "PL11",
        "2026-07-31",
        "2026-04-01",
    );
    edit(
        &pack.join("placements.csv"),
        "PL11",
        "2026-08-10",
        "2026-04-01",
    );
    edit(
        &pack.join("notices.csv"),
        "PL11",
        "2026-07-06",
        "2026-03-01",
    );
    oast.import("pack", LATE);
    oast.ok(&[
        "--at", AFTER, "--as", "officer", "pay-run", "propose", "--until", UNTIL,
    ]);
    oast.ok(&["pay-run", "check", "PR-0002"]);
    oast.ok(&["--as", "approver", "pay-run", "approve", "PR-0002"]);
    insta::assert_snapshot!(oast.ok(&["--as", "approver", "pay-run", "pay", "PR-0002"]));
    add(
        &pack.join("placements.csv"),
        "PL13,P08,H06,residential,spot,,,respite,2026-07-01,700.00,2026-07-20,discharged,",
    );
    oast.import("pack", "2026-08-01T09:00:00Z");
    oast.ok(&["pay-run", "instalment", "H06", "--per-run", "250.00"]);
    oast.ok(&[
        "--as",
        "officer",
        "pay-run",
        "propose",
        "--until",
        "2026-07-19",
    ]);
    oast.ok(&["pay-run", "check", "PR-0003"]);
    oast.ok(&["--as", "approver", "pay-run", "approve", "PR-0003"]);
    insta::assert_snapshot!(oast.ok(&["--as", "approver", "pay-run", "pay", "PR-0003"]));
}

#[test]
fn a_run_goes_through_its_states_and_no_other_way() {
    let oast = Oast::new();
    copy(
        &root().join("crates/oast-exchange/tests/good"),
        &oast.path("pack"),
    );
    oast.import("pack", "2026-06-10T09:00:00Z");
    let refused = |arguments: &[&str], why: &str| {
        let (code, said) = oast.refused(arguments);
        assert_eq!(code, 3, "{said}");
        assert!(said.contains(why), "{said}");
    };
    refused(
        &["pay-run", "check", "PR-0001"],
        "there is no pay run PR-0001; none has been proposed yet",
    );
    oast.ok(&["--as", "officer", "pay-run", "propose", "--until", UNTIL]);
    refused(
        &["pay-run", "propose", "--until", UNTIL],
        "pay run PR-0001 is proposed; pay it or reject it",
    );
    refused(
        &["--as", "approver", "pay-run", "approve", "PR-0001"],
        "only a checked run can be approved",
    );
    oast.ok(&["--as", "officer", "pay-run", "check", "PR-0001"]);
    refused(
        &["--as", "officer", "pay-run", "approve", "PR-0001"],
        "somebody else must approve it",
    );
    refused(
        &["pay-run", "pay", "PR-0001"],
        "only an approved run can be paid",
    );
    refused(
        &["pay-run", "reject", "PR-0001", "--reason", " "],
        "with a reason",
    );
    oast.ok(&["pay-run", "reject", "PR-0001", "--reason", "Wrong last day"]);
    refused(
        &["pay-run", "show", "PR-0001", "--remittances", "r"],
        "is rejected",
    );
    oast.pay("PR-0002", UNTIL, FIRST);
    refused(
        &["pay-run", "reject", "PR-0002", "--reason", "Too late"],
        "the run is paid",
    );
    refused(
        &["pay-run", "propose", "--until", "2026-06-20"],
        "has paid up to 21 June 2026",
    );
    oast.ok(&["audit", "verify"]);
}

#[test]
fn each_home_is_told_what_it_is_paid() {
    let oast = paid_county();
    oast.ok(&["pay-run", "show", "PR-0001", "--remittances", "told"]);
    let files = support::bytes_of(&oast.path("told"));
    let names: Vec<_> = files.keys().map(String::as_str).collect();
    insta::assert_snapshot!(names.join("\n"));
    insta::assert_snapshot!(String::from_utf8_lossy(&files["remittance-H01.csv"]));
}
