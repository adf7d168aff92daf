//! The care homes.

use axum::response::Response;
use oast_office::picture::Picture;
use oast_rules::facts::Home;
use oast_units::Pence;
use serde::Serialize;

use super::narrow::Narrowed;
use super::vacancies;
use crate::answer::Fault;
use crate::desk::Desk;
use crate::link::{To, with_query};
use crate::list::{Asked, Cell, Filter, List, Table};
use crate::page::Page;
use crate::words;

/// The list of homes.
#[derive(Debug, Serialize)]
pub struct Homes {
    filters: Vec<Filter>,
    table: Table,
    map: String,
}

impl Page for Homes {
    const TEMPLATE: &'static str = "pages/market/homes.html";
    const HELP: Option<&'static str> = Some("take-a-table");

    fn title(&self) -> String {
        "Care homes".to_owned()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/homes",
            query: &[],
        };
        let row = || {
            List::new("homes", "Care homes", vec![()])
                .column("home", "Care home", |()| {
                    Cell::text("Orchard House")
                        .to(To::Home("H0001"))
                        .hint("Ashford")
                })
                .column("rating", "Rating", |()| rating(Some("Good")))
                .numbers("weekly", "Our spend a week", |()| {
                    Cell::money(Pence::pounds(12_345))
                })
        };
        let none = List::new("homes", "Care homes", Vec::<()>::new())
            .column("home", "Care home", |()| Cell::empty())
            .when_empty(EMPTY);
        [row().table(asked), none.table(asked)]
            .into_iter()
            .map(|table| Self {
                filters: vec![Filter::words("q", "Name or town", "")],
                table,
                map: To::Map.to_string(),
            })
            .collect()
    }
}

pub(super) const EMPTY: &str = "No home fits. Take a filter away, or look for a part of the name.";

/// Shows the homes.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let picture = desk.picture()?;
    let narrowed = Narrowed::of(desk, &picture);
    let homes = narrowed.homes(&picture);
    let table = desk.table(list(&picture, homes, desk.day()))?;
    let page = Homes {
        filters: narrowed.filters(&picture),
        table,
        map: with_query(To::Map, narrowed.query()),
    };
    desk.page(&page)
}

/// The homes as a list.
pub(super) fn list<'a>(
    picture: &'a Picture,
    homes: Vec<&'a Home>,
    day: oast_units::Date,
) -> List<'a, &'a Home> {
    let at_home = move |home: &Home| picture.at_home(home.home_id.as_str());
    List::new("homes", "Care homes", homes)
        .column("home", "Care home", |home| {
            let town = home.town.as_ref().map_or("", |town| town.as_str());
            Cell::text(&home.name)
                .to(To::Home(home.home_id.as_str()))
                .hint(town)
        })
        .column("district", "District", |home| {
            Cell::maybe(home.district.as_ref())
        })
        .column("rating", "CQC rating", |home| {
            rating(home.cqc_overall.as_ref().map(oast_units::Text::as_str))
        })
        .numbers("beds", "Beds", |home| {
            home.beds
                .map_or_else(Cell::empty, |beds| Cell::count(beds as usize))
        })
        .numbers("residents", "Our residents", move |home| {
            Cell::count(at_home(home).residents)
        })
        .numbers("free", "Free beds", move |home| {
            match vacancies(picture, home) {
                Some((beds, as_of)) => Cell::count(beds as usize).hint(words::days_ago(as_of, day)),
                None => Cell::empty(),
            }
        })
        .numbers("weekly", "We pay a week", move |home| {
            Cell::money(at_home(home).net_to_home).to(To::Home(home.home_id.as_str()))
        })
        .when_empty(EMPTY)
}

/// A rating of the regulator: a word with a colour.
pub(crate) fn rating(words: Option<&str>) -> Cell {
    let Some(words) = words else {
        return Cell::tag("Not rated", "grey");
    };
    let colour = match words {
        "Outstanding" => "turquoise",
        "Good" => "green",
        "Requires improvement" => "yellow",
        "Inadequate" => "red",
        _ => "grey",
    };
    Cell::tag(words, colour)
}
