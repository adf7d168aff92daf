//! What is there, as a draw needs it.

use oast_rules::facts::Category;
use oast_units::Date;

use super::measures::CATEGORIES;
use super::plan::{Averages, Place};
use crate::pounds_of;
use crate::published::Case;
use crate::scenario::Scenario;
use crate::start::{BlockThere, HoursThere, Kind, PRICED, RunsOut, Start, There, months};
use crate::stay::Stays;

pub(super) fn places(start: &Start, from: Date) -> Vec<Place> {
    let place = |there: &There| Place {
        category: there.category as usize,
        begins_in: there.began_in as usize,
        district: there.district,
        kind: there.kind,
        since: months(there.since, from).max(0.0),
        weekly: pounds_of(there.weekly.weekly()),
    };
    let mut places: Vec<_> = start.placements.iter().map(place).collect();
    // Those of a district and category after each other are booked in the same rows.
    places.sort_by_key(|place| (place.district, place.category));
    places
}

/// Where growth comes: as those who are there are.
pub(super) fn growth_districts(start: &Start) -> [Vec<f64>; CATEGORIES] {
    std::array::from_fn(|category| {
        let mut up_to = vec![0.0; start.districts.len().max(1)];
        for there in &start.placements {
            if there.began_in as usize == category
                && let Some(own) = up_to.get_mut(there.district)
            {
                *own += 1.0;
            }
        }
        let mut sum = 0.0;
        for own in &mut up_to {
            sum += *own;
            *own = sum;
        }
        up_to
    })
}

/// How those of the published model leave. Complex care is outside its tables.
pub(super) fn stays_of(case: &Case) -> [Stays; CATEGORIES] {
    let of = case.model.categories().map(|of| case.model.leaving(&of));
    std::array::from_fn(|category| Stays::Published(of[category.min(PRICED - 1)]))
}

/// The published prices of new placements, or where no home is known, what those who are there
/// cost.
pub(super) fn averages(
    scenario: &Scenario,
    start: &Start,
    case: Option<&Case>,
) -> Option<Averages> {
    if !start.homes.is_empty() {
        return None;
    }
    let mean = |category: usize| {
        let own = start.placements.iter();
        let own = own.filter(|there| there.category as usize == category);
        let (count, sum) = own.fold((0.0, 0.0), |(count, sum), there| {
            (count + 1.0, sum + pounds_of(there.weekly.weekly()))
        });
        per(sum, count)
    };
    let means: [f64; PRICED] = std::array::from_fn(mean);
    let open = scenario.framework.open;
    let share = case.map_or(0.0, |case| case.document.framework_share);
    let share = scenario
        .framework
        .share
        .map_or(share, |share| share / 100.0);
    let of = case.map(|case| (case.model.categories(), case.document.framework_share));
    let others: [f64; PRICED] = std::array::from_fn(|category| {
        means[category] * of.map_or(1.0, |(of, _)| of[category].new_price)
    });
    let framework = std::array::from_fn(|category| {
        // What is saved on average is saved on the part that is called off alone.
        let saving = of.map_or(0.0, |(of, published)| of[category].saving / published);
        others[category] * (1.0 - saving)
    });
    Some(Averages {
        framework,
        others,
        share: if open { share } else { 0.0 },
    })
}

pub(super) fn complex(scenario: &Scenario, places: &[Place]) -> (f64, f64) {
    let own = places.iter().filter(|place| place.kind == Kind::Complex);
    let own: Vec<f64> = own
        .map(|place| place.weekly)
        .filter(|weekly| *weekly > 0.0)
        .collect();
    let count = own.iter().map(|_| 1.0).sum::<f64>();
    if count < 1.0 {
        return (0.0, 0.0);
    }
    let mean = own.iter().sum::<f64>() / count;
    let logs: Vec<f64> = own.iter().map(|weekly| libm::log(*weekly)).collect();
    let middle = logs.iter().sum::<f64>() / count;
    let squares: f64 = logs.iter().map(|log| (log - middle) * (log - middle)).sum();
    let scatter = libm::sqrt(squares / count);
    (mean * (1.0 + scenario.prices.complex / 100.0), scatter)
}

pub(super) fn blocks(start: &Start, firsts: &[Date]) -> Vec<f64> {
    let of_month = |pair: &[Date]| {
        let of_block = |block: &BlockThere| {
            let last = block.to.map_or(pair[1], |to| to.next().min(pair[1]));
            let days = (last.day_number() - pair[0].day_number()).max(0);
            pounds_of(block.weekly) * f64::from(days) / 7.0
        };
        start.blocks.iter().map(of_block).sum()
    };
    firsts.windows(2).map(of_month).collect()
}

/// Whoever should have come already comes at once.
pub(super) fn self_funders(
    scenario: &Scenario,
    start: &Start,
    from: Date,
) -> Vec<(f64, usize, usize)> {
    if !scenario.entries.self_funders {
        return Vec::new();
    }
    let of = |one: &RunsOut| {
        let district = start.homes.get(one.home)?.district;
        let category = if one.nursing {
            Category::Nursing
        } else {
            Category::Residential
        };
        Some((months(from, one.on).max(0.0), district, category as usize))
    };
    start.self_funders.iter().filter_map(of).collect()
}

/// When packages of one-to-one hours end, in months, and what they cost a week.
pub(super) fn hours(start: &Start, from: Date) -> Vec<(f64, f64)> {
    let own = |one: &HoursThere| (months(from, one.to.next()), pounds_of(one.weekly));
    start.one_to_one.iter().map(own).collect()
}

/// How many packages begin a month, how long they last and what they cost a week.
pub(super) fn new_hours(scenario: &Scenario, start: &Start) -> (f64, f64, f64) {
    let one = &scenario.one_to_one;
    let history = &start.history;
    let a_year = one
        .a_year
        .unwrap_or_else(|| 12.0 * per(history.one_to_one, history.months));
    (a_year / 12.0, one.lasts, one.hours * one.hourly)
}

/// How often somebody comes to need the next dearer category, a month.
pub(super) fn rises(scenario: &Scenario, start: &Start) -> [f64; CATEGORIES] {
    let history = &start.history;
    let rate = |category| per(history.rose[category], history.months_in(category));
    std::array::from_fn(|category| scenario.stays.needs * rate(category))
}

/// Beds by district, those without nursing and those with it.
pub(super) fn beds(start: &Start) -> Vec<[f64; 2]> {
    let own = start.beds.iter();
    own.map(|beds| [f64::from(beds.residential), f64::from(beds.nursing)])
        .collect()
}

/// So many for each of some; none where there are none.
pub(super) fn per(number: f64, each: f64) -> f64 {
    if each > 0.0 { number / each } else { 0.0 }
}
