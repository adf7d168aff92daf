//! The mixed-integer programme: one upper end for each category, and beds that are set aside.
//!
//! Beds couple the categories: a bed that is set aside for one is there for no other. What a bed
//! saves depends on the upper end, so that there is a variable for each pool, category and upper
//! end, which may be above nothing where that upper end is chosen.

use good_lp::{
    Expression, ProblemVariables, ResolutionError, Solution, SolverModel, Variable, microlp,
    variable,
};

use super::narrow::Within;
use super::place::{UNIT, Unsolved, saving};
use super::problem::Problem;

/// An upper end that may be chosen.
struct Top {
    /// Its place among the category’s `tops`.
    at: usize,
    /// Whether it is.
    chosen: Variable,
}

/// Beds set aside for a category if an upper end is chosen.
struct Aside {
    district: usize,
    pool: usize,
    category: usize,
    /// The part of the need that the whole pool would cover.
    covers: f64,
    /// What the whole pool would save.
    saving: f64,
    /// The part of the pool that is set aside: numbers near one keep the solver's sums sound.
    part: Variable,
    /// Whether the upper end is chosen.
    chosen: Variable,
}

/// Chooses among the upper ends that are left; none where none of them do what is asked, or all
/// cost more than what is known, in pounds.
pub(super) fn solve(
    problem: &Problem,
    within: &Within,
    known: f64,
) -> Result<Option<Vec<usize>>, Unsolved> {
    let mut variables = ProblemVariables::new();
    let tops: Vec<Vec<Top>> = within
        .iter()
        .map(|left| {
            let mut top = |at: &usize| Top {
                at: *at,
                chosen: variables.add(variable().binary()),
            };
            left.iter().map(&mut top).collect()
        })
        .collect();
    let asides = asides(problem, &tops, &mut variables);
    let saved: Expression = asides.iter().map(|aside| aside.saving * aside.part).sum();
    let mut model = variables.maximise(saved.clone()).using(microlp);
    model.add_constraint(saved.geq((all_off(problem) - known) / UNIT));
    for tops in &tops {
        let one: Expression = tops.iter().map(|top| Expression::from(top.chosen)).sum();
        model.add_constraint(one.eq(1.0));
    }
    for aside in &asides {
        model.add_constraint((aside.part - aside.chosen).leq(0.0));
    }
    enough_beds(problem, &asides, &mut model);
    in_order(problem, &tops, &mut model);
    let solved = match model.solve() {
        Ok(solved) => solved,
        Err(ResolutionError::Infeasible) => return Ok(None),
        Err(why) => return Err(why.into()),
    };
    let pick = |tops: &Vec<Top>| {
        let value = |top: &Top| solved.value(top.chosen);
        let best = tops
            .iter()
            .max_by(|one, other| value(one).total_cmp(&value(other)));
        best.map_or(0, |top| top.at)
    };
    Ok(Some(tops.iter().map(pick).collect()))
}

/// What everybody costs where nobody has a bed at a bidding home, in pounds.
fn all_off(problem: &Problem) -> f64 {
    let districts = problem.districts.iter().map(|district| {
        let each = district
            .need
            .iter()
            .zip(&district.spot)
            .zip(&problem.categories);
        let costs = each.map(|((need, spot), category)| need * spot * category.weeks);
        costs.sum::<f64>()
    });
    districts.sum()
}

fn asides(problem: &Problem, tops: &[Vec<Top>], variables: &mut ProblemVariables) -> Vec<Aside> {
    let mut asides = Vec::new();
    for (district_at, district) in problem.districts.iter().enumerate() {
        for (pool_at, pool) in district.pools.iter().enumerate() {
            for (category, (offers, tops)) in pool.offers.iter().zip(tops).enumerate() {
                let need = district.need.get(category).copied().unwrap_or(0.0);
                if need <= 0.0 || pool.beds <= 0.0 {
                    continue;
                }
                for top in tops {
                    let Some(offer) = offers.get(top.at) else {
                        continue;
                    };
                    asides.push(Aside {
                        district: district_at,
                        pool: pool_at,
                        category,
                        covers: offer.chance * pool.beds / need,
                        saving: saving(problem, district, category, *offer) * pool.beds,
                        part: variables.add(variable().min(0.0).max(1.0)),
                        chosen: top.chosen,
                    });
                }
            }
        }
    }
    asides
}

/// No pool sets more aside than it has; every need is covered, and no more beds are used than that.
fn enough_beds(problem: &Problem, asides: &[Aside], model: &mut impl SolverModel) {
    for (district_at, district) in problem.districts.iter().enumerate() {
        let here = || asides.iter().filter(|aside| aside.district == district_at);
        for pool_at in 0..district.pools.len() {
            let own = here().filter(|aside| aside.pool == pool_at);
            let used: Expression = own.map(|aside| Expression::from(aside.part)).sum();
            model.add_constraint(used.leq(1.0));
        }
        let needs = district.need.iter().enumerate();
        for (category, _) in needs.filter(|(_, need)| **need > 0.0) {
            let own = here().filter(|aside| aside.category == category);
            let covered: Expression = own.map(|aside| aside.covers * aside.part).sum();
            model.add_constraint(covered.clone().geq(district.coverage));
            model.add_constraint(covered.leq(district.spread()));
        }
    }
}

/// Dearer categories lie above cheaper ones, and enough homes bid.
fn in_order(problem: &Problem, tops: &[Vec<Top>], model: &mut impl SolverModel) {
    let sum = |category: usize, values: &[f64]| -> Expression {
        let own = tops.get(category).into_iter().flatten();
        let own = own.filter_map(|top| Some(*values.get(top.at)? * top.chosen));
        own.sum()
    };
    let categories = problem.categories.iter().enumerate();
    let pairs = categories.clone().zip(categories.clone().skip(1));
    for ((below_at, below), (above_at, above)) in pairs {
        let higher = sum(above_at, &above.tops) - sum(below_at, &below.tops);
        model.add_constraint(higher.geq(problem.apart));
    }
    if problem.homes_min > 0.0 {
        let bidding: Expression = categories
            .map(|(at, category)| sum(at, &category.homes))
            .sum();
        let all = problem.categories.iter();
        let all: f64 = all.map(|category| category.homes_all).sum();
        model.add_constraint(bidding.geq(problem.homes_min * all));
    }
}
