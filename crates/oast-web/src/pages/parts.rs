//! Parts that several pages are made of.

#![expect(
    clippy::needless_pass_by_value,
    reason = "callers give whatever can be said: a text, a page, a number"
)]

use oast_office::picture::SpendSum;
use oast_units::{Date, Pence};
use serde::Serialize;

use crate::answer::Fault;
use crate::chart::{Bar, Bars, Chart as _, Head, Unit, month_label};
use crate::desk::Desk;
use crate::link::{To, with_query};
use crate::list::{Asked, Cell, List, Table};
use crate::words;

/// One of the few figures at the top of a page.
#[derive(Debug, Clone, Serialize)]
pub struct Four {
    label: String,
    value: String,
    hint: String,
    href: Option<String>,
}

impl Four {
    /// A figure with what it is and what it should be read against.
    pub fn new(label: &str, value: &str, hint: &str) -> Self {
        Self {
            label: label.to_owned(),
            value: value.to_owned(),
            hint: hint.to_owned(),
            href: None,
        }
    }

    /// The same, opening to what is behind it.
    #[must_use]
    pub fn at(self, page: impl ToString) -> Self {
        Self {
            href: Some(page.to_string()),
            ..self
        }
    }
}

impl Four {
    /// What it is, its value, and what it should be read against, in words.
    pub fn said(&self) -> [&str; 3] {
        [&self.label, &self.value, &self.hint]
    }
}

/// A line of a summary: what, and its value.
#[derive(Debug, Clone, Serialize)]
pub struct Detail {
    label: String,
    value: String,
    href: Option<String>,
}

impl Detail {
    /// A line.
    pub fn new(label: &str, value: &str) -> Self {
        Self {
            label: label.to_owned(),
            value: value.to_owned(),
            href: None,
        }
    }

    /// The same, as a link.
    #[must_use]
    pub fn to(self, page: impl ToString) -> Self {
        Self {
            href: Some(page.to_string()),
            ..self
        }
    }
}

/// A chart with its question answered as a title, and the table under it.
#[derive(Debug, Clone, Serialize)]
pub struct Figure {
    /// The answer, as a sentence.
    pub title: String,
    /// The drawing.
    pub svg: String,
    /// The numbers.
    pub table: Table,
}

impl Figure {
    /// A figure for showing what one looks like.
    /// The id sets it apart from others on its page.
    pub fn sample(id: &'static str) -> Self {
        let asked = Asked {
            path: "/",
            query: &[],
        };
        let months = [Date::of(2026, 4, 1), Date::of(2026, 5, 1)];
        let list = List::new(id, "Spend by month", months.to_vec())
            .column("month", "Month", |month| Cell::text(words::month(*month)))
            .numbers("gross", "Gross, £", |_| Cell::money(Pence::pounds(51_200)));
        Self {
            title: "Spend was £51,200 in May 2026".to_owned(),
            svg: spending_svg(
                &format!("{id}-chart"),
                "Spend was £51,200 in May 2026",
                &months.map(|month| (month, SpendSum::default())),
                &|_| String::new(),
            ),
            table: list.table(asked),
        }
    }
}

/// Spending month by month, to be drawn.
pub struct Spending {
    /// The name of its table.
    pub id: &'static str,
    /// Each month's first day, and what was spent.
    pub months: Vec<(Date, SpendSum)>,
    /// Today: later months are what is known to come.
    pub today: Date,
    /// What the spending is of, as the query of its placements.
    pub filters: Vec<(&'static str, String)>,
}

impl Spending {
    /// The chart with its table; none when nothing was spent.
    pub fn figure(self, desk: &Desk, of_what: &str) -> Result<Option<Figure>, Fault> {
        let (id, filters) = (self.id, &self.filters);
        let to = |month: Date| {
            let month = month.to_string();
            let filters = filters.iter().map(|(name, value)| (*name, value.as_str()));
            with_query(
                To::SpendPlacements,
                filters.chain([("month", month.as_str())]),
            )
        };
        if self.months.iter().all(|(_, sum)| sum.gross.is_zero()) {
            return Ok(None);
        }
        let complete = self
            .months
            .iter()
            .rfind(|(month, _)| month.add_months(1) <= self.today);
        let title = complete.map_or_else(
            || format!("Spend {of_what} month by month"),
            |(month, sum)| {
                let gross = words::headline(sum.gross);
                format!(
                    "Spend {of_what} came to {gross} in {}",
                    words::month(*month)
                )
            },
        );
        let svg = spending_svg(&format!("{id}-chart"), &title, &self.months, &to);
        let list = List::new(id, "Spend by month", self.months)
            .column("month", "Month", |(month, _)| {
                Cell::text(words::month(*month))
            })
            .numbers("placements", "Placements", |(_, sum)| {
                Cell::number(sum.placements)
            })
            .numbers("gross", "Gross, £", |(month, sum)| {
                Cell::money(sum.gross).to(to(*month))
            })
            .numbers("net", "Net of contributions, £", |(month, sum)| {
                Cell::money(sum.net).to(to(*month))
            });
        let table = desk.table(list)?;
        Ok(Some(Figure { title, svg, table }))
    }
}

/// The bars of spending.
fn spending_svg(
    id: &str,
    title: &str,
    months: &[(Date, SpendSum)],
    to: &dyn Fn(Date) -> String,
) -> String {
    let bars = months.iter().map(|(month, sum)| Bar {
        label: month_label(*month),
        value: sum.gross.get(),
        href: Some(to(*month)).filter(|href| !href.is_empty()),
        ..Bar::default()
    });
    Bars {
        head: Head {
            id: id.to_owned(),
            title: title.to_owned(),
            description: String::new(),
        },
        unit: Unit::Pounds,
        bars: bars.collect(),
        marker: String::new(),
    }
    .figure()
}
