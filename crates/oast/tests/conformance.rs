//! The same packs through an independent implementation of the rules, to the penny.
//!
//! `conformance/oracle.py` was written from the text of the rules alone, day by day and in exact
//! fractions. `conformance/random_pack.py` makes packs with every route, ending, absence and payer,
//! and late corrections of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops where it fails"
)]

mod support;

use std::collections::BTreeMap;
use std::process::Command;

use support::{Oast, root};

/// Runs one of the Python programs of `conformance/`.
fn python(script: &str, arguments: &[&str], oast: &Oast) -> String {
    let output = Command::new("python3")
        .current_dir(oast.folder.path())
        .arg(root().join("conformance").join(script))
        .args(arguments)
        .output()
        .expect("python3 is needed for the conformance tests");
    assert!(
        output.status.success(),
        "{script}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

/// The first line in which two answers differ.
fn first_difference(ours: &str, theirs: &str) -> Option<String> {
    let pairs = ours.lines().zip(theirs.lines());
    let differing = pairs.into_iter().find(|(ours, theirs)| ours != theirs);
    match differing {
        Some((ours, theirs)) => Some(format!("ours   {ours}\ntheirs {theirs}")),
        None if ours.len() != theirs.len() => Some("one has more lines".to_owned()),
        None => None,
    }
}

/// A random county, then late corrections of it: what is due agrees before and after, and what was
/// due as it was known before is still the same.
fn agree(seed: &str, placements: &str, from: &str, to: &str) {
    let oast = Oast::new();
    let pack = ["--seed", seed, "--placements", placements, "--out"];
    python("random_pack.py", &[&pack[..], &["pack"]].concat(), &oast);
    let due = |known: &[&str]| {
        let span = ["due", "--from", from, "--to", to, "--format", "csv"];
        oast.ok(&[&span[..], known].concat())
    };
    let oracle = |pack| {
        python(
            "oracle.py",
            &["due", pack, "--from", from, "--to", to],
            &oast,
        )
    };
    oast.import("pack", "2028-06-01T09:00:00Z");
    let before = due(&[]);
    assert_eq!(
        first_difference(&before, &oracle("pack")),
        None,
        "seed {seed}"
    );

    python(
        "random_pack.py",
        &[&pack[..], &["corrected", "--mutate", seed]].concat(),
        &oast,
    );
    oast.import("corrected", "2028-07-01T09:00:00Z");
    let after = due(&[]);
    assert_eq!(
        first_difference(&after, &oracle("corrected")),
        None,
        "seed {seed}, corrected"
    );
    assert_ne!(before, after);
    assert_eq!(
        due(&["--known-at", "2028-06-30"]),
        before,
        "seed {seed}, as known before"
    );
}

#[test]
fn an_independent_implementation_agrees_over_six_years() {
    agree("11", "400", "2023-01-01", "2028-12-31");
}

#[test]
fn an_independent_implementation_agrees_on_spans_that_cut_pay_periods() {
    agree("12", "400", "2025-02-13", "2027-10-07");
}

#[test]
fn an_independent_implementation_agrees_on_many_placements() {
    agree("13", "2000", "2026-01-15", "2026-12-03");
}

/// What the independent implementation says is due to homes, net, by placement and element.
fn net_to_homes(due: &str) -> BTreeMap<(String, String), i64> {
    let mut sums = BTreeMap::new();
    for line in due.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [placement, element, from, towards, _, _, amount] = cells[..] else {
            panic!("{line}")
        };
        let pence: i64 = amount.replace('.', "").parse().unwrap();
        let effect = match (from, towards) {
            ("council", "home") => pence,
            ("person", "home") => -pence,
            _ => 0,
        };
        *sums
            .entry((placement.to_owned(), element.to_owned()))
            .or_default() += effect;
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

/// What was posted to homes, by placement and element.
fn posted(postings: &str) -> BTreeMap<(String, String), i64> {
    let mut sums = BTreeMap::new();
    for line in postings.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        if cells[5] == "home" {
            let pence: i64 = cells[3].replace('.', "").parse().unwrap();
            *sums
                .entry((cells[0].to_owned(), cells[1].to_owned()))
                .or_default() += pence;
        }
    }
    sums.retain(|_, sum| *sum != 0);
    sums
}

#[test]
fn what_is_posted_comes_to_what_is_due_whatever_was_corrected_in_between() {
    let oast = Oast::new();
    let pack = ["--seed", "14", "--placements", "500", "--out"];
    python("random_pack.py", &[&pack[..], &["pack"]].concat(), &oast);
    oast.import("pack", "2028-06-01T09:00:00Z");
    oast.pay("PR-0001", "2026-12-06", "2028-06-02T09:00:00Z");
    for (round, seed) in ["21", "22", "23"].into_iter().enumerate() {
        let corrected = format!("corrected-{seed}");
        python(
            "random_pack.py",
            &[&pack[..], &[&corrected, "--mutate", seed]].concat(),
            &oast,
        );
        oast.ok(&[
            "--at",
            "2028-06-03T09:00:00Z",
            "import",
            &corrected,
            "--replace",
        ]);
        let until = ["2026-12-06", "2027-02-10", "2027-05-23"][round];
        oast.pay(
            &format!("PR-{:04}", round + 2),
            until,
            "2028-06-04T09:00:00Z",
        );
        let again = oast.ok(&["pay-run", "propose", "--until", until]);
        assert!(again.contains("nothing to pay"), "{again}");
        let export = format!("export-{seed}");
        oast.ok(&["export", &export]);
        let postings = std::fs::read_to_string(oast.path(&export).join("postings.csv")).unwrap();
        let span = ["due", &corrected, "--from", "2026-03-30", "--to", until];
        assert_eq!(
            posted(&postings),
            net_to_homes(&python("oracle.py", &span, &oast))
        );
    }
    oast.ok(&["audit", "verify"]);
}
