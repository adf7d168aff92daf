//! The payments behind a month's spending.

use axum::response::Response;
use oast_office::access::Action;
use oast_office::picture::{Picture, SpendSum, Spent, SpentOn};
use oast_rules::facts::{Block, Category, Placement};
use oast_units::{Date, Pence};
use serde::Serialize;

use super::spend::SpendAsked;
use crate::answer::Fault;
use crate::desk::Desk;
use crate::link::To;
use crate::list::{Asked, Cell, List, Table};
use crate::page::Page;
use crate::pages::placement::name_of;
use crate::words;

/// What a month's spending is made of.
#[derive(Debug, Serialize)]
pub struct SpentPage {
    title: String,
    /// The sum, as a sentence.
    sentence: String,
    back: String,
    table: Table,
}

impl Page for SpentPage {
    const TEMPLATE: &'static str = "pages/money/spent.html";

    fn title(&self) -> String {
        self.title.clone()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/spend/placements",
            query: &[],
        };
        let amount = || Cell::money(Pence::pounds(3_771));
        let list = |rows: Vec<()>| {
            List::new("spent", "Placements and block contracts", rows)
                .column("what", "Placement", |()| {
                    Cell::text("Wren Creek-Example")
                        .to(To::Placement("PL0000001-1"))
                        .hint("PL0000001-1")
                })
                .numbers("gross", "Gross, £", move |()| {
                    amount().to(To::Line("PL0000001-1", "care-fee", Date::of(2026, 5, 1)))
                })
                .when_empty(EMPTY)
        };
        let page = |sentence: &str, table: Table| Self {
            title: "Spend in May 2026".to_owned(),
            sentence: sentence.to_owned(),
            back: To::Spend.to_string(),
            table,
        };
        let totals = vec![Cell::text("Total"), amount()];
        vec![
            page(
                "1 placement came to £3,771.00 gross and £2,950.00 net of contributions.",
                list(vec![()]).totals(totals).table(asked),
            ),
            page("Nothing was spent.", list(Vec::new()).table(asked)),
        ]
    }
}

const EMPTY: &str = "Nothing was due in this month for what is asked for. Go back to Spend, and choose another month or fewer filters.";

/// A payment, with what it was for.
struct Row<'a> {
    on: On<'a>,
    spent: Spent,
}

/// What money was spent on.
pub(in crate::pages) enum On<'a> {
    /// A placement.
    Placement(&'a Placement),
    /// A block contract.
    Block(&'a Block),
}

/// Shows the payments of a month.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let picture = desk.picture()?;
    let asked = SpendAsked::of(desk, &picture);
    let month = month(desk, &picture)?;
    let spent = picture.spent_in(month, &asked.filter);
    let sum: SpendSum = spent.iter().map(|one| one.sum).sum();
    let scope = asked.scope(&picture);
    let sentence = if spent.is_empty() {
        format!("Nothing was spent{scope} in {}.", words::month(month))
    } else {
        format!(
            "{} came to {} gross, and to {} net of contributions.",
            made_of(&spent),
            sum.gross,
            sum.net
        )
    };
    let names = desk.may(Action::SeePeople);
    let table = desk.table(list(&picture, spent, month, sum, names))?;
    let page = SpentPage {
        title: format!("Spend{scope} in {}", words::month(month)),
        sentence,
        back: asked.back(month),
        table,
    };
    desk.page(&page)
}

/// The month asked for.
fn month(desk: &Desk, picture: &Picture) -> Result<Date, Fault> {
    let months = &picture.spend().months;
    let text = desk.query("month").unwrap_or_default();
    let asked: Option<Date> = text.parse().ok();
    let found = asked.and_then(|day| months.iter().rfind(|month| **month <= day));
    let found = found.filter(|month| asked.is_some_and(|day| day < month.add_months(1)));
    found.copied().ok_or_else(|| {
        let (first, last) = (months.first(), months.last());
        let span = first.zip(last).map_or(String::new(), |(first, last)| {
            format!(", from {first} to {last}")
        });
        Fault::NotFound(format!(
            "'{text}' is not a month that spending is shown for. Give the first day of one{span}."
        ))
    })
}

