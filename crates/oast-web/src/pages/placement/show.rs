//! One placement: who, where, what is due, and everything that happened.

use std::collections::BTreeMap;

use axum::response::Response;
use oast_office::PlacementRecord;
use oast_office::access::{Action, Purpose};
use oast_rules::facts::{Element, Placement, Posting, Side};
use oast_units::{Date, PayRunId, Pence};
use serde::Serialize;

use super::statement::{self, StatementLine};
use super::timeline::{Moment, Sees, timeline};
use super::{asked_for, person_name};
use crate::answer::Fault;
use crate::desk::{Desk, Known};
use crate::link::{To, with_query};
use crate::list::{Asked, Cell, List, Table};
use crate::page::Page;
use crate::pages::access::subject_access;
use crate::pages::money::Users;
use crate::pages::parts::Detail;
use crate::words;

/// One placement.
#[derive(Debug, Serialize)]
pub struct PlacementPage {
    person: String,
    id: String,
    opened: Option<Opened>,
    about: Vec<Detail>,
    tags: Vec<Cell>,
    /// Today's rate, which opens to why it is what it is.
    rate: Option<Cell>,
    why: Option<String>,
    week: Vec<StatementLine>,
    week_of: String,
    future: Vec<Moment>,
    past: Vec<Moment>,
    payments: Table,
    actions: Vec<Detail>,
    /// Why nothing can be recorded by somebody who records elsewhere.
    not_theirs: Option<String>,
    others: Vec<Detail>,
    /// Where everything that is held on the person is had, for whoever may.
    everything: Option<String>,
}

/// What the record was opened for.
#[derive(Debug, Serialize)]
struct Opened {
    purpose: String,
    /// Where to change it, for whoever has several purposes.
    change: Option<String>,
}

impl Opened {
    fn of(desk: &Desk, purpose: Option<Purpose>) -> Option<Self> {
        let several = desk.purposes().len() > 1;
        Some(Self {
            purpose: words::begun(purpose?.words()),
            change: several.then(|| with_query(To::Purpose, [("then", desk.here().as_str())])),
        })
    }
}

impl Page for PlacementPage {
    const TEMPLATE: &'static str = "pages/placement/show.html";
    const HELP: Option<&'static str> = Some("find-a-placement");

    fn title(&self) -> String {
        format!("{}, {}", self.person, self.id)
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/placements/PL0000001-1",
            query: &[],
        };
        let payments = |rows: Vec<()>| {
            List::new("payments", "Payments by period", rows)
                .column("period", "Pay period", |()| {
                    Cell::text("30 March to 26 April 2026")
                })
                .numbers("amount", "Amount, £", |()| {
                    Cell::money(Pence::pounds(3618))
                })
                .when_empty(NOT_PAID)
                .table(asked)
        };
        let full = Self {
            person: "Wren Creek-Example".to_owned(),
            id: "PL0000001-1".to_owned(),
            opened: Some(Opened {
                purpose: "Contract management".to_owned(),
                change: Some(To::Purpose.to_string()),
            }),
            about: vec![Detail::new("Care home", "Orchard House").to(To::Home("H0001"))],
            tags: vec![Cell::tag("Lives there", "green")],
            rate: Some(
                Cell::money(Pence::pounds(904)).to(To::Rate("PL0000001-1", Date::of(2026, 11, 16))),
            ),
            why: Some("Why £904.00?".to_owned()),
            week: vec![
                StatementLine::sample("Care fee", false),
                StatementLine::sample("The council pays the home", true),
            ],
            week_of: "Week of 16 to 22 November 2026".to_owned(),
            future: vec![Moment::sample("One-to-one of 20 hours a week ends.")],
            past: vec![Moment::sample("Moved into Orchard House as Residential.")],
            payments: payments(vec![()]),
            actions: vec![Detail::new("Record a death", "").to(To::Record("PL0000001-1", "death"))],
            not_theirs: None,
            others: vec![Detail::new("PL0000001-2", "Orchard House").to("/")],
            everything: Some(with_query(To::SubjectAccess, [("record", "P0000001")])),
        };
        let ended = Self {
            person: "Ash Dale-Example".to_owned(),
            id: "PL0000002-1".to_owned(),
            opened: None,
            about: Vec::new(),
            tags: vec![Cell::tag("Ended 3 April 2026", "grey")],
            rate: None,
            why: None,
            week: Vec::new(),
            week_of: "Week of 16 to 22 November 2026".to_owned(),
            future: Vec::new(),
            past: vec![Moment::sample("Died.")],
            payments: payments(Vec::new()),
            actions: Vec::new(),
            not_theirs: Some("What happened to a placement is recorded by its team.".to_owned()),
            others: Vec::new(),
            everything: None,
        };
        vec![full, ended]
    }
}

