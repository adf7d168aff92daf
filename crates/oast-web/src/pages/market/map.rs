//! The care homes on a map, and the same homes in a list beside it.

use axum::response::Response;
use oast_office::picture::Picture;
use oast_rules::facts::{Category, Home};
use oast_units::Text;
use serde::Serialize;

use super::homes::{EMPTY, rating};
use super::narrow::Narrowed;
use super::place::{Marks, pins};
use super::{bands, free_beds};
use crate::answer::Fault;
use crate::desk::Desk;
use crate::link::{To, with_query};
use crate::list::{Asked, Cell, Filter, List, Table};
use crate::map::{Map, MapView};
use crate::page::Page;
use crate::pages::market::home::{against, position_words};
use crate::words;

/// Rows of the list on one page: a district has fewer homes.
const ROWS: usize = 100;

/// Homes on a map.
#[derive(Debug, Serialize)]
pub struct HomesMap {
    filters: Vec<Filter>,
    /// The drawing with its title, key and sources; none where the program carries no boundaries.
    map: Option<String>,
    /// What the map does not show, and what more could be seen.
    notes: Vec<String>,
    /// The map of everything, when a district is shown.
    whole: Option<String>,
    /// The same homes as a plain list.
    homes: String,
    table: Table,
}

impl Page for HomesMap {
    const TEMPLATE: &'static str = "pages/market/map.html";

    fn title(&self) -> String {
        "Care homes on a map".to_owned()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/map",
            query: &[],
        };
        let list = |rows: Vec<()>| {
            List::new("homes", "Care homes", rows)
                .column("home", "Care home", |()| {
                    Cell::text("Orchard House")
                        .to(To::Home("H0001"))
                        .hint("Ashford")
                })
                .column("rating", "Rating", |()| rating(Some("Good")))
                .when_empty(EMPTY)
                .table(asked)
        };
        let sample = |rows, focus: Option<&str>| {
            let map = Map::carried("kent");
            let view = MapView {
                id: "homes-map",
                title: "No home fits",
                homes: Vec::new(),
                focus,
                district_href: &|name| with_query(To::Map, [("district", name)]),
                key: Marks::Rating.key(),
            };
            Self {
                filters: vec![Filter::words("q", "Name or town", "")],
                map: map.map(|map| map.figure(&view)),
                notes: vec!["Choose what the homes should care for to see prices.".to_owned()],
                whole: focus.map(|_| To::Map.to_string()),
                homes: To::Homes.to_string(),
                table: list(rows),
            }
        };
        let without = Self {
            map: None,
            ..sample(vec![()], None)
        };
        vec![
            sample(vec![()], Some("Ashford")),
            sample(Vec::new(), None),
            without,
        ]
    }
}

/// Shows the homes on the map.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let picture = desk.picture()?;
    let narrowed = Narrowed::of(desk, &picture);
    let marks = Marks::of(desk);
    let mut homes = narrowed.homes(&picture);
    let title = title(&picture, &homes, narrowed.category, narrowed.district());
    let marked = desk.query("home").and_then(|id| picture.facts.home(id));
    let mut notes = Vec::new();
    if let Some(marked) = marked {
        // The home that is looked for comes first, also when it does not fit.
        let fitting = homes.len();
        homes.retain(|home| home.home_id != marked.home_id);
        if homes.len() == fitting {
            let place = marked.district.as_ref();
            let place = place.map_or(String::new(), |name| format!(" It is in {name}."));
            notes.push(format!("{} does not fit the filters.{place}", marked.name));
        }
        homes.insert(0, marked);
    }
    let authority = desk.office()?.authority().to_owned();
    let map = Map::carried(&authority);
    let show = ("show", marks.code());
    let district_href = |name: &str| {
        let others = narrowed.query().filter(|(each, _)| *each != "district");
        with_query(To::Map, others.chain([("district", name), show]))
    };
    let pins = pins(&picture, &homes, (marks, narrowed.category), marked);
    let unplaced = homes.len() - pins.len();
    if unplaced > 0 {
        let homes = words::so_many(unplaced, "home is", "homes are");
        notes.push(format!(
            "{homes} in the list alone: no position is recorded."
        ));
    }
    if narrowed.category.is_none() {
        notes.push("Choose what the homes should care for to see prices.".to_owned());
    }
    let view = MapView {
        id: "homes-map",
        title: &title,
        homes: pins,
        focus: Some(narrowed.district()).filter(|name| !name.is_empty()),
        district_href: &district_href,
        key: marks.key(),
    };
    let shown = map.map(|map| map.figure(&view));
    let mut filters = narrowed.filters(&picture);
    filters.push(marks.filter());
    let mark_at = |id: &str| {
        let asked = narrowed.query().chain([show, ("home", id)]);
        with_query(To::Map, asked)
    };
    let table = desk.table(list(&picture, homes, marked, narrowed.category, &mark_at))?;
    let page = HomesMap {
        filters,
        map: shown,
        notes,
        whole: (!narrowed.district().is_empty()).then(|| district_href("")),
        homes: with_query(To::Homes, narrowed.query()),
        table,
    };
    desk.page(&page)
}

