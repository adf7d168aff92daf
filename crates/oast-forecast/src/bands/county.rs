//! What is known of a county's market, made into what is to be decided.

use std::collections::BTreeMap;

use oast_rules::facts::Category;
use oast_rules::price::market::{ByCategory, Leaving, Market, MarketHome, RestsOn};
use oast_units::{Pence, WeeklyRate};

use super::as_published::{Average, up_to_step};
use super::problem::{District, Offer, Pool, Priced, Problem};
use super::question::{Question, part};
use crate::published::{CATEGORIES, YEARS};
use crate::{pounds_of, whole};

/// How far upper ends may lie above the average price, as a part of it.
const ABOVE_AVERAGE: f64 = 0.1;
/// The part of placements that end in a year where nobody is known to have left: a plain guess.
const TURNOVER_ASSUMED: f64 = 0.35;
const FOUR_YEARS: f64 = 4.0;
const DAYS_OF_YEAR: f64 = 365.25;
const WEEKS_OF_YEAR: f64 = DAYS_OF_YEAR / 7.0;

/// A county’s market, and the problem that it makes.
#[derive(Debug, Clone, PartialEq)]
pub struct County {
    /// The categories that have placements, cheapest first.
    pub categories: Vec<Known>,
    /// What is to be decided.
    pub problem: Problem,
    /// The upper ends that may be chosen, in the order of `problem.categories`.
    pub tops: Vec<Vec<WeeklyRate>>,
    /// Homes that are left out, since their district is not recorded.
    pub homes_without_district: usize,
}

/// What is known of a category.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Known {
    /// The category.
    pub category: Category,
    /// What the council pays on average, for everybody who lives there.
    pub average: Average,
    /// What recent placements off every framework cost on average, and how many they are.
    pub market: Option<Average>,
    /// How many homes’ market prices rest on what, in the order of [`RestsOn::ALL`].
    pub rests_on: [usize; RestsOn::ALL.len()],
    /// The part of placements that end in a year.
    pub turnover: f64,
    /// Whether that is a guess, since nobody is known to have left.
    pub turnover_assumed: bool,
    /// New placements over the years.
    pub entrants: i64,
}

/// Why no problem can be made of a county.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CountyError {
    /// There are no placements.
    #[error(
        "nobody lives in a home at a price on this day, so there is nothing to design bands from; choose a day with placements"
    )]
    Nobody,
    /// There are no homes whose district is known.
    #[error(
        "no home with beds has its district recorded, so that beds cannot be set against people; import homes with districts"
    )]
    NoHomes,
}

impl County {
    /// Makes the problem.
    ///
    /// # Errors
    /// When there are no placements, or no homes.
    pub fn of(market: &Market, question: &Question) -> Result<Self, CountyError> {
        let lived_in: Vec<usize> = (0..CATEGORIES.len())
            .filter(|at| market.paid[*at].placements > 0)
            .collect();
        if lived_in.is_empty() {
            return Err(CountyError::Nobody);
        }
        let mut districts: BTreeMap<&str, Vec<&MarketHome>> = BTreeMap::new();
        for home in &market.homes {
            if let Some(district) = &home.seen.district {
                districts.entry(district.as_str()).or_default().push(home);
            }
        }
        if districts.is_empty() {
            return Err(CountyError::NoHomes);
        }
        let categories: Vec<Known> = lived_in.iter().map(|at| known(market, *at)).collect();
        let tops: Vec<Vec<WeeklyRate>> = categories
            .iter()
            .map(|known| tops(known, question))
            .collect();
        let pounds: Vec<Vec<f64>> = tops
            .iter()
            .map(|tops| tops.iter().map(|top| pounds_of(top.weekly())).collect())
            .collect();
        let all: Vec<&MarketHome> = districts.values().flatten().copied().collect();
        let bidding = Bidding {
            question,
            county: &all,
        };
        let each = lived_in.iter().zip(&pounds).zip(&categories);
        let priced = each.map(|((at, tops), known)| {
            let homes = bidding.homes(&all, *at, tops);
            Priced {
                homes_all: with_price(&all, *at),
                homes,
                tops: tops.clone(),
                weeks: weeks(known.turnover, part(question.uplift)),
            }
        });
        let priced = priced.collect();
        let columns: Vec<(usize, &[f64])> = lived_in
            .iter()
            .copied()
            .zip(pounds.iter().map(Vec::as_slice))
            .collect();
        let districts = districts
            .iter()
            .map(|(name, homes)| bidding.district(name, homes, &columns));
        Ok(Self {
            problem: Problem {
                districts: districts.collect(),
                categories: priced,
                homes_min: part(question.homes_min),
                apart: pounds_of(question.step()),
            },
            categories,
            tops,
            homes_without_district: market.homes.len() - all.len(),
        })
    }

