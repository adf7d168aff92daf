//! Where people live once the upper ends are chosen: as cheaply as the beds at bidding homes allow.

use good_lp::{Expression, ProblemVariables, Solution, SolverModel, Variable, microlp, variable};

use super::problem::{District, Offer, Problem};

/// The solver gave up, with its words: it should not, and nothing is shown where it does.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the sums of the bands could not be solved: {0}")]
pub struct Unsolved(String);

impl From<good_lp::ResolutionError> for Unsolved {
    fn from(why: good_lp::ResolutionError) -> Self {
        Self(why.to_string())
    }
}

/// Four-year spending in the solver’s own unit, so that its numbers are near one.
pub(super) const UNIT: f64 = 100_000.0;
/// What a person without a bed counts for, in that unit: more than any price.
const SHORT: f64 = 1_000.0;
/// Beds that are as good as none.
pub(super) const NONE: f64 = 1e-6;

/// A county with its upper ends chosen.
#[derive(Debug, Clone, PartialEq)]
pub struct Places {
    /// Four-year spending on new placements, in pounds.
    pub spend: f64,
    /// The districts.
    pub districts: Vec<InDistrict>,
}

/// A district’s part.
#[derive(Debug, Clone, PartialEq)]
pub struct InDistrict {
    /// Each category’s part.
    pub placed: Vec<Placed>,
}

/// The people of one category in one district.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Placed {
    /// How many they are.
    pub need: f64,
    /// Those for whom a bidding home has a bed.
    pub on: f64,
    /// The beds that are missing to the coverage that was asked for.
    pub short: f64,
    /// What those with a bed at a bidding home cost over the years, in pounds.
    pub on_spend: f64,
    /// What everybody costs over the years, in pounds.
    pub spend: f64,
}

impl Places {
    /// Whether every district has the beds that were asked for.
    pub fn enough(&self) -> bool {
        self.each().all(|placed| placed.short <= NONE)
    }

    /// Everybody of a category.
    pub fn of(&self, category: usize) -> Placed {
        let each = self.districts.iter();
        let each = each.filter_map(|district| district.placed.get(category));
        each.fold(Placed::default(), |sum, placed| Placed {
            need: sum.need + placed.need,
            on: sum.on + placed.on,
            short: sum.short + placed.short,
            on_spend: sum.on_spend + placed.on_spend,
            spend: sum.spend + placed.spend,
        })
    }

    fn each(&self) -> impl Iterator<Item = &Placed> {
        self.districts.iter().flat_map(|district| &district.placed)
    }
}

/// Finds everybody the cheapest place there is, at chosen upper ends; beds that are missing are
/// told, and as few as can be.
///
/// # Errors
/// When the solver gives up.
pub fn place(problem: &Problem, choice: &[usize]) -> Result<Places, Unsolved> {
    let districts = problem.districts.iter();
    let districts = districts
        .map(|district| in_district(problem, district, choice))
        .collect::<Result<Vec<_>, _>>()?;
    let all = districts.iter().flat_map(|district| &district.placed);
    Ok(Places {
        spend: all.map(|placed| placed.spend).sum(),
        districts,
    })
}

/// Beds set aside: of which pool, for which category, and what its homes do.
pub(super) struct Aside {
    pub(super) pool: usize,
    pub(super) category: usize,
    pub(super) offer: Offer,
    pub(super) beds: Variable,
}

impl Aside {
    /// The beds that are there, as homes bid.
    pub(super) fn supply(&self) -> Expression {
        self.offer.chance * self.beds
    }
}

/// A variable for each pool and category that may have beds set aside at chosen upper ends.
pub(super) fn asides(
    district: &District,
    choice: &[usize],
    variables: &mut ProblemVariables,
) -> Vec<Aside> {
    let mut asides = Vec::new();
    for (at, pool) in district.pools.iter().enumerate() {
        for (category, (offers, chosen)) in pool.offers.iter().zip(choice).enumerate() {
            let needed = district.need.get(category).is_some_and(|need| *need > 0.0);
            let Some(offer) = offers.get(*chosen).filter(|_| needed && pool.beds > 0.0) else {
                continue;
            };
            asides.push(Aside {
                pool: at,
                category,
                offer: *offer,
                beds: variables.add(variable().min(0.0).max(pool.beds)),
            });
        }
    }
    asides
}

/// The sum over those set aside for a category.
pub(super) fn supply_of(asides: &[Aside], category: usize) -> Expression {
    let own = asides.iter().filter(|aside| aside.category == category);
    own.map(Aside::supply).sum()
}

/// The sum of beds set aside of a pool.
pub(super) fn used_of(asides: &[Aside], pool: usize) -> Expression {
    let own = asides.iter().filter(|aside| aside.pool == pool);
    own.map(|aside| Expression::from(aside.beds)).sum()
}

fn in_district(
    problem: &Problem,
    district: &District,
    choice: &[usize],
) -> Result<InDistrict, Unsolved> {
    let mut variables = ProblemVariables::new();
    let asides = asides(district, choice, &mut variables);
    let missing: Vec<Variable> =
        variables.add_vector(variable().min(0.0), problem.categories.len());
    let saved: Expression = asides
        .iter()
        .map(|aside| -saving(problem, district, aside.category, aside.offer) * aside.beds)
        .sum();
    let short: Expression = missing.iter().map(|short| SHORT * *short).sum();
    let mut model = variables.minimise(saved + short).using(microlp);
    for (at, pool) in district.pools.iter().enumerate() {
        model.add_constraint(used_of(&asides, at).leq(pool.beds));
    }
    for (category, (need, short)) in district.need.iter().zip(&missing).enumerate() {
        let supply = supply_of(&asides, category);
        model.add_constraint((supply.clone() + *short).geq(district.coverage * need));
        model.add_constraint(supply.leq(district.spread() * need));
    }
    let solved = model.solve()?;
    let placed = district.need.iter().enumerate().map(|(category, need)| {
        let own = asides.iter().filter(|aside| aside.category == category);
        let beds = own.map(|aside| (aside.offer, solved.value(aside.beds)));
        let short = missing
            .get(category)
            .map_or(0.0, |short| solved.value(*short));
        placed(problem, district, category, (*need, beds.collect(), short))
    });
    Ok(InDistrict {
        placed: placed.collect(),
    })
}

/// What one bed set aside saves over the years against buying off the framework, in [`UNIT`].
pub(super) fn saving(problem: &Problem, district: &District, category: usize, offer: Offer) -> f64 {
    let weeks = problem
        .categories
        .get(category)
        .map_or(0.0, |each| each.weeks);
    let spot = district.spot.get(category).copied().unwrap_or(0.0);
    offer.chance * (spot - offer.price) * weeks / district.spread() / UNIT
}

/// Adds up what the solver set aside, to the thousandth of a person.
fn placed(
    problem: &Problem,
    district: &District,
    category: usize,
    (need, beds, short): (f64, Vec<(Offer, f64)>, f64),
) -> Placed {
    let weeks = problem
        .categories
        .get(category)
        .map_or(0.0, |each| each.weeks);
    let spot = district.spot.get(category).copied().unwrap_or(0.0);
    let (mut on, mut on_spend) = (0.0, 0.0);
    for (offer, beds) in beds {
        let people = libm::round(beds * offer.chance / district.spread() * 1_000.0) / 1_000.0;
        on += people;
        on_spend += people * offer.price * weeks;
    }
    Placed {
        need,
        on,
        short: short.max(0.0),
        on_spend,
        spend: on_spend + (need - on) * spot * weeks,
    }
}
