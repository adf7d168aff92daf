//! The least that upper ends can cost, whatever they are chosen with: beds are given a price
//! instead of a limit (a Lagrangian relaxation), and categories share nothing but their order.
//!
//! With any prices of beds that are not below nothing, the least sum of what ordered upper ends
//! cost alone at those prices, less the price of all beds, is no more than what the best costs.
//! Prices are raised where more beds are used than there are, and lowered where fewer are, as long
//! as the bound rises.

use super::chain::Chain;
use super::narrow::Within;
use super::place::{UNIT, saving};
use super::problem::{District, Problem};

/// How often the prices of beds are changed.
const ROUNDS: usize = 120;
/// After so many rounds without a higher bound, steps are halved.
const PATIENCE: usize = 6;

/// The price of each pool’s beds, district by district; or so many beds of each.
#[derive(Debug, Clone)]
pub(super) struct Prices(Vec<Vec<f64>>);

impl Prices {
    /// Nothing for each bed.
    pub(super) fn none(problem: &Problem) -> Self {
        let pools = problem
            .districts
            .iter()
            .map(|district| district.pools.len());
        Self(pools.map(|count| vec![0.0; count]).collect())
    }

    fn each(&self) -> impl Iterator<Item = &f64> {
        self.0.iter().flatten()
    }
}

/// The bound, and what it comes from.
pub(super) struct Bound {
    /// What each upper end costs with the best that it can be chosen with.
    chain: Chain,
    /// What the price of all beds comes to.
    beds: f64,
    /// The prices.
    pub(super) prices: Prices,
    /// The upper ends that cost least at these prices; beds may be missing for them.
    pub(super) choice: Vec<usize>,
}

impl Bound {
    /// The highest bound that is found among upper ends, from prices to begin with; none where no
    /// upper ends are in order and give enough beds, or all cost more than what is known.
    pub(super) fn best(
        problem: &Problem,
        within: &Within,
        prices: Prices,
        known: f64,
    ) -> Option<Self> {
        let (mut best, mut over) = Self::at(problem, within, prices)?;
        let mut prices = best.prices.clone();
        let (mut step, mut waited) = (1.0, 0);
        for _ in 0..ROUNDS {
            let size: f64 = over.each().map(|each| each * each).sum();
            let missing = known / UNIT - best.least();
            if missing < 0.0 {
                return None;
            }
            if size <= 0.0 {
                break;
            }
            let pace = step * missing / size;
            for (price, over) in prices.0.iter_mut().flatten().zip(over.each()) {
                *price = (*price + pace * over).max(0.0);
            }
            let (bound, now) = Self::at(problem, within, prices.clone())?;
            over = now;
            if bound.least() > best.least() {
                (best, waited) = (bound, 0);
            } else {
                waited += 1;
            }
            if waited >= PATIENCE {
                (step, waited) = (step / 2.0, 0);
                prices = best.prices.clone();
            }
        }
        Some(best)
    }

    /// No upper ends cost less, in the solver’s unit.
    fn least(&self) -> f64 {
        self.chain.least - self.beds
    }

    /// The upper ends that may be part of something that costs at most so much; none where a
    /// category has none left.
    pub(super) fn left(&self, problem: &Problem, most: f64) -> Option<Within> {
        let left = self.chain.through(problem, most / UNIT + self.beds);
        left.iter().all(|tops| !tops.is_empty()).then_some(left)
    }

    /// The bound at prices of beds, and by how many beds each pool is asked for more than it has.
    fn at(problem: &Problem, within: &Within, prices: Prices) -> Option<(Self, Prices)> {
        let mut costs: Vec<Vec<(usize, f64)>> = Vec::new();
        let mut used: Vec<Vec<Vec<f64>>> = Vec::new();
        for (category, tops) in within.iter().enumerate() {
            let (mut own, mut beds) = (Vec::new(), Vec::new());
            for at in tops {
                if let Some(alone) = alone(problem, category, *at, &prices) {
                    own.push((*at, alone.cost));
                    beds.push(alone.beds);
                }
            }
            costs.push(own);
            used.push(beds);
        }
        let chain = Chain::of(problem, costs)?;
        let pools = problem
            .districts
            .iter()
            .flat_map(|district| &district.pools);
        let mut over: Vec<f64> = pools.clone().map(|pool| -pool.beds).collect();
        for (used, at) in used.iter().zip(&chain.best) {
            for (over, beds) in over.iter_mut().zip(used.get(*at).into_iter().flatten()) {
                *over += beds;
            }
        }
        let beds = pools
            .zip(prices.each())
            .map(|(pool, price)| pool.beds * price)
            .sum();
        let mut over = over.into_iter();
        let shaped = prices
            .0
            .iter()
            .map(|pools| over.by_ref().take(pools.len()).collect());
        let shaped = Prices(shaped.collect());
        let choice = chain.choice();
        let bound = Self {
            chain,
            beds,
            prices,
            choice,
        };
        Some((bound, shaped))
    }
}

/// A category alone at one of its upper ends.
struct Alone {
    /// What it costs, beds at their prices, in the solver’s unit.
    cost: f64,
    /// The beds that it uses of each pool, district by district.
    beds: Vec<f64>,
}

/// None where some district has too few beds even for this category alone.
fn alone(problem: &Problem, category: usize, at: usize, prices: &Prices) -> Option<Alone> {
    let (mut cost, mut beds) = (0.0, Vec::new());
    for (district, prices) in problem.districts.iter().zip(&prices.0) {
        let from = beds.len();
        beds.resize(from + prices.len(), 0.0);
        let own = beds.get_mut(from..).unwrap_or_default();
        cost += alone_in(problem, district, (category, at), (prices, own))?;
    }
    Some(Alone { cost, beds })
}

/// Fills the pools that save most for each bed that is there, as far as that saves anything, and on
/// to the coverage that was asked for.
fn alone_in(
    problem: &Problem,
    district: &District,
    (category, at): (usize, usize),
    (prices, used): (&[f64], &mut [f64]),
) -> Option<f64> {
    let need = district.need.get(category).copied().unwrap_or(0.0);
    if need <= 0.0 {
        return Some(0.0);
    }
    let weeks = problem.categories.get(category)?.weeks;
    let mut cost = need * district.spot.get(category)? * weeks / UNIT;
    let pools = district.pools.iter().zip(prices).enumerate();
    let mut worth: Vec<(usize, f64, f64, f64)> = pools
        .filter_map(|(pool_at, (pool, price))| {
            let offer = *pool.offers.get(category)?.get(at)?;
            let net = saving(problem, district, category, offer) - price;
            (offer.chance > 0.0).then_some((pool_at, net / offer.chance, offer.chance, pool.beds))
        })
        .collect();
    worth.sort_by(|one, other| other.1.total_cmp(&one.1));
    let (asked, most) = (district.coverage * need, district.spread() * need);
    let mut supply = 0.0;
    for (pool_at, worth, chance, beds) in worth {
        let wanted = if worth > 0.0 { most } else { asked };
        let filled = (wanted - supply).clamp(0.0, beds * chance);
        supply += filled;
        cost -= filled * worth;
        if let Some(used) = used.get_mut(pool_at) {
            *used = filled / chance;
        }
    }
    (supply >= asked * (1.0 - 1e-9)).then_some(cost)
}
