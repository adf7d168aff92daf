//! What waits for the person who is signed in, by what it costs to leave it.

mod data;
mod done;
mod kind;
mod money;
mod people;
mod promises;

use axum::response::Response;
use oast_office::access::Action;
use oast_units::Pence;
use serde::Serialize;

use crate::answer::{self, Fault};
use crate::desk::Desk;
use crate::form::sentence;
use crate::frame;
use crate::link::To;
use crate::list::{Asked, Cell, List, Table};
use crate::page::Page;

use done::Done;
use kind::{Kind, Row};

/// Rows of each kind that are shown before the link to all of them.
const ROWS_SHOWN_MAX: usize = 10;

/// The queue of one person.
#[derive(Debug, Serialize)]
pub struct Work {
    groups: Vec<Group>,
    /// What nothing waits of, as a sentence.
    quiet: String,
    done: Vec<Done>,
}

/// What has the same consequence when it is left.
#[derive(Debug, Serialize)]
struct Group {
    title: &'static str,
    kinds: Vec<Kind>,
}

/// Everything of one kind.
#[derive(Debug, Serialize)]
pub struct AllWork {
    title: &'static str,
    table: Table,
}

impl Page for Work {
    const TEMPLATE: &'static str = "pages/work.html";

    fn title(&self) -> String {
        "Work".to_owned()
    }

    fn samples() -> Vec<Self> {
        let row = || Row {
            what: Cell::text("Pay run PR-0002").to(To::PayRun("PR-0002")),
            why: "Fiona proposed it up to 24 May 2026, and somebody else must approve it."
                .to_owned(),
            figure: Cell::money(Pence::pounds(16_686_074)).to(To::PayRunLines("PR-0002")),
            act: Cell::text("Approve it or turn it down").to(To::PayRun("PR-0002")),
        };
        let several = Kind::of("runs", "Pay runs", 12, vec![row(), row()], None);
        let some = [vec![several], Vec::new(), Vec::new(), Vec::new()];
        vec![
            Self::of(some, vec![Done::sample()]),
            Self::of([const { Vec::new() }; 4], Vec::new()),
        ]
    }
}

impl Page for AllWork {
    const TEMPLATE: &'static str = "pages/work_all.html";

    fn title(&self) -> String {
        self.title.to_owned()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/",
            query: &[],
        };
        vec![Self {
            title: "Placements without a rate",
            table: list("Placements without a rate", Vec::new()).table(asked),
        }]
    }
}

/// Shows what waits; whoever has no queue goes to the first room that they may enter.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    if !desk.may(Action::SeeWork) {
        return Ok(answer::see_other(&frame::first_room(desk)));
    }
    if let Some(key) = desk.query("all").map(str::to_owned) {
        let mut kinds = kinds(desk, usize::MAX)?.into_iter().flatten();
        let kind = kinds
            .find(|kind| kind.key == key)
            .ok_or_else(|| Fault::NotFound("Nothing of that kind waits for you.".to_owned()))?;
        let table = desk.table(list(kind.title, kind.rows))?;
        let page = AllWork {
            title: kind.title,
            table,
        };
        return desk.page(&page);
    }
    let page = Work::of(kinds(desk, ROWS_SHOWN_MAX)?, done::by_me(desk)?);
    desk.page(&page)
}

/// What waits, of each consequence.
fn kinds(desk: &mut Desk, most: usize) -> Result<[Vec<Kind>; 4], Fault> {
    Ok([
        money::kinds(desk, most)?,
        people::kinds(desk, most)?,
        promises::kinds(desk, most)?,
        data::kinds(desk, most)?,
    ])
}

impl Work {
    fn of([money, people, promises, data]: [Vec<Kind>; 4], done: Vec<Done>) -> Self {
        let all = [
            ("Money at risk today", money, "no payment waits for you"),
            ("People waiting", people, "nobody waits for you"),
            ("Promises due", promises, "no notice and no term is due"),
            (
                "Data to mend",
                data,
                "nothing is missing that you could mend",
            ),
        ];
        let quiet: Vec<&str> = all
            .iter()
            .filter(|(_, kinds, _)| kinds.is_empty())
            .map(|(.., says)| *says)
            .collect();
        let otherwise = if quiet.len() < all.len() {
            "Otherwise "
        } else {
            ""
        };
        let quiet = match quiet.as_slice() {
            [] => String::new(),
            [one] => sentence(&format!("{otherwise}{one}")),
            [first @ .., last] => sentence(&format!("{otherwise}{}, and {last}", first.join(", "))),
        };
        let groups = all.map(|(title, kinds, _)| Group { title, kinds });
        Self {
            groups: groups.into(),
            quiet,
            done,
        }
    }
}

fn list<'a>(title: &'static str, rows: Vec<Row>) -> List<'a, Row> {
    List::new("work", title, rows)
        .column("what", "What", |row: &Row| row.what.clone())
        .column("why", "Why it is here", |row| Cell::text(&row.why))
        .numbers("figure", "Sum or date", |row| row.figure.clone())
        .column("act", "What to do", |row| row.act.clone())
        .when_empty("Nothing of this kind waits.")
}

/// Whether work that needs an action is the person's own; whoever audits sees all of it.
fn is_mine(desk: &Desk, actions: &[Action]) -> bool {
    desk.may(Action::SeeAudit) || actions.iter().any(|action| desk.may(*action))
}
