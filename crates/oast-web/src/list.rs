//! Tables: sorted, cut into pages, and written as CSV or as a workbook, all from one declaration.

#![expect(
    clippy::needless_pass_by_value,
    reason = "callers give whatever can be said: a text, a page, a number"
)]

mod cell;
mod drawn;
mod markup;
mod printed;

use oast_exchange::table::Value;
use serde::Serialize;

use crate::link::with_query;
use crate::words;

pub use crate::filter::Filter;
pub use cell::Cell;

/// Rows on one page of a table.
pub const ROWS_PER_PAGE: usize = 50;
/// Rows that a file may have.
pub const ROWS_PER_FILE_MAX: usize = 500_000;

/// What rows are sorted by.
type Key<'a, T> = Box<dyn Fn(&T) -> Value + 'a>;

/// One column of a list.
struct Column<'a, T> {
    name: &'static str,
    heading: String,
    right: bool,
    cell: Box<dyn Fn(&T) -> Cell + 'a>,
    /// The value that it is sorted by, where that is quicker to find than the whole cell.
    key: Option<Key<'a, T>>,
}

/// A list of things, each of which becomes a row.
pub struct List<'a, T> {
    id: &'static str,
    caption: String,
    items: Vec<T>,
    columns: Vec<Column<'a, T>>,
    totals: Vec<Cell>,
    empty: String,
    per_page: usize,
}

/// A heading of a drawn table.
#[derive(Debug, Clone, Serialize)]
pub struct Heading {
    text: String,
    right: bool,
    /// Where to go to sort by it.
    href: Option<String>,
    /// `ascending` or `descending`, when it is sorted by.
    sorted: Option<&'static str>,
}

/// A table as it is drawn.
#[derive(Debug, Clone, Serialize)]
pub struct Table {
    id: &'static str,
    caption: String,
    headings: Vec<Heading>,
    /// The rows, as HTML.
    rows: markup::Rows,
    totals: markup::Rows,
    /// What to say when there are no rows.
    empty: String,
    /// How many rows there are in all.
    count: String,
    /// `1 to 50 of 3,701`, when there are several pages.
    shown: Option<String>,
    previous: Option<String>,
    next: Option<String>,
    csv: String,
    xlsx: String,
}

/// Where a table is asked for, and how.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'q> {
    /// The path of the page.
    pub path: &'q str,
    /// The query.
    pub query: &'q [(String, String)],
}

impl<'q> Asked<'q> {
    fn value(&self, name: &str) -> Option<&'q str> {
        let pair = self.query.iter().find(|(each, _)| each == name)?;
        Some(&pair.1)
    }

    /// The address of the page with some values of its query changed.
    pub fn with(&self, changed: &[(&str, &str)]) -> String {
        let kept = self
            .query
            .iter()
            .filter(|(name, _)| changed.iter().all(|(each, _)| each != name))
            .filter(|(name, _)| !matches!(name.as_str(), "done" | "known"))
            .map(|(name, value)| (name.as_str(), value.as_str()));
        with_query(self.path, kept.chain(changed.iter().copied()))
    }
}

impl<'a, T> List<'a, T> {
    /// A list without columns yet. The id names its file and its part of the query.
    pub fn new(id: &'static str, caption: impl ToString, items: Vec<T>) -> Self {
        Self {
            id,
            caption: caption.to_string(),
            items,
            columns: Vec::new(),
            totals: Vec::new(),
            empty: "There is nothing to show.".to_owned(),
            per_page: ROWS_PER_PAGE,
        }
    }

    /// A column of words, with its name in files and its heading on screen.
    #[must_use]
    pub fn column(
        self,
        name: &'static str,
        heading: impl ToString,
        cell: impl Fn(&T) -> Cell + 'a,
    ) -> Self {
        self.with_column(name, heading, false, cell)
    }

    /// A column of numbers, which stand to the right.
    #[must_use]
    pub fn numbers(
        self,
        name: &'static str,
        heading: impl ToString,
        cell: impl Fn(&T) -> Cell + 'a,
    ) -> Self {
        self.with_column(name, heading, true, cell)
    }

    fn with_column(
        mut self,
        name: &'static str,
        heading: impl ToString,
        right: bool,
        cell: impl Fn(&T) -> Cell + 'a,
    ) -> Self {
        self.columns.push(Column {
            name,
            heading: heading.to_string(),
            right,
            cell: Box::new(cell),
            key: None,
        });
        self
    }

    /// What the last column is sorted by: the value of its cells, found without making them. For
    /// lists so long that it matters.
    #[must_use]
    pub fn sorted_by(mut self, key: impl Fn(&T) -> Value + 'a) -> Self {
        if let Some(column) = self.columns.last_mut() {
            column.key = Some(Box::new(key));
        }
        self
    }

    /// What to say when there are no rows: why, and what to do.
    #[must_use]
    pub fn when_empty(self, words: impl ToString) -> Self {
        Self {
            empty: words.to_string(),
            ..self
        }
    }

    /// A last row, a cell for each column, which is never sorted away.
    #[must_use]
    pub fn totals(self, totals: Vec<Cell>) -> Self {
        Self { totals, ..self }
    }

    /// Rows on one page, where fifty are too many or too few.
    #[must_use]
    pub fn per_page(self, per_page: usize) -> Self {
        Self { per_page, ..self }
    }

    /// The list's name in a query.
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// What it is a list of.
    pub fn caption(&self) -> &str {
        &self.caption
    }

