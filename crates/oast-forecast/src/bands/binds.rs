//! What keeps the best upper ends where they are.

use oast_rules::facts::Category;
use oast_units::WeeklyRate;

use super::county::County;
use super::optimum::{NoOptimum, Optimum, from};
use super::place::{NONE, Unsolved, place};
use super::problem::Problem;
use crate::whole;

/// How much less coverage is asked for to see what it saves: five beds in a hundred.
const RELAXED_BY: f64 = 0.05;
/// The most districts that are looked at so.
const RELAXED_MAX: usize = 2;

/// What keeps a category’s upper end from being a point lower, the others as they are, and what
/// another point costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bind {
    /// The category.
    pub category: Category,
    /// The upper end.
    pub top: WeeklyRate,
    /// What keeps it there.
    pub by: Keeps,
    /// What one point more costs over the years, in pounds; none where there is no higher point.
    pub one_more: Option<i64>,
}

/// What keeps an upper end from being lower.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keeps {
    /// Districts would be short of beds: their names, and the beds of all categories, in tenths.
    Beds(Vec<(String, i64)>),
    /// The cheaper category’s upper end is right below.
    Order(Category),
    /// Too few homes would bid.
    Homes,
    /// It would lie too far below the average, or below every point.
    Range,
    /// It would cost so much more over the years, in pounds: more people would be placed off the
    /// framework than the lower price saves.
    Dearer(i64),
}

/// A district of which a little less is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relaxed {
    /// Its name.
    pub district: String,
    /// The coverage that is asked for there, in hundredths of one per cent.
    pub coverage: i64,
    /// What that saves over the years, in pounds, with the upper ends that are best then.
    pub saves: i64,
    /// Those upper ends, in the order of the categories.
    pub tops: Vec<WeeklyRate>,
}

/// What keeps each upper end where it is.
pub(super) fn binds(county: &County, optimum: &Optimum) -> Result<Vec<Bind>, Unsolved> {
    let each = county.categories.iter().zip(&optimum.choice).enumerate();
    let mut binds = Vec::new();
    for (at, (known, chosen)) in each {
        let moved = |to: usize| {
            let mut choice = optimum.choice.clone();
            if let Some(own) = choice.get_mut(at) {
                *own = to;
            }
            choice
        };
        let higher = county
            .tops
            .get(at)
            .is_some_and(|tops| chosen + 1 < tops.len());
        let one_more = if higher {
            let spend = place(&county.problem, &moved(chosen + 1))?.spend;
            Some(whole(spend) - whole(optimum.places.spend))
        } else {
            None
        };
        let by = match chosen.checked_sub(1) {
            None => Keeps::Range,
            Some(lower) => keeps(county, (at, &moved(lower)), optimum.places.spend)?,
        };
        binds.push(Bind {
            category: known.category,
            top: county.top(at, *chosen),
            by,
            one_more,
        });
    }
    Ok(binds)
}

fn keeps(
    county: &County,
    (category, lower): (usize, &[usize]),
    spend: f64,
) -> Result<Keeps, Unsolved> {
    let problem = &county.problem;
    let cheaper = category
        .checked_sub(1)
        .and_then(|at| county.categories.get(at));
    if let Some(cheaper) = cheaper.filter(|_| !problem.in_order(lower)) {
        return Ok(Keeps::Order(cheaper.category));
    }
    if problem.homes_bidding(lower) < problem.homes_min {
        return Ok(Keeps::Homes);
    }
    let places = place(problem, lower)?;
    let mut short = Vec::new();
    for (district, placed) in problem.districts.iter().zip(&places.districts) {
        // Categories share the beds: which of them goes short is for whoever places people.
        let beds: f64 = placed.placed.iter().map(|placed| placed.short).sum();
        if beds > NONE {
            short.push((district.name.clone(), whole(beds * 10.0).max(1)));
        }
    }
    if short.is_empty() {
        return Ok(Keeps::Dearer(whole(places.spend) - whole(spend)));
    }
    Ok(Keeps::Beds(short))
}

/// What it saves to ask for a little less in each district that binds.
pub(super) fn relaxed(
    county: &County,
    optimum: &Optimum,
    binds: &[Bind],
) -> Result<Vec<Relaxed>, NoOptimum> {
    let mut names: Vec<&str> = Vec::new();
    for bind in binds {
        let Keeps::Beds(short) = &bind.by else {
            continue;
        };
        for (name, _) in short {
            if !names.contains(&name.as_str()) && names.len() < RELAXED_MAX {
                names.push(name);
            }
        }
    }
    let each = names.into_iter().map(|name| {
        let mut problem: Problem = county.problem.clone();
        let mut coverage = 0.0;
        for district in problem
            .districts
            .iter_mut()
            .filter(|each| each.name == name)
        {
            district.coverage = (district.coverage - RELAXED_BY).max(0.0);
            coverage = district.coverage;
        }
        // Less is asked for, so that what is best now does it too.
        let now = optimum.choice.clone();
        let spend = place(&problem, &now)?.spend;
        let less = from(&problem, now, spend)?;
        let tops = less.choice.iter().enumerate();
        Ok(Relaxed {
            district: name.to_owned(),
            coverage: whole(coverage * 10_000.0),
            saves: whole(optimum.places.spend) - whole(less.places.spend),
            tops: tops.map(|(at, chosen)| county.top(at, *chosen)).collect(),
        })
    });
    each.collect()
}
