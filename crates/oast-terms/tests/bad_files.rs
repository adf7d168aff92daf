//! What is wrong in a terms file is refused, with a sentence that names the file and the line.
//!
//! Each folder of `tests/bad/` is laid over the good terms, file for file; `removed.txt` lists the
//! files to leave out, and `expected.txt` everything that the loader must say.

use std::fs;
use std::path::Path;

use oast_terms::{DirSource, EmbeddedSource, Source, SourceFile, Terms};

/// Fewer cases than this, and the folder was not found.
const CASES_MIN: usize = 50;

#[test]
fn bad_files_are_refused_with_the_expected_words() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad");
    let mut cases: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|case| case.unwrap().path())
        .collect();
    cases.sort();
    assert!(cases.len() >= CASES_MIN, "{} cases", cases.len());
    let differ: Vec<String> = cases.iter().filter_map(|case| difference(case)).collect();
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

/// How what is said about a case differs from what is expected, if it does.
fn difference(case: &Path) -> Option<String> {
    let said = match Terms::load(&laid_over_the_good_terms(case), "kent") {
        Ok(_) => "It was accepted.\n".to_owned(),
        Err(problems) => {
            problems
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join("\n")
                + "\n"
        }
    };
    let expected = fs::read_to_string(case.join("expected.txt")).unwrap_or_default();
    (said != expected).then(|| format!("=== {}\n{said}--- expected\n{expected}", case.display()))
}

fn laid_over_the_good_terms(case: &Path) -> Vec<SourceFile> {
    let removed = fs::read_to_string(case.join("removed.txt")).unwrap_or_default();
    let mut files = DirSource(case.to_path_buf())
        .files()
        .expect("the case is there");
    files.retain(|file| !matches!(file.path.as_str(), "expected.txt" | "removed.txt"));
    for good in EmbeddedSource.files().expect("embedded files") {
        let replaced = files.iter().any(|file| file.path == good.path);
        if !replaced && !removed.lines().any(|path| path == good.path) {
            files.push(good);
        }
    }
    files
}
