//! What was spent, and will be by what is known; who has it; and what prices stand against.

mod asked;
mod months;
mod prices;
mod ranked;
mod share;

use axum::response::Response;
use oast_office::picture::{Picture, SpendBy, SpendSum};
use oast_units::{Date, Pence};
use serde::Serialize;

pub(super) use asked::SpendAsked;

use crate::answer::Fault;
use crate::desk::Desk;
use crate::list::{Asked, Cell, Filter, List, Table};
use crate::page::Page;
use crate::pages::parts::{Figure, Four};
use crate::words;

/// The spending of a financial year.
#[derive(Debug, Serialize)]
pub struct SpendPage {
    filters: Vec<Filter>,
    four: Vec<Four>,
    notes: Vec<String>,
    /// By month first, then each ranking.
    sections: Vec<Section>,
    share: Figure,
    bands: Table,
    prices: Vec<Figure>,
}

/// A part of the page with a heading of its own.
#[derive(Debug, Serialize)]
pub struct Section {
    id: &'static str,
    heading: String,
    figure: Figure,
}

impl Page for SpendPage {
    const TEMPLATE: &'static str = "pages/money/spend.html";

    fn title(&self) -> String {
        "Spend".to_owned()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/spend",
            query: &[],
        };
        let table = |id: &'static str, rows: Vec<()>| {
            List::new(id, "Bands in force", rows)
                .column("category", "Category", |()| Cell::text("Residential"))
                .numbers("lower", "From, £ a week", |()| {
                    Cell::money(Pence::pounds(600)).to("/terms")
                })
                .when_empty("The framework has no price bands on this day.")
                .table(asked)
        };
        let nothing = |id| Figure {
            title: "Nothing was spent in 2026/27".to_owned(),
            svg: "<p class=\"oast-chart__empty\">Nothing to draw yet.</p>".to_owned(),
            table: table(id, Vec::new()),
        };
        let page = |rows: Vec<()>, prices: Vec<Figure>| Self {
            filters: vec![Filter::one_of(
                "year",
                "Financial year",
                "2026/27",
                [("2026/27", "2026/27")],
            )],
            four: vec![Four::new("Gross spend", "£19.1m", "in May 2026")],
            notes: vec![BLOCKS.to_owned()],
            sections: vec![Section {
                id: "month",
                heading: "By month".to_owned(),
                figure: Figure::sample("by-month"),
            }],
            share: Figure::sample("by-share"),
            bands: table("bands", rows),
            prices,
        };
        let mut empty = page(Vec::new(), Vec::new());
        empty.sections = vec![Section {
            id: "month",
            heading: "By month".to_owned(),
            figure: nothing("by-month"),
        }];
        empty.share = nothing("by-share");
        vec![page(vec![()], vec![Figure::sample("by-price")]), empty]
    }
}

const BLOCKS: &str = "Block contracts have no category: their beds are paid for whether filled or not, and stand on a line of their own.";

/// Shows what was spent.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let picture = desk.picture()?;
    let asked = SpendAsked::of(desk, &picture);
    let (first, last) = (asked.year.first_day(), asked.year.last_day());
    // A month that is under way counts; those to come are shown in the first chart alone.
    let until = desk.day().min(last);
    let by = picture.spend_by(&asked.filter, (first, last), until);
    let when = when(&by, until);
    let mut sections = vec![Section {
        id: "month",
        heading: "By month".to_owned(),
        figure: months::figure(desk, &picture, &asked, &by)?,
    }];
    let rankings = ranked::rankings(&picture, &asked, &by);
    // Where nothing was spent, saying so once is enough.
    let rankings = rankings
        .into_iter()
        .filter(|_| by.total != SpendSum::default());
    for ranking in rankings {
        let (id, heading) = ranking.section();
        let id = id.strip_prefix("by-").unwrap_or(id);
        let figure = ranking.figure(desk, &asked, &when)?;
        sections.push(Section {
            id,
            heading,
            figure,
        });
    }
    let (bands, prices) = prices::sections(desk, &picture)?;
    let page = SpendPage {
        filters: asked.filters(&picture),
        four: four(&picture, &asked, &by, &when),
        notes: notes(&picture, &asked),
        sections,
        share: share::figure(desk, &picture)?,
        bands,
        prices,
    };
    desk.page(&page)
}

/// The months that are counted, in words.
fn when(by: &SpendBy, until: Date) -> String {
    let counted = || by.months.iter().filter(|(month, _)| *month <= until);
    match (counted().next(), counted().next_back()) {
        (Some((first, _)), Some((last, _))) if first != last => {
            format!("from {} to {}", words::month(*first), words::month(*last))
        }
        (Some((first, _)), _) => format!("in {}", words::month(*first)),
        _ => "in this year".to_owned(),
    }
}

fn four(picture: &Picture, asked: &SpendAsked, by: &SpendBy, when: &str) -> Vec<Four> {
    let year: Pence = by.months.iter().map(|(_, sum)| sum.gross).sum();
    let budgets: Vec<Pence> = by
        .months
        .iter()
        .filter_map(|(month, _)| picture.facts.market.budget_of_month(*month, None))
        .collect();
    let gross = words::headline(by.total.gross);
    let net = words::headline(by.total.net);
    let mut four = vec![
        Four::new("Gross spend", &gross, when).at("#by-month"),
        Four::new("Net of contributions", &net, when).at("#by-month"),
        Four::new(
            &format!("{} as known", asked.year),
            &words::headline(year),
            "gross, with the months to come",
        )
        .at("#by-month"),
    ];
    if !budgets.is_empty() {
        let whole: Pence = budgets.into_iter().sum();
        let budget = Four::new(
            &format!("Budget {}", asked.year),
            &words::headline(whole),
            "of the whole county",
        );
        four.push(budget.at("#by-month"));
    }
    four
}

/// What a reader has to know of the figures.
fn notes(picture: &Picture, asked: &SpendAsked) -> Vec<String> {
    let mut notes = vec![
        "A month holds what is due for its days, whenever it was or will be paid. A month that is not over is drawn in grey: what is known so far.".to_owned(),
        BLOCKS.to_owned(),
    ];
    let budgets = &picture.facts.market.budgets;
    let of_year = budgets
        .iter()
        .filter(|budget| budget.financial_year == asked.year);
    let names: Vec<&str> = of_year.map(|budget| budget.category.words()).collect();
    if let [names @ .., last] = names.as_slice() {
        let names = if names.is_empty() {
            (*last).to_owned()
        } else {
            format!("{} and {last}", names.join(", "))
        };
        notes.push(format!(
            "The budget of a month is a twelfth of the year’s, set against gross spend of the whole county. It is for {names}: what else is spent is in the bars and not in the budget."
        ));
    }
    notes
}
