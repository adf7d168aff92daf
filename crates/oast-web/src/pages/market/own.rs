//! What a provider sees: their own homes, who is placed there, and what was paid for them.

use axum::response::Response;
use oast_office::access::{Action, Asked, Resource};
use oast_office::picture::{Picture, PlacementAt, Standing};
use oast_rules::facts::{Home, Placement};
use oast_rules::money::pay_run::State;
use oast_units::{Date, Pence, YesNo};
use serde::Serialize;

use super::residents;
use crate::answer::Fault;
use crate::desk::Desk;
use crate::link::To;
use crate::list::{self, Cell, List, Table};
use crate::page::Page;
use crate::pages::parts::Detail;
use crate::pages::placement::name_of;
use crate::words;

/// Paid runs whose remittances are listed: three years of four-weekly runs.
const RUNS_MAX: usize = 39;

/// A provider's homes.
#[derive(Debug, Serialize)]
pub struct OwnHomes {
    table: Table,
}

/// One of a provider's homes.
#[derive(Debug, Serialize)]
pub struct OwnHome {
    name: String,
    place: String,
    people: Table,
    remittances: Table,
    register: Vec<Detail>,
    people_href: String,
    back: String,
}

const NO_HOMES: &str =
    "You belong to no home yet. Whoever runs your home, or the council, can add you to it.";
const NOBODY: &str = "The council has placed nobody here who still lives here.";
const NOT_PAID: &str = "The council has paid this home nothing yet.";

impl Page for OwnHomes {
    const TEMPLATE: &'static str = "pages/market/own_homes.html";

    fn title(&self) -> String {
        "Your homes".to_owned()
    }

    fn samples() -> Vec<Self> {
        let asked = list::Asked {
            path: "/your-homes",
            query: &[],
        };
        let row = || Row {
            id: "H0001".to_owned(),
            name: "Orchard House".to_owned(),
            place: "12 Orchard Road, Ashford".to_owned(),
            people: 12,
            weekly: Pence::pounds(9_404),
        };
        [vec![row()], Vec::new()]
            .into_iter()
            .map(|rows| Self {
                table: homes(rows).table(asked),
            })
            .collect()
    }
}

impl Page for OwnHome {
    const TEMPLATE: &'static str = "pages/market/own_home.html";

    fn title(&self) -> String {
        self.name.clone()
    }

    fn samples() -> Vec<Self> {
        let asked = list::Asked {
            path: "/your-homes/H0001",
            query: &[],
        };
        let table = |id, caption: &str, rows: Vec<()>, empty: &str| {
            List::new(id, caption, rows)
                .column("what", "What", |()| Cell::text("Wren Creek-Example"))
                .numbers("amount", "£", |()| Cell::money(Pence::pounds(904)))
                .when_empty(empty)
                .table(asked)
        };
        [vec![()], Vec::new()]
            .into_iter()
            .map(|rows| Self {
                name: "Orchard House".to_owned(),
                place: "12 Orchard Road, Ashford, TN24 9AB".to_owned(),
                people: table("people", "People placed here", rows.clone(), NOBODY),
                remittances: table("remittances", "Remittances", rows, NOT_PAID),
                register: vec![Detail::new("Registered beds", "40")],
                people_href: To::Members("H0001").to_string(),
                back: To::OwnHomes.to_string(),
            })
            .collect()
    }
}

/// One home of the list.
struct Row {
    id: String,
    name: String,
    place: String,
    people: usize,
    weekly: Pence,
}

/// Lists the homes that the person who is signed in belongs to.
pub fn list(desk: &mut Desk) -> Result<Response, Fault> {
    let picture = desk.picture()?;
    let rows = desk.homes().iter().filter_map(|id| {
        let home = picture.facts.home(id)?;
        let there: Vec<_> = residents(&picture, home).collect();
        let weekly = there
            .iter()
            .map(|(_, _, standing)| standing.week.net_to_home);
        Some(Row {
            id: id.clone(),
            name: home.name.to_string(),
            place: place(home),
            people: there.len(),
            weekly: weekly.sum(),
        })
    });
    let rows: Vec<Row> = rows.collect();
    let table = desk.table(homes(rows))?;
    desk.page(&OwnHomes { table })
}

