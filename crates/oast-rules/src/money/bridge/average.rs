use oast_units::Pence;

use super::month::{MonthCost, Pair};
use super::portion;
use crate::facts::Category;

/// What a number of days cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Days {
    fees: Pence,
    days: i64,
}

impl Days {
    fn add(&mut self, cost: &MonthCost) {
        self.fees += cost.full;
        self.days += i64::from(cost.days);
    }

    fn at(self, days: i32) -> Pence {
        portion(self.fees, i64::from(days), self.days)
    }
}

/// The average price of a day of care over both months together: of each category that has prices,
/// and of all of them. Complex care, which is priced person by person, is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Averages {
    all: Days,
    categories: [Days; Category::ALL.len()],
}

impl Averages {
    /// Those of everybody's days.
    pub fn of(pairs: &[Pair]) -> Self {
        let mut averages = Self::default();
        for pair in pairs.iter().filter(|pair| !pair.is_complex()) {
            averages.add(&pair.before);
            averages.add(&pair.after);
        }
        averages
    }

    fn add(&mut self, cost: &MonthCost) {
        let Some(category) = cost.category else {
            return;
        };
        self.all.add(cost);
        if let Some(days) = self.categories.get_mut(category as usize) {
            days.add(cost);
        }
    }

    /// What so many days cost at the average of everybody.
    pub(super) fn all(&self, days: i32) -> Pence {
        self.all.at(days)
    }

    /// What so many days cost at the average of a category.
    pub(super) fn category(&self, category: Option<Category>, days: i32) -> Pence {
        let of = category.and_then(|category| self.categories.get(category as usize));
        of.map_or(Pence::ZERO, |of| of.at(days))
    }
}
