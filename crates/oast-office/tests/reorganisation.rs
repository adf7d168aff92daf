//! A county's book that is divided is the same book.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::collections::BTreeSet;
use std::sync::Arc;

use oast_office::picture::{Picture, SpendFilter};
use oast_office::reorganisation::{Plan, Postcodes, Sharing};
use oast_terms::Terms;
use oast_units::{FinancialYear, Pence};
use support::{county, date};

fn picture() -> Picture {
    let mut office = county(400);
    let known = office.known_seq(None).unwrap();
    let facts = Arc::new(office.picture_facts(known).unwrap());
    let terms = Arc::new(Terms::bundled("kent").unwrap());
    Picture::new(facts, terms, date("2026-06-26"))
}

fn year() -> FinancialYear {
    "2026/27".parse().unwrap()
}

fn districts() -> BTreeSet<String> {
    ["Ashford", "Dover", "Thanet"].map(str::to_owned).into()
}

#[test]
fn the_parts_of_every_split_are_the_whole_county_whatever_the_sharing() {
    let picture = picture();
    let postcodes = Postcodes::bundled("kent");
    let all = postcodes.districts(&picture);
    assert_eq!(all.len(), 12);
    let plan = Plan::bundled("kent", &all).unwrap().unwrap();
    assert_eq!(plan.vesting_on, date("2028-04-01"));
    let span = (date("2026-04-01"), date("2027-03-01"));
    let spend = picture.spend_by(&SpendFilter::default(), span, span.1);
    let budget = picture.year_budget(year(), None).unwrap().budgeted();
    let living = picture.standings.iter().filter(|one| one.lives_there);
    let living = i64::try_from(living.count()).unwrap();
    let one = plan.named("one authority").unwrap();
    let one = picture
        .divided(one, year(), Sharing::Spend, &postcodes)
        .unwrap();
    assert!(plan.splits.len() > 3);
    for split in &plan.splits {
        for sharing in Sharing::ALL {
            let divided = picture
                .divided(split, year(), *sharing, &postcodes)
                .unwrap();
            let whole = divided.whole();
            assert_eq!(whole.people, living, "{}", split.name);
            assert_eq!(whole.year, spend.total.gross, "{}", split.name);
            assert_eq!(whole.budget, budget.budget, "{}", split.name);
            assert_eq!(whole.budgeted, budget.outturn, "{}", split.name);
            assert_eq!(whole.variance(), budget.variance(), "{}", split.name);
            let homes = picture.facts.market.homes.iter();
            assert_eq!(whole.homes, i64::try_from(homes.count()).unwrap());
            let (people, weekly) = (one.whole().people, one.whole().weekly);
            assert_eq!((whole.people, whole.weekly), (people, weekly));
            assert_eq!(whole.appointments, one.whole().appointments);
            assert_eq!(whole.blocks, one.whole().blocks);
            assert!(divided.crossing() <= living);
        }
    }
    let four = plan.named("Four authorities").unwrap();
    let four = picture
        .divided(four, year(), Sharing::People, &postcodes)
        .unwrap();
    assert!(four.crossing() > one.crossing());
    assert!(four.shared_providers > 0);
    assert!(four.parts.iter().filter(|part| part.people > 0).count() >= 4);
}

#[test]
fn without_postcodes_everybody_is_where_they_live_and_nobody_crosses() {
    let picture = picture();
    let all = Postcodes::bundled("kent").districts(&picture);
    let plan = Plan::bundled("kent", &all).unwrap().unwrap();
    let split = plan.named("Two authorities").unwrap();
    let none = Postcodes::default();
    let divided = picture
        .divided(split, year(), Sharing::Spend, &none)
        .unwrap();
    assert_eq!(divided.crossing(), 0);
    let whole = divided.whole();
    assert_eq!(whole.by_home, whole.people);
    for part in divided.parts.iter().filter(|part| part.name.is_some()) {
        let here = picture.facts.all().zip(&picture.standings);
        let here = here.filter(|((_, placement), standing)| {
            let home = picture.facts.home(placement.home_id.as_str()).unwrap();
            let district = home.district.as_ref().map(ToString::to_string);
            standing.lives_there && district.is_some_and(|name| part.districts.contains(&name))
        });
        assert_eq!(part.people, i64::try_from(here.count()).unwrap());
    }
}

