//! Homes, the providers who run them, and where they are.

pub mod home;
pub mod homes;
pub mod map;
mod narrow;
pub(crate) mod notices;
pub mod own;
mod place;
pub mod provider;
pub mod providers;
mod rates;

use oast_office::picture::{Picture, PlacementAt, Standing};
use oast_rules::facts::{Category, Home, Placement};
use oast_rules::price::band::Bands;
use oast_units::Date;

/// The people whom the council has placed in a home and who live there.
pub(crate) fn residents<'a>(
    picture: &'a Picture,
    home: &Home,
) -> impl Iterator<Item = (PlacementAt, &'a Placement, &'a Standing)> {
    let there = picture.facts.in_home(home.home_id.as_str());
    there.iter().filter_map(|at| {
        let standing = picture
            .standing(*at)
            .filter(|standing| standing.lives_there)?;
        let placement = &picture.facts.case(*at)?.placement;
        Some((*at, placement, standing))
    })
}

/// The beds that a home says are free, in all categories, and the day it last said so.
pub(crate) fn vacancies(picture: &Picture, home: &Home) -> Option<(u32, Date)> {
    free_beds(picture, home, None)
}

/// The last report of free beds for each category: the category, the beds, and the day.
pub(crate) fn latest_vacancies(picture: &Picture, home: &Home) -> Vec<(Category, u32, Date)> {
    let all = &picture.facts.market.vacancies;
    let from = all.partition_point(|vacancy| vacancy.home_id < home.home_id);
    let mut latest: Vec<(Category, u32, Date)> = Vec::new();
    let of_home = all
        .iter()
        .skip(from)
        .take_while(|vacancy| vacancy.home_id == home.home_id)
        .filter(|vacancy| vacancy.as_of <= picture.day);
    for vacancy in of_home {
        let report = (vacancy.category, vacancy.available, vacancy.as_of);
        match latest
            .iter_mut()
            .find(|(category, _, _)| *category == vacancy.category)
        {
            Some(before) if before.2 <= vacancy.as_of => *before = report,
            Some(_) => {}
            None => latest.push(report),
        }
    }
    latest
}

/// The beds that a home says are free, in one category or in all, and the day it last said so.
pub(crate) fn free_beds(
    picture: &Picture,
    home: &Home,
    category: Option<Category>,
) -> Option<(u32, Date)> {
    let latest = latest_vacancies(picture, home).into_iter();
    latest
        .filter(|(of, _, _)| category.is_none_or(|category| category == *of))
        .map(|(_, beds, as_of)| (beds, as_of))
        .reduce(|all, one| (all.0 + one.0, all.1.max(one.1)))
}

/// Whether a home has a price, a report of beds or a resident of ours in a category.
pub(crate) fn cares_for(home: &Home, category: Category, picture: &Picture) -> bool {
    let priced = picture
        .facts
        .market
        .prices
        .iter()
        .any(|price| price.home_id == home.home_id && price.category == category);
    priced || residents(picture, home).any(|(_, _, standing)| standing.category == category)
}

/// The price bands of the open framework on a day, where there are any.
pub(crate) fn bands(picture: &Picture, day: Date) -> Option<Bands> {
    oast_office::framework_bands(picture.terms(), day)
}
