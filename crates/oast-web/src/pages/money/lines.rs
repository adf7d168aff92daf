//! The lines of a pay run.

use std::collections::HashSet;
use std::sync::Arc;

use axum::response::Response;
use oast_office::access::Action;
use oast_office::picture::Picture;
use oast_rules::facts::{Element, PayRunLine, Side};
use oast_units::Pence;
use serde::Serialize;

use super::{asked_run, element_choices, element_words, home_cell, line_address, placement_cell};
use crate::answer::Fault;
use crate::desk::Desk;
use crate::link::To;
use crate::list::{Asked, Cell, Filter, List, Table};
use crate::page::Page;

/// The lines of a run.
#[derive(Debug, Serialize)]
pub struct LinesPage {
    run: String,
    filters: Vec<Filter>,
    /// The sum of the lines that are shown, to homes and billed.
    to_homes: String,
    billed: String,
    table: Table,
}

impl Page for LinesPage {
    const TEMPLATE: &'static str = "pages/money/lines.html";

    fn title(&self) -> String {
        format!("Lines of {}", self.run)
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/pay-runs/PR-0002/lines",
            query: &[],
        };
        let page = |rows: Vec<()>| Self {
            run: "PR-0002".to_owned(),
            filters: filters(&Asking::default()),
            to_homes: Pence::pounds(3_520).to_string(),
            billed: Pence::ZERO.to_string(),
            table: List::new("lines", "Lines", rows)
                .column("placement", "Placement", |()| Cell::text("PL0000001-1"))
                .numbers("amount", "Amount, £", |()| {
                    Cell::money(Pence::pounds(3_520))
                })
                .when_empty(EMPTY)
                .table(asked),
        };
        vec![page(vec![()]), page(Vec::new())]
    }
}

const EMPTY: &str = "No line of the run fits. Choose fewer filters.";

/// What is asked of the lines.
#[derive(Debug, Default)]
struct Asking {
    placement: String,
    home: String,
    element: Option<Element>,
    side: Option<Side>,
    cause: String,
    only: String,
}

impl Asking {
    fn of(desk: &Desk) -> Self {
        let words = |name| desk.query(name).unwrap_or_default().to_owned();
        Self {
            placement: words("placement"),
            home: words("home"),
            element: desk.query_as("element"),
            side: desk.query_as("side"),
            cause: words("cause"),
            only: words("only"),
        }
    }

    /// The homes that are meant: by their reference, or by a part of their names. None for all.
    fn homes(&self, picture: &Picture) -> Option<HashSet<String>> {
        if self.home.is_empty() {
            return None;
        }
        if picture.facts.home(&self.home).is_some() {
            return Some(HashSet::from([self.home.clone()]));
        }
        let wanted = self.home.to_lowercase();
        let homes = picture.facts.market.homes.iter();
        Some(
            homes
                .filter(|home| home.name.as_str().to_lowercase().contains(&wanted))
                .map(|home| home.home_id.to_string())
                .collect(),
        )
    }

    fn fits(&self, line: &PayRunLine, homes: Option<&HashSet<String>>) -> bool {
        let cause = line.cause.as_ref().map(oast_units::Text::as_str);
        self.element.is_none_or(|element| element == line.element)
            && self.side.is_none_or(|side| side == line.side)
            && (self.placement.is_empty() || line.placement_id.as_str() == self.placement)
            && homes.is_none_or(|homes| homes.contains(line.home_id.as_str()))
            && (self.cause.is_empty()
                || cause.is_some_and(|cause| cause.contains(self.cause.as_str())))
            && match self.only.as_str() {
                "adjustments" => cause.is_some(),
                "current" => cause.is_none(),
                _ => true,
            }
    }
}

fn filters(asking: &Asking) -> Vec<Filter> {
    let element = asking.element.map_or("", Element::code);
    let side = asking.side.map_or("", Side::code);
    vec![
        Filter::words("home", "Home, by name or reference", &asking.home),
        Filter::words("placement", "Placement", &asking.placement),
        Filter::choice("element", "Element", element, element_choices()),
        Filter::choice(
            "side",
            "Side",
            side,
            [("home", "Paid to homes"), ("bill", "Billed")],
        ),
        Filter::choice(
            "only",
            "Lines",
            &asking.only,
            [
                ("current", "Newly due"),
                ("adjustments", "Adjustments of earlier periods"),
            ],
        ),
        Filter::words("cause", "Cause", &asking.cause),
    ]
}

/// Shows the lines.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let run = asked_run(desk)?.pay_run;
    let app = Arc::clone(desk.app());
    let lines = app.runs.lines(desk.office()?, &run)?;
    let picture = desk.picture()?;
    let asking = Asking::of(desk);
    let homes = asking.homes(&picture);
    let some: Vec<&PayRunLine> = lines
        .iter()
        .filter(|line| asking.fits(line, homes.as_ref()))
        .collect();
    let sum = |side: Side| -> Pence {
        let of_side = some.iter().filter(|line| line.side == side);
        of_side.map(|line| line.amount).sum()
    };
    let people = desk.may(Action::SeePeople);
    let page = LinesPage {
        filters: filters(&asking),
        to_homes: sum(Side::Home).to_string(),
        billed: sum(Side::Bill).to_string(),
        table: desk.table(list(&run, &picture, people, some))?,
        run,
    };
    desk.page(&page)
}

fn list<'a>(
    run: &'a str,
    picture: &'a Picture,
    people: bool,
    lines: Vec<&'a PayRunLine>,
) -> List<'a, &'a PayRunLine> {
    List::new("lines", format!("Lines of {run}"), lines)
        .column("placement", "Placement", move |line| {
            placement_cell(picture, line.placement_id.as_str(), people)
        })
        .column("home", "Home", move |line: &&PayRunLine| {
            let home = line.home_id.as_str();
            home_cell(picture, home, &To::Remittance(run, home))
        })
        .column("element", "Element", |line| {
            Cell::text(element_words(line.element))
        })
        .column("side", "Side", |line| Cell::text(line.side.words()))
        .column("period_from", "From", |line| Cell::date(line.period_from))
        .column("period_to", "To", |line| Cell::date(line.period_to))
        .numbers("days", "Days", |line| Cell::number(i64::from(line.days)))
        .numbers("amount", "Amount, £", |line| {
            let id = line.placement_id.as_str();
            let to = line_address(id, line.side, line.element, line.period_from);
            Cell::money(line.amount).to(to)
        })
        .column("cause", "Why an earlier period is adjusted", |line| {
            Cell::maybe(line.cause.as_ref())
        })
        .when_empty(EMPTY)
}
