use super::case::Case;
use super::tables::{ByYear, CATEGORIES, Spend, Tables, YEARS};

/// What has to hold of one category so that the printed cells come out, given the model's bases,
/// prices and savings: two numbers for each year, from two cells.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calibration {
    /// The part of the year's weeks that are of new placements.
    pub new_share: ByYear<f64>,
    /// The price of the old placements that are still there, over the average of all old ones.
    pub old_price: ByYear<f64>,
}

impl Case {
    /// What the printed cells say of each category, in the order of [`CATEGORIES`].
    pub fn calibration(&self) -> [Calibration; CATEGORIES.len()] {
        let [no_change, bands] = self.unrounded().spend;
        let (uplifts, model) = (self.uplifts(), self.model.categories());
        std::array::from_fn(|at| {
            let of = model[at];
            let mut found = Calibration {
                new_share: [0.0; YEARS],
                old_price: [0.0; YEARS],
            };
            for (year, uplift) in uplifts.into_iter().enumerate() {
                let base = of.base * uplift;
                let (one, two) = (no_change.0[at][year], bands.0[at][year]);
                let new = (one - two) / of.saving;
                found.new_share[year] = new / (base * of.new_price);
                found.old_price[year] = (one - new) / (base * (1.0 - found.new_share[year]));
            }
            found
        })
    }

    /// The tables to the pound, through the calibration and the formula of the model.
    pub fn exact(&self) -> Tables {
        let (found, uplifts) = (self.calibration(), self.uplifts());
        let model = self.model.categories();
        let spend = |bands: bool| {
            Spend(std::array::from_fn(|at| {
                let (of, found) = (model[at], found[at]);
                let saving = if bands { of.saving } else { 0.0 };
                std::array::from_fn(|year| {
                    let new = found.new_share[year];
                    let old = (1.0 - new) * found.old_price[year];
                    of.base * uplifts[year] * (old + of.new_price * (1.0 - saving) * new)
                })
            }))
        };
        Tables {
            spend: [spend(false), spend(true)],
            budget: self.budget(),
        }
    }
}
