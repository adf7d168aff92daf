//! How far a district's beds go at chosen upper ends.

use good_lp::{ProblemVariables, Solution, SolverModel, microlp, variable};

use super::place::{Unsolved, asides, supply_of, used_of};
use super::problem::District;

/// The highest coverage that a district can have in all its categories at once.
///
/// # Errors
/// When the solver gives up.
pub(super) fn reach(district: &District, choice: &[usize]) -> Result<f64, Unsolved> {
    let mut variables = ProblemVariables::new();
    let asides = asides(district, choice, &mut variables);
    let most = variables.add(variable().min(0.0).max(1_000.0));
    let mut model = variables.maximise(most).using(microlp);
    for (at, pool) in district.pools.iter().enumerate() {
        model.add_constraint(used_of(&asides, at).leq(pool.beds));
    }
    for (category, need) in district.need.iter().enumerate() {
        let over = supply_of(&asides, category) - *need * most;
        model.add_constraint(over.geq(0.0));
    }
    Ok(model.solve()?.value(most))
}

/// The most beds that a district can have for a category at chosen upper ends, where its other
/// categories have what was asked for.
///
/// # Errors
/// When the solver gives up, or the others cannot have it.
pub(super) fn most_beds(
    district: &District,
    choice: &[usize],
    category: usize,
) -> Result<f64, Unsolved> {
    let mut variables = ProblemVariables::new();
    let asides = asides(district, choice, &mut variables);
    let supply = supply_of(&asides, category);
    let mut model = variables.maximise(supply.clone()).using(microlp);
    for (at, pool) in district.pools.iter().enumerate() {
        model.add_constraint(used_of(&asides, at).leq(pool.beds));
    }
    for (other, need) in district.need.iter().enumerate() {
        if other != category {
            let beds = supply_of(&asides, other);
            // A hair less, so that what the solver has just filled to the brim is still enough.
            model.add_constraint(beds.geq(district.coverage * need * (1.0 - 1e-9)));
        }
    }
    Ok(model.solve()?.eval(supply))
}
