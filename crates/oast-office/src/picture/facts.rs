use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use oast_rules::facts::{
    Appointment, Benefit, BenefitMeasure, Block, Budget, Home, NoticeOverride, Person, Placement,
    Price, Provider, SelfFunder, Uplift, Vacancy,
};
use oast_rules::placement::CaseFile;
use oast_rules::price::PriceBook;

/// Where a placement stands among the cases of some [`Facts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PlacementAt(pub(crate) u32);

impl PlacementAt {
    pub(crate) fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A placement of which something else is known than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Change {
    /// Where it was; none where it is new.
    pub(crate) before: Option<PlacementAt>,
    /// Where it is; none where it was withdrawn.
    pub(crate) now: Option<PlacementAt>,
    /// Where it was, or would have been.
    was_before: PlacementAt,
}

impl Change {
    /// How many placements came before it.
    pub(crate) fn before_index(self) -> usize {
        self.was_before.index()
    }
}

/// The facts of a county, as known at an audit entry. Every list is in order of its keys.
#[derive(Clone)]
pub struct Facts {
    /// The audit entry.
    pub known_seq: i64,
    /// The placements, each with everything recorded about it.
    pub cases: Vec<Arc<CaseFile>>,
    /// What does not hang on one placement.
    pub market: Arc<Market>,
    /// Where the placements in each home are.
    by_home: Arc<HashMap<String, Vec<PlacementAt>>>,
    /// Where every placement is, in order of its person and then of itself.
    by_person: Arc<Vec<PlacementAt>>,
}

/// Homes, providers, people and prices.
#[derive(Clone)]
pub struct Market {
    /// The homes.
    pub homes: Arc<Vec<Home>>,
    /// The providers.
    pub providers: Arc<Vec<Provider>>,
    /// The people.
    pub people: Arc<Vec<Person>>,
    /// Tendered prices.
    pub prices: Arc<Vec<Price>>,
    /// Uplifts that were decided.
    pub uplifts: Arc<Vec<Uplift>>,
    /// Prices and uplifts, arranged.
    pub book: Arc<PriceBook>,
    /// Which homes were admitted to which lots.
    pub appointments: Arc<Vec<Appointment>>,
    /// Block contracts.
    pub blocks: Arc<Vec<Block>>,
    /// Reports of beds that are free.
    pub vacancies: Arc<Vec<Vacancy>>,
    /// Reports of people who pay for themselves.
    pub self_funders: Arc<Vec<SelfFunder>>,
    /// Budgets.
    pub budgets: Arc<Vec<Budget>>,
    /// Benefits that are tracked.
    pub benefits: Arc<Vec<Benefit>>,
    /// What was recorded of them by hand.
    pub benefit_measures: Arc<Vec<BenefitMeasure>>,
    /// Officers' decisions on notices.
    pub overrides: Arc<Vec<NoticeOverride>>,
    pub(crate) homes_of: Arc<HashMap<String, Vec<usize>>>,
}

impl Facts {
    pub(crate) fn arrange(known_seq: i64, cases: Vec<Arc<CaseFile>>, market: Arc<Market>) -> Self {
        let mut by_home: HashMap<String, Vec<PlacementAt>> = HashMap::new();
        for (index, case) in cases.iter().enumerate() {
            push(
                &mut by_home,
                case.placement.home_id.as_str(),
                PlacementAt::new(index),
            );
        }
        let mut by_person: Vec<PlacementAt> = (0..cases.len()).map(PlacementAt::new).collect();
        // In order of themselves they nearly are in order of their people.
        by_person.sort_by(|a, b| person_at(&cases, *a).cmp(&person_at(&cases, *b)));
        Self {
            known_seq,
            cases,
            market,
            by_home: Arc::new(by_home),
            by_person: Arc::new(by_person),
        }
    }

    /// The same facts with a later market, to be changed placement by placement.
    pub(crate) fn later(&self, known_seq: i64, market: Arc<Market>) -> Self {
        Self {
            known_seq,
            market,
            ..self.clone()
        }
    }

    /// What changed since earlier facts, in order of the placements.
    pub(crate) fn changes_since(&self, earlier: &Self) -> Vec<Change> {
        let (mut old, mut new) = (0, 0);
        let mut changes = Vec::new();
        loop {
            let (before, now) = (earlier.cases.get(old), self.cases.get(new));
            let order = match (before, now) {
                (Some(before), Some(now)) if Arc::ptr_eq(before, now) => {
                    (old, new) = (old + 1, new + 1);
                    continue;
                }
                (Some(before), Some(now)) => {
                    let id = |case: &CaseFile| case.placement.placement_id.clone();
                    id(before).cmp(&id(now))
                }
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => return changes,
            };
            let was_before = PlacementAt::new(old);
            changes.push(Change {
                before: order.is_le().then_some(was_before),
                now: order.is_ge().then_some(PlacementAt::new(new)),
                was_before,
            });
            old += usize::from(order.is_le());
            new += usize::from(order.is_ge());
        }
    }

    /// Puts in what is known of many placements now, in order of their references.
    pub(crate) fn put_all(self, put: Vec<(String, Option<CaseFile>)>) -> Self {
        let mut cases = Vec::with_capacity(self.cases.len() + put.len());
        let mut kept = self.cases.into_iter().peekable();
        for (id, case) in put {
            let id_of = |case: &Arc<CaseFile>| case.placement.placement_id.as_str().cmp(&id);
            cases.extend(std::iter::from_fn(|| {
                kept.next_if(|kept| id_of(kept).is_lt())
            }));
            kept.next_if(|kept| id_of(kept).is_eq());
            cases.extend(case.map(Arc::new));
        }
        cases.extend(kept);
        Self::arrange(self.known_seq, cases, self.market)
    }

