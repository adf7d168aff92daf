//! From what care cost in one month to what it cost in another: a bridge whose steps sum to the
//! difference to the penny, for each placement, for each category and in all.
//!
//! What each step is, is written down in `docs/budget.md`. Every step of a placement is rounded
//! once, and the last one takes what is left, so that nothing is lost. The definitions treat both
//! months alike: the bridge backwards is the bridge with every sign turned.

mod average;
mod month;
mod moved;
mod step;

use std::collections::BTreeMap;

use oast_units::Pence;

use crate::facts::Category;

pub use average::Averages;
pub use month::{Bridging, MonthCost, Pair, Room};
pub use moved::Moved;
pub use step::{Step, Steps};

/// So many parts of an amount that is made of `whole` parts, which are above nothing: rounded half
/// away from nothing, so that it is as much below nothing as it would be above.
fn portion(amount: Pence, parts: i64, whole: i64) -> Pence {
    if whole == 0 {
        return Pence::ZERO;
    }
    let sum = i128::from(amount.get()) * i128::from(parts) * 2;
    let whole = i128::from(whole);
    let half = if sum < 0 { -whole } else { whole };
    let rounded = (sum + half) / (whole * 2);
    Pence::new(i64::try_from(rounded).unwrap_or_default())
}

/// What a category cost in two months, and what lies between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Change {
    /// Gross, in the month before.
    pub before: Pence,
    /// Gross, in the month after.
    pub after: Pence,
    /// What makes the one into the other.
    pub steps: Steps,
}

impl Change {
    /// How much more it is after than before.
    pub fn more(&self) -> Pence {
        self.after - self.before
    }

    /// What is left when the steps are taken from the difference: nothing, always.
    pub fn left(&self) -> Pence {
        self.more() - self.steps.sum()
    }

    fn add(&mut self, other: &Self) {
        self.before += other.before;
        self.after += other.after;
        self.steps.add(&other.steps);
    }
}

/// The bridge of a county, category by category; what has no category is block contracts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bridge {
    /// Each category that cost anything in either month.
    pub categories: BTreeMap<Option<Category>, Change>,
}

impl Bridge {
    /// Adds up what every placement and block contract moved.
    pub fn of(pairs: &[Pair]) -> Self {
        let averages = Averages::of(pairs);
        let mut bridge = Self::default();
        for pair in pairs {
            bridge.cost(pair);
            for moved in pair.moved(&averages) {
                let change = bridge.categories.entry(moved.category).or_default();
                change.steps.add(&moved.steps);
            }
        }
        bridge
    }

    fn cost(&mut self, pair: &Pair) {
        let (before, after) = (&pair.before, &pair.after);
        if !before.gross().is_zero() {
            let change = self.categories.entry(before.category).or_default();
            change.before += before.gross();
        }
        if !after.gross().is_zero() {
            let change = self.categories.entry(after.category).or_default();
            change.after += after.gross();
        }
    }

    /// Every category together.
    pub fn total(&self) -> Change {
        let mut total = Change::default();
        for change in self.categories.values() {
            total.add(change);
        }
        total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_portion_is_rounded_alike_on_both_sides_of_nothing() {
        let of = |amount, parts, whole| portion(Pence::new(amount), parts, whole).get();
        assert_eq!(of(5, 1, 2), 3);
        assert_eq!(of(-5, 1, 2), -3);
        assert_eq!(of(5, -1, 2), -3);
        assert_eq!(of(10, 1, 3), 3);
        assert_eq!(of(20, 1, 3), 7);
        assert_eq!(of(20, 1, 0), 0);
    }
}
