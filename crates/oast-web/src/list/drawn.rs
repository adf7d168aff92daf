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

    /// The list's name in a query.
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// What it is a table of.
    pub fn caption(&self) -> &str {
        &self.caption
    }

    /// Where its files are: as CSV, and as a workbook; none where it may not be taken out.
    pub fn files(&self) -> Option<[&str; 2]> {
        let files = [self.csv.as_str(), self.xlsx.as_str()];
        files.iter().all(|file| !file.is_empty()).then_some(files)
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
