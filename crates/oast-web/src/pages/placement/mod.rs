//! Placements: who lives where, since when, and what happened.

pub mod keep_single;
pub mod notices;
pub mod self_funders;

use oast_rules::facts::Person;

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
