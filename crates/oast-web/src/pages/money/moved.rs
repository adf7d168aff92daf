//! What moved between a run and the run before, placement by placement.

use axum::response::Response;
use oast_office::access::Action;
use oast_office::pay_run::{Move, MovementKind};
use oast_units::Pence;
use serde::Serialize;

use super::{figures, home_cell, placement_cell};
use crate::answer::Fault;
use crate::desk::Desk;
use crate::link::{To, with_query};
use crate::list::{Asked, Cell, List, Table};
use crate::page::Page;

/// The placements that moved in one way.
#[derive(Debug, Serialize)]
pub struct MovedPage {
    run: String,
    kind: String,
    says: String,
    table: Table,
}

impl Page for MovedPage {
    const TEMPLATE: &'static str = "pages/money/moved.html";

    fn title(&self) -> String {
        format!("{}: {}", self.run, self.kind)
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/pay-runs/PR-0002/movement/started",
            query: &[],
        };
        let page = |rows: Vec<()>| Self {
            run: "PR-0002".to_owned(),
            kind: MovementKind::Started.words().to_owned(),
            says: says(MovementKind::Days, "PR-0002", "PR-0001"),
            table: List::new("moved", "Placements", rows)
                .numbers("change", "Change, £", |()| Cell::money(Pence::pounds(880)))
                .when_empty(EMPTY)
                .table(asked),
        };
        vec![page(vec![()]), page(Vec::new())]
    }
}

const EMPTY: &str = "Nothing moved in this way between the two runs.";

/// Shows what moved in one way.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let run = desk.part("run").to_owned();
    let code = desk.part("kind");
    let kind = MovementKind::of(code)
        .ok_or_else(|| Fault::NotFound(format!("runs do not move by '{code}'")))?;
    let figures = figures(desk, &run)?;
    let Some(before) = &figures.before else {
        let why = format!("{run} is the first run, so there is none to compare it with");
        return Err(Fault::NotFound(why));
    };
    let picture = desk.picture()?;
    let people = desk.may(Action::SeePeople);
    let mut moves: Vec<&Move> = figures
        .moves
        .iter()
        .filter(|each| each.kind == kind)
        .collect();
    moves.sort_by_key(|each| -each.change.abs());
    let together: Pence = moves.iter().map(|each| each.change).sum();
    let (now, earlier) = (run.clone(), before.clone());
    let list = List::new("moved", kind.words(), moves)
        .column("placement", "Placement", |each: &&Move| {
            placement_cell(&picture, each.placement_id.as_str(), people)
        })
        .column("home", "Home", |each| {
            let home = each.home_id.as_str();
            home_cell(&picture, home, &To::Home(home))
        })
        .numbers("before", format!("In {before}, £"), move |each| {
            of_run(&earlier, each, each.before)
        })
        .numbers("now", format!("In {run}, £"), move |each| {
            of_run(&now, each, each.now)
        })
        .numbers("change", "Change by this, £", |each| {
            Cell::money(each.change)
        })
        .totals(vec![
            Cell::text("Together"),
            Cell::empty(),
            Cell::empty(),
            Cell::empty(),
            Cell::money(together),
        ])
        .when_empty(EMPTY);
    let page = MovedPage {
        kind: kind.words().to_owned(),
        says: says(kind, &run, before),
        table: desk.table(list)?,
        run: run.clone(),
    };
    desk.page(&page)
}

/// An amount, leading to the lines of its placement.
fn of_run(run: &str, each: &Move, amount: Pence) -> Cell {
    let placement = each.placement_id.as_str();
    let to = with_query(
        To::PayRunLines(run),
        [
            ("placement", placement),
            ("only", "current"),
            ("side", "home"),
        ],
    );
    Cell::money(amount).to(to)
}

fn says(kind: MovementKind, run: &str, before: &str) -> String {
    match kind {
        MovementKind::Started => {
            format!("{run} pays these placements, and {before} did not, but for single costs.")
        }
        MovementKind::Ended => format!("{before} paid these placements, and {run} does not."),
        MovementKind::Days => format!(
            "The two runs pay different numbers of days. The change is what the days of {run} would come to at the rate of {before}, less what {before} paid."
        ),
        MovementKind::Rates => format!(
            "The change is what {run} pays more or less for its days than they would have come to at the rate of {before}."
        ),
        MovementKind::OneToOne => "One-to-one hours that began, ended or changed.".to_owned(),
        MovementKind::Contributions => {
            "What homes collect themselves is kept back from them; what the council collects for them is passed on.".to_owned()
        }
        MovementKind::OneOffs => format!("Single costs in {run} less those in {before}."),
        MovementKind::AdjustmentsBefore | MovementKind::Adjustments => {
            "Adjustments are told line by line, with their causes.".to_owned()
        }
    }
}
