//! `STYLE.md`, enforced over the tree.
//!
//! This crate is no floor of the house: nothing depends on it, and it depends on nothing of ours.
//! Each rule is a function over the files of the tree that adds a [`Fault`] for every place that
//! breaks it. A place that breaks one for a reason is listed in `allowed.rs` with that reason; a
//! listed place that breaks it no longer is a fault too.

mod allowed;
mod bans;
mod floors;
mod links;
mod mask;
mod prose;
mod records;
mod shape;
mod source;
mod tree;

use std::fmt;

pub use source::Source;
pub use tree::read_tree;

/// A place that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file, from the top of the tree.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// The rule's name, as `STYLE.md` has it.
    pub rule: &'static str,
    /// What is wrong and what would be right.
    pub says: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            path,
            line,
            rule,
            says,
        } = self;
        write!(f, "{path}:{line}: {says} [{rule}]")
    }
}

/// Every fault of the tree, in order of file and line, less those that are allowed.
pub fn check(tree: &[Source]) -> Vec<Fault> {
    let mut faults = allowed::set_aside(tree, &find(tree));
    faults.sort();
    faults
}

/// Every fault of the tree, the allowed ones too.
fn find(tree: &[Source]) -> Vec<Fault> {
    let mut faults = Vec::new();
    for rule in [
        shape::check,
        bans::check,
        floors::check,
        prose::check,
        links::check,
        records::check,
    ] {
        rule(tree, &mut faults);
    }
    faults
}
