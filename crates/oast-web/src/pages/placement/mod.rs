//! Placements: who lives where, since when, and what happened.

pub mod list;
pub mod record;
pub mod show;
pub mod statement;
mod timeline;

use oast_office::picture::{Facts, PlacementAt};
pub mod keep_single;
pub mod notices;
pub mod self_funders;

use oast_rules::facts::Person;

use crate::answer::Fault;
use crate::desk::Desk;

/// A person's name as people say it: given name first.
pub(crate) fn person_name(person: &Person) -> String {
    let names = [&person.given_name, &person.family_name];
    let known: Vec<&str> = names
        .into_iter()
        .filter_map(|name| name.as_ref().map(|name| name.as_str()))
        .collect();
    if known.is_empty() {
        return person.person_id.to_string();
    }
    known.join(" ")
}

/// The name of the person of a placement.
pub(crate) fn name_of(facts: &Facts, person: &str) -> String {
    facts
        .person(person)
        .map_or_else(|| person.to_owned(), person_name)
}

/// The placement that the address names.
pub(crate) fn asked_for(desk: &mut Desk) -> Result<PlacementAt, Fault> {
    let id = desk.part("placement").to_owned();
    let found = desk.picture()?.facts.placement(&id);
    found.ok_or_else(|| Fault::NotFound(format!("there is no placement {id}")))
}
