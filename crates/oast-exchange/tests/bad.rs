//! Bad packs as data: each folder of `bad/` holds the files that stand in place of those of
//! `good/`, and `expected.txt`, every fault that must be found and nothing else.

#![expect(clippy::unwrap_used, reason = "a test ends at the first surprise")]

use std::fs;
use std::path::{Path, PathBuf};

use oast_exchange::pack;
use oast_terms::Terms;

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry.path().extension().is_some_and(|end| end == "csv") {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

/// Everything that is said of a pack, a line each.
fn said(dir: &Path, terms: &Terms) -> String {
    let (refused, warnings) = match pack::read(dir, &mut |_, _| {}) {
        Err(faults) => (faults, Vec::new()),
        Ok(read) => {
            let checked = read.check(terms);
            (checked.refused, checked.warnings)
        }
    };
    let refused = refused.iter().map(ToString::to_string);
    let warnings = warnings.iter().map(|fault| format!("warning: {fault}"));
    refused.chain(warnings).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_good_pack_is_taken_in_without_a_word() {
    let terms = Terms::bundled("kent").unwrap();
    assert_eq!(said(&tests().join("good"), &terms), "");
}

#[test]
fn every_bad_pack_is_refused_whole_and_says_why() {
    let terms = Terms::bundled("kent").unwrap();
    let mut cases: Vec<_> = fs::read_dir(tests().join("bad"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    cases.sort();
    assert!(cases.len() >= 40);
    let mut wrong = Vec::new();
    for case in cases {
        let dir = tempfile::tempdir().unwrap();
        copy(&tests().join("good"), dir.path());
        copy(&case, dir.path());
        let expected = fs::read_to_string(case.join("expected.txt")).unwrap_or_default();
        let found = said(dir.path(), &terms);
        let refused = !found.is_empty() && !found.starts_with("warning: ");
        if found != expected.trim_end() || !refused {
            let case = case.display();
            wrong.push(format!("{case}\nexpected:\n{expected}\nfound:\n{found}\n"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_folder_without_a_pack_says_so() {
    let terms = Terms::bundled("kent").unwrap();
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(
        said(dir.path(), &terms),
        "the folder holds none of the files of a data pack, such as placements.csv"
    );
    let missing = dir.path().join("nowhere");
    assert!(said(&missing, &terms).starts_with("the folder "));
}

#[test]
fn past_the_limit_the_rest_are_counted() {
    let dir = tempfile::tempdir().unwrap();
    let mut text = "financial_year,category,amount\n".to_string();
    text += &"2026/27,residential,many\n".repeat(1_234);
    fs::write(dir.path().join("budgets.csv"), text).unwrap();
    let faults = pack::read(dir.path(), &mut |_, _| {}).unwrap_err();
    assert_eq!(faults.len(), pack::FAULTS_REPORTED_MAX + 1);
    assert_eq!(faults.last().unwrap().to_string(), "and 234 more");
}
