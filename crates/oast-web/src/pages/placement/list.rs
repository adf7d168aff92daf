//! The placements.

use std::collections::BTreeSet;

use axum::response::Response;
use oast_exchange::table::Value;
use oast_office::picture::{Picture, PlacementAt};
use oast_rules::facts::{Category, Placement, Route};
use oast_rules::price::band::Bands;
use oast_units::{Date, Pence};
use serde::Serialize;

use super::name_of;
use crate::answer::Fault;
use crate::desk::Desk;
use crate::form::pence;
use crate::link::To;
use crate::list::{Asked, Cell, Filter, List, Table};
use crate::page::Page;
use crate::pages::market::bands;
use crate::pages::market::home::position_cell;
use crate::words::begun;

/// The list of placements.
#[derive(Debug, Serialize)]
pub struct Placements {
    filters: Vec<Filter>,
    table: Table,
}

impl Page for Placements {
    const TEMPLATE: &'static str = "pages/placement/list.html";
    const HELP: Option<&'static str> = Some("find-a-placement");

    fn title(&self) -> String {
        "Placements".to_owned()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/placements",
            query: &[],
        };
        let list = |rows: Vec<()>| {
            List::new("placements", "Placements", rows)
                .column("person", "Person", |()| {
                    Cell::text("Wren Creek-Example").to(To::Placement("PL0000001-1"))
                })
                .when_empty(EMPTY)
                .table(asked)
        };
        [list(vec![()]), list(Vec::new())]
            .into_iter()
            .map(|table| Self {
                filters: vec![Filter::words("q", "Reference", "")],
                table,
            })
            .collect()
    }
}

const EMPTY: &str = "No placement fits. Take a filter away, or search by name above.";

/// Shows the placements: those who live there today, unless others are asked for.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let picture = desk.picture()?;
    let narrowed = Narrowed::of(desk, &picture);
    let chosen: Vec<PlacementAt> = picture
        .facts
        .all()
        .map(|(at, _)| at)
        .filter(|at| narrowed.holds(&picture, *at))
        .collect();
    let table = desk.table(list(&picture, chosen))?;
    let page = Placements {
        filters: filters(desk, &picture),
        table,
    };
    desk.page(&page)
}

/// What the list is narrowed to.
struct Narrowed {
    state: String,
    category: Option<Category>,
    route: Option<Route>,
    district: String,
    band: String,
    bands: Option<Bands>,
    from: Option<Pence>,
    to: Option<Pence>,
}

impl Narrowed {
    fn of(desk: &Desk, picture: &Picture) -> Self {
        let value = |name| desk.query(name).unwrap_or_default().to_owned();
        Self {
            state: value("state"),
            category: desk.query_as("category"),
            route: desk.query_as("route"),
            district: value("district"),
            band: value("band"),
            bands: bands(picture, picture.day),
            from: desk.query("from").and_then(pence),
            to: desk.query("to").and_then(pence),
        }
    }

    fn holds(&self, picture: &Picture, at: PlacementAt) -> bool {
        let (Some(case), Some(standing)) = (picture.facts.case(at), picture.standing(at)) else {
            return false;
        };
        let placement = &case.placement;
        let state = match self.state.as_str() {
            "all" => true,
            "ended" => placement.ended_on.is_some_and(|ended| ended <= picture.day),
            "to-come" => placement.started_on > picture.day,
            _ => standing.lives_there,
        };
        let rate = standing.rate.map(oast_units::WeeklyRate::weekly);
        state
            && self
                .from
                .is_none_or(|from| rate.is_some_and(|rate| from <= rate))
            && self.to.is_none_or(|to| rate.is_some_and(|rate| rate <= to))
            && self
                .category
                .is_none_or(|category| category == standing.category)
            && self.route.is_none_or(|route| route == placement.route)
            && (self.district.is_empty() || {
                let home = picture.facts.home(placement.home_id.as_str());
                let district = home.and_then(|home| home.district.as_ref());
                district.is_some_and(|district| district.as_str() == self.district)
            })
            && (self.band.is_empty() || {
                let band = crate::pages::market::home::position(standing, self.bands.as_ref());
                crate::pages::market::home::position_code(band) == self.band
            })
    }
}

fn filters(desk: &Desk, picture: &Picture) -> Vec<Filter> {
    let value = |name| desk.query(name).unwrap_or_default();
    let homes = picture.facts.market.homes.iter();
    let districts: BTreeSet<&str> = homes
        .filter_map(|home| home.district.as_ref().map(oast_units::DistrictName::as_str))
        .collect();
    let states = [
        ("all", "All, past ones too"),
        ("ended", "Ended"),
        ("to-come", "To come"),
    ];
    vec![
        Filter::choice("state", "Other than today's", value("state"), states),
        Filter::choice(
            "category",
            "Category",
            value("category"),
            Category::ALL.iter().map(|each| (each.code(), each.words())),
        ),
        Filter::choice(
            "route",
            "Route",
            value("route"),
            Route::ALL
                .iter()
                .map(|each| (each.code(), begun(each.words()))),
        ),
        Filter::choice(
            "district",
            "District",
            value("district"),
            districts.into_iter().map(|name| (name, name)),
        ),
        Filter::choice(
            "band",
            "Against the band",
            value("band"),
            [
                ("above", "Above"),
                ("within", "In band"),
                ("below", "Below"),
            ],
        ),
        Filter::words("from", "From, £ a week", value("from")),
        Filter::words("to", "To, £ a week", value("to")),
    ]
}

