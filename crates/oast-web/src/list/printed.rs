use oast_documents::{Column, Table};

use super::{Cell, List};

impl<T> List<'_, T> {
    /// The whole list as a document has it: every row, in the order in which it came, without the
    /// columns in which nothing stands.
    pub fn printed(&self) -> Table {
        let row = |item: &T| -> Vec<String> {
            let cells = self.columns.iter().map(|column| (column.cell)(item));
            cells.map(|cell| words(&cell)).collect()
        };
        let mut rows: Vec<Vec<String>> = self.items.iter().map(row).collect();
        let mut totals: Vec<String> = self.totals.iter().map(words).collect();
        let stands = |cells: &Vec<String>, at: usize| cells.get(at).is_some_and(|c| !c.is_empty());
        let shown: Vec<bool> = (0..self.columns.len())
            .map(|at| rows.iter().any(|row| stands(row, at)) || stands(&totals, at))
            .collect();
        for cells in rows.iter_mut().chain([&mut totals]) {
            let mut shown = shown.iter();
            cells.retain(|_| shown.next().copied().unwrap_or(true));
        }
        let columns = self.columns.iter().zip(&shown);
        let columns = columns
            .filter(|(_, shown)| **shown)
            .map(|(column, _)| Column {
                heading: column.heading.clone(),
                is_number: column.right,
            });
        Table {
            id: self.id.to_owned(),
            caption: self.caption.clone(),
            columns: columns.collect(),
            rows,
            totals,
            empty: self.empty.clone(),
        }
    }
}

/// What a cell says: its second line stands behind the first.
fn words(cell: &Cell) -> String {
    match &cell.hint {
        Some(hint) => format!("{} ({hint})", cell.text),
        None => cell.text.clone(),
    }
}
