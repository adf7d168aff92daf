//! What care costs in a county's homes on a day, taken down for whoever designs price bands.
//!
//! A home's market price is what it takes off every framework. Where it is not known from the
//! home's own placements, it is estimated from how dear the home is otherwise, and says so.

use oast_units::{Date, DistrictName, HomeId, Pence, WeeklyRate};

use crate::facts::Category;

/// The categories that are tendered, cheapest first. Complex care is priced for each person.
pub const PRICED: [Category; 4] = [
    Category::Residential,
    Category::ResidentialHigh,
    Category::Nursing,
    Category::NursingHigh,
];

/// How far back a placement may have begun for its price to be one of today's market.
pub const RECENT_MONTHS: i32 = 24;

/// Something for each of [`PRICED`], in that order.
pub type ByCategory<T> = [T; PRICED.len()];

/// Where a category stands among [`PRICED`]; none for complex care.
pub fn place_of(category: Category) -> Option<usize> {
    PRICED.iter().position(|each| *each == category)
}

/// One placement as the market sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paid {
    /// Where its home stands in the list of homes.
    pub home: usize,
    /// Where its category stands among [`PRICED`].
    pub category: usize,
    /// The care fee, in pounds a week.
    pub weekly: WeeklyRate,
    /// Whether it was bought off every framework, at a price that the home was free to ask.
    pub off_framework: bool,
    /// Whether it began within [`RECENT_MONTHS`].
    pub recent: bool,
    /// Whether the person lives there on the day.
    pub lives_there: bool,
}

/// A home before its prices are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomeSeen {
    /// The council's reference.
    pub home_id: HomeId,
    /// The district council's area, where it is recorded.
    pub district: Option<DistrictName>,
    /// Registered beds; where they are not recorded, the council's residents.
    pub beds: u32,
    /// Whether it can give nursing care.
    pub nurses: bool,
}

/// How many left in a span of time, and how long people lived there in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Leaving {
    /// Placements that ended.
    pub ended: u32,
    /// Days lived in care, of everybody together.
    pub days: i64,
}

/// Some weekly prices: how many, and their sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Prices {
    /// How many.
    pub placements: u32,
    /// Their sum, a week.
    pub total: Pence,
}

/// A home's market price for a category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarketPrice {
    /// Pounds a week.
    pub weekly: WeeklyRate,
    /// What it was worked out from.
    pub rests_on: RestsOn,
}

/// What a home's market price was worked out from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RestsOn {
    /// The mean of the home's own recent placements of the category, bought off every framework.
    Own,
    /// The category's market average, by how dear the home is in its placements off every
    /// framework, whenever they began.
    Dearness,
    /// The category's market average alone: nothing is known of the home's prices.
    Average,
}

impl RestsOn {
    /// Every one of them, the surest first.
    pub const ALL: [Self; 3] = [Self::Own, Self::Dearness, Self::Average];

    /// As people read it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Own => "its own placements of the last 24 months",
            Self::Dearness => "how dear it is in its other placements",
            Self::Average => "the county’s average alone",
        }
    }
}

/// A home with what it takes on the market.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarketHome {
    /// What is known of it.
    pub seen: HomeSeen,
    /// The council's residents, by category.
    pub residents: ByCategory<u32>,
    /// Its market price by category; none where it does not give that care, or no placement of the
    /// category was ever bought off a framework in the county.
    pub prices: ByCategory<Option<MarketPrice>>,
}

/// What care costs in a county on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Market {
    /// The day.
    pub on: Date,
    /// What the council pays for the people who live there on the day, by category.
    pub paid: ByCategory<Prices>,
    /// What recent placements off every framework cost, by category.
    pub recent: ByCategory<Prices>,
    /// How fast people leave, by category.
    pub leaving: ByCategory<Leaving>,
    /// The homes with beds, in order of their references.
    pub homes: Vec<MarketHome>,
}

impl Prices {
    fn add(&mut self, weekly: WeeklyRate) {
        self.placements += 1;
        self.total += weekly.weekly();
    }

    /// The mean to the penny, half a penny going up; none where there are no prices.
    pub fn mean(self) -> Option<Pence> {
        let count = i64::from(self.placements);
        let pence = self.total.get();
        (count > 0).then(|| Pence::new((2 * pence + count).div_euclid(2 * count)))
    }
}

impl Market {
    /// Takes the market down from the placements of a county: those that people live in on the
    /// day, and recent ones that have ended.
    pub fn of(on: Date, homes: Vec<HomeSeen>, paid: &[Paid], leaving: ByCategory<Leaving>) -> Self {
        let mut now: ByCategory<Prices> = Default::default();
        let mut recent: ByCategory<Prices> = Default::default();
        let mut ever: ByCategory<Prices> = Default::default();
        let mut own: Vec<Own> = vec![Own::default(); homes.len()];
        for one in paid {
            let (Some(now), Some(recent), Some(ever), Some(own)) = (
                now.get_mut(one.category),
                recent.get_mut(one.category),
                ever.get_mut(one.category),
                own.get_mut(one.home),
            ) else {
                continue;
            };
            if one.lives_there {
                now.add(one.weekly);
                own.residents[one.category] += 1;
            }
            if one.off_framework {
                ever.add(one.weekly);
                own.ever[one.category].add(one.weekly);
                if one.recent {
                    recent.add(one.weekly);
                    own.recent[one.category].add(one.weekly);
                }
            }
        }
        let average = |at: usize| recent[at].mean().or_else(|| ever[at].mean());
        let averages: ByCategory<Option<Pence>> = std::array::from_fn(average);
        let homes = homes.into_iter().zip(own).map(|(seen, own)| MarketHome {
            prices: std::array::from_fn(|at| own.price(at, &seen, &averages, &ever)),
            residents: own.residents,
            seen,
        });
        Self {
            on,
            paid: now,
            recent,
            leaving,
            homes: homes.collect(),
        }
    }

