use std::collections::HashMap;
use std::sync::Arc;

use oast_rules::facts::{
    Appointment, Block, Budget, Home, NoticeOverride, Person, Placement, Price, Provider,
    SelfFunder, Uplift, Vacancy,
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

/// The facts of a county, as known at an audit entry. Every list is in order of its keys.
#[derive(Clone)]
pub struct Facts {
    /// The audit entry.
    pub known_seq: i64,
    /// The placements, each with everything recorded about it.
    pub cases: Vec<Arc<CaseFile>>,
    /// What does not hang on one placement.
    pub market: Arc<Market>,
    pub(crate) by_home: HashMap<String, Vec<PlacementAt>>,
    pub(crate) by_person: HashMap<String, Vec<PlacementAt>>,
}

/// Homes, providers, people and prices.
pub struct Market {
    /// The homes.
    pub homes: Vec<Home>,
    /// The providers.
    pub providers: Vec<Provider>,
    /// The people.
    pub people: Vec<Person>,
    /// Tendered prices.
    pub prices: Vec<Price>,
    /// Uplifts that were decided.
    pub uplifts: Vec<Uplift>,
    /// Prices and uplifts, arranged.
    pub book: PriceBook,
    /// Which homes were admitted to which lots.
    pub appointments: Vec<Appointment>,
    /// Block contracts.
    pub blocks: Vec<Block>,
    /// Reports of beds that are free.
    pub vacancies: Vec<Vacancy>,
    /// Reports of people who pay for themselves.
    pub self_funders: Vec<SelfFunder>,
    /// Budgets.
    pub budgets: Vec<Budget>,
    /// Officers' decisions on notices.
    pub overrides: Vec<NoticeOverride>,
    pub(crate) homes_of: HashMap<String, Vec<usize>>,
}

impl Facts {
    pub(crate) fn arrange(known_seq: i64, cases: Vec<Arc<CaseFile>>, market: Arc<Market>) -> Self {
        let mut by_home: HashMap<String, Vec<PlacementAt>> = HashMap::new();
        let mut by_person: HashMap<String, Vec<PlacementAt>> = HashMap::new();
        for (index, case) in cases.iter().enumerate() {
            let at = PlacementAt::new(index);
            push(&mut by_home, case.placement.home_id.as_str(), at);
            push(&mut by_person, case.placement.person_id.as_str(), at);
        }
        Self {
            known_seq,
            cases,
            market,
            by_home,
            by_person,
        }
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
        self.by_person.get(person).map_or(&[], Vec::as_slice)
    }

    /// Whether a search would find the same in both.
    pub(crate) fn same_names(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.market, &other.market) && self.cases.len() == other.cases.len()
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
