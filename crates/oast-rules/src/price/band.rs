//! The bands that a framework's tendered prices lie in (rules §3).

use std::fmt;

use oast_terms::{BandTerms, NotInForce, Trace};
use oast_units::{Date, Pence, WeeklyRate};

use crate::facts::Category;

/// The prices allowed for one category: from the lower to the upper, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    /// The category.
    pub category: Category,
    /// The lowest price, in pounds a week.
    pub lower: WeeklyRate,
    /// The highest price, in pounds a week.
    pub upper: WeeklyRate,
}

/// A price that may be tendered, and what for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowed {
    /// The category it belongs to.
    pub category: Category,
    /// The price, in pounds a week.
    pub weekly: WeeklyRate,
}

/// The allowed prices on either side of another, of whichever category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nearest {
    /// The highest allowed price below it, if any is.
    pub below: Option<Allowed>,
    /// The lowest allowed price above it, if any is.
    pub above: Option<Allowed>,
}

/// The bands in force on a day, and the step between their prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bands {
    /// One for each category that is tendered, in the order of the categories.
    pub bands: [Band; 4],
    /// The spinal step: an allowed price is a whole multiple of it.
    pub step: Pence,
}

impl Bands {
    /// The bands of a contract on a day, each figure taken down in the trace.
    ///
    /// # Errors
    /// When the contract sets no bands on that day.
    pub fn on(terms: &BandTerms, day: Date, trace: &mut impl Trace) -> Result<Self, NotInForce> {
        let mut band = |category, lower: &oast_terms::Term<_>, upper: &oast_terms::Term<_>| {
            Ok(Band {
                category,
                lower: *lower.on(day, trace)?,
                upper: *upper.on(day, trace)?,
            })
        };
        let bands = [
            band(
                Category::Residential,
                &terms.residential_lower,
                &terms.residential_upper,
            )?,
            band(
                Category::ResidentialHigh,
                &terms.residential_high_lower,
                &terms.residential_high_upper,
            )?,
            band(
                Category::Nursing,
                &terms.nursing_lower,
                &terms.nursing_upper,
            )?,
            band(
                Category::NursingHigh,
                &terms.nursing_high_lower,
                &terms.nursing_high_upper,
            )?,
        ];
        let step = *terms.spinal_step.on(day, trace)?;
        Ok(Self { bands, step })
    }

    /// The band of a category; complex care has none, since it is priced for each person.
    pub fn of(&self, category: Category) -> Option<Band> {
        self.bands
            .into_iter()
            .find(|band| band.category == category)
    }

    /// Whether a price may be tendered for a category: within its band and on the spinal step.
    pub fn allow(&self, category: Category, weekly: WeeklyRate) -> bool {
        self.of(category).is_some_and(|band| {
            band.lower <= weekly && weekly <= band.upper && weekly.pence() % self.step_pence() == 0
        })
    }

    /// The nearest prices below and above that may be tendered, and the categories they are for.
    /// Where a price is allowed for two categories, the lighter care is named.
    pub fn nearest(&self, weekly: WeeklyRate) -> Nearest {
        let step = self.step_pence();
        let allowed = |category, pence: i64| {
            let weekly = WeeklyRate::new(Pence::new(pence));
            self.allow(category, weekly)
                .then_some(Allowed { category, weekly })
        };
        let below = |band: &Band| {
            let most = band.upper.pence().min(weekly.pence() - 1);
            allowed(band.category, most.div_euclid(step) * step)
        };
        let above = |band: &Band| {
            let least = band.lower.pence().max(weekly.pence() + 1);
            allowed(band.category, (least + step - 1).div_euclid(step) * step)
        };
        Nearest {
            below: self
                .bands
                .iter()
                .rev()
                .filter_map(below)
                .max_by_key(|price| price.weekly),
            above: self
                .bands
                .iter()
                .filter_map(above)
                .min_by_key(|price| price.weekly),
        }
    }

    /// Why a price may not be tendered for a category, with what would be right; `Ok` when it may.
    ///
    /// # Errors
    /// When the category is complex, the price is outside its band, or off the spinal step.
    pub fn check(&self, category: Category, weekly: WeeklyRate) -> Result<(), BandFault> {
        if self.allow(category, weekly) {
            return Ok(());
        }
        let Some(band) = self.of(category) else {
            return Err(BandFault::Complex);
        };
        let holder = self
            .bands
            .iter()
            .find(|other| self.allow(other.category, weekly));
        Err(BandFault::NotAllowed {
            band,
            step: self.step,
            weekly,
            belongs_to: holder.map(|other| other.category),
            nearest: self.nearest(weekly),
        })
    }

    /// The step in pence; a step of nothing would allow every price, and is read as a penny.
    fn step_pence(&self) -> i64 {
        self.step.get().max(1)
    }
}

/// Why a price may not be tendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BandFault {
    /// Complex care is not tendered.
    Complex,
    /// The price is outside the band, in a gap between bands, or off the spinal step.
    NotAllowed {
        /// The band of the category.
        band: Band,
        /// The spinal step.
        step: Pence,
        /// The price, in pounds a week.
        weekly: WeeklyRate,
        /// The category for which the price would be right, if any.
        belongs_to: Option<Category>,
        /// The allowed prices on either side.
        nearest: Nearest,
    },
}

