use oast_units::Cell;

use super::clinical::{is_clinical, key_without_clinical};
use super::{CellWriter, Fact};

/// What differs between two versions of a fact, column by column. It is told to homes and to
/// finance with their money, so clinical notes are named and not quoted.
pub fn differences<F: Fact>(old: Option<&F>, new: Option<&F>) -> String {
    let Some(fact) = new.or(old) else {
        return String::new();
    };
    let head = format!("{} {}", F::TABLE.name, key_without_clinical(fact));
    let (Some(old), Some(new)) = (old, new) else {
        return format!(
            "{head} {}",
            if old.is_some() {
                "withdrawn"
            } else {
                "recorded"
            }
        );
    };
    let changed: Vec<String> = F::TABLE
        .columns
        .iter()
        .zip(cells(old).iter().zip(&cells(new)))
        .filter(|(_, (old, new))| old != new)
        .map(|(column, (old, new))| {
            if is_clinical(F::TABLE.name, column.name) {
                return format!("{} changed", column.name);
            }
            format!("{} {} (was {})", column.name, shown(new), shown(old))
        })
        .collect();
    format!("{head} {}", changed.join(", "))
}

/// One column of a fact that is recorded or corrected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnChange {
    /// The column.
    pub column: &'static str,
    /// What it held, as the data pack writes it; empty when nothing.
    pub before: String,
    /// What it holds now.
    pub after: String,
}

/// The columns that differ between two versions of a fact; of one that is new or withdrawn, those
/// that hold anything.
pub fn column_changes<F: Fact>(old: Option<&F>, new: Option<&F>) -> Vec<ColumnChange> {
    let texts =
        |fact: Option<&F>| fact.map_or_else(|| vec![String::new(); F::TABLE.columns.len()], cells);
    let (old, new) = (texts(old), texts(new));
    let columns = F::TABLE.columns.iter();
    columns
        .zip(old.into_iter().zip(new))
        .filter(|(_, (before, after))| before != after)
        .map(|(column, (before, after))| ColumnChange {
            column: column.name,
            before,
            after,
        })
        .collect()
}

fn shown(cell: &str) -> &str {
    if cell.is_empty() { "empty" } else { cell }
}

/// The canonical text of each cell of a fact.
fn cells<F: Fact>(fact: &F) -> Vec<String> {
    struct Texts(Vec<String>);
    impl CellWriter for Texts {
        fn cell<T: Cell>(&mut self, value: &T) {
            let mut text = String::new();
            value.write(&mut text);
            self.0.push(text);
        }
    }
    let mut texts = Texts(Vec::new());
    fact.write(&mut texts);
    texts.0
}
