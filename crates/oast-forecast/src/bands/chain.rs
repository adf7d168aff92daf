//! The cheapest upper ends that are in order, where each costs so much alone.

use super::narrow::Within;
use super::problem::Problem;

/// What every upper end costs, alone and with the best of the others.
pub(super) struct Chain {
    /// For each category its upper ends, and what each costs alone.
    costs: Vec<Vec<(usize, f64)>>,
    /// The least that an upper end costs with those of cheaper categories.
    up_to: Vec<Vec<f64>>,
    /// The least that all categories cost together.
    pub(super) least: f64,
    /// Where the upper ends that cost this stand in `costs`.
    pub(super) best: Vec<usize>,
}

impl Chain {
    /// None where no upper ends are in order.
    pub(super) fn of(problem: &Problem, costs: Vec<Vec<(usize, f64)>>) -> Option<Self> {
        let tops = pounds(problem, &costs);
        let up_to = sums(&costs, &tops, problem.apart);
        let dearest = up_to.last()?.iter().enumerate();
        let (mut at, least) = dearest.min_by(|one, other| one.1.total_cmp(other.1))?;
        if !least.is_finite() {
            return None;
        }
        let mut best = vec![at];
        for category in (1..costs.len()).rev() {
            let top = *tops.get(category)?.get(at)?;
            let below = tops.get(category - 1)?.iter().zip(up_to.get(category - 1)?);
            let below = below.enumerate();
            let fits = below.filter(|(_, (lower, _))| **lower + problem.apart <= top);
            (at, _) = fits.min_by(|one, other| one.1.1.total_cmp(other.1.1))?;
            best.push(at);
        }
        best.reverse();
        Some(Self {
            least: *least,
            costs,
            up_to,
            best,
        })
    }

    /// The places of the best upper ends among the categories’ `tops`.
    pub(super) fn choice(&self) -> Vec<usize> {
        let each = self.costs.iter().zip(&self.best);
        each.filter_map(|(costs, at)| costs.get(*at).map(|cost| cost.0))
            .collect()
    }

    /// The upper ends with which all categories together can cost at most so much.
    pub(super) fn through(&self, problem: &Problem, most: f64) -> Within {
        let tops = pounds(problem, &self.costs);
        let mut costs = self.costs.clone();
        costs.reverse();
        let mut down: Vec<Vec<f64>> = tops.iter().rev().cloned().collect();
        // From the dearest category down, higher is what lower was.
        down.iter_mut().flatten().for_each(|top| *top = -*top);
        let mut on_from = sums(&costs, &down, problem.apart);
        on_from.reverse();
        let each = self.costs.iter().zip(self.up_to.iter().zip(&on_from));
        let left = each.map(|(costs, (up_to, on_from))| {
            let both = costs.iter().zip(up_to.iter().zip(on_from));
            both.filter(|((_, own), (up_to, on_from))| *up_to + *on_from - own <= most)
                .map(|((at, _), _)| *at)
                .collect()
        });
        left.collect()
    }
}

fn pounds(problem: &Problem, costs: &[Vec<(usize, f64)>]) -> Vec<Vec<f64>> {
    let each = problem.categories.iter().zip(costs);
    let tops = each.map(|(category, costs)| {
        let own = costs.iter().filter_map(|(at, _)| category.tops.get(*at));
        own.copied().collect()
    });
    tops.collect()
}

/// The least that each costs with those before it, each far enough above the one before.
fn sums(costs: &[Vec<(usize, f64)>], tops: &[Vec<f64>], apart: f64) -> Vec<Vec<f64>> {
    let mut sums: Vec<Vec<f64>> = Vec::new();
    let mut before: Option<&Vec<f64>> = None;
    for (costs, tops) in costs.iter().zip(tops) {
        let own = costs.iter().zip(tops).map(|((_, cost), top)| {
            let (Some(before), Some(sums)) = (before, sums.last()) else {
                return *cost;
            };
            let fits = before
                .iter()
                .zip(sums)
                .filter(|(lower, _)| **lower + apart <= *top);
            cost + fits.fold(f64::INFINITY, |least, (_, sum)| least.min(*sum))
        });
        let own = own.collect();
        sums.push(own);
        before = Some(tops);
    }
    sums
}
