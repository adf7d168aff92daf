use std::collections::HashMap;

use oast_rules::facts::{Category, Home, Placement, Price, Route, Stay};
use oast_rules::placement::CaseFile;
use oast_rules::price::rate_on;
use oast_terms::Silent;
use oast_units::{Date, HomeId, WeeklyRate};

use super::Standing;
use super::facts::Facts;

/// What care in a home costs on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HomePrice {
    /// Pounds a week.
    pub weekly: WeeklyRate,
    /// Whether it is what a placement that begins on the day would cost on the framework. Where the
    /// home has tendered nothing, it is what the middle one of the council's residents costs:
    /// half of them cost as much or less.
    pub tendered: bool,
}

/// A home's prices, category by category.
pub(super) type Prices = [Option<HomePrice>; Category::ALL.len()];

/// What care costs in every home that has tendered a price or has a resident of the council's.
pub(super) fn home_prices(
    facts: &Facts,
    standings: &[Standing],
    day: Date,
) -> HashMap<HomeId, Prices> {
    let of_home = |home: &Home| {
        let mut prices = paid(facts, standings, home);
        for (category, price) in Category::ALL.iter().zip(&mut prices) {
            if let Some(weekly) = tendered(facts, home, *category, day) {
                *price = Some(HomePrice {
                    weekly,
                    tendered: true,
                });
            }
        }
        (home.home_id.clone(), prices)
    };
    facts.market.homes.iter().map(of_home).collect()
}

/// What the middle resident of each category costs.
fn paid(facts: &Facts, standings: &[Standing], home: &Home) -> Prices {
    let mut rates: [Vec<WeeklyRate>; Category::ALL.len()] = Default::default();
    for at in facts.in_home(home.home_id.as_str()) {
        let standing = standings.get(at.index());
        if let Some((standing, rate)) = standing.and_then(|one| Some((one, one.rate?)))
            && let Some(of_category) = rates.get_mut(standing.category as usize)
        {
            of_category.push(rate);
        }
    }
    rates.map(|mut rates| {
        rates.sort_unstable();
        let middle = rates.len().saturating_sub(1) / 2;
        rates.get(middle).map(|weekly| HomePrice {
            weekly: *weekly,
            tendered: false,
        })
    })
}

/// What a placement that begins on the day would cost at the home's tendered price; none when the
/// home has tendered none, or has left the framework.
fn tendered(facts: &Facts, home: &Home, category: Category, day: Date) -> Option<WeeklyRate> {
    let id = &home.home_id;
    let market = &facts.market;
    let appointments = market.appointments.iter();
    let mut own_appointments = appointments.filter(|one| one.home_id == *id).peekable();
    let left = own_appointments.peek().is_some()
        && own_appointments.all(|one| one.left_on.is_some_and(|left| left < day));
    if left {
        return None;
    }
    let own = |price: &&Price| {
        price.home_id == *id && price.category == category && price.base_date <= day
    };
    let latest = market
        .prices
        .iter()
        .filter(own)
        .max_by_key(|price| price.base_date)?;
    let placement = Placement {
        placement_id: "NEW".parse().ok()?,
        person_id: "NEW".parse().ok()?,
        home_id: id.clone(),
        category,
        route: Route::Framework,
        scheme: Some(latest.scheme.clone()),
        generation: Some(latest.generation.clone()),
        stay: Stay::LongTerm,
        started_on: day,
        agreed_weekly: None,
        ended_on: None,
        end_reason: None,
        room_relet_on: None,
    };
    rate_on(&CaseFile::new(placement), &market.book, day, &mut Silent).ok()
}
