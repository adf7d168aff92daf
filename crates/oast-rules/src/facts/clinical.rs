use super::Fact;
use super::record::key_of;

/// The columns that hold clinical notes, by their tables: why somebody has one-to-one care, which
/// assessment says what they need, and their ethnicity.
pub const CLINICAL: &[(&str, &str)] = &[
    ("one_to_one", "reason"),
    ("assessments", "reference"),
    ("people", "ethnicity"),
];

/// Whether a column of a table holds clinical notes.
pub fn is_clinical(table: &str, column: &str) -> bool {
    CLINICAL.contains(&(table, column))
}

/// The key of a fact as people read it, like [`super::key_in_words`], without what is clinical.
pub fn key_without_clinical<F: Fact>(fact: &F) -> String {
    let key = key_of(fact);
    let parts = key.split('\u{1f}').zip(F::TABLE.key);
    let open =
        parts.filter(|(part, column)| !part.is_empty() && !is_clinical(F::TABLE.name, column));
    open.map(|(part, _)| part).collect::<Vec<_>>().join(" / ")
}
