use std::collections::BTreeMap;

use oast_rules::facts::Category;
use oast_rules::money::{Flow, Sheet, due};
use oast_rules::placement::CaseFile;
use oast_terms::{Silent, Terms};
use oast_units::{Date, Pence, Period};

use super::facts::Facts;
use super::spend::{category_in, could_be_due};
use crate::parts::in_parts;

/// What care of a category cost in a month: of people who began since a day, and of those who were
/// there before. Care fees alone, complex care and beds of block contracts left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CareBegun {
    /// The first day of the month.
    pub month: Date,
    /// The category.
    pub category: Category,
    /// Days of people who began since.
    pub new_days: i64,
    /// What they cost.
    pub new_fees: Pence,
    /// Days of people who were there before.
    pub old_days: i64,
    /// What they cost.
    pub old_fees: Pence,
}

type Sums = BTreeMap<(Date, Category), CareBegun>;

/// The months from a day to the last that is over on another.
pub(super) fn care_begun_since(
    facts: &Facts,
    terms: &Terms,
    (since, today): (Date, Date),
) -> Vec<CareBegun> {
    let last = today.next().first_of_month().previous();
    let Some(span) = Period::between(since.first_of_month(), last) else {
        return Vec::new();
    };
    let sheet = Sheet::by_month(span);
    let parts = in_parts(&facts.cases, |cases| {
        let mut sheet = sheet.clone();
        let mut sums = Sums::new();
        let cases = cases.iter().filter(|case| could_be_due(case, span));
        for case in cases {
            add(case, facts, terms, (since, &mut sheet), &mut sums);
        }
        vec![sums]
    });
    let mut sums = Sums::new();
    for (key, one) in parts.into_iter().flatten() {
        let sum = sums.entry(key).or_insert_with(|| CareBegun::none(key));
        sum.new_days += one.new_days;
        sum.new_fees += one.new_fees;
        sum.old_days += one.old_days;
        sum.old_fees += one.old_fees;
    }
    sums.into_values().collect()
}

impl CareBegun {
    fn none((month, category): (Date, Category)) -> Self {
        Self {
            month,
            category,
            new_days: 0,
            new_fees: Pence::ZERO,
            old_days: 0,
            old_fees: Pence::ZERO,
        }
    }
}

fn add(
    case: &CaseFile,
    facts: &Facts,
    terms: &Terms,
    (since, sheet): (Date, &mut Sheet),
    sums: &mut Sums,
) {
    if due(case, &facts.market.book, terms, sheet, &mut Silent).is_err() {
        return;
    }
    let fees = sheet.lines().filter(|line| line.flow == Flow::CareFee);
    for line in fees {
        let key = (line.period.from(), category_in(case, line.period));
        if key.1 == Category::Complex {
            continue;
        }
        let sum = sums.entry(key).or_insert_with(|| CareBegun::none(key));
        let days = i64::from(line.days);
        if case.placement.started_on >= since {
            sum.new_days += days;
            sum.new_fees += line.amount;
        } else {
            sum.old_days += days;
            sum.old_fees += line.amount;
        }
    }
}