    /// The list as a file holds it: every row, in the order asked for.
    pub fn file(&mut self, asked: Asked<'_>) -> oast_exchange::table::Table {
        self.sort(asked, usize::MAX);
        let rows = self.items.iter().map(|item| {
            let cells = self
                .columns
                .iter()
                .map(|column| (column.cell)(item).value());
            cells.collect()
        });
        oast_exchange::table::Table {
            columns: self.columns.iter().map(|column| column.name).collect(),
            rows: rows.collect(),
        }
    }

    /// How many rows it has.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether it has no rows.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Draws the page of the table that is asked for.
    pub fn table(mut self, asked: Asked<'_>) -> Table {
        let page_name = format!("{}-page", self.id);
        let last = self.items.len().div_ceil(self.per_page).max(1);
        let page = asked
            .value(&page_name)
            .and_then(|page| page.parse::<usize>().ok())
            .map_or(1, |page| page.clamp(1, last));
        let first = (page - 1) * self.per_page;
        let sorted = self.sort(asked, first + self.per_page);
        let shown = self.items.iter().skip(first).take(self.per_page);
        let rows = shown
            .map(|item| {
                self.columns
                    .iter()
                    .map(|column| (column.cell)(item))
                    .collect()
            })
            .collect();
        let right: Vec<bool> = self.columns.iter().map(|column| column.right).collect();
        let to_page = |page: usize| asked.with(&[(page_name.as_str(), page.to_string().as_str())]);
        let to_end = (first + self.per_page).min(self.items.len());
        let file = |kind: &str| asked.with(&[("as", kind), ("table", self.id)]);
        let table = Table {
            id: self.id,
            headings: self.headings(asked, sorted),
            rows: markup::Rows::new(rows, right.clone()),
            totals: markup::Rows::totals(self.totals, right),
            empty: self.empty,
            count: words::count(self.items.len() as u64),
            shown: (last > 1).then(|| {
                let (from, to) = (words::count(first as u64 + 1), words::count(to_end as u64));
                format!(
                    "{from} to {to} of {}",
                    words::count(self.items.len() as u64)
                )
            }),
            previous: (page > 1).then(|| to_page(page - 1)),
            next: (page < last).then(|| to_page(page + 1)),
            csv: file("csv"),
            xlsx: file("xlsx"),
            caption: self.caption,
        };
        if last == 1 {
            table.without_empty_columns()
        } else {
            table
        }
    }

    fn headings(&self, asked: Asked<'_>, sorted: Option<(usize, bool)>) -> Vec<Heading> {
        let (sort_name, page_name) = (format!("{}-sort", self.id), format!("{}-page", self.id));
        let several = self.items.len() > 1;
        let columns = self.columns.iter().enumerate();
        columns
            .map(|(index, column)| {
                let down = sorted.and_then(|(by, down)| (by == index).then_some(down));
                let next = match down {
                    Some(false) => format!("-{}", column.name),
                    _ => column.name.to_owned(),
                };
                Heading {
                    text: column.heading.clone(),
                    right: column.right,
                    href: several.then(|| asked.with(&[(&sort_name, &next), (&page_name, "")])),
                    sorted: down.map(|down| if down { "descending" } else { "ascending" }),
                }
            })
            .collect()
    }

    /// Sorts as the query asks, giving the column and whether it goes down. Rows after the first so
    /// many need not be in order.
    fn sort(&mut self, asked: Asked<'_>, wanted: usize) -> Option<(usize, bool)> {
        let by = asked.value(&format!("{}-sort", self.id))?;
        let (name, down) = by
            .strip_prefix('-')
            .map_or((by, false), |name| (name, true));
        let index = self.columns.iter().position(|column| column.name == name)?;
        let column = self.columns.get(index)?;
        let value = |item: &T| match &column.key {
            Some(key) => key(item),
            None => (column.cell)(item).value(),
        };
        let items = self.items.drain(..).enumerate();
        let mut keyed: Vec<(Value, usize, T)> = items
            .map(|(place, item)| (in_small_letters(value(&item)), place, item))
            .collect();
        // What is the same stays in the order in which it came.
        let order = |a: &(Value, usize, T), b: &(Value, usize, T)| {
            let order = compare(&a.0, &b.0);
            let known = !is_empty(&a.0) && !is_empty(&b.0);
            let order = if down && known {
                order.reverse()
            } else {
                order
            };
            order.then(a.1.cmp(&b.1))
        };
        let shown = if wanted < keyed.len() {
            keyed.select_nth_unstable_by(wanted, order);
            wanted
        } else {
            keyed.len()
        };
        if let Some(shown) = keyed.get_mut(..shown) {
            shown.sort_unstable_by(order);
        }
        self.items = keyed.into_iter().map(|(_, _, item)| item).collect();
        Some((index, down))
    }
}

fn in_small_letters(value: Value) -> Value {
    match value {
        Value::Text(text) => Value::Text(text.to_lowercase()),
        other => other,
    }
}

fn is_empty(value: &Value) -> bool {
    matches!(value, Value::Empty)
}

/// The order of two values of one column, texts in small letters: what is not known comes last.
fn compare(a: &Value, b: &Value) -> std::cmp::Ordering {
    match (a, b) {
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        (Value::Number(a), Value::Number(b)) => a.cmp(b),
        (Value::Money(a), Value::Money(b)) => a.cmp(b),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        _ => is_empty(a).cmp(&is_empty(b)),
    }
}
