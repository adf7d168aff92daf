//! People: one NHS number each, and a life that the placements fall in.

use oast_units::Date;

use super::county::County;
use super::finding::Findings;
use crate::facts::Person;

/// The greatest age at which a placement begins, in years: beyond it the date of birth is a slip.
const AGE_YEARS_MAX: i32 = 120;

pub(super) fn check(county: &County, findings: &mut Findings) {
    births(county, findings);
    nhs_numbers(county, findings);
}

/// The first and the last day on which something begins for a person, and what.
#[derive(Debug, Clone, Copy)]
struct Begins<'a> {
    first: (Date, &'a str),
    last: (Date, &'a str),
}

fn births(county: &County, findings: &mut Findings) {
    let begins = begins(county);
    for (row, (person, begins)) in county.pack.people.iter().zip(begins).enumerate() {
        let (Some(born), Some(begins)) = (person.date_of_birth, begins) else {
            continue;
        };
        let (first, of_first) = begins.first;
        let (last, of_last) = begins.last;
        if first < born {
            let message = format!(
                "the person was born on {}, after {of_first} began on {}; correct one of them",
                born.long(),
                first.long()
            );
            findings.refuse::<Person>(row, "date_of_birth", message);
        } else if last >= born.add_years(AGE_YEARS_MAX + 1) {
            let message = format!(
                "the person was born on {} and would be over {AGE_YEARS_MAX} when {of_last} began on {}; correct one of them",
                born.long(),
                last.long()
            );
            findings.refuse::<Person>(row, "date_of_birth", message);
        }
    }
}

fn begins<'a>(county: &County<'a>) -> Vec<Option<Begins<'a>>> {
    let pack = county.pack;
    let placements = pack
        .placements
        .iter()
        .zip(&county.links.placement_person)
        .map(|(row, person)| (*person, row.started_on, row.placement_id.as_str()));
    let self_funders = pack
        .self_funders
        .iter()
        .zip(&county.links.self_funder_person)
        .map(|(row, person)| (*person, row.reported_on, "the report of a self-funder"));
    let mut begins = vec![None; pack.people.len()];
    for (person, day, what) in placements.chain(self_funders) {
        let Some(place) = person.and_then(|row| begins.get_mut(row as usize)) else {
            continue;
        };
        let of = place.get_or_insert(Begins {
            first: (day, what),
            last: (day, what),
        });
        of.first = of.first.min((day, what));
        of.last = of.last.max((day, what));
    }
    begins
}

fn nhs_numbers(county: &County, findings: &mut Findings) {
    let people = &county.pack.people;
    let mut numbers: Vec<_> = people
        .iter()
        .enumerate()
        .filter_map(|(row, person)| Some((person.nhs_number?, row)))
        .collect();
    numbers.sort_unstable();
    for same in numbers.chunk_by(|a, b| a.0 == b.0) {
        let Some(((number, first), others)) = same.split_first() else {
            continue;
        };
        for (_, row) in others {
            let (first, other) = (&people[*first].person_id, &people[*row].person_id);
            if first != other {
                let message = format!(
                    "NHS number {number} is both {first}'s and {other}'s; a number is one person's, so correct one or join the two"
                );
                findings.refuse::<Person>(*row, "nhs_number", message);
            }
        }
    }
}
