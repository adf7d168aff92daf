use oast_units::{Pence, WeeklyRate};

use super::orders::Places;
use super::{Orders, stock};
use crate::GenerateError;
use crate::county::Figures;
use crate::market::Market;
use crate::plan::Sizes;
use crate::sampling::Quantile;

/// A year of 365 days in weeks is 365/7.
const YEAR_DAYS: i128 = 365;
const WEEK_DAYS: i128 = 7;
/// Nothing complex costs less than the ceiling and so much more.
const COMPLEX_ABOVE: i64 = 500;
/// The logarithm of what complex care costs above that is scattered by so much.
const COMPLEX_SCATTER_PERMILLE: u32 = 800;

/// What makes the stock's prices add up to the published costs.
///
/// Every price has a factor that says how dear it is beside the others. The factors are summed
/// before any price is made; a price is then its factor's share of the whole, in whole pence.
#[derive(Debug, Clone)]
pub(crate) struct Calibration {
    categories: Vec<Share>,
    complex: Share,
    complex_floor: i64,
}

/// A weekly total to be shared out by factors.
#[derive(Debug, Clone, Copy)]
struct Share {
    weekly_total: i128,
    factors: i128,
}

impl Share {
    fn of(self, factor: u64) -> i64 {
        let factors = self.factors.max(1);
        let pence = (self.weekly_total * i128::from(factor) + factors / 2) / factors;
        i64::try_from(pence).unwrap_or_default()
    }
}

impl Calibration {
    /// Sums the factors of the whole stock.
    pub(crate) fn new(
        figures: &Figures,
        sizes: &Sizes,
        market: &Market,
        orders: &Orders,
    ) -> Result<Self, GenerateError> {
        let weekly =
            |yearly: Pence| i128::from(sizes.scale_pence(yearly.get())) * WEEK_DAYS / YEAR_DAYS;
        let mut categories: Vec<Share> = figures
            .categories
            .iter()
            .map(|each| Share {
                weekly_total: weekly(each.yearly_cost),
                factors: 0,
            })
            .collect();
        for rank in 0..sizes.stock_total() {
            let places = stock::places(orders, rank)?;
            let site = stock::home(figures, market, places)?.site;
            let factor = price_factor(figures, market, sizes, (places, site, rank));
            categories[places.category].factors += i128::from(factor);
        }
        let complex_floor = figures.prices.ceiling.pence() + COMPLEX_ABOVE;
        let above = weekly(figures.complex.yearly_cost)
            - i128::from(complex_floor) * i128::from(sizes.complex);
        let complex_factors =
            (0..sizes.complex).map(|rank| i128::from(complex_factor(rank, sizes)));
        Ok(Self {
            categories,
            complex: Share {
                weekly_total: above.max(0),
                factors: complex_factors.sum(),
            },
            complex_floor,
        })
    }

    /// What one of the stock costs a week on the opening day.
    pub(crate) fn weekly(&self, category: usize, factor: u64) -> WeeklyRate {
        let share = self.categories.get(category);
        rate(share.map_or(0, |share| share.of(factor)))
    }

    /// What one of the complex stock costs a week on the opening day.
    pub(crate) fn complex_weekly(&self, rank: u64, sizes: &Sizes) -> WeeklyRate {
        rate(self.complex_floor + self.complex.of(complex_factor(rank, sizes)))
    }
}

/// How dear one of the stock is beside the others of the category, in millionths: by chance, by
/// home, and by how lately the placement began.
pub(crate) fn price_factor(
    figures: &Figures,
    market: &Market,
    sizes: &Sizes,
    (places, site, rank): (Places, usize, u64),
) -> u64 {
    let prices = &figures.prices;
    let place = Quantile::of_rank(places.price, places.count);
    let factors = [
        place.lognormal_millionths(own_scatter(figures)),
        Quantile::of_rank(rank, sizes.stock_total()).trend_millionths(prices.trend_permille),
        market
            .sites
            .get(site)
            .map_or(1_000_000, |site| site.dearness),
    ];
    factors
        .into_iter()
        .fold(1_000_000, |product, factor| product * factor / 1_000_000)
}

/// The scatter left when that between homes and that of the trend are taken out of the whole.
fn own_scatter(figures: &Figures) -> u32 {
    let prices = &figures.prices;
    let squared = |part: u32| u64::from(part) * u64::from(part);
    let trend = squared(prices.trend_permille) / 3;
    let taken = squared(prices.home_scatter_permille) + trend;
    let left = squared(prices.scatter_permille)
        .saturating_sub(taken)
        .isqrt();
    u32::try_from(left).unwrap_or_default()
}

fn complex_factor(rank: u64, sizes: &Sizes) -> u64 {
    Quantile::of_rank(rank, sizes.complex).lognormal_millionths(COMPLEX_SCATTER_PERMILLE)
}

fn rate(pence: i64) -> WeeklyRate {
    WeeklyRate::new(Pence::new(pence))
}
