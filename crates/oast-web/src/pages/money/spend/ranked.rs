use oast_office::picture::{Picture, SpendBy, SpendSum};
use oast_units::Pence;

use super::asked::{SpendAsked, category_words};
use crate::answer::Fault;
use crate::chart::{Chart as _, Head, RankedBar, RankedBars, Unit};
use crate::desk::Desk;
use crate::link::To;
use crate::list::{Cell, List};
use crate::pages::parts::Figure;
use crate::words;

/// Bars of one ranking.
const BARS_MAX: usize = 20;

/// A ranking that is to be drawn.
pub(super) struct Ranking {
    id: &'static str,
    caption: &'static str,
    heading: &'static str,
    /// What the first of them is said to be.
    leads: fn(&str) -> String,
    rows: Vec<Row>,
}

struct Row {
    label: String,
    /// The same page, narrowed to it.
    href: Option<String>,
    sum: SpendSum,
}

/// The rankings of what is not narrowed to one already.
pub(super) fn rankings(picture: &Picture, asked: &SpendAsked, by: &SpendBy) -> Vec<Ranking> {
    let filter = &asked.filter;
    let by_home = filter.home.is_some();
    let row = |name: &str, code: &str, label: String, sum: SpendSum| Row {
        label,
        href: (!code.is_empty()).then(|| asked.at(&To::Spend, &[(name, code)])),
        sum,
    };
    let categories = by.categories.iter().map(|(category, sum)| {
        let label = capital(&category_words(*category));
        row("category", category.code(), label, *sum)
    });
    let districts = by.districts.iter().map(|(name, sum)| {
        let label = if name.is_empty() {
            "Not recorded"
        } else {
            name
        };
        row("district", name, label.to_owned(), *sum)
    });
    let routes = by
        .routes
        .iter()
        .map(|(route, sum)| row("route", route.code(), capital(route.words()), *sum));
    let providers = by.providers.iter().map(|(id, sum)| {
        let provider = picture.facts.provider(id);
        let label = provider.map_or("Not recorded", |provider| provider.name.as_str());
        row("provider", id, label.to_owned(), *sum)
    });
    let all = [
        (
            filter.category.is_none(),
            ranking("by-category", "Spend by category", "Category", |first| {
                format!("{first} takes")
            })
            .with(asked, categories.collect()),
        ),
        (
            filter.district.is_none() && !by_home,
            ranking("by-district", "Spend by district", "District", |first| {
                format!("Homes in {first} take")
            })
            .with(asked, districts.collect()),
        ),
        (
            filter.route.is_none(),
            ranking("by-route", "Spend by route", "Route", |first| {
                format!("{first} placements take")
            })
            .with(asked, routes.collect()),
        ),
        (
            filter.provider.is_none() && !by_home,
            ranking("by-provider", "Spend by provider", "Provider", |first| {
                format!("{first} takes")
            })
            .with(asked, providers.collect()),
        ),
    ];
    let wanted = all.into_iter().filter(|(wanted, _)| *wanted);
    wanted.map(|(_, ranking)| ranking).collect()
}

fn ranking(
    id: &'static str,
    caption: &'static str,
    heading: &'static str,
    leads: fn(&str) -> String,
) -> Ranking {
    Ranking {
        id,
        caption,
        heading,
        leads,
        rows: Vec::new(),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

impl Ranking {
    /// The same with its rows, the largest first.
    fn with(self, asked: &SpendAsked, mut rows: Vec<Row>) -> Self {
        rows.sort_by(|a, b| {
            let amount = |row: &Row| asked.measure(&row.sum);
            (amount(b), &a.label).cmp(&(amount(a), &b.label))
        });
        Self { rows, ..self }
    }

    /// The section that it stands in: its name in the page, and its heading.
    pub(super) fn section(&self) -> (&'static str, String) {
        let heading = format!("By {}", self.heading.to_lowercase());
        (self.id, heading)
    }

    /// Draws it. `when` says which months it is of.
    pub(super) fn figure(
        self,
        desk: &Desk,
        asked: &SpendAsked,
        when: &str,
    ) -> Result<Figure, Fault> {
        let total = self.total();
        let amount = |row: &Row| asked.measure(&row.sum);
        let whole = asked.measure(&total);
        let title = self.rows.first().map_or_else(
            || format!("Nothing was spent {when}"),
            |first| {
                let share = words::share(amount(first).get(), whole.get());
                let part = words::headline(amount(first));
                let what = asked.measure_words().to_lowercase();
                let leads = (self.leads)(&first.label);
                format!("{leads} {share} of the {what}: {part} {when}")
            },
        );
        let bars = self.rows.iter().take(BARS_MAX);
        let bars = bars.enumerate().map(|(place, row)| RankedBar {
            label: row.label.clone(),
            value: amount(row).get(),
            href: row.href.clone(),
            emphasis: place == 0,
        });
        let svg = RankedBars {
            head: Head {
                id: format!("{}-chart", self.id),
                title: title.clone(),
                description: String::new(),
            },
            unit: Unit::Pounds,
            bars: bars.collect(),
        }
        .figure();
        let table = desk.table(self.table(asked, whole, total))?;
        Ok(Figure { title, svg, table })
    }

    fn total(&self) -> SpendSum {
        self.rows.iter().map(|row| row.sum).sum()
    }

    fn table(self, asked: &SpendAsked, whole: Pence, total: SpendSum) -> List<'_, Row> {
        let linked = |cell: Cell, row: &Row| match &row.href {
            Some(href) => cell.to(href),
            None => cell,
        };
        let totals = vec![
            Cell::text("Total"),
            Cell::number(total.days),
            Cell::money(total.gross),
            Cell::money(total.net),
            Cell::share(whole.get(), whole.get()),
        ];
        let list = List::new(self.id, self.caption, self.rows)
            .column("name", self.heading, move |row: &Row| {
                linked(Cell::text(&row.label), row)
            })
            .numbers("days", "Days of care", |row| Cell::number(row.sum.days))
            .numbers("gross", "Gross, £", move |row| {
                linked(Cell::money(row.sum.gross), row)
            })
            .numbers("net", "Net of contributions, £", move |row| {
                linked(Cell::money(row.sum.net), row)
            })
            .numbers("share", "Share", move |row| {
                Cell::share(asked.measure(&row.sum).get(), whole.get())
            })
            .when_empty("Nothing was spent. Take a filter away, or choose another year.");
        if list.is_empty() {
            return list;
        }
        list.totals(totals)
    }
}
