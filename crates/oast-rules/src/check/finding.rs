use std::collections::HashMap;
use std::convert::Infallible;

use crate::facts::{Fact, Pack, Rows, TableVisitor, each_table};

/// Whether a finding stops a pack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The pack is refused whole.
    Refused,
    /// The pack is taken in, and somebody should look.
    Warning,
}

/// One thing found in a pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The kind of fact, which is its file: `placements`.
    pub table: &'static str,
    /// The row, counted from 0 without the header.
    pub row: usize,
    /// The column.
    pub column: &'static str,
    /// Whether it stops the pack.
    pub severity: Severity,
    /// What is wrong and what would be right, as a sentence without its capital and full stop.
    pub message: String,
}

/// Gathers findings.
#[derive(Debug, Default)]
pub(super) struct Findings(Vec<Finding>);

impl Findings {
    /// A finding that stops the pack.
    pub(super) fn refuse<F: Fact>(&mut self, row: usize, column: &'static str, message: String) {
        self.add::<F>(row, column, Severity::Refused, message);
    }

    /// A finding that does not.
    pub(super) fn warn<F: Fact>(&mut self, row: usize, column: &'static str, message: String) {
        self.add::<F>(row, column, Severity::Warning, message);
    }

    fn add<F: Fact>(
        &mut self,
        row: usize,
        column: &'static str,
        severity: Severity,
        message: String,
    ) {
        debug_assert!(F::TABLE.columns.iter().any(|known| known.name == column));
        self.0.push(Finding {
            table: F::TABLE.name,
            row,
            column,
            severity,
            message,
        });
    }

    /// The findings by table and row; those of one row in the order they were found.
    pub(super) fn in_order(mut self) -> Vec<Finding> {
        let mut places = Places::default();
        let Ok(()) = each_table(&mut places);
        let place = |table| places.0.get(table).copied();
        self.0
            .sort_by_key(|finding| (place(finding.table), finding.row));
        self.0
    }
}

/// The place of each table among the others.
#[derive(Default)]
struct Places(HashMap<&'static str, usize>);

impl TableVisitor for Places {
    type Error = Infallible;

    fn visit<F: Fact>(&mut self) -> Result<(), Infallible>
    where
        Pack: Rows<F>,
    {
        self.0.insert(F::TABLE.name, self.0.len());
        Ok(())
    }
}
