use super::{Kind, PRICED, Start, There};
use crate::pounds_of;
use crate::start::months;

/// A placement counts as a new one, to know today's prices by, for so many months.
const NEW_MONTHS: f64 = 24.0;
/// A home is taken to be as dear as the others until so many of its prices say otherwise: with so
/// many, half of the difference counts.
const PRICES_THAT_HALVE: f64 = 4.0;

/// A number of each category.
type Prices = [f64; PRICED];

/// How far a single price is off the mean, where nothing is known of it: as those of the business
/// case are scattered.
const SINGLE_ERROR: f64 = 0.12;

/// Averages of prices: how many, and their sum in pounds.
#[derive(Debug, Clone, Copy, Default)]
struct Average {
    count: f64,
    sum: f64,
    squares: f64,
}

impl Average {
    fn add(&mut self, price: f64) {
        self.count += 1.0;
        self.sum += price;
        self.squares += price * price;
    }

    /// How far the mean may be off: its standard error, as a part of it. Where there are too few to
    /// know, as far as a single one is usually off.
    fn error(&self) -> f64 {
        if self.count < 2.0 {
            return SINGLE_ERROR;
        }
        let mean = self.sum / self.count;
        let variance = (self.squares / self.count - mean * mean).max(0.0);
        libm::sqrt(variance / (self.count - 1.0)) / mean
    }

    fn mean(&self) -> Option<f64> {
        (self.count > 0.0).then(|| self.sum / self.count)
    }
}

impl Start {
    /// What each home usually takes for each category that is priced by a band, in pounds a week:
    /// by home, and within it by category; 0 where it takes nobody.
    ///
    /// It is what new placements off the framework cost in the county, times how dear the home is:
    /// what its residents cost against those of the same category elsewhere. A home of few
    /// residents says little, and is taken to be as the others are for the most part.
    pub fn usual(&self) -> Vec<f64> {
        let (all, new, _) = self.averages();
        let dearness = self.dearness(&all);
        let homes = self.homes.iter().zip(dearness);
        homes
            .flat_map(|(home, dear)| {
                std::array::from_fn::<f64, PRICED, _>(|category| {
                    if home.takes[category] {
                        dear * new[category]
                    } else {
                        0.0
                    }
                })
            })
            .collect()
    }

    /// How far the prices of new placements may be off in each category, as far as the record
    /// leaves it open: a standard error, as a part of the price.
    pub fn price_errors(&self) -> [f64; PRICED] {
        self.averages().2
    }

    /// The mean price of each category: of everybody off the framework, and of those who came
    /// lately; where nobody did, of all. Then how far the latter may be off.
    fn averages(&self) -> (Prices, Prices, Prices) {
        let mut all = [Average::default(); PRICED];
        let mut new = [Average::default(); PRICED];
        let mut any = [Average::default(); PRICED];
        for (there, price) in self.priced() {
            let category = there.category as usize;
            any[category].add(price);
            if there.kind == Kind::Framework {
                continue;
            }
            all[category].add(price);
            if months(there.since, self.day) <= NEW_MONTHS {
                new[category].add(price);
            }
        }
        let all = std::array::from_fn(|category| {
            all[category].mean().or(any[category].mean()).unwrap_or(0.0)
        });
        let errors = new.map(|new| new.error());
        let new = std::array::from_fn(|category| new[category].mean().unwrap_or(all[category]));
        (all, new, errors)
    }

    fn priced(&self) -> impl Iterator<Item = (&There, f64)> {
        let own = self.placements.iter();
        let own =
            own.filter(|there| (there.category as usize) < PRICED && there.kind != Kind::Block);
        own.map(|there| (there, pounds_of(there.weekly.weekly())))
    }

    /// How dear each home is against the others; 1 is as they are.
    fn dearness(&self, means: &[f64; PRICED]) -> Vec<f64> {
        let mut of_home = vec![Average::default(); self.homes.len()];
        for (there, price) in self.priced() {
            let mean = means[there.category as usize];
            let own = there.home.and_then(|home| of_home.get_mut(home));
            if let Some(own) = own.filter(|_| mean > 0.0 && there.kind != Kind::Framework) {
                own.add(price / mean);
            }
        }
        of_home
            .iter()
            .map(|own| (own.sum + PRICES_THAT_HALVE) / (own.count + PRICES_THAT_HALVE))
            .collect()
    }
}