/// How many of what there are.
fn made_of(spent: &[Spent]) -> String {
    let blocks = spent
        .iter()
        .filter(|one| matches!(one.on, SpentOn::Block(_)))
        .count();
    let placements = spent.len() - blocks;
    let placements_words = words::so_many(placements, "placement", "placements");
    let blocks_words = words::so_many(blocks, "block contract", "block contracts");
    match (placements, blocks) {
        (_, 0) => placements_words,
        (0, _) => blocks_words,
        _ => format!("{placements_words} and {blocks_words}"),
    }
}

fn list<'a>(
    picture: &'a Picture,
    spent: Vec<Spent>,
    month: Date,
    sum: SpendSum,
    names: bool,
) -> List<'a, Row<'a>> {
    let rows: Vec<Row<'a>> = spent
        .into_iter()
        .filter_map(|spent| Row::of(picture, spent))
        .collect();
    let totals = vec![
        Cell::text("Total"),
        Cell::empty(),
        Cell::empty(),
        Cell::empty(),
        Cell::number(sum.days),
        Cell::money(sum.gross),
        Cell::money(sum.net),
    ];
    let list = List::new("spent", "Placements and block contracts", rows)
        .column("what", "For", move |row: &Row<'_>| {
            row.on.what(picture, names)
        })
        .column("home", "Care home", move |row| row.on.home(picture))
        .column("category", "Category", |row| {
            Cell::maybe(row.spent.category.map(Category::words))
        })
        .column("route", "Route", |row| match row.on {
            On::Placement(placement) => Cell::text(placement.route.words()),
            On::Block(_) => Cell::text("block"),
        })
        .numbers("days", "Days of care", |row| {
            Cell::number(row.spent.sum.days)
        })
        .numbers("gross", "Gross, £", move |row| {
            Cell::money(row.spent.sum.gross).to(row.on.why("care-fee", month))
        })
        .numbers("net", "Net of contributions, £", move |row| {
            Cell::money(row.spent.sum.net).to(row.on.why("care-fee", month))
        })
        .when_empty(EMPTY);
    if list.is_empty() {
        return list;
    }
    list.totals(totals)
}

impl<'a> Row<'a> {
    fn of(picture: &'a Picture, spent: Spent) -> Option<Self> {
        let on = On::of(picture, spent.on)?;
        Some(Self { on, spent })
    }
}

impl<'a> On<'a> {
    /// What money was spent on.
    pub(in crate::pages) fn of(picture: &'a Picture, on: SpentOn) -> Option<Self> {
        Some(match on {
            SpentOn::Placement(at) => Self::Placement(&picture.facts.case(at)?.placement),
            SpentOn::Block(index) => Self::Block(picture.facts.market.blocks.get(index)?),
        })
    }

    /// The person and the placement, by its reference alone for those who may not see people; or
    /// the block contract.
    pub(in crate::pages) fn what(&self, picture: &Picture, names: bool) -> Cell {
        match self {
            Self::Placement(placement) => {
                let id = placement.placement_id.as_str();
                if !names {
                    return Cell::text(id);
                }
                let name = name_of(&picture.facts, placement.person_id.as_str());
                Cell::text(name).to(To::Placement(id)).hint(id)
            }
            Self::Block(block) => {
                let beds = words::so_many(block.beds as usize, "bed", "beds");
                Cell::text(format!("Block contract {}", block.block_id)).hint(beds)
            }
        }
    }

    /// The home.
    pub(in crate::pages) fn home(&self, picture: &Picture) -> Cell {
        let id = match self {
            Self::Placement(placement) => placement.home_id.as_str(),
            Self::Block(block) => block.home_id.as_str(),
        };
        let home = picture.facts.home(id);
        Cell::text(home.map_or(id, |home| home.name.as_str())).to(To::Home(id))
    }

    /// Why so much: an element of a placement, or a block contract's beds, in the pay period in
    /// which the month, or the placement, begins.
    pub(in crate::pages) fn why(&self, element: &str, month: Date) -> String {
        match self {
            Self::Placement(placement) => {
                let day = month.max(placement.started_on);
                To::Line(placement.placement_id.as_str(), element, day).to_string()
            }
            Self::Block(block) => {
                let day = month.max(block.from);
                To::Line(block.block_id.as_str(), "block-fee", day).to_string()
            }
        }
    }
}