    /// The averages, for [`as_published`](super::as_published).
    pub fn averages(&self) -> ByCategory<Option<Average>> {
        CATEGORIES.map(|category| {
            let mut known = self.categories.iter();
            known
                .find(|known| known.category == category)
                .map(|known| known.average)
        })
    }

    /// The place of the upper end that is nearest to an amount, among those of a category.
    pub fn nearest(&self, category: usize, amount: WeeklyRate) -> usize {
        let tops = self.tops.get(category).into_iter().flatten().enumerate();
        let off = |top: &WeeklyRate| (top.pence() - amount.pence()).abs();
        tops.min_by_key(|(_, top)| off(top)).map_or(0, |(at, _)| at)
    }

    /// The upper end at a place.
    pub fn top(&self, category: usize, at: usize) -> WeeklyRate {
        let top = self.tops.get(category).and_then(|tops| tops.get(at));
        top.copied().unwrap_or_default()
    }
}

fn known(market: &Market, at: usize) -> Known {
    let average = |prices: oast_rules::price::market::Prices| {
        Some(Average {
            placements: prices.placements,
            weekly: prices.mean()?,
        })
    };
    let none = Average {
        placements: 0,
        weekly: Pence::ZERO,
    };
    let own = turnover(market.leaving[at]);
    let turnover = own.unwrap_or(TURNOVER_ASSUMED);
    let people = f64::from(market.paid[at].placements);
    Known {
        category: CATEGORIES[at],
        average: average(market.paid[at]).unwrap_or(none),
        market: average(market.recent[at]),
        rests_on: market.resting_on(at),
        turnover,
        turnover_assumed: own.is_none(),
        entrants: whole(people * turnover * FOUR_YEARS),
    }
}

/// The part of placements that end in a year; none where none did.
#[expect(
    clippy::cast_precision_loss,
    reason = "days lived in a county’s homes are far below what a double holds exactly"
)]
fn turnover(leaving: Leaving) -> Option<f64> {
    let known = leaving.ended > 0 && leaving.days > 0;
    known.then(|| f64::from(leaving.ended) / (leaving.days as f64 / DAYS_OF_YEAR))
}

/// The upper ends of a category, lowest first.
fn tops(known: &Known, question: &Question) -> Vec<WeeklyRate> {
    let step = question.step().get().max(1);
    let dearest = known.market.map_or(known.average.weekly, |market| {
        market.weekly.max(known.average.weekly)
    });
    let down = part(question.drop_max).max(part(question.reduction));
    let average = up_to_step(known.average.weekly.get(), step);
    let pence = |amount: Pence, by: f64| whole(pounds_of(amount) * 100.0 * by);
    let lowest = pence(Pence::new(average), 1.0 - down).div_euclid(step) * step;
    let highest = up_to_step(pence(dearest, 1.0 + ABOVE_AVERAGE), step);
    let count = ((highest - lowest) / step).max(0);
    let each = (0..=count).map(|at| WeeklyRate::new(Pence::new(lowest + at * step)));
    each.filter(|top| top.pence() > 0).collect()
}

/// What a pound a week for one new placement and those after it comes to over the years: the weeks
/// of each year that are of new placements, at that year’s prices.
fn weeks(turnover: f64, uplift: f64) -> f64 {
    // The part that has left, summed over time up to some years.
    let left = |years: f64| years - (1.0 - libm::exp(-turnover * years)) / turnover;
    let mut prices = 1.0;
    let mut until = 0.0;
    let mut sum = 0.0;
    for _ in 0..YEARS {
        let before = left(until);
        until += 1.0;
        sum += WEEKS_OF_YEAR * (left(until) - before) * prices;
        prices *= 1.0 + uplift;
    }
    sum
}

