use oast_rules::facts::Category;

use crate::GenerateError;
use crate::county::Figures;

/// Most placements that can be generated.
pub const PLACEMENTS_MAX: u64 = 4_000_000;
/// The seed of the example as it is shown.
pub const DEFAULT_SEED: u64 = 2026;
/// The county's own size: placements in the four priced categories on the opening day.
pub const DEFAULT_PLACEMENTS: u64 = 4_394;

/// What to generate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// The seed: the same seed and size always give the same bytes.
    pub seed: u64,
    /// Placements in the four priced categories that are alive on the opening day. Everything else
    /// is in proportion.
    pub placements: u64,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            seed: DEFAULT_SEED,
            placements: DEFAULT_PLACEMENTS,
        }
    }
}

/// How many lives of each kind a plan comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sizes {
    /// Placements at the county's own size.
    own: u64,
    /// Placements asked for.
    asked: u64,
    /// Alive on the opening day, by priced category in the order of the figures.
    pub(crate) stock: Vec<u64>,
    /// Ended in the two years before.
    pub(crate) ended: u64,
    /// Begun in the year after.
    pub(crate) arrivals: u64,
    /// Complex, alive on the opening day.
    pub(crate) complex: u64,
    /// Complex, ended before.
    pub(crate) complex_ended: u64,
    /// Complex, begun after.
    pub(crate) complex_arrivals: u64,
    /// Priced by a cost model.
    pub(crate) cost_model: u64,
    /// Stays in block beds.
    pub(crate) block_stays: u64,
    /// People who pay for themselves and have no placement.
    pub(crate) self_funders: u64,
    /// One-to-one packages alive on the opening day.
    pub(crate) one_to_one: u64,
}

impl Sizes {
    /// The sizes of a plan under a county's figures.
    pub(crate) fn new(figures: &Figures, plan: &Plan) -> Result<Self, GenerateError> {
        let asked = plan.placements;
        if !(1..=PLACEMENTS_MAX).contains(&asked) {
            return Err(GenerateError::Size {
                asked,
                most: PLACEMENTS_MAX,
            });
        }
        let weights: Vec<u64> = figures
            .categories
            .iter()
            .map(|each| each.placements)
            .collect();
        let own = weights.iter().sum::<u64>().max(1);
        let scaled = |count: u64| (count * asked + own / 2) / own;
        let complex = scaled(figures.complex.placements);
        Ok(Self {
            own,
            asked,
            stock: apportion(asked, &weights),
            ended: asked * figures.flows.ended_permille / 1_000,
            arrivals: asked * figures.flows.arrivals_permille / 1_000,
            complex,
            complex_ended: complex * figures.flows.ended_permille / 1_000,
            complex_arrivals: complex * figures.flows.arrivals_permille / 1_000,
            cost_model: scaled(figures.small.cost_model).max(1),
            block_stays: scaled(figures.small.block_stays).min(figures.small.block_stays),
            self_funders: scaled(figures.small.self_funders).max(1),
            one_to_one: scaled(figures.small.one_to_one).max(1).min(asked),
        })
    }

    /// Placements of the priced categories that are alive on the opening day.
    pub(crate) fn stock_total(&self) -> u64 {
        self.asked
    }

    /// An amount in pence, at this plan's size instead of the county's own.
    pub(crate) fn scale_pence(&self, pence: i64) -> i64 {
        let (own, asked) = (i128::from(self.own), i128::from(self.asked));
        let scaled = (i128::from(pence) * asked + own / 2) / own;
        i64::try_from(scaled).unwrap_or(i64::MAX)
    }
}

/// Splits a whole number in proportion to weights: what is left over goes to the largest
/// remainders.
pub(crate) fn apportion(whole: u64, weights: &[u64]) -> Vec<u64> {
    let sum = weights
        .iter()
        .map(|weight| u128::from(*weight))
        .sum::<u128>()
        .max(1);
    let exact = |weight: &u64| u128::from(whole) * u128::from(*weight);
    let mut parts: Vec<u64> = weights
        .iter()
        .map(|weight| u64::try_from(exact(weight) / sum).unwrap_or(whole))
        .collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(exact(&weights[*index]) % sum));
    let left = whole.saturating_sub(parts.iter().sum());
    for index in order
        .into_iter()
        .take(usize::try_from(left).unwrap_or_default())
    {
        parts[index] += 1;
    }
    parts
}

/// Whether a category is nursed.
pub(crate) fn is_nursing(category: Category) -> bool {
    matches!(category, Category::Nursing | Category::NursingHigh)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::county::County;

    fn sizes(placements: u64) -> Sizes {
        let figures = County::load("kent").unwrap().figures;
        Sizes::new(
            &figures,
            &Plan {
                seed: 1,
                placements,
            },
        )
        .unwrap()
    }

    #[test]
    fn the_county_s_own_size_is_the_published_one() {
        let own = sizes(DEFAULT_PLACEMENTS);
        assert_eq!(own.stock, [2_892, 1_156, 247, 99]);
        assert_eq!(
            (own.complex, own.one_to_one, own.self_funders),
            (380, 10, 300)
        );
        assert_eq!(own.scale_pence(21_578_991_200), 21_578_991_200);
    }

    #[test]
    fn every_size_adds_up() {
        for placements in [1, 2, 7, 500, 20_000, 1_000_000] {
            assert_eq!(sizes(placements).stock.iter().sum::<u64>(), placements);
        }
        let figures = County::load("kent").unwrap().figures;
        let none = Sizes::new(
            &figures,
            &Plan {
                seed: 1,
                placements: 0,
            },
        )
        .unwrap_err();
        assert_eq!(
            none.to_string(),
            "0 placements cannot be generated; ask for 1 to 4000000"
        );
    }

    #[test]
    fn references_have_room_for_every_life() {
        let lives = crate::lives::count(&sizes(PLACEMENTS_MAX));
        assert!(
            lives < 10_000_000,
            "{lives} lives need more than seven digits"
        );
    }

    #[test]
    fn parts_are_in_proportion_and_lose_nothing() {
        assert_eq!(apportion(10, &[1, 1, 1]), [4, 3, 3]);
        assert_eq!(apportion(5, &[0, 3, 1]), [0, 4, 1]);
        assert_eq!(apportion(0, &[1, 2]), [0, 0]);
    }
}
