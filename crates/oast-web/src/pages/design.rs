//! Every component in its states, our own patterns, and every page by its samples: to look at, and
//! to be checked.

use axum::http::StatusCode;
use axum::response::Response;
use oast_units::{Date, Pence};
use serde::Serialize;

use super::samples::KINDS;
use crate::answer::{self, Fault};
use crate::chart;
use crate::desk::Desk;
use crate::form::Form;
use crate::frame::{Frame, KnownBar};
use crate::link::To;
use crate::list::{Asked, Cell, Filter, List, Table};
use crate::map::{Look, Map, MapView, Pin, Position};
use crate::page::Page;
use crate::pages::parts::{Detail, Figure, Four};

/// The colours that a tag can have.
const TAGS: [&str; 10] = [
    "grey",
    "green",
    "turquoise",
    "blue",
    "light-blue",
    "purple",
    "pink",
    "red",
    "orange",
    "yellow",
];

/// A colour on another, and how much they differ.
#[derive(Debug, Clone, Copy, Serialize)]
struct Colour {
    what: &'static str,
    /// The colour of the words or of the shape.
    ink: &'static str,
    /// The colour behind it.
    paper: &'static str,
    /// How many times as light the one is as the other: `8.4`, rounded down. Words need 4.5,
    /// shapes 3.
    ratio: &'static str,
}

const fn colour(
    what: &'static str,
    ink: &'static str,
    paper: &'static str,
    ratio: &'static str,
) -> Colour {
    Colour {
        what,
        ink,
        paper,
        ratio,
    }
}

/// The colours that words and shapes have.
const COLOURS: &[Colour] = &[
    colour("Words", "#0b0c0c", "#ffffff", "19.5"),
    colour("Words that matter less", "#484d51", "#ffffff", "8.5"),
    colour("The same, on grey", "#484d51", "#f3f5f6", "7.8"),
    colour("Links", "#1a65a6", "#ffffff", "6.0"),
    colour("The header", "#ffffff", "#0b5563", "8.4"),
    colour("The focus", "#0b0c0c", "#ffdd00", "14.5"),
    colour("The past", "#0b0c0c", "#fff1b8", "17.2"),
    colour("Mistakes", "#ca3535", "#ffffff", "5.1"),
    colour("What a chart is about", "#0b5563", "#ffffff", "8.4"),
    colour("The rest of a chart", "#858b8f", "#ffffff", "3.4"),
    colour("Words of a chart", "#505a5f", "#ffffff", "7.0"),
];

/// A drawing with its name.
#[derive(Debug, Serialize)]
struct Drawn {
    name: String,
    svg: String,
}

/// The components and patterns.
#[derive(Debug, Serialize)]
pub struct Design {
    colours: &'static [Colour],
    tags: Vec<Cell>,
    amount: Cell,
    bars: Vec<KnownBar>,
    four: Vec<Four>,
    details: Vec<Detail>,
    filters: Vec<Filter>,
    tables: Vec<Table>,
    forms: Vec<Form>,
    effect: Table,
    figure: Figure,
    charts: Vec<Drawn>,
    maps: Vec<Drawn>,
}

impl Page for Design {
    const TEMPLATE: &'static str = "pages/design/design.html";
    const OF_FACTS: bool = false;

    fn title(&self) -> String {
        "Design".to_owned()
    }

    fn samples() -> Vec<Self> {
        vec![Self::new()]
    }
}

impl Design {
    fn new() -> Self {
        let charts = chart::gallery().into_iter().map(|(name, svg)| Drawn {
            name: name.to_owned(),
            svg,
        });
        Self {
            colours: COLOURS,
            tags: TAGS.map(|colour| Cell::tag(colour, colour)).to_vec(),
            amount: Cell::money(Pence::new(90_464)).to("#amount"),
            bars: vec![KnownBar::sample(false), KnownBar::sample(true)],
            four: vec![
                Four::new("Our residents", "12", "of 40 registered beds").at("#four"),
                Four::new("Weekly spend", "£12,345", "net to the home").at("#four"),
                Four::new("Vacancies", "3", "as of 3 April 2026"),
                Four::new("Rating", "Good", "3 April 2024"),
            ],
            details: vec![
                Detail::new("Registered beds", "40"),
                Detail::new("Provider", "Orchard Care Ltd").to("#tables"),
            ],
            filters: vec![
                Filter::words("name", "Name or town", "Ashford"),
                Filter::choice("rating", "Rating", "Good", [("Good", "Good"), ("RI", "RI")]),
            ],
            tables: tables(),
            forms: forms(),
            effect: effect(),
            figure: Figure::sample("figure-sample"),
            charts: charts.collect(),
            maps: maps(),
        }
    }
}

