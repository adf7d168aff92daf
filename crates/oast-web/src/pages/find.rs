//! One search over people, placements, homes and providers.

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::access::Action;
use oast_office::picture::{Found, FoundWhat, Picture, PlacementAt};
use serde::Serialize;
use serde_json::json;

use super::placement::{name_of, person_name};
use crate::answer::{self, Fault};
use crate::desk::Desk;
use crate::link::To;
use crate::page::Page;
use crate::words;

/// Results on the page.
const SHOWN_MAX: usize = 60;
/// Results while somebody is typing.
const TYPED_MAX: usize = 8;

/// What was found.
#[derive(Debug, Serialize)]
pub struct Find {
    query: String,
    results: Vec<Hit>,
    people: bool,
}

/// One result.
#[derive(Debug, Serialize)]
struct Hit {
    kind: &'static str,
    name: String,
    says: String,
    href: String,
    /// A person's placements, the latest first.
    placements: Vec<(String, String)>,
}

impl Page for Find {
    const TEMPLATE: &'static str = "pages/find.html";
    const HELP: Option<&'static str> = Some("find-a-placement");

    fn title(&self) -> String {
        if self.query.is_empty() {
            "Search".to_owned()
        } else {
            format!("Search for {}", self.query)
        }
    }

    fn samples() -> Vec<Self> {
        let hit = |kind| Hit {
            kind,
            name: "Wren Creek-Example".to_owned(),
            says: "Born 4 April 1949, P0003719".to_owned(),
            href: To::Placement("PL0000001-1").to_string(),
            placements: vec![(
                "Orchard House, since 8 April 2026".to_owned(),
                "/".to_owned(),
            )],
        };
        let find = |query: &str, results| Self {
            query: query.to_owned(),
            results,
            people: true,
        };
        vec![
            find("", Vec::new()),
            find("zzzz", Vec::new()),
            find("wren", vec![hit("Person"), hit("Care home")]),
        ]
    }
}

/// Characters that a search may have: no name is as long.
pub const QUERY_CHARACTERS_MAX: usize = 200;

/// Finds.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let query = desk.query("q").unwrap_or_default().to_owned();
    let length = query.chars().count();
    if length > QUERY_CHARACTERS_MAX {
        return Err(Fault::Bad(format!(
            "A search has at most {QUERY_CHARACTERS_MAX} characters; this one has {length}. A name or a reference is enough."
        )));
    }
    let people = desk.may(Action::SeePeople);
    let picture = desk.picture()?;
    if desk.query("as") == Some("json") {
        let found = picture.find(&query, people, TYPED_MAX);
        let results: Vec<_> = found
            .iter()
            .filter_map(|found| hit(&picture, found))
            .map(|hit| json!({ "kind": hit.kind, "name": hit.name, "says": hit.says, "href": hit.href }))
            .collect();
        return Ok(answer::json(&json!({ "results": results })));
    }
    let found = picture.find(&query, people, SHOWN_MAX);
    let results: Vec<Hit> = found
        .iter()
        .filter_map(|found| hit(&picture, found))
        .collect();
    // A reference that is one thing's own is as good as a link to it.
    if let ([only], [found]) = (results.as_slice(), found.as_slice())
        && found.distance == 0
        && !matches!(found.what, FoundWhat::Person(_))
    {
        let keep = desk.query("known").unwrap_or_default();
        return Ok(answer::see_other(&crate::link::with_query(
            &only.href,
            [("known", keep)],
        )));
    }
    let page = Find {
        query,
        results,
        people,
    };
    desk.page_with(StatusCode::OK, &page)
}

fn hit(picture: &Picture, found: &Found) -> Option<Hit> {
    let facts = &picture.facts;
    Some(match found.what {
        FoundWhat::Home(index) => {
            let home = facts.market.homes.get(index)?;
            let town = home.town.as_ref().map_or("", |town| town.as_str());
            let postcode = home.postcode.as_ref().map_or("", |code| code.as_str());
            Hit {
                kind: "Care home",
                name: home.name.to_string(),
                says: format!("{town} {postcode}, {}", home.home_id),
                href: To::Home(home.home_id.as_str()).to_string(),
                placements: Vec::new(),
            }
        }
        FoundWhat::Provider(index) => {
            let provider = facts.market.providers.get(index)?;
            let id = provider.provider_id.as_str();
            let homes = facts.homes_of(id).count();
            Hit {
                kind: "Provider",
                name: provider.name.to_string(),
                says: words::so_many(homes, "home", "homes"),
                href: To::Provider(id).to_string(),
                placements: Vec::new(),
            }
        }
        FoundWhat::Person(index) => person(picture, index)?,
        FoundWhat::Placement(at) => {
            let placement = &facts.case(at)?.placement;
            let (says, href) = placement_line(picture, at)?;
            Hit {
                kind: "Placement",
                name: format!(
                    "{}, {}",
                    name_of(facts, placement.person_id.as_str()),
                    placement.placement_id
                ),
                says,
                href,
                placements: Vec::new(),
            }
        }
    })
}

/// A person, with their placements.
fn person(picture: &Picture, index: usize) -> Option<Hit> {
    let person = picture.facts.market.people.get(index)?;
    let id = person.person_id.as_str();
    let mut at: Vec<PlacementAt> = picture.facts.of_person(id).to_vec();
    let started = |at: &PlacementAt| {
        picture
            .facts
            .case(*at)
            .map(|case| case.placement.started_on)
    };
    at.sort_by_key(|at| std::cmp::Reverse(started(at)));
    let placements: Vec<(String, String)> = at
        .iter()
        .filter_map(|at| placement_line(picture, *at))
        .collect();
    let born = person
        .date_of_birth
        .map_or(String::new(), |born| format!("born {}, ", born.long()));
    let number = person
        .nhs_number
        .as_ref()
        .map_or(String::new(), |number| format!(", NHS {number}"));
    Some(Hit {
        kind: "Person",
        name: person_name(person),
        says: format!("{born}{id}{number}"),
        href: match placements.first() {
            Some((_, href)) => href.clone(),
            None => To::SelfFunders.to_string(),
        },
        placements,
    })
}

/// A placement in one line, and its address.
fn placement_line(picture: &Picture, at: PlacementAt) -> Option<(String, String)> {
    let placement = &picture.facts.case(at)?.placement;
    let home = picture.facts.home(placement.home_id.as_str());
    let home = home.map_or(placement.home_id.as_str(), |home| home.name.as_str());
    let since = placement.started_on.long();
    let until = placement
        .ended_on
        .filter(|ended| *ended <= picture.day)
        .map_or(String::new(), |ended| format!(" to {}", ended.long()));
    let says = if until.is_empty() {
        format!("{home}, since {since}")
    } else {
        format!("{home}, {since}{until}")
    };
    Some((
        says,
        To::Placement(placement.placement_id.as_str()).to_string(),
    ))
}
