//! What newcomers cost less than they would have at the prices of Option 1.

use oast_rules::facts::Category;
use oast_units::{Date, FinancialYear, Pence};

use crate::published::{CATEGORIES, Case};
use crate::words::{pounds_of, whole};

/// What care of a category cost in a month: of people who began since the case's first year, and of
/// those who were there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OldAndNew {
    /// The first day of the month.
    pub month: Date,
    /// The category.
    pub category: Category,
    /// Days of newcomers.
    pub new_days: i64,
    /// What they cost.
    pub new_fees: Pence,
    /// Days of the others.
    pub old_days: i64,
    /// What they cost.
    pub old_fees: Pence,
}

impl Case {
    /// The day from which on somebody who comes is a newcomer: the first of the case's first year.
    pub fn first_day(&self) -> Option<Date> {
        let year: FinancialYear = self.years.first()?.parse().ok()?;
        Some(year.first_day())
    }

    /// What newcomers cost less than at Option 1's prices, from the beginning of each financial
    /// year to the end of each month, in whole pounds: an estimate.
    ///
    /// In Option 1 a newcomer's day costs the average day of those who were there before, in the
    /// same category and month, times the case's ratio of a new price to the old. What has no such
    /// average in a month is left out of it.
    pub fn cost_avoided(&self, care: &[OldAndNew]) -> Vec<(Date, Pence)> {
        let mut avoided: Vec<(Date, Pence)> = Vec::new();
        let mut sum = 0.0;
        let mut care = care.to_vec();
        care.sort_by_key(|one| (one.month, one.category));
        for of_month in care.chunk_by(|a, b| a.month == b.month) {
            let Some(month) = of_month.first().map(|one| one.month) else {
                continue;
            };
            let before = avoided.last().map(|(end, _)| FinancialYear::of(*end));
            if before != Some(FinancialYear::of(month)) {
                sum = 0.0;
            }
            sum += of_month.iter().map(|one| self.avoided(one)).sum::<f64>();
            avoided.push((month.add_months(1) - 1, Pence::pounds(whole(sum))));
        }
        avoided
    }

    /// What newcomers of a category cost less in a month, in pounds.
    #[expect(
        clippy::cast_precision_loss,
        reason = "days of a county are far below what a double holds exactly"
    )]
    fn avoided(&self, one: &OldAndNew) -> f64 {
        let at = CATEGORIES
            .iter()
            .position(|category| *category == one.category);
        let model = self.model.categories();
        let Some(of) = at.and_then(|at| model.get(at)).filter(|_| one.old_days > 0) else {
            return 0.0;
        };
        let old_day = pounds_of(one.old_fees) / one.old_days as f64;
        one.new_days as f64 * old_day * of.new_price - pounds_of(one.new_fees)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(month: u32, new_fees: i64) -> OldAndNew {
        OldAndNew {
            month: Date::of(2026, month, 1),
            category: Category::Residential,
            new_days: 10,
            new_fees: Pence::pounds(new_fees),
            old_days: 100,
            old_fees: Pence::pounds(10_000),
        }
    }

    #[test]
    fn newcomers_at_option_1s_prices_avoid_nothing_and_cheaper_ones_their_difference() {
        let case = Case::kent().unwrap();
        let ratio = case.model.categories()[0].new_price;
        let at_option_1 = Pence::new(whole(10.0 * 100.0 * ratio * 100.0));
        let same = OldAndNew {
            new_fees: at_option_1,
            ..month(4, 0)
        };
        let found = case.cost_avoided(&[same]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].1, Pence::ZERO);
        let cheaper = OldAndNew {
            new_fees: at_option_1 - Pence::pounds(100),
            ..same
        };
        let found = case.cost_avoided(&[cheaper]);
        assert_eq!(found[0].1, Pence::pounds(100));
    }

    #[test]
    fn it_is_summed_over_the_financial_year_and_begins_anew() {
        let case = Case::kent().unwrap();
        let (one, two) = (month(4, 900), month(5, 900));
        let next = OldAndNew {
            month: Date::of(2027, 4, 1),
            ..one
        };
        let found = case.cost_avoided(&[two, one, next]);
        let days: Vec<Date> = found.iter().map(|(day, _)| *day).collect();
        let ends = [
            Date::of(2026, 4, 30),
            Date::of(2026, 5, 31),
            Date::of(2027, 4, 30),
        ];
        assert_eq!(days, ends);
        assert!((found[1].1.get() - 2 * found[0].1.get()).abs() <= 100);
        assert_eq!(found[2].1, found[0].1);
    }

    #[test]
    fn without_anybody_from_before_and_in_complex_care_nothing_is_said() {
        let case = Case::kent().unwrap();
        let alone = OldAndNew {
            old_days: 0,
            ..month(4, 900)
        };
        let complex = OldAndNew {
            category: Category::Complex,
            ..month(4, 900)
        };
        assert_eq!(case.cost_avoided(&[alone, complex])[0].1, Pence::ZERO);
        assert_eq!(case.first_day(), Some(Date::of(2026, 4, 1)));
    }
}
