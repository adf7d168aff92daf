use serde::Deserialize;

use super::case::Case;
use super::tables::{ByYear, CATEGORIES, Spend, Tables};

/// The fifteen numbers of the model.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// The years after April 2026 in which no residential placement is replaced yet.
    lag: f64,
    /// The part of nursing placements that leave in a year, of those that are still there.
    rate: f64,
    residential: CategoryNumbers,
    residential_high: CategoryNumbers,
    nursing: CategoryNumbers,
    nursing_high: CategoryNumbers,
}

/// The numbers of one category.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryNumbers {
    /// What it costs in year 1 where every week stays at the old price, in pounds.
    pub base: f64,
    /// The price of a new placement over the average old one.
    pub new_price: f64,
    /// How much less a new placement costs in option 2, as a part of its price in option 1.
    pub saving: f64,
    /// The longest that a residential placement is there, in years.
    years: Option<f64>,
    /// The part of nursing placements that leave at once.
    quick: Option<f64>,
}

/// How the placements that were there leave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Leaving {
    /// As they do where lengths of stay are spread evenly up to some years.
    Evenly {
        /// The longest, in years.
        years: f64,
        /// The years in which nobody leaves yet.
        lag: f64,
    },
    /// A part at once, and the others at a constant rate.
    Quickly {
        /// The part that leaves at once.
        quick: f64,
        /// The rate of the others, a year.
        rate: f64,
    },
}

impl Leaving {
    /// The part that has left, summed over time up to some years: its difference over a year is the
    /// part of that year's weeks.
    fn left(self, until: f64) -> f64 {
        match self {
            Self::Evenly { years, lag } => {
                let gone = (until - lag).max(0.0);
                let within = gone.min(years);
                let squared = within * within;
                squared / years - squared * within / (3.0 * years * years) + (gone - within)
            }
            Self::Quickly { quick, rate } => {
                until - (1.0 - quick) * (1.0 - libm::exp(-rate * until)) / rate
            }
        }
    }
}

impl Model {
    /// The numbers of each category, in the order of [`CATEGORIES`].
    pub fn categories(&self) -> [CategoryNumbers; CATEGORIES.len()] {
        [
            self.residential,
            self.residential_high,
            self.nursing,
            self.nursing_high,
        ]
    }

    /// How the placements of a category leave.
    pub fn leaving(&self, of: &CategoryNumbers) -> Leaving {
        match (of.years, of.quick) {
            (Some(years), _) => Leaving::Evenly {
                years,
                lag: self.lag,
            },
            (None, quick) => Leaving::Quickly {
                quick: quick.unwrap_or(0.0),
                rate: self.rate,
            },
        }
    }
}

/// The part of each year's weeks that are of placements made since April 2026.
pub fn new_share(leaving: Leaving) -> ByYear<f64> {
    let mut until = 0.0;
    std::array::from_fn(|_| {
        let before = leaving.left(until);
        until += 1.0;
        leaving.left(until) - before
    })
}

impl Case {
    /// The tables that the model gives.
    pub fn model(&self) -> Tables {
        let uplifts = self.uplifts();
        let spend = |saving: fn(&CategoryNumbers) -> f64| {
            Spend(self.model.categories().map(|of| {
                let new = new_share(self.model.leaving(&of));
                let price = of.new_price * (1.0 - saving(&of));
                std::array::from_fn(|year| {
                    of.base * uplifts[year] * (1.0 - new[year] + price * new[year])
                })
            }))
        };
        Tables {
            spend: [spend(|_| 0.0), spend(|of| of.saving)],
            budget: self.budget(),
        }
    }
}