/// The answer of the map.
fn title(picture: &Picture, homes: &[&Home], category: Option<Category>, district: &str) -> String {
    let of_category = category.map_or(String::new(), |one| format!(" for {} care", one.words()));
    let place = if district.is_empty() {
        String::new()
    } else {
        format!(" in {district}")
    };
    let with_beds = homes
        .iter()
        .filter(|home| free_beds(picture, home, category).is_some_and(|(beds, _)| beds > 0))
        .count();
    match homes.len() {
        0 => "No home fits".to_owned(),
        all => format!(
            "{}{of_category}{place}, {} of them with free beds",
            words::so_many(all, "home", "homes"),
            words::count(with_beds as u64)
        ),
    }
}

/// The homes beside the map.
fn list<'a>(
    picture: &'a Picture,
    homes: Vec<&'a Home>,
    marked: Option<&'a Home>,
    category: Option<Category>,
    mark_at: &'a dyn Fn(&str) -> String,
) -> List<'a, &'a Home> {
    let day = picture.day;
    let list = List::new("homes", "Care homes", homes)
        .per_page(ROWS)
        .column("home", "Care home", move |home: &&Home| {
            let town = home.town.as_ref().map_or("", |town| town.as_str());
            let is_marked = marked.is_some_and(|marked| marked.home_id == home.home_id);
            let mark = match (is_marked, home.latitude.is_some()) {
                (true, true) => "marked on the map",
                (true, false) => "no position is recorded",
                (false, _) => "",
            };
            let said = [town, mark].into_iter().filter(|words| !words.is_empty());
            let hint = said.collect::<Vec<_>>().join(", ");
            Cell::text(&home.name)
                .to(To::Home(home.home_id.as_str()))
                .hint(hint)
        })
        .column("rating", "CQC rating", |home| {
            rating(home.cqc_overall.as_ref().map(Text::as_str))
        })
        .numbers("residents", "Our residents", move |home| {
            Cell::count(picture.at_home(home.home_id.as_str()).residents)
        })
        .numbers("free", "Free beds", move |home| {
            let free = free_beds(picture, home, category);
            free.map_or_else(Cell::empty, |(beds, as_of)| {
                Cell::count(beds as usize).hint(words::days_ago(as_of, day))
            })
        });
    let list = match category {
        Some(category) => priced(list, picture, category),
        None => list,
    };
    list.column("map", "On the map", move |home| {
        let id = home.home_id.as_str();
        Cell::text("Mark").to(mark_at(id) + "#map")
    })
    .when_empty(EMPTY)
}

/// The list with what care of a category costs.
fn priced<'a>(
    list: List<'a, &'a Home>,
    picture: &'a Picture,
    category: Category,
) -> List<'a, &'a Home> {
    let bands = bands(picture, picture.day);
    let price = move |home: &Home| picture.home_price(home.home_id.as_str(), category);
    list.numbers("price", "£ a week", move |home| {
        let Some(price) = price(home) else {
            return Cell::empty();
        };
        let (part, what) = if price.tendered {
            ("prices", "tendered")
        } else {
            ("residents", "middle of ours")
        };
        let position = position_words(against(price.weekly, category, bands.as_ref()));
        let to = format!("{}#{part}", To::Home(home.home_id.as_str()));
        Cell::money(price.weekly.weekly())
            .to(to)
            .hint(format!("{position}, {what}"))
    })
}