    /// How many homes' market prices of a category rest on what, in the order of
    /// [`RestsOn::ALL`].
    pub fn resting_on(&self, category: usize) -> [usize; RestsOn::ALL.len()] {
        RestsOn::ALL.map(|rests_on| {
            let prices = self
                .homes
                .iter()
                .filter_map(|home| home.prices.get(category));
            prices
                .flatten()
                .filter(|price| price.rests_on == rests_on)
                .count()
        })
    }
}

/// What is known of a home's own prices.
#[derive(Debug, Clone, Copy, Default)]
struct Own {
    residents: ByCategory<u32>,
    recent: ByCategory<Prices>,
    ever: ByCategory<Prices>,
}

impl Own {
    fn price(
        &self,
        at: usize,
        seen: &HomeSeen,
        averages: &ByCategory<Option<Pence>>,
        ever: &ByCategory<Prices>,
    ) -> Option<MarketPrice> {
        let nursing = matches!(PRICED[at], Category::Nursing | Category::NursingHigh);
        if nursing && !seen.nurses {
            return None;
        }
        let found = |amount: Pence, rests_on| MarketPrice {
            weekly: WeeklyRate::new(amount),
            rests_on,
        };
        if let Some(mean) = self.recent[at].mean() {
            return Some(found(mean, RestsOn::Own));
        }
        let average = averages[at]?;
        // What its placements cost, over what they would cost at the county's averages.
        let (mut cost, mut at_average) = (0_i128, 0_i128);
        for (own, county) in self.ever.iter().zip(ever) {
            let mean = county.mean().map_or(0, Pence::get);
            cost += i128::from(own.total.get());
            at_average += i128::from(own.placements) * i128::from(mean);
        }
        if at_average <= 0 {
            return Some(found(average, RestsOn::Average));
        }
        let doubled = 2 * i128::from(average.get()) * cost + at_average;
        let pence = doubled.div_euclid(2 * at_average);
        let amount = Pence::new(i64::try_from(pence).ok()?);
        Some(found(amount, RestsOn::Dearness))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn home(id: &str, nurses: bool) -> HomeSeen {
        HomeSeen {
            home_id: id.parse().unwrap(),
            district: None,
            beds: 20,
            nurses,
        }
    }

    fn paid(home: usize, category: usize, pounds: i64, recent: bool) -> Paid {
        Paid {
            home,
            category,
            weekly: WeeklyRate::pounds(pounds),
            off_framework: true,
            recent,
            lives_there: true,
        }
    }

    fn market() -> Market {
        let homes = vec![home("H1", false), home("H2", true), home("H3", true)];
        let on_framework = Paid {
            off_framework: false,
            ..paid(0, 0, 600, true)
        };
        let paid = [
            paid(0, 0, 900, true),
            paid(0, 0, 1_000, true),
            paid(1, 0, 1_100, true),
            paid(1, 2, 1_200, false),
            paid(1, 2, 1_400, false),
            on_framework,
        ];
        Market::of(Date::of(2026, 4, 1), homes, &paid, Default::default())
    }

    #[test]
    fn a_home_takes_what_its_own_recent_placements_off_the_framework_cost() {
        let market = market();
        let price = |home: usize, at: usize| {
            market.homes[home].prices[at].map(|price| (price.weekly.to_string(), price.rests_on))
        };
        assert_eq!(price(0, 0), Some(("£950.00".into(), RestsOn::Own)));
        assert_eq!(price(1, 0), Some(("£1,100.00".into(), RestsOn::Own)));
        // Nothing is known of the third: the average of £900, £1,000 and £1,100.
        assert_eq!(price(2, 0), Some(("£1,000.00".into(), RestsOn::Average)));
        // Nothing recent is: £1,300 is the average, 3,700 over 1,000 + 2 × 1,300 how dear it is.
        assert_eq!(price(1, 2), Some(("£1,336.11".into(), RestsOn::Dearness)));
        // No nursing in a home that does not nurse, and nobody ever paid for nursing high.
        assert_eq!((price(0, 2), price(1, 3)), (None, None));
        assert_eq!(market.resting_on(0), [2, 0, 1]);
    }

    #[test]
    fn what_is_paid_counts_everybody_and_the_market_those_off_the_framework() {
        let market = market();
        assert_eq!(market.paid[0].placements, 4);
        assert_eq!(market.paid[0].mean(), Some(Pence::pounds(900)));
        assert_eq!(market.recent[0].mean(), Some(Pence::pounds(1_000)));
        assert_eq!(market.homes[0].residents, [3, 0, 0, 0]);
        assert_eq!(Prices::default().mean(), None);
    }
}
