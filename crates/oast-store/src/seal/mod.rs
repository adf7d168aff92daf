//! Personal columns are sealed as they are written and opened as they are read.
//!
//! What one command records of one person, or of one placement, is sealed under a key of its own.
//! The personal values of a row are sealed together: the sealed text stands in the first of their
//! columns, and the others are null. Keys lie in the working table `subject_keys`, wrapped by the
//! master key; rows, which are never changed, name no key, only the subject and the audit entry
//! that they have in common with it. Without its key a row reads as erased, and everything that
//! was hashed and signed of it stays as it was.
//!
//! The few texts of working tables that nobody else should read are sealed under the master key
//! itself, each in its own place.

mod keyring;
mod keys;
mod row;
mod working;

pub use keyring::Keyring;
pub use keys::{forget_keys, lies_open, rewrap};

pub(crate) use keys::{KEY_OF_ROW, Keys, NewKeys, is_right_key, is_sealed_at_all, tables};
pub(crate) use row::{Opened, Opener, sealed_values};
pub(crate) use working::{keyring_to_seal, open_text, seal_text};

use oast_rules::facts::{CellWriter, Fact};
use oast_units::Cell;

/// The parts of a context, which no text can hold.
const SEPARATOR: char = '\u{1f}';

/// What the first column of a kind's key is called: what kind of subject its rows are about.
pub(crate) fn subject_kind<F: Fact>() -> &'static str {
    F::TABLE.key.first().copied().unwrap_or("")
}

/// What a row's sealed text is bound to: its place in the database.
pub(crate) fn row_context<'t>(
    out: &mut String,
    authority: &str,
    table: &str,
    key: impl Iterator<Item = &'t str>,
    seq: i64,
) {
    use std::fmt::Write as _;
    out.clear();
    out.push_str(authority);
    out.push(SEPARATOR);
    out.push_str(table);
    for part in key {
        out.push(SEPARATOR);
        out.push_str(part);
    }
    let _ = write!(out, "{SEPARATOR}{seq}");
}

/// The texts of a fact's key, one for each of its columns.
#[derive(Debug, Default)]
pub(crate) struct KeyParts(pub(crate) Vec<String>);

impl CellWriter for KeyParts {
    fn cell<T: Cell>(&mut self, value: &T) {
        let mut text = String::new();
        value.write(&mut text);
        self.0.push(text);
    }
}
