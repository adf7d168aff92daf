use super::Table;

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

    /// The same, for somebody who may not take it out as a file.
    #[must_use]
    pub fn without_files(mut self) -> Self {
        (self.csv, self.xlsx) = (String::new(), String::new());
        self
    }
}
