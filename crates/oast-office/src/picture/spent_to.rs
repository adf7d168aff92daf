use std::collections::BTreeMap;

use oast_terms::Terms;
use oast_units::{Date, Period};

use super::bridge::month_of;
use super::facts::{Facts, PlacementAt};
use super::spend::{SpendSum, category_in, months_of, months_of_block};
use super::spend_by::SpendCategory;
use crate::parts::in_parts;
use oast_rules::money::Sheet;

type Sums = BTreeMap<SpendCategory, SpendSum>;

/// What is due from the first day of a month to a day of it. A placement counts as the category
/// that its whole month counts as, so that what is left of the month is of the same category.
pub(super) fn spent_to(facts: &Facts, terms: &Terms, day: Date) -> Sums {
    let first = day.first_of_month();
    let whole = month_of(first);
    let Some(span) = Period::between(first, day) else {
        return Sums::new();
    };
    let sheet = Sheet::by_month(span);
    let all: Vec<PlacementAt> = facts.all().map(|(at, _)| at).collect();
    let parts = in_parts(&all, |some| {
        let mut sheet = sheet.clone();
        let mut sums = Sums::new();
        for case in some.iter().filter_map(|at| facts.case(*at)) {
            for (_, sum) in months_of(case, facts, terms, &mut sheet) {
                let category = SpendCategory::Care(category_in(case, whole));
                sums.entry(category).or_default().add(sum);
            }
        }
        vec![sums]
    });
    let mut sums = Sums::new();
    for (category, sum) in parts.into_iter().flatten() {
        sums.entry(category).or_default().add(sum);
    }
    let mut sheet = sheet;
    for block in facts.market.blocks.iter() {
        for (_, sum) in months_of_block(block, &mut sheet) {
            sums.entry(SpendCategory::Block).or_default().add(sum);
        }
    }
    sums
}
