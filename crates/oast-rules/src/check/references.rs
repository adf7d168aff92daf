//! Every reference is to something that is there.

use std::collections::{HashMap, HashSet};
use std::fmt::Display;
use std::hash::Hash;

use oast_units::{HomeId, PlacementId};

use super::finding::Findings;
use crate::facts::{
    Absence, Appointment, Assessment, BenefitMeasure, Block, CategoryChange, Contribution, Fact,
    Home, IndicativePrice, Notice, OneOff, OneToOne, Pack, Placement, Posting, Price, SelfFunder,
    Vacancy,
};

/// For each row of a table, the row it refers to, if that is there.
pub(super) type Link = Vec<Option<u32>>;

/// What the rows of each table refer to.
pub(super) struct Links {
    /// Placement to person.
    pub(super) placement_person: Link,
    /// Price to home.
    pub(super) indicative_home: Link,
    /// Self-funder to person.
    pub(super) self_funder_person: Link,
    /// Category change to placement.
    pub(super) change_placement: Link,
    /// Assessment to placement.
    pub(super) assessment_placement: Link,
    /// Absence to placement.
    pub(super) absence_placement: Link,
    /// One-to-one hours to placement.
    pub(super) one_to_one_placement: Link,
    /// Contribution to placement.
    pub(super) contribution_placement: Link,
    /// Notice to placement.
    pub(super) notice_placement: Link,
}

impl Links {
    /// Follows every reference, refusing those to what is not there.
    pub(super) fn new(pack: &Pack, findings: &mut Findings) -> Self {
        let providers = known(&pack.providers, |provider| &provider.provider_id);
        let mut to_provider = To::new("provider", "providers", &providers, findings);
        to_provider.link(&pack.homes, "provider_id", |row: &Home| &row.provider_id);
        let homes = known(&pack.homes, |home| &home.home_id);
        let indicative_home = link_homes(pack, &homes, findings);
        let benefits = known(&pack.benefits, |benefit| &benefit.benefit_id);
        let mut to_benefit = To::new("benefit", "benefits", &benefits, findings);
        to_benefit.link(
            &pack.benefit_measures,
            "benefit_id",
            |row: &BenefitMeasure| &row.benefit_id,
        );
        let people = known(&pack.people, |person| &person.person_id);
        let mut to_person = To::new("person", "people", &people, findings);
        let placement_person = to_person.link(&pack.placements, "person_id", |row: &Placement| {
            &row.person_id
        });
        let self_funder_person =
            to_person.link(&pack.self_funders, "person_id", |row: &SelfFunder| {
                &row.person_id
            });
        let placements = known(&pack.placements, |placement| &placement.placement_id);
        link_postings(pack, &placements, &homes, findings);
        let mut to = To::new("placement", "placements", &placements, findings);
        let column = "placement_id";
        to.link(&pack.one_offs, column, |row: &OneOff| &row.placement_id);
        Self {
            placement_person,
            indicative_home,
            self_funder_person,
            change_placement: to.link(&pack.category_changes, column, |row: &CategoryChange| {
                &row.placement_id
            }),
            assessment_placement: to.link(&pack.assessments, column, |row: &Assessment| {
                &row.placement_id
            }),
            absence_placement: to.link(&pack.absences, column, |row: &Absence| &row.placement_id),
            one_to_one_placement: to
                .link(&pack.one_to_one, column, |row: &OneToOne| &row.placement_id),
            contribution_placement: to.link(&pack.contributions, column, |row: &Contribution| {
                &row.placement_id
            }),
            notice_placement: to.link(&pack.notices, column, |row: &Notice| &row.placement_id),
        }
    }
}

/// Follows the references to homes; gives those of indicative prices.
fn link_homes(pack: &Pack, homes: &Known<'_, HomeId>, findings: &mut Findings) -> Link {
    let mut to = To::new("home", "homes", homes, findings);
    let column = "home_id";
    to.link(&pack.appointments, column, |row: &Appointment| &row.home_id);
    to.link(&pack.prices, column, |row: &Price| &row.home_id);
    to.link(&pack.placements, column, |row: &Placement| &row.home_id);
    to.link(&pack.self_funders, column, |row: &SelfFunder| &row.home_id);
    to.link(&pack.vacancies, column, |row: &Vacancy| &row.home_id);
    to.link(&pack.blocks, column, |row: &Block| &row.home_id);
    to.link(&pack.indicative_prices, column, |row: &IndicativePrice| {
        &row.home_id
    })
}

/// A posting is for a placement, or for a block contract under its own reference; the home it
/// names, if any, is there.
fn link_postings(
    pack: &Pack,
    placements: &Known<'_, PlacementId>,
    homes: &Known<'_, HomeId>,
    findings: &mut Findings,
) {
    let blocks: HashSet<&str> = pack
        .blocks
        .iter()
        .map(|block| block.block_id.as_str())
        .collect();
    for (row, posting) in pack.postings.iter().enumerate() {
        let id = &posting.placement_id;
        if !placements.contains_key(id) && !blocks.contains(id.as_str()) {
            let message = format!(
                "no placement or block contract {id} is in placements.csv or blocks.csv; add it, or correct the reference"
            );
            findings.refuse::<Posting>(row, "placement_id", message);
        }
        if let Some(home) = posting
            .home_id
            .as_ref()
            .filter(|home| !homes.contains_key(home))
        {
            findings.refuse::<Posting>(row, "home_id", missing("home", home, "homes"));
        }
    }
}

fn missing(what: &str, key: &impl Display, table: &str) -> String {
    format!("no {what} {key} is in {table}.csv; add it, or correct the reference")
}

/// The row of each key; of two rows with one key, the first.
type Known<'a, K> = HashMap<&'a K, u32>;

fn known<F, K: Eq + Hash>(facts: &[F], key: impl Fn(&F) -> &K) -> Known<'_, K> {
    let mut rows = HashMap::with_capacity(facts.len());
    for (row, fact) in (0..).zip(facts) {
        rows.entry(key(fact)).or_insert(row);
    }
    rows
}

/// Follows references to one table.
struct To<'a, 'f, K> {
    what: &'static str,
    table: &'static str,
    known: &'a Known<'a, K>,
    findings: &'f mut Findings,
}

impl<'a, 'f, K: Eq + Hash + Display> To<'a, 'f, K> {
    fn new(
        what: &'static str,
        table: &'static str,
        known: &'a Known<'a, K>,
        findings: &'f mut Findings,
    ) -> Self {
        Self {
            what,
            table,
            known,
            findings,
        }
    }

    fn link<F: Fact>(&mut self, facts: &[F], column: &'static str, key: impl Fn(&F) -> &K) -> Link {
        let mut links = Vec::with_capacity(facts.len());
        for (row, fact) in facts.iter().enumerate() {
            let key = key(fact);
            let link = self.known.get(key).copied();
            if link.is_none() {
                let message = missing(self.what, key, self.table);
                self.findings.refuse::<F>(row, column, message);
            }
            links.push(link);
        }
        links
    }
}
