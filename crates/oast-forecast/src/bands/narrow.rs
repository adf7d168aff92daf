//! The search for the best upper ends: ranges of spinal points are ruled out by bounds and cut in
//! two, until what is left is small enough to be solved as a programme.

use super::place::{Unsolved, place};
use super::priced_beds::{Bound, Prices};
use super::problem::Problem;
use super::programme::solve;

/// The places of the upper ends that are left, for each category, lowest first.
pub(super) type Within = Vec<Vec<usize>>;

/// So many spinal points of all categories are left to the programme.
const SMALL: usize = 28;

/// The best that is known so far.
pub(super) struct Found {
    /// Upper ends that do what is asked.
    pub(super) choice: Vec<usize>,
    /// What they cost, in pounds.
    pub(super) spend: f64,
}

impl Found {
    /// Takes other upper ends where they do what is asked and cost less.
    fn take(&mut self, problem: &Problem, choice: Vec<usize>) -> Result<bool, Unsolved> {
        if !problem.in_order(&choice) || problem.homes_bidding(&choice) < problem.homes_min {
            return Ok(false);
        }
        let places = place(problem, &choice)?;
        let better = places.enough() && places.spend < self.spend;
        if better {
            (self.choice, self.spend) = (choice, places.spend);
        }
        Ok(better)
    }

    /// Goes on from what is known, moving one or two by a point, as long as that costs less.
    fn polish(&mut self, problem: &Problem) -> Result<(), Unsolved> {
        loop {
            let mut better = false;
            for moved in neighbours(problem, &self.choice) {
                better |= self.take(problem, moved)?;
            }
            if !better {
                return Ok(());
            }
        }
    }

    /// More than the best can cost: with room for what the solver’s numbers lose, some hundred
    /// pounds in hundreds of millions.
    fn most(&self) -> f64 {
        self.spend + self.spend.abs() * 1e-9 + 1.0
    }
}

/// Searches, from upper ends that do what is asked.
pub(super) fn search(problem: &Problem, mut found: Found) -> Result<Found, Unsolved> {
    found.polish(problem)?;
    let all: Within = found
        .choice
        .iter()
        .enumerate()
        .map(|(category, _)| {
            let tops = problem
                .categories
                .get(category)
                .map_or(0, |own| own.tops.len());
            (0..tops).collect()
        })
        .collect();
    let mut waiting: Vec<(Within, Prices)> = vec![(all, Prices::none(problem))];
    while let Some((within, prices)) = waiting.pop() {
        let Some(bound) = Bound::best(problem, &within, prices, found.most()) else {
            continue;
        };
        if found.take(problem, bound.choice.clone())? {
            found.polish(problem)?;
        }
        let left = bound.left(problem, found.most());
        let Some(left) = left
            .map(|left| with_beds(problem, left))
            .transpose()?
            .flatten()
        else {
            continue;
        };
        let points: usize = left.iter().map(Vec::len).sum();
        if points <= SMALL {
            if let Some(choice) = solve(problem, &left, found.most())? {
                found.take(problem, choice)?;
            }
            continue;
        }
        for half in halves(left) {
            waiting.push((half, bound.prices.clone()));
        }
    }
    Ok(found)
}

/// Leaves out the lowest upper ends of each category at which some district would have too few beds
/// though all others were at the highest that is left; none where there are too few even then.
fn with_beds(problem: &Problem, mut within: Within) -> Result<Option<Within>, Unsolved> {
    let top = |tops: &Vec<usize>| tops.last().copied();
    let Some(highest) = within.iter().map(top).collect::<Option<Vec<usize>>>() else {
        return Ok(None);
    };
    if !place(problem, &highest)?.enough() {
        return Ok(None);
    }
    for (category, tops) in within.iter_mut().enumerate() {
        // Beds rise with the upper end, so that the first that gives enough can be searched for.
        let (mut least, mut most) = (0, tops.len().saturating_sub(1));
        while least < most {
            let middle = least.midpoint(most);
            let mut tried = highest.clone();
            if let (Some(own), Some(at)) = (tried.get_mut(category), tops.get(middle)) {
                *own = *at;
            }
            if place(problem, &tried)?.enough() {
                most = middle;
            } else {
                least = middle + 1;
            }
        }
        tops.drain(..most);
    }
    Ok(Some(within))
}

/// The category with the most spinal points is cut in two; the dearer half is looked at last.
fn halves(within: Within) -> [Within; 2] {
    let widest = within.iter().enumerate().max_by_key(|(_, tops)| tops.len());
    let widest = widest.map_or(0, |(at, _)| at);
    let (mut low, mut high) = (within.clone(), within);
    if let (Some(low), Some(high)) = (low.get_mut(widest), high.get_mut(widest)) {
        let rest = low.split_off(low.len() / 2);
        *high = rest;
    }
    [high, low]
}

/// One category a point lower or higher, or one lower and another higher.
fn neighbours(problem: &Problem, choice: &[usize]) -> Vec<Vec<usize>> {
    let count = choice.len();
    let pairs = (0..count).flat_map(|down| (0..=count).map(move |up| (down, up)));
    let others = pairs.filter_map(|(down, up)| {
        let mut moved = choice.to_vec();
        let lower = moved.get_mut(down)?;
        *lower = lower.checked_sub(1)?;
        if up != down && up < count {
            let higher = moved.get_mut(up)?;
            *higher += 1;
            problem.categories.get(up)?.tops.get(*higher)?;
        }
        Some(moved)
    });
    others.collect()
}
