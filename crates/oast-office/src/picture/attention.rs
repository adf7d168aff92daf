use std::collections::{BTreeMap, HashMap};

use oast_rules::facts::{SelfFunder, Stay};
use oast_rules::placement::notice::{Counted, NoticePeriod};
use oast_terms::Terms;
use oast_units::{Date, Hours};

use super::Picture;
use super::facts::{Facts, PlacementAt};
use crate::runway::{RunwayRow, register};

/// How far ahead an end wants somebody's attention, in days.
pub const ENDS_WITHIN_DAYS: i32 = 28;

/// What of a county wants somebody's attention on the picture's day.
#[derive(Debug, Default)]
pub struct Attention {
    /// Placements where somebody lives and whose weekly rate cannot be worked out.
    pub no_rate: Vec<PlacementAt>,
    /// Short stays that end within [`ENDS_WITHIN_DAYS`], with the day; the soonest first.
    pub stays_ending: Vec<(PlacementAt, Date)>,
    /// One-to-one hours whose last day is within [`ENDS_WITHIN_DAYS`] and that no later hours
    /// follow; the soonest first.
    pub hours_ending: Vec<HoursEnding>,
    /// People who pay for themselves, have no placement with the council, and whose money runs out
    /// within the notice time, or did; the earliest first.
    pub money_ending: Vec<RunwayRow>,
    /// Notices that count together, of which nobody decided and whose person still lives there.
    pub split: Vec<NoticePeriod>,
    /// Homes that gave notice to somebody who still lives there; the earliest end first.
    pub under_notice: Vec<HomeUnderNotice>,
    /// Homes where somebody lives and of which no district is recorded, as places in the market's
    /// list.
    pub homes_without_district: Vec<usize>,
    /// Placements where somebody lives of whom no date of birth is recorded.
    pub without_birth: Vec<PlacementAt>,
    /// Placements where somebody lives of whom no NHS number is recorded.
    pub without_nhs_number: Vec<PlacementAt>,
}

/// One-to-one hours that end soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HoursEnding {
    /// Whose.
    pub at: PlacementAt,
    /// The last day.
    pub to: Date,
    /// Hours a week.
    pub hours: Hours,
}

/// A home that gave notice to people who still live there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomeUnderNotice {
    /// The home, as a place in the market's list.
    pub home: usize,
    /// How many people have notice.
    pub residents: usize,
    /// The first day on which one of the placements may end.
    pub earliest_end: Date,
}

pub(super) fn attention(picture: &Picture) -> Attention {
    let mut found = Attention::default();
    let facts = &picture.facts;
    let mut lived_in: HashMap<&str, usize> = HashMap::new();
    for (at, placement) in facts.all() {
        let Some(standing) = picture.standing(at).filter(|standing| standing.lives_there) else {
            continue;
        };
        *lived_in.entry(placement.home_id.as_str()).or_default() += 1;
        if standing.rate.is_none() {
            found.no_rate.push(at);
        }
        add_ends(&mut found, picture, at);
    }
    found.stays_ending.sort_by_key(|(_, on)| *on);
    found.hours_ending.sort_by_key(|ending| ending.to);
    add_people(&mut found, picture);
    add_homes(&mut found, facts, &lived_in);
    add_notices(&mut found, picture);
    found.money_ending = money_ending(picture, picture.terms());
    found
}

/// Notes what of a placement ends soon.
fn add_ends(found: &mut Attention, picture: &Picture, at: PlacementAt) {
    let Some(case) = picture.facts.case(at) else {
        return;
    };
    let soon = |day: &Date| (picture.day..=picture.day + ENDS_WITHIN_DAYS).contains(day);
    let placement = &case.placement;
    if matches!(placement.stay, Stay::ShortTerm | Stay::Respite)
        && let Some(on) = placement.ended_on.filter(soon)
    {
        found.stays_ending.push((at, on));
    }
    if let Some(hours) = case.one_to_one.iter().max_by_key(|hours| hours.to)
        && soon(&hours.to)
        && placement.ended_on.is_none_or(|ended| ended > hours.to)
    {
        found.hours_ending.push(HoursEnding {
            at,
            to: hours.to,
            hours: hours.hours_per_week,
        });
    }
}

/// Finds the people who live in a home and of whom something is missing.
fn add_people(found: &mut Attention, picture: &Picture) {
    let facts = &picture.facts;
    for person in facts.market.people.iter() {
        if person.date_of_birth.is_some() && person.nhs_number.is_some() {
            continue;
        }
        let Some(at) = lives_at(picture, person.person_id.as_str()) else {
            continue;
        };
        if person.date_of_birth.is_none() {
            found.without_birth.push(at);
        }
        if person.nhs_number.is_none() {
            found.without_nhs_number.push(at);
        }
    }
}

/// The placement in which a person lives on the picture's day.
fn lives_at(picture: &Picture, person: &str) -> Option<PlacementAt> {
    let mut placements = picture.facts.of_person(person).iter().copied();
    placements.find(|at| {
        let standing = picture.standing(*at);
        standing.is_some_and(|standing| standing.lives_there)
    })
}

fn add_homes(found: &mut Attention, facts: &Facts, lived_in: &HashMap<&str, usize>) {
    let homes = facts.market.homes.iter().enumerate();
    found.homes_without_district = homes
        .filter(|(_, home)| home.district.is_none())
        .filter(|(_, home)| lived_in.contains_key(home.home_id.as_str()))
        .map(|(index, _)| index)
        .collect();
}

fn add_notices(found: &mut Attention, picture: &Picture) {
    let facts = &picture.facts;
    let mut homes: BTreeMap<usize, HomeUnderNotice> = BTreeMap::new();
    for group in picture.notices() {
        let by_key = |home: &oast_rules::facts::Home| home.home_id.cmp(&group.home);
        let home = facts.market.homes.binary_search_by(by_key).ok();
        for notice in &group.notices {
            let standing = facts
                .placement(notice.placement.as_str())
                .and_then(|at| picture.standing(at));
            let lives_there = standing.is_some_and(|standing| standing.lives_there);
            if !lives_there || notice.given_on > picture.day {
                continue;
            }
            if notice.counted == Counted::Grouped {
                found.split.push(notice.clone());
            }
            if let Some(home) = home {
                let under = homes.entry(home).or_insert(HomeUnderNotice {
                    home,
                    residents: 0,
                    earliest_end: notice.earliest_end,
                });
                under.residents += 1;
                under.earliest_end = under.earliest_end.min(notice.earliest_end);
            }
        }
    }
    found.split.sort_by_key(|notice| notice.earliest_end);
    found.under_notice = homes.into_values().collect();
    found.under_notice.sort_by_key(|under| under.earliest_end);
}

/// People who pay for themselves, and whose provider had to tell the council by now. Without terms
/// on the day there are none: the terms' own check tells of it.
fn money_ending(picture: &Picture, terms: &Terms) -> Vec<RunwayRow> {
    let reports: Vec<SelfFunder> = picture
        .facts
        .market
        .self_funders
        .iter()
        .filter(|report| lives_at(picture, report.person_id.as_str()).is_none())
        .cloned()
        .collect();
    let mut rows = register(reports, terms, picture.day).unwrap_or_default();
    rows.retain(|row| row.runway.notify_by.is_some_and(|by| by <= picture.day));
    rows
}
