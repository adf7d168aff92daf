//! Decisions are numbered without a gap, and each says what a decision must.

use crate::{Fault, Source};

const FOLDER: &str = "docs/adr/";
const PARTS: &[&str] = &["## Context", "## Decision", "## Consequences"];

pub(crate) fn check(tree: &[Source], faults: &mut Vec<Fault>) {
    let records = tree
        .iter()
        .filter(|source| source.path.starts_with(FOLDER) && source.extension() == "md");
    for (number, source) in (1..).zip(records) {
        if !source.path[FOLDER.len()..].starts_with(&format!("{number:04}-")) {
            let says = format!("decisions are numbered without a gap: this one is {number:04}");
            faults.push(source.fault(1, "decisions", says));
        }
        let has = |part: &str| source.text.lines().any(|line| line == part);
        for part in PARTS.iter().filter(|part| !has(part)) {
            faults.push(source.fault(1, "decisions", format!("it has no '{part}'")));
        }
    }
}
