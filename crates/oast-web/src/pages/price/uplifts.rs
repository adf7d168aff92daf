//! The prices of the county today, and the uplifts that were proposed.

use std::collections::BTreeMap;

use axum::response::Response;
use oast_office::access::Action;
use oast_office::picture::Picture;
use oast_office::uplift::UpliftStanding;
use oast_rules::facts::Uplift;
use oast_rules::price::band::{Band, Bands};
use oast_rules::price::uplift_set::State;
use oast_units::{Date, Pence};
use serde::Serialize;

use super::{name, names, state_tag, whom};
use crate::answer::Fault;
use crate::desk::Desk;
use crate::link::{To, with_query};
use crate::list::{Asked, Cell, List, Table};
use crate::page::Page;
use crate::pages::market::bands;
use crate::pages::market::home::{position, position_code};
use crate::words::begun;

/// The prices room.
#[derive(Debug, Serialize)]
pub struct Uplifts {
    new: String,
    waiting: String,
    sets: Table,
    bands: Table,
    in_force: Table,
}

const NONE_PROPOSED: &str = "No uplift has been proposed yet. An uplift is thought through first: you see what it would change for every home and placement, and what it would pay for days already paid. Then it is proposed, somebody else approves it, and it can be taken back in one step.";

impl Page for Uplifts {
    const TEMPLATE: &'static str = "pages/price/uplifts.html";

    fn title(&self) -> String {
        "Prices and uplifts".to_owned()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/uplifts",
            query: &[],
        };
        let table = |id, caption: &str, rows: Vec<State>| {
            List::new(id, caption, rows)
                .column("uplift", "Uplift", |_: &State| {
                    Cell::text("US-0001").to(To::Uplift("US-0001"))
                })
                .column("state", "State", |state| state_tag(*state))
                .numbers("upper", "To, £ a week", |_| {
                    Cell::money(Pence::pounds(1_200)).plain()
                })
                .when_empty(NONE_PROPOSED)
                .table(asked)
        };
        let page = |rows: &[State], waiting: &str| Self {
            new: To::UpliftNew.to_string(),
            waiting: waiting.to_owned(),
            sets: table("uplifts", "Uplifts proposed", rows.to_vec()),
            bands: table("bands", "Bands today", rows.to_vec()),
            in_force: table("in-force", "Uplifts that raise prices", rows.to_vec()),
        };
        vec![
            page(&State::ALL, "1 uplift waits for a decision."),
            page(&[], ""),
        ]
    }
}

/// Shows the prices room.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let picture = desk.picture()?;
    let names = names(desk)?;
    let sets = desk.office()?.uplift_sets_at(picture.known_seq())?;
    let waiting = sets
        .iter()
        .filter(|standing| standing.state == State::Proposed)
        .count();
    let page = Uplifts {
        new: To::UpliftNew.to_string(),
        waiting: match waiting {
            0 => String::new(),
            1 => "1 uplift waits for a decision.".to_owned(),
            more => format!("{more} uplifts wait for a decision."),
        },
        in_force: desk.table(in_force_list(&picture, &sets))?,
        bands: desk.table(band_list(&picture, desk.may(Action::SeePeople)))?,
        sets: desk.table(set_list(&sets, &names))?,
    };
    desk.page(&page)
}

/// The uplifts that were proposed, the latest first.
fn set_list<'a>(
    sets: &'a [UpliftStanding],
    names: &'a BTreeMap<String, String>,
) -> List<'a, &'a UpliftStanding> {
    List::new("uplifts", "Uplifts proposed", sets.iter().rev().collect())
        .column("uplift", "Uplift", |standing: &&UpliftStanding| {
            let id = standing.set.uplift_set.as_str();
            Cell::text(id).to(To::Uplift(id))
        })
        .column("state", "State", |standing| state_tag(standing.state))
        .column("placements", "Raises", |standing| {
            Cell::text(begun(&whom(&standing.plan())))
        })
        .column("from", "From", |standing| {
            Cell::date(standing.set.effective_on)
        })
        .numbers("percent", "By", |standing| {
            Cell::text(format!("{}%", standing.set.percent))
        })
        .column("decision", "Decision", |standing| {
            Cell::text(&standing.set.decision)
        })
        .column("proposed_by", "Proposed by", move |standing| {
            Cell::text(name(names, standing.set.proposed_by.as_str()))
        })
        .column("decided_by", "Decided by", move |standing| {
            Cell::maybe(
                standing
                    .steps
                    .last()
                    .map(|step| name(names, step.actor.as_str())),
            )
        })
        .when_empty(NONE_PROPOSED)
}