/// A list of placements.
type Placed<'a> = List<'a, PlacementAt>;

/// Placements as a list.
pub(crate) fn list(picture: &Picture, chosen: Vec<PlacementAt>) -> Placed<'_> {
    let list = List::new("placements", "Placements", chosen).when_empty(EMPTY);
    money(picture, days(picture, who_and_where(picture, list)))
}

/// The placement at a place in the list, as a cell.
fn cell(picture: &Picture, at: PlacementAt, cell: impl Fn(&Placement) -> Cell) -> Cell {
    let case = picture.facts.case(at);
    case.map_or_else(Cell::empty, |case| cell(&case.placement))
}

/// What the placement at a place in the list is sorted by.
fn key(picture: &Picture, at: PlacementAt, key: impl Fn(&Placement) -> Value) -> Value {
    let case = picture.facts.case(at);
    case.map_or(Value::Empty, |case| key(&case.placement))
}

fn who_and_where<'a>(picture: &'a Picture, list: Placed<'a>) -> Placed<'a> {
    list.column("person", "Person", move |at| {
        cell(picture, *at, |placement| {
            let id = placement.placement_id.as_str();
            Cell::text(name_of(&picture.facts, placement.person_id.as_str()))
                .to(To::Placement(id))
                .hint(id)
        })
    })
    .sorted_by(move |at| {
        key(picture, *at, |placement| {
            Value::Text(name_of(&picture.facts, placement.person_id.as_str()))
        })
    })
    .column("home", "Care home", move |at| {
        cell(picture, *at, |placement| {
            let id = placement.home_id.as_str();
            let home = picture.facts.home(id);
            Cell::text(home.map_or(id, |home| home.name.as_str())).to(To::Home(id))
        })
    })
    .sorted_by(move |at| {
        key(picture, *at, |placement| {
            let id = placement.home_id.as_str();
            let home = picture.facts.home(id);
            Value::Text(home.map_or(id, |home| home.name.as_str()).to_owned())
        })
    })
    .column("category", "Category", move |at| {
        let standing = picture.standing(*at);
        standing.map_or_else(Cell::empty, |standing| {
            Cell::text(standing.category.words())
        })
    })
    .column("route", "Route", move |at| {
        cell(picture, *at, |placement| {
            Cell::text(begun(placement.route.words()))
        })
    })
}

fn days<'a>(picture: &'a Picture, list: Placed<'a>) -> Placed<'a> {
    let day = picture.day;
    list.column("since", "Since", move |at| {
        cell(picture, *at, |placement| Cell::date(placement.started_on))
    })
    .sorted_by(move |at| key(picture, *at, |placement| Value::Date(placement.started_on)))
    .column("ended", "Until", move |at| {
        cell(picture, *at, |placement| until(placement.ended_on, day))
    })
    .sorted_by(move |at| {
        key(picture, *at, |placement| {
            placement.ended_on.map_or(Value::Empty, Value::Date)
        })
    })
}

fn money<'a>(picture: &'a Picture, list: Placed<'a>) -> Placed<'a> {
    let day = picture.day;
    let bands = bands(picture, day);
    list.numbers("rate", "Rate, £ a week", move |at| {
        let rate = picture.standing(*at).and_then(|standing| standing.rate);
        cell(picture, *at, |placement| {
            let id = placement.placement_id.as_str();
            rate.map_or_else(Cell::empty, |rate| {
                Cell::money(rate.weekly()).to(To::Rate(id, day))
            })
        })
    })
    .sorted_by(move |at| {
        let rate = picture.standing(*at).and_then(|standing| standing.rate);
        rate.map_or(Value::Empty, |rate| Value::Money(rate.weekly()))
    })
    .column("band", "Against the band", move |at| {
        let standing = picture.standing(*at);
        standing.map_or_else(Cell::empty, |standing| {
            position_cell(standing, bands.as_ref())
        })
    })
    .numbers("net", "We pay, £ a week", move |at| {
        let net = picture
            .standing(*at)
            .map(|standing| standing.week.net_to_home);
        cell(picture, *at, |placement| {
            let to = To::Placement(placement.placement_id.as_str());
            net.map_or_else(Cell::empty, |net| Cell::money(net).to(&to))
        })
    })
    .sorted_by(move |at| {
        let standing = picture.standing(*at);
        standing.map_or(Value::Empty, |standing| {
            Value::Money(standing.week.net_to_home)
        })
    })
}

/// The day a placement ends, when that is known.
fn until(ended: Option<Date>, day: Date) -> Cell {
    match ended {
        Some(ended) if ended > day => Cell::date(ended).hint("known already"),
        Some(ended) => Cell::date(ended),
        None => Cell::empty(),
    }
}