const NOT_PAID: &str =
    "Nothing was paid for this placement yet. The next pay run pays what is due.";

/// Shows a placement.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let at = asked_for(desk)?;
    let picture = desk.picture()?;
    let (Some(case), Some(standing)) = (picture.facts.case(at), picture.standing(at)) else {
        return Err(Fault::NotFound("there is no such placement".to_owned()));
    };
    let placement = &case.placement;
    let id = placement.placement_id.as_str();
    let purpose = desk.open_record(placement)?;
    // A provider sees what is of their own homes, and who of the council recorded it is not.
    let outside = !desk.may(Action::SeePeople) && purpose.is_none();
    let (day, known_at) = (desk.day(), desk.known_at());
    let mut record = desk.office()?.placement_record(placement, known_at)?;
    if outside {
        keep_own(&mut record, placement);
    }
    let facts = &picture.facts;
    let home = facts.home(placement.home_id.as_str());
    let home_name = home.map_or("a home", |home| home.name.as_str());
    let sees = Sees {
        audit: desk.may(Action::SeeAudit),
        clinical: desk.may(Action::SeeClinical),
    };
    let users = Users::of(desk)?;
    let (future, past) = timeline(case, home_name, &record.recorded, &users, day, sees);
    let person = facts.person(placement.person_id.as_str());
    let rate = standing.rate.map(oast_units::WeeklyRate::weekly);
    let records = desk.known() == Known::Now && desk.may(Action::RecordEvent);
    let not_theirs = if records {
        desk.why_not_record(placement)?
    } else {
        None
    };
    let page = PlacementPage {
        person: person.map_or_else(|| placement.person_id.to_string(), person_name),
        id: id.to_owned(),
        opened: Opened::of(desk, purpose),
        about: about(placement, home_name, standing, person, outside),
        tags: tags(placement, standing.lives_there, day),
        rate: rate.map(|rate| Cell::money(rate).to(To::Rate(id, day))),
        why: rate.map(|rate| format!("Why {rate}?")),
        week: statement::lines(standing, id, day),
        week_of: week_words(day),
        future,
        past,
        payments: desk.table(payments(id, &record.postings))?,
        actions: if records && not_theirs.is_none() {
            actions(placement, standing.lives_there)
        } else {
            Vec::new()
        },
        not_theirs,
        everything: everything(desk, placement),
        others: facts
            .of_person(placement.person_id.as_str())
            .iter()
            .filter(|other| **other != at && !outside)
            .filter_map(|other| facts.case(*other))
            .map(|case| {
                let other = &case.placement;
                let home = facts.home(other.home_id.as_str());
                let name = home.map_or(other.home_id.as_str(), |home| home.name.as_str());
                let since = other.started_on.long();
                Detail::new(&format!("{name}, from {since}"), "")
                    .to(To::Placement(other.placement_id.as_str()))
            })
            .collect(),
    };
    desk.page(&page)
}

/// Where whoever answers subject access requests has everything that is held on the person.
fn everything(desk: &Desk, placement: &Placement) -> Option<String> {
    let may = desk.known() == Known::Now && subject_access::may(desk);
    let person = placement.person_id.as_str();
    may.then(|| with_query(To::SubjectAccess, [("record", person)]))
}

/// Keeps of a placement's record what its own home was paid, and not who recorded what.
fn keep_own(record: &mut PlacementRecord, placement: &Placement) {
    record.postings.retain(|posting| {
        // A posting that names no home is at the placement's own.
        let home = posting.home_id.as_ref();
        let own = home.is_none_or(|home| *home == placement.home_id);
        own && posting.side != Some(Side::Bill)
    });
    record.recorded.clear();
}