/// The uplifts that raise prices, with where each comes from.
fn in_force_list<'a>(picture: &'a Picture, sets: &'a [UpliftStanding]) -> List<'a, &'a Uplift> {
    let day = picture.day;
    let uplifts = picture.facts.market.uplifts.iter();
    let approved = move |uplift: &Uplift| {
        sets.iter().rev().find(|standing| {
            standing.state == State::Approved
                && (standing.set.applies_to, standing.set.effective_on)
                    == (uplift.applies_to, uplift.effective_on)
                && standing.set.scheme == uplift.scheme
        })
    };
    List::new("in-force", "Uplifts that raise prices", uplifts.rev().collect())
        .column("placements", "Raises", |uplift: &&Uplift| {
            let placements = format!("{} placements", begun(uplift.applies_to.words()));
            let scheme = uplift.scheme.as_ref();
            Cell::text(placements).hint(scheme.map_or("", |scheme| scheme.as_str()))
        })
        .column("from", "From", move |uplift| {
            Cell::date(uplift.effective_on).hint(to_come(uplift.effective_on, day))
        })
        .numbers("percent", "By", |uplift| {
            Cell::text(format!("{}%", uplift.percent))
        })
        .column("decision", "Decision", |uplift| {
            Cell::maybe(uplift.decision.as_ref())
        })
        .column("source", "Came with", move |uplift| match approved(uplift) {
            Some(standing) => {
                let id = standing.set.uplift_set.as_str();
                Cell::text(id).to(To::Uplift(id))
            }
            None => Cell::text("Imported data"),
        })
        .when_empty("No uplift raises a price. Uplifts decided before the council began with Oast come with its data, in uplifts.csv.")
}

fn to_come(from: Date, day: Date) -> &'static str {
    if from > day { "to come" } else { "" }
}

/// A band with how many placements are below, within and above it.
struct Row {
    band: Band,
    counts: [usize; 3],
}

/// The bands today, and how placements lie to them.
fn band_list(picture: &Picture, people: bool) -> List<'static, Row> {
    let bands = bands(picture, picture.day);
    let rows = bands
        .as_ref()
        .map_or_else(Vec::new, |bands| rows(picture, bands));
    let count = move |row: &Row, index: usize, code: &str| {
        let cell = Cell::count(row.counts.get(index).copied().unwrap_or_default());
        if !people {
            return cell;
        }
        let category = row.band.category.code();
        cell.to(with_query(
            To::Placements,
            [("category", category), ("band", code)],
        ))
    };
    List::new("bands", "Bands today", rows)
        .column("category", "Category", |row: &Row| {
            Cell::text(begun(row.band.category.words()))
        })
        .numbers("lower", "From, £ a week", |row| {
            Cell::money(row.band.lower.weekly()).plain()
        })
        .numbers("upper", "To, £ a week", |row| {
            Cell::money(row.band.upper.weekly()).plain()
        })
        .numbers("below", "Placements below", move |row| {
            count(row, 0, "below")
        })
        .numbers("within", "In band", move |row| count(row, 1, "within"))
        .numbers("above", "Above", move |row| count(row, 2, "above"))
        .when_empty("The contract sets no bands on this day.")
}

fn rows(picture: &Picture, bands: &Bands) -> Vec<Row> {
    let mut rows: Vec<Row> = bands
        .bands
        .into_iter()
        .map(|band| Row {
            band,
            counts: [0; 3],
        })
        .collect();
    for standing in picture.standings.iter().filter(|each| each.lives_there) {
        let place = match position_code(position(standing, Some(bands))) {
            "below" => 0,
            "within" => 1,
            "above" => 2,
            _ => continue,
        };
        let row = rows
            .iter_mut()
            .find(|row| row.band.category == standing.category);
        if let Some(count) = row.and_then(|row| row.counts.get_mut(place)) {
            *count += 1;
        }
    }
    rows
}
