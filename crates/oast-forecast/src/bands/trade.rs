//! What an upper end trades: spending against the homes that would still bid.

use oast_units::WeeklyRate;

use super::county::County;
use super::place::{NONE, Places, Unsolved, place};
use crate::whole;

/// One spinal point of a category, the other categories held where they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// The upper end.
    pub top: WeeklyRate,
    /// The homes that are expected to bid, in the whole county.
    pub homes: i64,
    /// The same in hundredths of one per cent of those that could.
    pub homes_share: i64,
    /// People for whom a bidding home has a bed.
    pub people: i64,
    /// Beds that are missing to the coverage that was asked for.
    pub short: i64,
    /// The districts in which they are missing, by their places.
    pub short_in: Vec<usize>,
    /// What the category’s new placements cost over the years, in pounds.
    pub spend: i64,
}

/// Every spinal point of a category, lowest first; of the whole county, or of one district.
///
/// # Errors
/// When the solver gives up.
pub fn trade(
    county: &County,
    category: usize,
    held: &[usize],
    district: Option<usize>,
) -> Result<Vec<Point>, Unsolved> {
    let tops = county.tops.get(category).into_iter().flatten().enumerate();
    let point = |(at, top): (usize, &WeeklyRate)| {
        let mut choice = held.to_vec();
        if let Some(own) = choice.get_mut(category) {
            *own = at;
        }
        let places = place(&county.problem, &choice)?;
        Ok(point(county, (category, at, *top), &places, district))
    };
    tops.map(point).collect()
}

fn point(
    county: &County,
    (category, at, top): (usize, usize, WeeklyRate),
    places: &Places,
    district: Option<usize>,
) -> Point {
    let own = county.problem.categories.get(category);
    let homes = own
        .and_then(|own| own.homes.get(at))
        .copied()
        .unwrap_or(0.0);
    let all = own.map_or(1.0, |own| own.homes_all.max(1.0));
    let here = |place: &usize| district.is_none_or(|district| district == *place);
    let each = places.districts.iter().enumerate();
    let each = each.filter_map(|(at, district)| Some((at, district.placed.get(category)?)));
    let each = || {
        each.clone()
            .filter(|(at, _)| here(at))
            .map(|(at, placed)| (at, *placed))
    };
    Point {
        top,
        homes: whole(homes),
        homes_share: whole(homes / all * 10_000.0),
        people: whole(each().map(|(_, placed)| placed.on).sum()),
        short: whole(each().map(|(_, placed)| placed.short).sum()),
        short_in: each()
            .filter(|(_, placed)| placed.short > NONE)
            .map(|(at, _)| at)
            .collect(),
        spend: whole(each().map(|(_, placed)| placed.spend).sum()),
    }
}