fn about(
    placement: &Placement,
    home: &str,
    standing: &oast_office::picture::Standing,
    person: Option<&oast_rules::facts::Person>,
    outside: bool,
) -> Vec<Detail> {
    let scheme = placement.scheme.as_ref().map_or(String::new(), |scheme| {
        let generation = placement
            .generation
            .as_ref()
            .map_or(String::new(), |generation| {
                format!(", generation {generation}")
            });
        format!(" ({scheme}{generation})")
    });
    let home_id = placement.home_id.as_str();
    let home_page = if outside {
        To::OwnHome(home_id)
    } else {
        To::Home(home_id)
    };
    let mut about = vec![
        Detail::new("Care home", home).to(home_page),
        Detail::new("Since", &placement.started_on.long()),
        Detail::new("Category", standing.category.words()),
        Detail::new(
            "Route",
            &format!("{}{scheme}", words::begun(placement.route.words())),
        ),
        Detail::new("Stay", &words::begun(placement.stay.words())),
    ];
    if let Some(person) = person {
        if let Some(born) = person.date_of_birth {
            about.push(Detail::new("Born", &born.long()));
        }
        if let Some(number) = &person.nhs_number {
            about.push(Detail::new("NHS number", &number.to_string()));
        }
        about.push(Detail::new("Reference", person.person_id.as_str()));
    }
    about
}

fn tags(placement: &Placement, lives_there: bool, day: Date) -> Vec<Cell> {
    let state = match placement.ended_on {
        _ if lives_there => Cell::tag("Lives there", "green"),
        Some(ended) => Cell::tag(format!("Ended {}", ended.long()), "grey"),
        None if placement.started_on > day => {
            Cell::tag(format!("Begins {}", placement.started_on.long()), "blue")
        }
        None => Cell::tag("Not there", "grey"),
    };
    vec![state]
}

fn week_words(day: Date) -> String {
    let monday = day - (day - Date::of(2026, 1, 5)).rem_euclid(7);
    format!("Week of {} to {}", monday.long(), (monday + 6).long())
}

/// The code of a line of a pay run in an address.
pub(crate) fn line_code(element: Element, side: Side) -> String {
    format!("{}.{}", side.code(), element.code())
}

type Paid = (Date, Element, Side);

fn payments<'a>(
    id: &'a str,
    postings: &'a [Posting],
) -> List<'a, (Paid, Vec<(&'a PayRunId, Pence)>)> {
    let mut periods: BTreeMap<Paid, Vec<(&PayRunId, Pence)>> = BTreeMap::new();
    for posting in postings {
        let side = posting.side.unwrap_or(Side::Home);
        let line = periods
            .entry((posting.period_from, posting.element, side))
            .or_default();
        line.push((&posting.pay_run, posting.amount));
    }
    let rows = periods.into_iter().rev().collect();
    List::new("payments", "Payments by period", rows)
        .column("period_from", "Pay period from", |((from, _, _), _)| {
            Cell::date(*from)
        })
        .column("element", "For", |((_, element, side), _)| {
            let billed = match side {
                Side::Home => "",
                Side::Bill => ", billed",
            };
            Cell::text(format!("{}{billed}", words::begun(element.words())))
        })
        .column(
            "pay_runs",
            "Pay runs",
            |(_, runs): &(Paid, Vec<(&PayRunId, Pence)>)| {
                let names: Vec<&str> = runs.iter().map(|(run, _)| run.as_str()).collect();
                Cell::text(names.join(", "))
            },
        )
        .column("adjusted", "Adjusted", |(_, runs)| match runs.as_slice() {
            [_, later @ ..] if !later.is_empty() => {
                let sum: Pence = later.iter().map(|(_, amount)| *amount).sum();
                Cell::tag(format!("by {sum}"), "yellow")
            }
            _ => Cell::empty(),
        })
        .numbers(
            "amount",
            "Paid or billed, £",
            move |((from, element, side), runs)| {
                let sum = runs.iter().map(|(_, amount)| *amount).sum();
                Cell::money(sum).to(To::Line(id, &line_code(*element, *side), *from))
            },
        )
        .when_empty(NOT_PAID)
        .per_page(26)
}

/// What can be recorded, the likeliest first.
fn actions(placement: &Placement, lives_there: bool) -> Vec<Detail> {
    let id = placement.placement_id.as_str();
    let events: &[(&str, &str)] = if lives_there {
        &[
            ("hospital", "Record a hospital stay"),
            ("returned", "Record a return"),
            ("death", "Record a death"),
            ("move", "Record a move to another home"),
            ("left", "Record that the person left"),
            ("category", "Change the category"),
            ("one-to-one", "Agree one-to-one hours"),
            ("notice", "Record a notice"),
            ("holiday", "Record a holiday"),
        ]
    } else if placement.ended_on.is_some() {
        &[("relet", "Record that the room was let again")]
    } else {
        &[]
    };
    let action = |(event, words): &(&str, &str)| Detail::new(words, "").to(To::Record(id, event));
    events.iter().map(action).collect()
}
