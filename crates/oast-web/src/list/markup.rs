//! The rows of a table as HTML. A list has hundreds of cells, and a template that asks of each what
//! it is takes several times as long as writing them out here.

use std::fmt::Write as _;

use serde::{Serialize, Serializer};

use super::Cell;
use crate::page;
use crate::templates::escape;

/// The rows of a table, which a template is given as HTML that is escaped already.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    cells: Vec<Vec<Cell>>,
    /// Which columns hold numbers.
    right: Vec<bool>,
    /// Whether they are the sums below the others.
    totals: bool,
}

impl Rows {
    pub(super) fn new(rows: Vec<Vec<Cell>>, right: Vec<bool>) -> Self {
        Self {
            cells: rows,
            right,
            totals: false,
        }
    }

    /// The last row of a table; nothing where it has no cells.
    pub(super) fn totals(cells: Vec<Cell>, right: Vec<bool>) -> Self {
        let rows = if cells.is_empty() {
            Vec::new()
        } else {
            vec![cells]
        };
        Self {
            cells: rows,
            right,
            totals: true,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Whether a column has anything to see.
    pub(super) fn show(&self, column: usize) -> bool {
        let mut cells = self.cells.iter().filter_map(|row| row.get(column));
        cells.any(|cell| !cell.text.is_empty() || cell.hint.is_some())
    }

    /// Keeps some of the columns.
    pub(super) fn keep(&mut self, keep: impl Fn(usize) -> bool) {
        for row in &mut self.cells {
            *row = kept(std::mem::take(row), &keep);
        }
        self.right = kept(std::mem::take(&mut self.right), &keep);
    }

    fn html(&self) -> String {
        let cells: usize = self.cells.iter().map(Vec::len).sum();
        let mut out = String::with_capacity(128 * cells);
        for row in &self.cells {
            out.push_str("<tr class=\"govuk-table__row\">");
            for (cell, right) in row.iter().zip(&self.right) {
                out.push_str("<td class=\"govuk-table__cell");
                if self.totals {
                    out.push_str(" oast-table__total");
                }
                if *right {
                    out.push_str(" govuk-table__cell--numeric");
                }
                out.push_str("\">");
                write_cell(cell, &mut out);
                out.push_str("</td>");
            }
            out.push_str("</tr>\n");
        }
        out
    }
}

/// What stands at the places that are kept.
pub(super) fn kept<T>(all: Vec<T>, keep: impl Fn(usize) -> bool) -> Vec<T> {
    let placed = all.into_iter().enumerate();
    placed
        .filter_map(|(index, each)| keep(index).then_some(each))
        .collect()
}

impl Serialize for Rows {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.html())
    }
}

/// A cell, as `parts/cell.html` writes one.
fn write_cell(cell: &Cell, out: &mut String) {
    if let Some(colour) = cell.tag {
        let _ = write!(out, "<strong class=\"govuk-tag govuk-tag--{colour}\">");
        escape::add(&cell.text, out);
        out.push_str("</strong>");
    } else if let Some(href) = cell.href.as_ref().filter(|href| page::opens(href)) {
        let class = if cell.amount {
            "oast-amount"
        } else {
            "govuk-link"
        };
        let _ = write!(out, "<a class=\"{class}\" href=\"");
        escape::add(&page::kept(href), out);
        out.push_str("\">");
        escape::add(&cell.text, out);
        out.push_str("</a>");
    } else {
        escape::add(&cell.text, out);
    }
    if let Some(hint) = &cell.hint {
        out.push_str("<span class=\"oast-hint\">");
        escape::add(hint, out);
        out.push_str("</span>");
    }
}

#[cfg(test)]
mod tests {
    use oast_units::Pence;

    use super::super::Cell;
    use super::Rows;

    #[test]
    fn rows_are_written_out_and_escaped() {
        let cells = vec![
            Cell::text("Dean & \"Sons\"")
                .to("/homes?a=1&b='<")
                .hint("<i>"),
            Cell::money(Pence::pounds(12)).to("/p"),
            Cell::tag("Good", "green"),
        ];
        let html = Rows::new(vec![cells], vec![false, true, false]).html();
        assert_eq!(
            html,
            "<tr class=\"govuk-table__row\"><td class=\"govuk-table__cell\">\
             <a class=\"govuk-link\" href=\"/homes?a=1&amp;b=&#39;&lt;\">Dean &amp; &quot;Sons&quot;</a>\
             <span class=\"oast-hint\">&lt;i&gt;</span></td>\
             <td class=\"govuk-table__cell govuk-table__cell--numeric\">\
             <a class=\"oast-amount\" href=\"/p\">£12.00</a></td>\
             <td class=\"govuk-table__cell\">\
             <strong class=\"govuk-tag govuk-tag--green\">Good</strong></td></tr>\n"
        );
    }

    #[test]
    fn without_totals_there_is_no_last_row() {
        assert_eq!(Rows::totals(Vec::new(), Vec::new()).html(), "");
    }
}
