use serde::Serialize;

use crate::link::{To, with_query};
use crate::list::Cell;
use crate::words;

/// One thing that waits.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    /// What it is, with a link to it.
    pub(super) what: Cell,
    /// Why it is here.
    pub(super) why: String,
    /// The sum or the day that it is about, where there is one.
    pub(super) figure: Cell,
    /// The one thing to do, as a link whose words say it.
    pub(super) act: Cell,
}

/// Things that wait for the same reason.
#[derive(Debug, Serialize)]
pub(super) struct Kind {
    #[serde(skip)]
    pub(super) key: &'static str,
    pub(super) title: &'static str,
    pub(super) rows: Vec<Row>,
    /// `All 24`, with where they are, when more wait than are shown.
    all: Option<Cell>,
}

impl Kind {
    /// Some of so many things that wait, and the list in which all of them are: their own page
    /// when there is none.
    pub(super) fn of(
        key: &'static str,
        title: &'static str,
        count: usize,
        rows: Vec<Row>,
        list: Option<String>,
    ) -> Self {
        let all = (count > rows.len()).then(|| {
            let own = || with_query(To::Work, [("all", key)]);
            Cell::text(format!("All {}", words::count(count as u64))).to(list.unwrap_or_else(own))
        });
        Self {
            key,
            title,
            rows,
            all,
        }
    }

    /// A kind of some items, of which at most so many become rows; none when nothing waits.
    pub(super) fn from<T>(
        key: &'static str,
        title: &'static str,
        items: &[T],
        most: usize,
        row: impl Fn(&T) -> Option<Row>,
    ) -> Option<Self> {
        if items.is_empty() {
            return None;
        }
        let rows = items.iter().take(most).filter_map(row).collect();
        Some(Self::of(key, title, items.len(), rows, None))
    }

    /// The same, whose whole list is a page of its own.
    pub(super) fn at(mut self, list: impl ToString) -> Self {
        self.all = self.all.map(|all| all.to(list));
        self
    }
}