/// Every page, to choose from.
#[derive(Debug, Serialize)]
pub struct SampleList {
    kinds: Vec<KindEntry>,
}

/// A kind of page with its samples.
#[derive(Debug, Serialize)]
struct KindEntry {
    name: &'static str,
    samples: Vec<SampleEntry>,
}

/// A sample, and where it is drawn.
#[derive(Debug, Serialize)]
struct SampleEntry {
    title: String,
    href: String,
}

impl SampleList {
    fn of(kinds: impl Iterator<Item = (&'static str, Vec<String>)>) -> Self {
        let kinds = kinds.map(|(name, titles)| KindEntry {
            name,
            samples: titles
                .into_iter()
                .enumerate()
                .map(|(index, title)| SampleEntry {
                    title,
                    href: To::DesignPage(name, index).to_string(),
                })
                .collect(),
        });
        Self {
            kinds: kinds.collect(),
        }
    }
}

impl Page for SampleList {
    const TEMPLATE: &'static str = "pages/design/samples.html";
    const OF_FACTS: bool = false;

    fn title(&self) -> String {
        "Every page".to_owned()
    }

    fn samples() -> Vec<Self> {
        let titles = vec!["Sign in".to_owned(), "Error: Sign in".to_owned()];
        vec![Self::of(std::iter::once(("SignIn", titles)))]
    }
}

/// Shows the components and patterns.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    desk.page(&Design::new())
}

/// Lists every page.
pub fn list(desk: &mut Desk) -> Result<Response, Fault> {
    let kinds = KINDS.iter().map(|kind| (kind.name, (kind.titles)()));
    desk.page(&SampleList::of(kinds))
}

/// Draws a sample of a page.
pub fn sample(desk: &mut Desk) -> Result<Response, Fault> {
    let (name, number) = (desk.part("page"), desk.part("number"));
    let kind = KINDS.iter().find(|kind| kind.name == name);
    let drawn = kind.and_then(|kind| {
        let index = number.parse().ok()?;
        (kind.draw)(&desk.app().templates, index)
    });
    let html = drawn.ok_or_else(|| {
        Fault::NotFound(format!("there is no sample {number} of a page '{name}'"))
    })??;
    Ok(answer::html(StatusCode::OK, html))
}

const ASKED: Asked<'static> = Asked {
    path: "/design",
    query: &[],
};

/// A table that is full and sorted, one on several pages, and an empty one.
fn tables() -> Vec<Table> {
    let list = |id, caption: &str, rows: Vec<(&'static str, i64)>| {
        List::new(id, caption, rows)
            .column("home", "Care home", |(home, _): &(&str, i64)| {
                Cell::text(home).to("#tables").hint("Ashford")
            })
            .column("rating", "Rating", |_| Cell::tag("Good", "green"))
            .column("since", "Since", |_| Cell::date(Date::of(2026, 4, 3)))
            .numbers("weekly", "£ a week", |(_, pounds)| {
                Cell::money(Pence::pounds(*pounds)).to("#tables")
            })
            .when_empty("No home fits. Take a filter away, or look for a part of the name.")
    };
    let rows = || vec![("Orchard House", 904), ("Hop Garden", 880)];
    let by_home = [("sorted-sort".to_owned(), "home".to_owned())];
    let sorted = Asked {
        query: &by_home,
        ..ASKED
    };
    let totals = vec![
        Cell::text("2 homes"),
        Cell::empty(),
        Cell::empty(),
        Cell::money(Pence::pounds(1_784)).to("#tables"),
    ];
    vec![
        list("sorted", "Sorted, with a total", rows())
            .totals(totals)
            .table(sorted),
        list("pages", "On several pages", rows())
            .per_page(1)
            .table(ASKED),
        list("empty", "Empty", Vec::new()).table(ASKED),
    ]
}

