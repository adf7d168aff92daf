//! The register of people who pay for themselves.

use axum::response::Response;
use oast_office::RunwayRow;
use oast_office::picture::Picture;
use oast_rules::placement::self_funder::{Depletion, Runway, Told};
use serde::Serialize;

use super::person_name;
use crate::answer::Fault;
use crate::desk::Desk;
use crate::link::To;
use crate::list::{Asked, Cell, Filter, List, Table};
use crate::page::Page;
use crate::words;

/// The register.
#[derive(Debug, Serialize)]
pub struct SelfFunders {
    filters: Vec<Filter>,
    table: Table,
}

impl Page for SelfFunders {
    const TEMPLATE: &'static str = "pages/placement/self_funders.html";

    fn title(&self) -> String {
        "Self-funders".to_owned()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/self-funders",
            query: &[],
        };
        let list = |rows: Vec<()>| {
            List::new("self-funders", CAPTION, rows)
                .column("person", "Person", |()| {
                    Cell::text("Ada Example").hint("Orchard House")
                })
                .column("told", "Told", |()| told_cell(Told::Late(40)))
                .when_empty(EMPTY)
                .table(asked)
        };
        [vec![()], Vec::new()]
            .into_iter()
            .map(|rows| Self {
                filters: filters("", "due"),
                table: list(rows),
            })
            .collect()
    }
}

const CAPTION: &str = "People who pay for themselves";
const EMPTY: &str =
    "Nobody fits. Homes report people who pay for themselves; a data pack brings the reports.";

/// Shows the register, the one whose provider has to tell the council first at the top.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let picture = desk.picture()?;
    let (person, told) = (
        desk.query("person").unwrap_or_default().to_owned(),
        desk.query("told").unwrap_or_default().to_owned(),
    );
    let wanted = person.to_lowercase();
    let mut rows = picture.runways();
    rows.retain(|row| {
        let due = row.runway.notify_by.is_some_and(|by| by <= picture.day);
        let late = matches!(row.told, Told::Late(_) | Told::Missing(_));
        let fits = match told.as_str() {
            "due" => due,
            "late" => late,
            "in-time" => matches!(row.told, Told::OnTime),
            _ => true,
        };
        fits && (wanted.is_empty() || named(&picture, row, &wanted))
    });
    if let [row] = rows.as_slice() {
        desk.note_read(row.report.person_id.as_str())?;
    }
    let page = SelfFunders {
        filters: filters(&person, &told),
        table: desk.table(list(&picture, rows))?,
    };
    desk.page(&page)
}

/// Whether a row is of a person by reference, or by a part of their name.
fn named(picture: &Picture, row: &RunwayRow, wanted: &str) -> bool {
    let id = row.report.person_id.as_str();
    let person = picture.facts.person(id);
    id.to_lowercase() == wanted
        || person.is_some_and(|person| person_name(person).to_lowercase().contains(wanted))
}

fn filters(person: &str, told: &str) -> Vec<Filter> {
    let states = [
        ("due", "The notice time has begun"),
        ("late", "Told late, or not at all"),
        ("in-time", "Told in time"),
    ];
    vec![
        Filter::words("person", "Name or reference", person),
        Filter::choice("told", "Which", told, states),
    ]
}

fn list(picture: &Picture, rows: Vec<RunwayRow>) -> List<'_, RunwayRow> {
    List::new("self-funders", CAPTION, rows)
        .column("person", "Person", |row: &RunwayRow| person(picture, row))
        .column("home", "Care home", |row| {
            let id = row.report.home_id.as_str();
            let home = picture.facts.home(id);
            Cell::text(home.map_or_else(|| id.to_owned(), |home| home.name.to_string()))
                .to(To::Home(id))
        })
        .numbers("capital", "Capital, £", |row| {
            Cell::money(row.report.capital).hint(format!("on {}", row.report.reported_on.long()))
        })
        .numbers("drawdown", "Drawn a week, £", |row| {
            Cell::money(row.runway.drawdown)
        })
        .column("expected", "Reaches the limit", |row| {
            depletion(row.runway.expected).hint(range(&row.runway))
        })
        .column("notify_by", "To be told by", |row| {
            Cell::maybe_date(row.runway.notify_by)
        })
        .column("told", "Told", |row| told_cell(row.told))
        .column("do", "What to do", move |row| {
            Cell::text(to_do(picture, row))
        })
        .when_empty(EMPTY)
}

