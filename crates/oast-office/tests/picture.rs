//! A picture of the county: kept level with what is recorded, and searched.

mod support;

use std::sync::Arc;

use oast_office::Office;
use oast_office::picture::{Facts, FoundWhat, Picture};
use oast_office::record::Event;
use oast_rules::facts::Person;
use oast_units::Date;
use support::{all, at, by, county, date, open_since};

fn picture(office: &mut Office, facts: Facts, day: Date) -> Picture {
    let terms = Arc::new(office.terms().clone());
    Picture::new(Arc::new(facts), terms, day)
}

#[test]
fn a_picture_kept_level_is_the_one_read_anew() {
    let mut office = county(60);
    let before = office.known_seq(None).unwrap();
    let mut facts = Arc::new(office.picture_facts(before).unwrap());
    let today = date("2026-05-01");
    let events = [
        Event::Hospital {
            from: date("2026-04-20"),
            to: None,
        },
        Event::Died {
            on: date("2026-04-22"),
        },
    ];
    let placements = open_since(&mut office, "2026-04-01");
    let mut recorded = 0;
    for (placement, event) in placements.iter().zip(events.iter().cycle()).take(8) {
        let id = placement.placement_id.as_str();
        let clerk = by("clerk", at("2026-05-01T09:00:00Z"));
        if office.record_event(id, event, today, clerk).is_err() {
            continue;
        }
        recorded += 1;
        let seq = office.known_seq(None).unwrap();
        facts = office.picture_facts_from(&facts, seq).unwrap();
        let anew = office.picture_facts(seq).unwrap();
        assert_eq!(facts.known_seq, seq);
        assert!(facts.cases == anew.cases, "{id}");
        let kept = Picture::new(Arc::clone(&facts), Arc::new(office.terms().clone()), today);
        let anew = picture(&mut office, anew, today);
        assert!(kept.standings == anew.standings, "{id}");
    }
    assert!(recorded >= 4, "only {recorded} events could be recorded");
    // Back to what was known before them all.
    let back = office.picture_facts_from(&facts, before).unwrap();
    assert!(back.cases == office.picture_facts(before).unwrap().cases);
}

#[test]
fn a_search_forgives_spelling_and_knows_references() {
    let mut office = county(60);
    let seq = office.known_seq(None).unwrap();
    let facts = office.picture_facts(seq).unwrap();
    let picture = picture(&mut office, facts, date("2026-05-01"));
    let people: Vec<Person> = all(&mut office);
    let person = people
        .iter()
        .find(|person| person.nhs_number.is_some() && person.given_name.is_some())
        .unwrap();
    let found = |query: &str| {
        let hits = picture.find(query, true, 20);
        hits.into_iter()
            .filter_map(|hit| match hit.what {
                FoundWhat::Person(index) => picture.facts.market.people.get(index),
                _ => None,
            })
            .any(|each| each.person_id == person.person_id)
    };
    let number = person.nhs_number.as_ref().unwrap().to_string();
    let spaced = format!("{} {} {}", &number[..3], &number[3..6], &number[6..]);
    assert!(found(&number) && found(&spaced));
    let name = format!(
        "{} {}",
        person.given_name.as_ref().unwrap(),
        person.family_name.as_ref().unwrap()
    );
    assert!(found(&name) && found(&name.to_uppercase()));
    // A letter left out, and a name that is still being typed.
    let (given, rest) = name.split_at(4);
    assert!(found(&format!("{}{rest}", &given[..3])), "{name}");
    assert!(found(&name[..name.len() - 3]));
    assert!(!found("zzzzzz") && !found(""));
    // Whoever may not see people finds none.
    let hidden = picture.find(&name, false, 20);
    assert!(
        hidden
            .iter()
            .all(|hit| !matches!(hit.what, FoundWhat::Person(_)))
    );
}
