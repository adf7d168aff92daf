use oast_units::Pence;

use super::average::Averages;
use super::month::{MonthCost, Pair};
use super::portion;
use super::step::{Step, Steps};
use crate::facts::Category;

/// What one placement, or one block contract, moved in a category.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Moved {
    /// The category; none for a block contract.
    pub category: Option<Category>,
    /// By which step.
    pub steps: Steps,
}

impl Pair {
    /// What it moved: in the category that it counted as before, and in that of after. Where they
    /// are the same, both are to be added.
    pub fn moved(&self, averages: &Averages) -> [Moved; 2] {
        let mut sides = [(&self.before, -1), (&self.after, 1)].map(|(cost, sign)| Side {
            cost,
            sign,
            steps: Steps::default(),
        });
        for side in &mut sides {
            side.put(Step::OneToOne, side.cost.one_to_one);
            // Days away are paid at less than the whole fee, or as much.
            let away = side.cost.care_fee - side.cost.full;
            side.put(Step::Other, side.cost.other + away);
            if self.is_complex() {
                side.put(Step::Complex, side.cost.full);
            } else if !self.stayed() {
                side.came_or_went(averages);
            }
        }
        let [before, after] = &mut sides;
        if !self.is_complex() && self.stayed() {
            let longer = i64::from(self.after.days) - i64::from(self.before.days);
            let rest = if self.kept_its_price() {
                // What rounding leaves is no price.
                Step::Days
            } else if self.recategorised {
                Step::Mix
            } else {
                Step::Price
            };
            before.stayed(longer, rest);
            after.stayed(longer, rest);
        }
        sides.map(|side| Moved {
            category: side.cost.category,
            steps: side.steps,
        })
    }
}

/// One of the two months: what it cost is taken away before, and added after.
struct Side<'a> {
    cost: &'a MonthCost,
    sign: i64,
    steps: Steps,
}

impl Side<'_> {
    fn put(&mut self, step: Step, amount: Pence) {
        self.steps
            .put(step, if self.sign < 0 { -amount } else { amount });
    }

    /// Days that were not there in the other month: at the average of everybody, then at that of
    /// the category, then as they were.
    fn came_or_went(&mut self, averages: &Averages) {
        let days = self.cost.days;
        let step = if self.sign < 0 {
            Step::Ends
        } else {
            Step::Starts
        };
        let of_all = averages.all(days);
        let of_category = averages.category(self.cost.category, days);
        self.put(step, of_all);
        self.put(Step::Mix, of_category - of_all);
        self.put(Step::Price, self.cost.full - of_category);
    }

    /// Days that were there in the other month too. Half of what the months differ by in length is
    /// taken at this month's price, and half at the other's; the rest is another step.
    fn stayed(&mut self, longer: i64, rest: Step) {
        let fee = self.cost.without_uplifts;
        let days = portion(fee, longer, i64::from(self.cost.days) * 2);
        self.steps.put(Step::Days, days);
        self.put(rest, fee);
        self.steps.put(rest, -days);
        self.put(Step::Uplift, self.cost.full - fee);
    }
}