/// A form as it is first seen, and one with mistakes.
fn forms() -> Vec<Form> {
    let mut wrong = Form::new(vec![("wrong-sum".to_owned(), "a lot".to_owned())]);
    let _ = wrong.date("wrong-on", "the date of death");
    let _ = wrong.money("wrong-sum", "");
    wrong.mistake("wrong-why", "Choose why the placement ended.");
    wrong.mistake("wrong-home", "Choose a home.");
    wrong.mistake("wrong-reason", "Give a reason.");
    vec![Form::default(), wrong]
}

/// What an act would change, before and after.
fn effect() -> Table {
    List::new("effect", "What it changes", vec![()])
        .column("what", "What", |()| Cell::text("Care fee, to 24 May 2026"))
        .numbers("before", "Before, £", |()| {
            Cell::money(Pence::pounds(2_800))
        })
        .numbers("after", "After, £", |()| Cell::money(Pence::pounds(1_700)))
        .numbers("change", "Change, £", |()| {
            Cell::money(Pence::pounds(-1_100))
        })
        .table(ASKED)
}

/// The whole county, and one district.
fn maps() -> Vec<Drawn> {
    let Ok(Some(map)) = Map::of_county("kent") else {
        return Vec::new();
    };
    let places = [
        ("Orchard House", "Good", 51_148_000, 873_000),
        ("Hop Garden", "Outstanding", 51_150_000, 880_000),
        ("Chalk Down", "Requires improvement", 51_278_000, 1_080_000),
        ("Sea View", "Inadequate", 51_360_000, 1_410_000),
        ("Weald Court", "", 51_190_000, 270_000),
    ];
    let home = |(name, rating, lat, lon): (&str, &str, i64, i64)| Pin {
        home_id: name.to_owned(),
        name: name.to_owned(),
        at: Position { lat, lon },
        label: name.to_owned(),
        href: "#maps".to_owned(),
        look: Look::of_rating(rating),
        big: false,
    };
    let key = ["Outstanding", "Good", "Requires improvement", "Inadequate"];
    let view = |id, title, focus| {
        map.figure(&MapView {
            id,
            title,
            homes: places.map(home).to_vec(),
            focus,
            district_href: &|_| "#maps".to_owned(),
            key: key.map(|rating| (Look::of_rating(rating), rating)).to_vec(),
        })
    };
    vec![
        Drawn {
            name: "The whole county".to_owned(),
            svg: view("map-county", "Five homes stand in four districts", None),
        },
        Drawn {
            name: "One district".to_owned(),
            svg: view("map-ashford", "Two homes stand in Ashford", Some("Ashford")),
        },
    ]
}

impl KnownBar {
    /// A line for showing what one looks like, now or in the past.
    pub fn sample(past: bool) -> Self {
        let day = Date::of(2026, 5, 1);
        Self {
            past: past.then(|| day.long()),
            date: day.to_string(),
            path: To::Homes.to_string(),
            kept: Vec::new(),
            now: To::Homes.to_string(),
        }
    }
}

impl Frame {
    /// The same, around a page that shows facts.
    #[must_use]
    pub fn of_facts(self) -> Self {
        Self {
            known: Some(KnownBar::sample(false)),
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The relative luminance of WCAG 2.2.
    #[expect(clippy::float_arithmetic, reason = "light, and no money")]
    fn luminance(colour: &str) -> f64 {
        let part = |from: usize| {
            let value = u8::from_str_radix(&colour[from..from + 2], 16).unwrap();
            let value = f64::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    #[test]
    fn every_colour_can_be_read_as_well_as_it_says() {
        for colour in COLOURS {
            let mut two = [luminance(colour.ink), luminance(colour.paper)];
            two.sort_by(f64::total_cmp);
            let ratio = (two[1] + 0.05) / (two[0] + 0.05);
            let said = format!("{:.1}", (ratio * 10.0).floor() / 10.0);
            assert_eq!(colour.ratio, said, "{}", colour.what);
            assert!(ratio >= 3.0, "{}", colour.what);
        }
    }
}
