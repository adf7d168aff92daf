use super::{Cell, Table};

impl Table {
    /// The same, not to be sorted: it is a part of something longer, of which sorting would show
    /// the wrong rows.
    #[must_use]
    pub fn in_order(mut self) -> Self {
        for heading in &mut self.headings {
            heading.href = None;
        }
        self
    }

    /// The same, without the columns in which no row has anything to show. Files keep them.
    #[must_use]
    pub(super) fn without_empty_columns(mut self) -> Self {
        if self.rows.is_empty() {
            return self;
        }
        let shown: Vec<bool> = (0..self.headings.len())
            .map(|column| {
                let mut cells = self.rows.iter().chain([&self.totals]);
                cells.any(|row| row.get(column).is_some_and(Cell::shows))
            })
            .collect();
        let keep = |index: usize| shown.get(index).copied().unwrap_or(true);
        self.headings = kept(self.headings, keep);
        self.totals = kept(self.totals, keep);
        self.rows = self.rows.into_iter().map(|row| kept(row, keep)).collect();
        self
    }

    /// The same, for somebody who may not take it out as a file.
    #[must_use]
    pub fn without_files(mut self) -> Self {
        (self.csv, self.xlsx) = (String::new(), String::new());
        self
    }
}

impl Cell {
    /// Whether there is anything to see in it.
    fn shows(&self) -> bool {
        !self.text.is_empty() || self.hint.is_some()
    }
}

/// What stands at the places that are kept.
fn kept<T>(all: Vec<T>, keep: impl Fn(usize) -> bool) -> Vec<T> {
    let placed = all.into_iter().enumerate();
    placed
        .filter_map(|(index, each)| keep(index).then_some(each))
        .collect()
}