/// What homes do at upper ends.
struct Bidding<'a> {
    question: &'a Question,
    county: &'a [&'a MarketHome],
}

impl Bidding<'_> {
    fn chance(&self, top: f64, market: f64) -> f64 {
        self.question.acceptance().chance(top, market)
    }

    /// For each upper end, how many are expected to bid.
    fn homes(&self, homes: &[&MarketHome], category: usize, tops: &[f64]) -> Vec<f64> {
        let at = |top: &f64| {
            let chances = market_prices(homes, category);
            chances.map(|(_, market)| self.chance(*top, market)).sum()
        };
        tops.iter().map(at).collect()
    }

    fn district(&self, name: &str, homes: &[&MarketHome], columns: &[(usize, &[f64])]) -> District {
        let pool = |nurses: bool| {
            let own = homes.iter().filter(|home| home.seen.nurses == nurses);
            let own: Vec<&MarketHome> = own.copied().collect();
            Pool {
                beds: own.iter().map(|home| self.beds(home)).sum(),
                offers: columns
                    .iter()
                    .map(|(category, tops)| self.offers(&own, *category, tops))
                    .collect(),
            }
        };
        let need = |category: usize| {
            let residents = homes.iter().filter_map(|home| home.residents.get(category));
            residents.map(|residents| f64::from(*residents)).sum()
        };
        District {
            name: name.to_owned(),
            coverage: part(self.question.coverage),
            need: columns
                .iter()
                .map(|(category, _)| need(*category))
                .collect(),
            spot: columns
                .iter()
                .map(|(category, _)| self.spot(homes, *category))
                .collect(),
            pools: vec![pool(false), pool(true)],
        }
    }

    /// The beds of a home that the council can fill.
    fn beds(&self, home: &MarketHome) -> f64 {
        f64::from(home.seen.beds) * part(self.question.open)
    }

    fn offers(&self, homes: &[&MarketHome], category: usize, tops: &[f64]) -> Vec<Offer> {
        let priced: Vec<(f64, f64)> = market_prices(homes, category)
            .map(|(home, market)| (self.beds(home), market))
            .collect();
        let beds: f64 = priced.iter().map(|(beds, _)| beds).sum();
        if beds <= 0.0 {
            return Vec::new();
        }
        let step = pounds_of(self.question.step()).max(0.01);
        let at = |top: &f64| {
            let (mut bidding, mut paid) = (0.0, 0.0);
            for (beds, market) in &priced {
                let there = beds * self.chance(*top, *market);
                bidding += there;
                // A hair more, so that a price on a spinal point is not rounded to the one below.
                paid += there * (libm::floor(market / step + 1e-9) * step).min(*top);
            }
            Offer {
                chance: bidding / beds,
                price: paid / bidding,
            }
        };
        tops.iter().map(at).collect()
    }

    /// What a week costs off the framework: the market price of the district’s beds, or else of the
    /// county’s, and the premium.
    fn spot(&self, homes: &[&MarketHome], category: usize) -> f64 {
        let mean = |homes: &[&MarketHome]| {
            let (mut beds, mut paid) = (0.0, 0.0);
            for (home, market) in market_prices(homes, category) {
                beds += f64::from(home.seen.beds);
                paid += f64::from(home.seen.beds) * market;
            }
            (beds > 0.0).then(|| paid / beds)
        };
        let market = mean(homes).or_else(|| mean(self.county)).unwrap_or(0.0);
        market * (1.0 + part(self.question.premium))
    }
}

/// How many homes could bid.
#[expect(clippy::cast_precision_loss, reason = "homes of a county are hundreds")]
fn with_price(homes: &[&MarketHome], category: usize) -> f64 {
    market_prices(homes, category).count() as f64
}

/// Homes with their market prices of a category, in pounds a week, where they have one.
fn market_prices<'a>(
    homes: &'a [&'a MarketHome],
    category: usize,
) -> impl Iterator<Item = (&'a MarketHome, f64)> {
    homes.iter().filter_map(move |home| {
        let price = (*home.prices.get(category)?)?;
        let pounds = pounds_of(price.weekly.weekly());
        (pounds > 0.0 && home.seen.beds > 0).then_some((*home, pounds))
    })
}