#[test]
fn another_county_has_no_example() {
    assert_eq!(Plan::bundled("surrey", &districts()).unwrap(), None);
}

fn refused(authorities: &str) -> String {
    let text = format!("vesting_on = \"2028-04-01\"\n[[splits]]\nname = \"S\"\n{authorities}");
    Plan::read("s.toml", &text, &districts())
        .unwrap_err()
        .to_string()
}

fn authority(name: &str, districts: &str) -> String {
    format!("[[splits.authorities]]\nname = \"{name}\"\ndistricts = [{districts}]\n")
}

#[test]
fn every_district_is_in_exactly_one_authority_or_the_file_is_refused() {
    let east = authority("East", "\"Dover\", \"Thanet\"");
    let west = authority("West", "\"Ashford\"");
    let good = format!("vesting_on = \"2028-04-01\"\n[[splits]]\nname = \"S\"\n{east}{west}");
    let plan = Plan::read("s.toml", &good, &districts()).unwrap();
    assert_eq!(plan.splits[0].authorities.len(), 2);
    assert_eq!(
        refused(&east),
        "s.toml: split 'S': Ashford is in no authority; put every district in one"
    );
    assert_eq!(
        refused(&format!(
            "{east}{}",
            authority("West", "\"Ashford\", \"Dover\"")
        )),
        "s.toml: split 'S': Dover is in East and in West; put it in one of them"
    );
    assert_eq!(
        refused(&format!("{east}{}", authority("West", "\"Ashfort\""))),
        "s.toml: split 'S': 'Ashfort' of West is no district of the county; they are Ashford, Dover, Thanet"
    );
    assert_eq!(
        refused(&format!("{east}{}", authority("East", "\"Ashford\""))),
        "s.toml: split 'S': 'East' names two authorities; give each its own name"
    );
    let day = good.replace("2028-04-01", "1 April 2028");
    let error = Plan::read("s.toml", &day, &districts()).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("s.toml: vesting_on: '1 April 2028'"),
        "{error}"
    );
    let unknown = good.replace("districts =", "boroughs =");
    let error = Plan::read("s.toml", &unknown, &districts())
        .unwrap_err()
        .to_string();
    assert!(error.contains("unknown field `boroughs`"), "{error}");
    assert!(error.contains("line"), "{error}");
}

#[test]
fn a_share_of_a_budget_follows_its_rule() {
    let picture = picture();
    let postcodes = Postcodes::bundled("kent");
    let plan = Plan::bundled("kent", &postcodes.districts(&picture))
        .unwrap()
        .unwrap();
    let split = plan.named("Two authorities").unwrap();
    let of = |sharing| picture.divided(split, year(), sharing, &postcodes).unwrap();
    let budget = |sharing| of(sharing).parts[0].budget.unwrap();
    let (spend, people) = (of(Sharing::Spend), of(Sharing::People));
    let part = |whole: Pence, part: i64, of: i64| {
        Pence::new(
            i64::try_from(i128::from(whole.get()) * i128::from(part) / i128::from(of)).unwrap(),
        )
    };
    let whole = spend.whole();
    let by_spend = part(
        whole.budget.unwrap(),
        spend.parts[0].budgeted.get(),
        whole.budgeted.get(),
    );
    let by_people = part(whole.budget.unwrap(), people.parts[0].people, whole.people);
    assert_eq!(budget(Sharing::Spend), by_spend);
    assert_eq!(budget(Sharing::People), by_people);
    assert_ne!(by_spend, by_people);
}
