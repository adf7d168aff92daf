use std::collections::HashMap;

use oast_terms::{BandTerms, Terms};
use oast_units::{Date, HomeId, Period, SchemeId, WeeklyRate};

use super::finding::Findings;
use super::references::Links;
use crate::facts::{Category, EndReason, IndicativePrice, Pack, Placement, Route};

/// A pack arranged for asking: what each row refers to, and which days each placement covers.
pub(super) struct County<'a> {
    /// The facts.
    pub(super) pack: &'a Pack,
    /// The terms they are checked against.
    pub(super) terms: &'a Terms,
    /// What each row refers to.
    pub(super) links: Links,
    /// For each placement, its days of presence, if any.
    pub(super) presence: Vec<Option<Period>>,
}

impl<'a> County<'a> {
    /// Arranges a pack, refusing every reference to what is not there.
    pub(super) fn new(pack: &'a Pack, terms: &'a Terms, findings: &mut Findings) -> Self {
        Self {
            pack,
            terms,
            links: Links::new(pack, findings),
            presence: pack.placements.iter().map(presence).collect(),
        }
    }

    /// The placement that a row refers to.
    pub(super) fn placement(&self, link: Option<u32>) -> Option<&'a Placement> {
        self.pack.placements.get(link? as usize)
    }

    /// The bands, fixed one-to-one rate and complex threshold for a placement's contract, or the
    /// framework's where its contract has none of its own.
    pub(super) fn bands(&self, scheme: Option<&SchemeId>, route: Route) -> Option<&'a BandTerms> {
        let scheme = scheme.map(SchemeId::as_str);
        let own = self.terms.contract_for(scheme, route.code()).bands.as_ref();
        own.or_else(|| {
            let framework = self.terms.contract_for(None, Route::Framework.code());
            framework.bands.as_ref()
        })
    }
}

/// The days a person lives there (rules §4): to the day before leaving, or to the day of death.
fn presence(placement: &Placement) -> Option<Period> {
    let last = match (placement.ended_on, placement.end_reason) {
        (None, _) => Date::MAX,
        (Some(day), Some(EndReason::Died)) => day,
        (Some(day), _) => day.previous(),
    };
    Period::between(placement.started_on, last)
}

/// Days in words, the end left open where there is none: `from 1 April 2026`.
pub(super) fn days(from: Date, to: Option<Date>) -> String {
    match to.filter(|to| *to != Date::MAX) {
        Some(to) => format!("from {} to {}", from.long(), to.long()),
        None => format!("from {}", from.long()),
    }
}

/// The indicative prices of each home and category, with their days.
pub(super) struct Indicative<'a>(HashMap<(&'a HomeId, Category), Vec<(Period, WeeklyRate)>>);

/// The last day of an indicative price: as recorded, or the end of its half-year, which runs from
/// 1 April to 30 September or from 1 October to 31 March (rules §3).
pub(super) fn last_day(price: &IndicativePrice) -> Date {
    let (year, month, _) = price.from.ymd();
    let half_year = match month {
        4..=9 => Date::new(year, 9, 30),
        10..=12 => Date::new(year + 1, 3, 31),
        _ => Date::new(year, 3, 31),
    };
    price.to.unwrap_or_else(|| half_year.unwrap_or(Date::MAX))
}

impl<'a> Indicative<'a> {
    pub(super) fn new(pack: &'a Pack) -> Self {
        let mut prices: HashMap<_, Vec<_>> = HashMap::new();
        for price in &pack.indicative_prices {
            if let Some(days) = Period::between(price.from, last_day(price)) {
                let of = prices.entry((&price.home_id, price.category)).or_default();
                of.push((days, price.weekly_price));
            }
        }
        for of in prices.values_mut() {
            of.sort_unstable_by_key(|(days, _)| days.from());
        }
        Self(prices)
    }

    /// The price in force on a day.
    pub(super) fn on(&self, home: &HomeId, category: Category, day: Date) -> Option<WeeklyRate> {
        let prices = self.0.get(&(home, category))?;
        let begun = prices.partition_point(|(days, _)| days.from() <= day);
        let (days, weekly) = prices.get(begun.checked_sub(1)?)?;
        days.contains(day).then_some(*weekly)
    }
}