fn homes<'a>(rows: Vec<Row>) -> List<'a, Row> {
    List::new("homes", "Your homes", rows)
        .column("home", "Care home", |row: &Row| {
            Cell::text(&row.name)
                .to(To::OwnHome(&row.id))
                .hint(&row.place)
        })
        .numbers("people", "People placed here", |row| {
            Cell::count(row.people)
        })
        .numbers("weekly", "The council pays, £ a week", |row| {
            Cell::money(row.weekly).plain()
        })
        .when_empty(NO_HOMES)
}

/// Shows one of them.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let id = desk.part("home").to_owned();
    desk.must(Action::SeeOwnHomes, Resource::Home(&id), &Asked::default())?;
    let picture = desk.picture()?;
    let home = picture.facts.home(&id);
    let home = home.ok_or_else(|| Fault::NotFound(format!("there is no home {id}")))?;
    let there = residents(&picture, home).collect();
    let page = OwnHome {
        name: home.name.to_string(),
        place: place(home),
        people: desk.table(people(&picture, there))?,
        remittances: remittances(desk, home)?,
        register: register(home),
        people_href: To::Members(&id).to_string(),
        back: To::OwnHomes.to_string(),
    };
    desk.page(&page)
}

fn people<'a>(
    picture: &'a Picture,
    there: Vec<(PlacementAt, &'a Placement, &'a Standing)>,
) -> List<'a, (PlacementAt, &'a Placement, &'a Standing)> {
    List::new("people", "People placed here", there)
        .column("person", "Person", move |(_, placement, _)| {
            let id = placement.placement_id.as_str();
            let name = name_of(&picture.facts, placement.person_id.as_str());
            Cell::text(name).to(To::Placement(id)).hint(id)
        })
        .column("category", "Category", |(_, _, standing)| {
            Cell::text(standing.category.words())
        })
        .column("since", "Since", |(_, placement, _)| {
            Cell::date(placement.started_on)
        })
        .numbers("net", "The council pays, £ a week", |(_, _, standing)| {
            Cell::money(standing.week.net_to_home).plain()
        })
        .when_empty(NOBODY)
}

/// What paid runs paid the home, the latest first.
fn remittances(desk: &mut Desk, home: &Home) -> Result<Table, Fault> {
    let known_at = desk.known_at();
    let mut runs = desk.office()?.pay_runs(known_at)?;
    runs.retain(|run| run.state == State::Paid);
    let mut rows: Vec<(String, Date, Pence)> = Vec::new();
    for run in runs.iter().rev().take(RUNS_MAX) {
        let (on, payments) = desk.office()?.payments(&run.pay_run)?;
        let own = payments.iter().filter(|each| each.home_id == home.home_id);
        rows.extend(own.map(|payment| (run.pay_run.clone(), on, payment.paid)));
    }
    let id = home.home_id.as_str();
    let list = List::new("remittances", "Remittances", rows)
        .column(
            "run",
            "Pay run",
            move |(run, _, _): &(String, Date, Pence)| Cell::text(run).to(To::Remittance(run, id)),
        )
        .column("paid_on", "Paid on", |(_, on, _)| Cell::date(*on))
        .numbers("paid", "Paid, £", |(_, _, paid)| {
            Cell::money(*paid).plain()
        })
        .when_empty(NOT_PAID);
    desk.table(list)
}

fn place(home: &Home) -> String {
    let texts = [&home.address, &home.town];
    let mut parts: Vec<String> = texts
        .into_iter()
        .flatten()
        .map(ToString::to_string)
        .collect();
    parts.extend(home.postcode.as_ref().map(ToString::to_string));
    parts.join(", ")
}

fn register(home: &Home) -> Vec<Detail> {
    let beds = home
        .beds
        .map_or("Not known".to_owned(), |beds| beds.to_string());
    let nursing = match home.nursing {
        Some(YesNo::Yes) => "Yes",
        Some(YesNo::No) => "No",
        None => "Not known",
    };
    let rated = home
        .cqc_rated_on
        .map_or(String::new(), |on| format!(", {}", on.long()));
    let rating = home
        .cqc_overall
        .as_ref()
        .map_or("Not rated".to_owned(), ToString::to_string);
    vec![
        Detail::new("Registered beds", &beds),
        Detail::new("Nursing", nursing),
        Detail::new("CQC rating", &format!("{}{rated}", words::begun(&rating))),
        Detail::new("Oast reference", home.home_id.as_str()),
    ]
}
