use std::collections::HashMap;

use oast_rules::facts::{Category, Home, Placement, Route, Stay};
use oast_rules::price::market::{
    ByCategory, HomeSeen, Leaving, Market, Paid, RECENT_MONTHS, place_of,
};
use oast_rules::price::rate_on;
use oast_terms::Silent;
use oast_units::{Date, YesNo};

use super::Standing;
use super::facts::Facts;
use super::standing::category_on;

/// What care costs in the county's homes on a day: from everybody who lives there, and from those
/// who moved in within [`RECENT_MONTHS`] and have left since.
///
/// Off every framework are the routes on which a home was free to ask its own price: spot, the
/// dynamic purchasing system under its cap, and what began before there was a framework. A home
/// counts with its registered beds, or with the council's residents where those are more or the
/// beds are not recorded, and is left out where it has neither. Day care is left out.
pub(super) fn market(facts: &Facts, standings: &[Standing], day: Date) -> Market {
    let since = day.add_months(-RECENT_MONTHS);
    let homes = Homes::with_beds(facts, standings);
    let mut leaving: ByCategory<Leaving> = Default::default();
    let mut paid = Vec::new();
    for (case, standing) in facts.cases.iter().zip(standings) {
        let placement = &case.placement;
        if placement.stay == Stay::Day || placement.started_on > day {
            continue;
        }
        let last = last_day(placement, day);
        let category = if standing.lives_there {
            standing.category
        } else {
            category_on(case, last)
        };
        let Some(at) = place_of(category) else {
            continue;
        };
        count_leaving(&mut leaving[at], placement, (since, day));
        let recent = placement.started_on >= since;
        let Some(home) = homes.places.get(placement.home_id.as_str()) else {
            continue;
        };
        let weekly = if standing.lives_there {
            standing.rate
        } else if recent {
            rate_on(case, &facts.market.book, last, &mut Silent).ok()
        } else {
            None
        };
        if let Some(weekly) = weekly {
            paid.push(Paid {
                home: *home,
                category: at,
                weekly,
                off_framework: off_framework(placement.route),
                recent,
                lives_there: standing.lives_there,
            });
        }
    }
    Market::of(day, homes.seen, &paid, leaving)
}

const fn off_framework(route: Route) -> bool {
    matches!(route, Route::Spot | Route::Dps | Route::Legacy)
}

/// The last day that somebody lived there, or the day where they still do.
fn last_day(placement: &Placement, day: Date) -> Date {
    let ended = placement.ended_on.filter(|ended| *ended <= day);
    ended.map_or(day, |ended| (ended - 1).max(placement.started_on))
}

/// Adds the days that somebody lived there in a span of time, and whether they left in it.
fn count_leaving(leaving: &mut Leaving, placement: &Placement, (since, day): (Date, Date)) {
    let from = placement.started_on.max(since);
    let until = placement.ended_on.map_or(day, |ended| ended.min(day));
    leaving.days += i64::from((until.day_number() - from.day_number()).max(0));
    let left = placement
        .ended_on
        .is_some_and(|ended| since < ended && ended <= day);
    leaving.ended += u32::from(left);
}

/// The homes that have beds, and where each stands among them.
struct Homes<'a> {
    seen: Vec<HomeSeen>,
    places: HashMap<&'a str, usize>,
}

impl<'a> Homes<'a> {
    fn with_beds(facts: &'a Facts, standings: &[Standing]) -> Self {
        let mut homes = Self {
            seen: Vec::new(),
            places: HashMap::new(),
        };
        for home in facts.market.homes.iter() {
            let there = facts.in_home(home.home_id.as_str());
            let residents = || {
                let standings = there.iter().filter_map(|at| standings.get(at.index()));
                standings.filter(|standing| standing.lives_there)
            };
            let count = u32::try_from(residents().count()).unwrap_or(u32::MAX);
            let beds = home.beds.unwrap_or(0).max(count);
            if beds > 0 {
                let nurses_here = residents().any(|standing| is_nursing(standing.category));
                homes.places.insert(home.home_id.as_str(), homes.seen.len());
                homes.seen.push(HomeSeen {
                    home_id: home.home_id.clone(),
                    district: home.district.clone(),
                    beds,
                    nurses: nurses(facts, home) || nurses_here,
                });
            }
        }
        homes
    }
}

/// Whether a home can nurse: it is registered to, or, where that is not recorded, has had nursing
/// placements.
fn nurses(facts: &Facts, home: &Home) -> bool {
    if let Some(answer) = home.nursing {
        return answer == YesNo::Yes;
    }
    let there = facts.in_home(home.home_id.as_str()).iter();
    let cases = there.filter_map(|at| facts.case(*at));
    cases.map(|case| case.placement.category).any(is_nursing)
}

const fn is_nursing(category: Category) -> bool {
    matches!(category, Category::Nursing | Category::NursingHigh)
}