/// The person, with a link to their placement where they have one.
fn person(picture: &Picture, row: &RunwayRow) -> Cell {
    let id = row.report.person_id.as_str();
    let person = picture.facts.person(id);
    let cell = Cell::text(person.map_or_else(|| id.to_owned(), person_name)).hint(id);
    match placed(picture, row) {
        Some(placement) => cell.to(To::Placement(placement)),
        None => cell,
    }
}

/// The placement in which the person lives, if the council pays for one already.
fn placed<'p>(picture: &'p Picture, row: &RunwayRow) -> Option<&'p str> {
    let placements = picture.facts.of_person(row.report.person_id.as_str());
    let at = placements.iter().find(|at| {
        let standing = picture.standing(**at);
        standing.is_some_and(|standing| standing.lives_there)
    })?;
    Some(picture.facts.case(*at)?.placement.placement_id.as_str())
}

/// The one thing to do about somebody, in words.
fn to_do(picture: &Picture, row: &RunwayRow) -> &'static str {
    if placed(picture, row).is_some() {
        return "Nothing: the council has placed them.";
    }
    match (row.told, row.runway.expected) {
        (_, Depletion::On(day)) if day <= picture.day => {
            "Assess now: the council may have to pay already."
        }
        (Told::NotNeeded, _) => "Nothing.",
        _ if row.runway.notify_by.is_some_and(|by| by <= picture.day) => {
            "Arrange an assessment before the money runs out."
        }
        _ => "Wait for the provider’s next report.",
    }
}

fn depletion(when: Depletion) -> Cell {
    match when {
        Depletion::On(day) => Cell::date(day),
        Depletion::NotBy(_) | Depletion::Never => Cell::text(short(when)),
    }
}

/// The range in words; nothing where it is a single day.
fn range(runway: &Runway) -> String {
    if runway.earliest == runway.latest {
        return String::new();
    }
    let (earliest, latest) = (short(runway.earliest), short(runway.latest));
    format!("{earliest} at the earliest, {latest} at the latest")
}

fn short(when: Depletion) -> String {
    match when {
        Depletion::On(day) => day.long(),
        Depletion::NotBy(day) => format!("after {}", day.long()),
        Depletion::Never => "never".to_owned(),
    }
}

/// Whether the council was told in time, as a tag.
fn told_cell(told: Told) -> Cell {
    match told {
        Told::NotNeeded => Cell::tag("Not needed", "grey"),
        Told::OnTime => Cell::tag("In time", "green"),
        Told::Late(days) => Cell::tag("Late", "orange").hint(by_days(days)),
        Told::NotYet => Cell::tag("Not yet", "blue"),
        Told::Missing(days) => Cell::tag("Not told", "red").hint(by_days(days)),
    }
}

fn by_days(days: i32) -> String {
    let days = usize::try_from(days).unwrap_or(0);
    format!("by {}", words::so_many(days, "day", "days"))
}

/// Whether the council was told in time, as a sentence.
pub(crate) fn told_in_words(told: Told) -> String {
    match told {
        Told::NotNeeded => "Nobody has to tell the council.".to_owned(),
        Told::OnTime => "The council was told in time.".to_owned(),
        Told::Late(days) => format!("The council was told late, {}.", by_days(days)),
        Told::NotYet => "The council is still to be told.".to_owned(),
        Told::Missing(days) => format!("The council was not told, {} now.", by_days(days)),
    }
}
