use oast_units::{Pence, codes};

codes! {
    /// Why care costs more or less than in another month.
    Step, "a step of the bridge" {
        /// Longer or shorter months, and fewer days of people who were there in both.
        Days = "days", "Days of the month";
        /// People who had no day of care in the month before.
        Starts = "starts", "Placements that began";
        /// People who have no day of care in the month after.
        Ends = "ends", "Placements that ended";
        /// Other categories than before.
        Mix = "mix", "Mix of categories";
        /// Other prices than before, but for uplifts.
        Price = "price", "Price";
        /// Uplifts that took effect.
        Uplift = "uplift", "Uplifts";
        /// One-to-one hours.
        OneToOne = "one_to_one", "One-to-one hours";
        /// The care fee of people whose care is complex.
        Complex = "complex", "Complex care";
        /// Days away, single costs and block contracts.
        Other = "other", "Absence, single costs, blocks";
    }
}

impl Step {
    /// What it holds, in a sentence.
    pub const fn says(self) -> &'static str {
        match self {
            Self::Days => {
                "People who were there in both months, and were paid for on more or fewer days: a month that is longer, or one in which they were there for a part."
            }
            Self::Starts => {
                "The days of people who had none in the month before, at the average price of a day in all categories."
            }
            Self::Ends => {
                "The days of people who have none in the month after, at the average price of a day in all categories."
            }
            Self::Mix => {
                "People who changed category, at the price of their days; and how far the categories of those who came and went are dearer or cheaper than the average."
            }
            Self::Price => {
                "Prices of people who stayed and kept their category, changed by something else than an uplift; and how far those who came and went cost more or less than the average of their category."
            }
            Self::Uplift => {
                "People who stayed: what is due, less what would be due without the uplifts that took effect in between."
            }
            Self::OneToOne => "One-to-one hours of everybody.",
            Self::Complex => "The care fee of people who are complex in either month, whole.",
            Self::Other => {
                "Days away at a lower fee, single costs, and block contracts, which are paid for whether filled or not."
            }
        }
    }
}

/// An amount for each step, in the order of [`Step::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Steps([Pence; Step::ALL.len()]);

impl Steps {
    /// The amount of a step.
    pub fn of(&self, step: Step) -> Pence {
        self.0.get(step as usize).copied().unwrap_or_default()
    }

    /// Every step together.
    pub fn sum(&self) -> Pence {
        self.0.iter().copied().sum()
    }

    /// Whether no step comes to anything.
    pub fn is_zero(&self) -> bool {
        self.0.iter().all(|amount| amount.is_zero())
    }

    /// The step that moved most, in either direction; none where none moved.
    pub fn largest(&self) -> Option<(Step, Pence)> {
        let all = Step::ALL.iter().map(|step| (*step, self.of(*step)));
        all.filter(|(_, amount)| !amount.is_zero())
            .max_by_key(|(_, amount)| amount.abs())
    }

    /// Adds another's, step by step.
    pub fn add(&mut self, other: &Self) {
        for (mine, other) in self.0.iter_mut().zip(other.0) {
            *mine += other;
        }
    }

    pub(super) fn put(&mut self, step: Step, amount: Pence) {
        if let Some(mine) = self.0.get_mut(step as usize) {
            *mine += amount;
        }
    }
}