impl fmt::Display for BandFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::NotAllowed {
            band,
            step,
            weekly,
            belongs_to,
            nearest,
        } = self
        else {
            return f.write_str(
                "complex care is not tendered but priced for each person by an assessment",
            );
        };
        write!(
            f,
            "{weekly} is not a price for {}, which is {} to {} in steps of {step}",
            band.category.words(),
            band.lower,
            band.upper
        )?;
        if let Some(category) = belongs_to {
            write!(f, " (it is one for {})", category.words())?;
        }
        f.write_str("; the nearest allowed ")?;
        match (nearest.below, nearest.above) {
            (Some(below), Some(above)) => write!(f, "are {below} below and {above} above"),
            (Some(below), None) => write!(f, "is {below} below"),
            (None, Some(above)) => write!(f, "is {above} above"),
            (None, None) => f.write_str("price does not exist, since no band holds a step"),
        }
    }
}

impl std::error::Error for BandFault {}

/// `£880.00 (Residential)`
impl fmt::Display for Allowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.weekly, self.category.words())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kent() -> Bands {
        let band = |category, lower, upper| Band {
            category,
            lower: WeeklyRate::pounds(lower),
            upper: WeeklyRate::pounds(upper),
        };
        Bands {
            bands: [
                band(Category::Residential, 600, 880),
                band(Category::ResidentialHigh, 950, 1_030),
                band(Category::Nursing, 1_050, 1_090),
                band(Category::NursingHigh, 1_150, 1_210),
            ],
            step: Pence::pounds(10),
        }
    }

    fn why(category: Category, pounds: i64) -> String {
        kent()
            .check(category, WeeklyRate::pounds(pounds))
            .map_or_else(|fault| fault.to_string(), |()| "allowed".into())
    }

    #[test]
    fn a_price_in_a_gap_is_refused_with_the_prices_on_either_side() {
        assert_eq!(why(Category::Residential, 880), "allowed");
        assert_eq!(
            why(Category::Residential, 900),
            "£900.00 is not a price for Residential, which is £600.00 to £880.00 in steps of £10.00; the nearest allowed are £880.00 (Residential) below and £950.00 (Residential High) above"
        );
        assert_eq!(
            why(Category::ResidentialHigh, 1_040),
            "£1,040.00 is not a price for Residential High, which is £950.00 to £1,030.00 in steps of £10.00; the nearest allowed are £1,030.00 (Residential High) below and £1,050.00 (Nursing) above"
        );
        assert_eq!(
            why(Category::NursingHigh, 1_120),
            "£1,120.00 is not a price for Nursing High, which is £1,150.00 to £1,210.00 in steps of £10.00; the nearest allowed are £1,090.00 (Nursing) below and £1,150.00 (Nursing High) above"
        );
    }

    #[test]
    fn a_price_of_another_band_off_the_step_or_off_the_scale_says_so() {
        assert_eq!(
            why(Category::Residential, 1_060),
            "£1,060.00 is not a price for Residential, which is £600.00 to £880.00 in steps of £10.00 (it is one for Nursing); the nearest allowed are £1,050.00 (Nursing) below and £1,070.00 (Nursing) above"
        );
        assert_eq!(
            why(Category::Residential, 705),
            "£705.00 is not a price for Residential, which is £600.00 to £880.00 in steps of £10.00; the nearest allowed are £700.00 (Residential) below and £710.00 (Residential) above"
        );
        assert!(why(Category::Residential, 590).ends_with("is £600.00 (Residential) above"));
        assert!(why(Category::NursingHigh, 1_300).ends_with("is £1,210.00 (Nursing High) below"));
        assert!(why(Category::Complex, 1_300).starts_with("complex care is not tendered"));
    }

    proptest! {
        #[test]
        fn the_nearest_prices_are_allowed_and_none_lies_between(
            pence in 0i64..200_000,
            step in 1i64..3_000,
            edges in prop::collection::vec(0i64..200_000, 8),
        ) {
            let mut edges = edges;
            edges.sort_unstable();
            let mut bands = kent();
            bands.step = Pence::new(step);
            for (band, edge) in bands.bands.iter_mut().zip(edges.chunks(2)) {
                band.lower = WeeklyRate::new(Pence::new(edge[0]));
                band.upper = WeeklyRate::new(Pence::new(edge[1]));
            }
            let weekly = WeeklyRate::new(Pence::new(pence));
            let nearest = bands.nearest(weekly);
            let somewhere = |pence: i64| {
                let weekly = WeeklyRate::new(Pence::new(pence));
                Category::ALL.iter().any(|category| bands.allow(*category, weekly))
            };
            for price in nearest.below.iter().chain(&nearest.above) {
                prop_assert!(bands.allow(price.category, price.weekly));
            }
            let below = nearest.below.map_or(-1, |price| price.weekly.pence());
            let above = nearest.above.map_or(200_001, |price| price.weekly.pence());
            prop_assert!(below < pence && pence < above);
            prop_assert!((below + 1..above).all(|other| other == pence || !somewhere(other)));
        }
    }
}
