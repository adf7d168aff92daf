//! What an event writes.

use oast_rules::facts::{Fact, column_changes, key_in_words, key_of};
use oast_store::{Command, StoreError};

use super::apply::Applied;

/// One column of a fact that an event records or corrects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactChange {
    /// The kind of fact, which is its file in a data pack: `placements`.
    pub table: &'static str,
    /// Its key in words: `PL000123 / 2026-04-01`.
    pub key: String,
    /// The column in words: `ended on`.
    pub column: String,
    /// What it held, as the data pack writes it; nothing when it was empty or the fact is new.
    pub before: Option<String>,
    /// What it holds now; nothing when it is empty or the fact is withdrawn.
    pub after: Option<String>,
}

/// A fact that differs: as it was, and as it is; not both are missing.
type Differing<F> = (Option<F>, Option<F>);

/// The facts of one kind that differ, in order of their keys.
fn differing<F: Fact>(before: &[F], after: &[F]) -> Vec<Differing<F>> {
    let with = |facts: &[F], key: &str| facts.iter().find(|fact| key_of(*fact) == key).cloned();
    let mut keys: Vec<String> = before.iter().chain(after).map(key_of).collect();
    keys.sort_unstable();
    keys.dedup();
    let pairs = keys.iter().map(|key| (with(before, key), with(after, key)));
    pairs.filter(|(old, new)| old != new).collect()
}

/// Hands the facts of each kind that differ to a function, in order of their tables.
macro_rules! each_kind {
    ($applied:expr, $work:ident, $to:expr $(, $ask:tt)?) => {{
        let (before, after) = (&$applied.before, &$applied.after);
        let placements: Vec<_> = std::iter::once(after)
            .chain(&$applied.moved_to)
            .map(|case| case.placement.clone())
            .collect();
        let was = std::slice::from_ref(&before.placement);
        $work(&differing(was, &placements), $to)$($ask)?;
        $work(&differing(&before.category_changes, &after.category_changes), $to)$($ask)?;
        $work(&differing(&before.absences, &after.absences), $to)$($ask)?;
        $work(&differing(&before.one_to_one, &after.one_to_one), $to)$($ask)?;
        $work(&differing(&before.notices, &after.notices), $to)$($ask)?;
    }};
}

/// Appends what an event writes.
pub(super) fn append(command: &mut Command<'_>, applied: &Applied) -> Result<(), StoreError> {
    fn store<F: Fact>(facts: &[Differing<F>], command: &mut Command<'_>) -> Result<(), StoreError> {
        let mut appender = command.appender::<F>()?;
        facts.iter().try_for_each(|(old, new)| match (old, new) {
            (_, Some(new)) => appender.append(new, false),
            (Some(old), None) => appender.append(old, true),
            (None, None) => Ok(()),
        })
    }
    each_kind!(applied, store, command, ?);
    Ok(())
}

/// What an event writes, column by column.
pub(super) fn changes(applied: &Applied) -> Vec<FactChange> {
    fn describe<F: Fact>(facts: &[Differing<F>], changes: &mut Vec<FactChange>) {
        let full = |text: String| Some(text).filter(|text| !text.is_empty());
        for (old, new) in facts {
            let Some(fact) = new.as_ref().or(old.as_ref()) else {
                continue;
            };
            for change in column_changes(old.as_ref(), new.as_ref()) {
                changes.push(FactChange {
                    table: F::TABLE.name,
                    key: key_in_words(fact),
                    column: change.column.replace('_', " "),
                    before: full(change.before),
                    after: full(change.after),
                });
            }
        }
    }
    let mut changes = Vec::new();
    each_kind!(applied, describe, &mut changes);
    changes
}
