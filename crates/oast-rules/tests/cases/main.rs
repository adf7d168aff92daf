//! The rule cases: every file of `cases/`, run strictly against the rules.
//!
//! A case is data that a contract officer can read and write; `cases/README.md` says how.

mod answer;
mod case;
mod contract;
mod due;
mod facts;
mod fair_fee;
mod fields;
mod file;
mod means_test;
mod notice;
mod pay_run;
mod placement;
mod price;
mod privacy;
mod quality;
mod self_funder;
mod terms;

use std::collections::BTreeMap;

/// Fewer cases than this means that files were lost.
const CASES_MIN: usize = 300;

#[test]
fn every_case_holds() {
    let (cases, mut problems) = file::all();
    for case in cases {
        let label = case.label();
        if let Err(problem) = case.run() {
            problems.push(format!("{label}\n{problem}"));
        }
    }
    let count = problems.len();
    assert!(
        count == 0,
        "{count} problems:\n\n{}\n",
        problems.join("\n\n")
    );
}

#[test]
fn there_are_enough_cases_and_no_two_have_one_name() {
    let (cases, _) = file::all();
    let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for case in &cases {
        names.entry(&case.name).or_default().push(&case.file);
    }
    names.retain(|_, files| files.len() > 1);
    assert!(names.is_empty(), "names used more than once: {names:#?}");
    assert!(cases.len() >= CASES_MIN, "only {} cases", cases.len());
}

/// A case that is wrong in one way, and what is said about it.
fn refusal(from: &str, to: &str) -> String {
    let text = r#"
kind = "settle"
[[case]]
name = "A run's net below nothing becomes a debt."
because = "rules §5"
given = { net = "-12.50", debt = "0.00", instalment = "0.00" }
expect = { carried = "£12.50" }
"#;
    assert!(text.contains(from), "{from}");
    let (cases, mut problems) = file::read("money/test.toml", &text.replace(from, to));
    for case in cases {
        problems.extend(case.run().err());
    }
    problems.join("; ")
}

#[test]
fn a_case_that_is_right_says_nothing() {
    assert_eq!(refusal("12.50", "12.50"), "");
}

#[test]
fn a_misspelt_key_is_refused_with_its_file() {
    for (from, to, expected) in [
        (
            "debt = \"0.00\"",
            "debt = \"0.00\", dept = 1",
            "given: 'dept' is not used here",
        ),
        ("debt =", "dept =", "given: 'debt' is missing"),
        (
            "because",
            "becuase",
            "money/test.toml: case 1: 'because' is missing",
        ),
        ("{ carried", "{ cairred", "expect: there is no 'cairred'"),
        (
            "\"settle\"",
            "\"setle\"",
            "money/test.toml: there is no kind 'setle'",
        ),
        (
            "\"settle\"",
            "\"rate\"",
            "money/test.toml: cases of kind 'rate' belong in price/",
        ),
        (
            "\nkind",
            "\nkinds = 1\nkind",
            "money/test.toml: 'kinds' is not used here",
        ),
        (
            "\"-12.50\"",
            "-12.5",
            "-12.5 is a binary fraction; write it in quotes",
        ),
        ("£12.50", "£12.51", "carried: expected £12.51, found £12.50"),
    ] {
        let found = refusal(from, to);
        assert!(found.contains(expected), "{from} -> {to}: {found}");
    }
}
