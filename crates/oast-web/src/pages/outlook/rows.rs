//! Lists whose rows are cells already.

use crate::list::{Cell, List};

/// A row whose first cell says what it is.
pub(super) type Lines = Vec<Cell>;

/// A list of rows: so many columns of words, then numbers. Each column has its name in files and
/// its heading on screen.
pub(super) fn list(
    (id, caption): (&'static str, String),
    words: usize,
    columns: &[(&'static str, String)],
    rows: Vec<Lines>,
) -> List<'static, Lines> {
    let mut list = List::new(id, caption, rows);
    for (at, (name, heading)) in columns.iter().enumerate() {
        let cell = move |row: &Lines| row.get(at).cloned().unwrap_or_default();
        list = if at < words {
            list.column(name, heading, cell)
        } else {
            list.numbers(name, heading, cell)
        };
    }
    list
}