    /// Puts in what is known of a placement now; none where it was withdrawn.
    pub(crate) fn put(&mut self, id: &str, case: Option<CaseFile>) {
        let place = self
            .cases
            .binary_search_by(|case| case.placement.placement_id.as_str().cmp(id));
        match (place, case) {
            (Ok(index), Some(case)) => {
                let moved = self.cases.get(index).is_none_or(|before| {
                    before.placement.person_id != case.placement.person_id
                        || before.placement.home_id != case.placement.home_id
                });
                if moved {
                    self.take_out(index);
                    self.put_in(index, Arc::new(case));
                } else if let Some(slot) = self.cases.get_mut(index) {
                    *slot = Arc::new(case);
                }
            }
            (Ok(index), None) => self.take_out(index),
            (Err(index), Some(case)) => self.put_in(index, Arc::new(case)),
            (Err(_), None) => {}
        }
    }

    fn take_out(&mut self, index: usize) {
        let at = PlacementAt::new(index);
        let shift = |places: &mut Vec<PlacementAt>| {
            places.retain(|place| *place != at);
            for place in places.iter_mut().filter(|place| **place > at) {
                place.0 -= 1;
            }
        };
        Arc::make_mut(&mut self.by_home)
            .values_mut()
            .for_each(shift);
        shift(Arc::make_mut(&mut self.by_person));
        self.cases.remove(index);
    }

    fn put_in(&mut self, index: usize, case: Arc<CaseFile>) {
        let at = PlacementAt::new(index);
        let shift = |places: &mut Vec<PlacementAt>| {
            for place in places.iter_mut().filter(|place| **place >= at) {
                place.0 += 1;
            }
        };
        let by_home = Arc::make_mut(&mut self.by_home);
        by_home.values_mut().for_each(shift);
        let there = by_home
            .entry(case.placement.home_id.to_string())
            .or_default();
        there.insert(there.partition_point(|place| *place < at), at);
        self.cases.insert(index, case);
        let by_person = Arc::make_mut(&mut self.by_person);
        shift(by_person);
        let cases = &self.cases;
        let own = (person_at(cases, at), at);
        let place = by_person.partition_point(|place| (person_at(cases, *place), *place) < own);
        by_person.insert(place, at);
    }

    /// Everything about a placement.
    pub fn case(&self, at: PlacementAt) -> Option<&CaseFile> {
        self.cases.get(at.index()).map(Arc::as_ref)
    }

    /// Where every placement is.
    pub fn all(&self) -> impl Iterator<Item = (PlacementAt, &Placement)> {
        self.cases
            .iter()
            .enumerate()
            .map(|(index, case)| (PlacementAt::new(index), &case.placement))
    }

    /// A placement by its reference.
    pub fn placement(&self, id: &str) -> Option<PlacementAt> {
        self.cases
            .binary_search_by(|case| case.placement.placement_id.as_str().cmp(id))
            .ok()
            .map(PlacementAt::new)
    }

    /// A home by its reference.
    pub fn home(&self, id: &str) -> Option<&Home> {
        by_key(&self.market.homes, id, |home| home.home_id.as_str())
    }

    /// A provider by its reference.
    pub fn provider(&self, id: &str) -> Option<&Provider> {
        by_key(&self.market.providers, id, |provider| {
            provider.provider_id.as_str()
        })
    }

    /// A person by their reference.
    pub fn person(&self, id: &str) -> Option<&Person> {
        by_key(&self.market.people, id, |person| person.person_id.as_str())
    }

    /// The homes that a provider runs.
    pub fn homes_of<'a>(&'a self, provider: &str) -> impl Iterator<Item = &'a Home> {
        let indexes = self.market.homes_of.get(provider);
        indexes
            .into_iter()
            .flatten()
            .filter_map(|index| self.market.homes.get(*index))
    }

    /// The placements in a home, past ones too.
    pub fn in_home(&self, home: &str) -> &[PlacementAt] {
        self.by_home.get(home).map_or(&[], Vec::as_slice)
    }

    /// The placements of a person, past ones too.
    pub fn of_person(&self, person: &str) -> &[PlacementAt] {
        let id = |at: &PlacementAt| person_at(&self.cases, *at);
        let from = self.by_person.partition_point(|at| id(at) < Some(person));
        let rest = self.by_person.get(from..).unwrap_or_default();
        let own = rest.iter().take_while(|at| id(at) == Some(person)).count();
        rest.get(..own).unwrap_or_default()
    }

    /// Whether a search would find the same in both.
    pub(crate) fn same_names(&self, other: &Self) -> bool {
        let (own, market) = (&self.market, &other.market);
        Arc::ptr_eq(&own.homes, &market.homes)
            && Arc::ptr_eq(&own.providers, &market.providers)
            && Arc::ptr_eq(&own.people, &market.people)
    }
}

impl Market {
    pub(crate) fn index_homes(homes: &[Home]) -> HashMap<String, Vec<usize>> {
        let mut of: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, home) in homes.iter().enumerate() {
            push(&mut of, home.provider_id.as_str(), index);
        }
        of
    }
}

/// Whose placement it is.
fn person_at(cases: &[Arc<CaseFile>], at: PlacementAt) -> Option<&str> {
    let case = cases.get(at.index())?;
    Some(case.placement.person_id.as_str())
}

fn push<T>(lists: &mut HashMap<String, Vec<T>>, key: &str, value: T) {
    match lists.get_mut(key) {
        Some(list) => list.push(value),
        None => {
            lists.insert(key.to_owned(), vec![value]);
        }
    }
}

fn by_key<'a, T>(list: &'a [T], id: &str, key: impl Fn(&T) -> &str) -> Option<&'a T> {
    let index = list.binary_search_by(|each| key(each).cmp(id)).ok()?;
    list.get(index)
}
