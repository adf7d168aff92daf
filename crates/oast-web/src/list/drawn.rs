use super::Table;
use super::markup::kept;

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
            .map(|column| self.rows.show(column) || self.totals.show(column))
            .collect();
        let keep = |index: usize| shown.get(index).copied().unwrap_or(true);
        self.headings = kept(self.headings, keep);
        self.rows.keep(keep);
        self.totals.keep(keep);
        self
    }

    /// The same, for somebody who may not take it out as a file.
    #[must_use]
    pub fn without_files(mut self) -> Self {
        (self.csv, self.xlsx) = (String::new(), String::new());
        self
    }
}
