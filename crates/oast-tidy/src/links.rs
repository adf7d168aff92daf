//! What a document points to is there: files, headings, and the functions it names.

use std::collections::BTreeSet;

use crate::mask::is_word;
use crate::prose::without_code;
use crate::shape::functions;
use crate::{Fault, Source};

/// Where a name between back-quotes begins that is of a file or a folder.
const FOLDERS: &[&str] = &[
    "crates/",
    "terms/",
    "counties/",
    "conformance/",
    "docs/",
    "benches/",
];

pub(crate) fn check(tree: &[Source], faults: &mut Vec<Fault>) {
    let known: BTreeSet<&str> = tree
        .iter()
        .flat_map(|source| functions(source.code()).map(|(_, name)| name))
        .collect();
    for source in tree.iter().filter(|source| source.extension() == "md") {
        for (number, line) in (1..).zip(without_code(&source.text).lines()) {
            for says in targets(line).filter_map(|target| broken(tree, source, target)) {
                faults.push(source.fault(number, "links", says));
            }
        }
        for (number, span) in spans(&source.text) {
            if let Some(says) = unknown(tree, &known, span) {
                faults.push(source.fault(number, "names", says));
            }
        }
    }
}

/// The targets of the links on a line.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    line.split("](")
        .skip(1)
        .filter_map(|rest| rest.split(')').next())
        .filter_map(|target| target.split_whitespace().next())
}

/// Why a link leads nowhere, if it does.
fn broken(tree: &[Source], from: &Source, target: &str) -> Option<String> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (file, heading) = target.split_once('#').unwrap_or((target, ""));
    let path = if file.is_empty() {
        from.path.clone()
    } else {
        resolve(&from.path, file)
    };
    if !is_there(tree, &path) {
        return Some(format!("{target} leads nowhere: there is no {path}"));
    }
    let to = tree.iter().find(|source| source.path == path);
    let found =
        heading.is_empty() || to.is_some_and(|to| headings(&to.text).any(|other| other == heading));
    (!found).then(|| format!("{target} leads nowhere: {path} has no such heading"))
}

fn is_there(tree: &[Source], path: &str) -> bool {
    let path = path.trim_end_matches('/');
    let folder = format!("{path}/");
    tree.iter()
        .any(|source| source.path == path || source.path.starts_with(&folder))
}

/// A path that is written as seen from a file.
fn resolve(from: &str, target: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The names by which links find the headings of a document.
fn headings(document: &str) -> impl Iterator<Item = String> {
    let mut fenced = false;
    document.lines().filter_map(move |line| {
        fenced ^= line.trim_start().starts_with("```");
        let heading = line.strip_prefix('#').filter(|_| !fenced)?;
        let heading = heading.trim_start_matches('#').trim().to_lowercase();
        let kept = heading.replace(' ', "-");
        Some(kept.replace(|c| !is_word(c) && c != '-', ""))
    })
}

/// What stands between back-quotes outside fenced blocks, with its line.
fn spans(document: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    (1..).zip(document.lines()).flat_map(move |(number, line)| {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        let line = if fence || fenced { "" } else { line };
        let parts = line.split('`').enumerate();
        parts
            .filter(|(index, _)| index % 2 == 1)
            .map(move |(_, span)| (number, span))
    })
}

/// Why a name between back-quotes is of nothing that is there, if it is not.
fn unknown(tree: &[Source], known: &BTreeSet<&str>, span: &str) -> Option<String> {
    if let Some(path) = span.strip_suffix("()") {
        let name = path.rsplit("::").next().unwrap_or(path);
        return (!known.contains(name)).then(|| format!("there is no function {name}"));
    }
    let is_path = FOLDERS.iter().any(|folder| span.starts_with(folder));
    let is_pattern = span.contains(['*', '<', '{', ' ', '…']);
    let missing = is_path && !is_pattern && !is_there(tree, span);
    missing.then(|| format!("there is no {span}"))
}
