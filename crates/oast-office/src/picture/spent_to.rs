use std::collections::BTreeMap;

use oast_rules::money::Sheet;
use oast_terms::Terms;
use oast_units::{Date, FinancialYear, Period};

use super::bridge::month_of;
use super::facts::{Facts, PlacementAt};
use super::spend::{SpendSum, SpentOn, category_in, months_of, months_of_block};
use super::spend_by::SpendCategory;
use crate::parts::in_parts;

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

/// What is due in a financial year on each placement and block contract, by the categories that
/// its months count as: the months of [`spend`](super::Picture::spend), added up.
pub(super) fn spent_in_year(
    facts: &Facts,
    terms: &Terms,
    year: FinancialYear,
) -> Vec<(SpentOn, SpendCategory, SpendSum)> {
    let Some(span) = Period::between(year.first_day(), year.last_day()) else {
        return Vec::new();
    };
    let sheet = Sheet::by_month(span);
    let all: Vec<PlacementAt> = facts.all().map(|(at, _)| at).collect();
    let mut spent = in_parts(&all, |some| {
        let mut sheet = sheet.clone();
        let mut spent = Vec::new();
        for at in some {
            let Some(case) = facts.case(*at) else {
                continue;
            };
            let mut sums = Sums::new();
            for (month, sum) in months_of(case, facts, terms, &mut sheet) {
                let category = SpendCategory::Care(category_in(case, month));
                sums.entry(category).or_default().add(sum);
            }
            let on = SpentOn::Placement(*at);
            spent.extend(sums.into_iter().map(|(category, sum)| (on, category, sum)));
        }
        spent
    });
    let mut sheet = sheet;
    for (index, block) in facts.market.blocks.iter().enumerate() {
        let months = months_of_block(block, &mut sheet);
        let sum: SpendSum = months.iter().map(|(_, sum)| *sum).sum();
        spent.push((SpentOn::Block(index), SpendCategory::Block, sum));
    }
    spent
}
