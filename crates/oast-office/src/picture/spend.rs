use std::collections::BTreeMap;

use oast_rules::facts::{Category, Route};
use oast_rules::money::{Flow, Sheet, block_due, due, nursing_in_price};
use oast_rules::placement::CaseFile;
use oast_terms::{Silent, Terms};
use oast_units::{Date, FinancialYear, HomeId, Pence, Period};

use super::facts::{Facts, PlacementAt};
use super::standing::{PAID_AFTER_END_DAYS_MAX, category_on, in_parts};

/// What spending is counted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SpendKey {
    /// The first day of the month.
    pub month: Date,
    /// The home.
    pub home: HomeId,
    /// The category on the last day of the month that was paid; none for a block contract.
    pub category: Option<Category>,
    /// How it was bought.
    pub route: Route,
}

/// What was spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SpendSum {
    /// Fees, one-to-one hours and single costs.
    pub gross: Pence,
    /// What is left with the council once others have paid their part.
    pub net: Pence,
    /// How many placements had anything to pay.
    pub placements: i64,
    /// The days of care paid for.
    pub days: i64,
}

impl SpendSum {
    /// Adds another.
    pub fn add(&mut self, other: Self) {
        self.gross += other.gross;
        self.net += other.net;
        self.placements += other.placements;
        self.days += other.days;
    }
}

/// What is due month by month: from two financial years back to the end of this one.
#[derive(Debug, Clone)]
pub struct Spend {
    /// The first day of each month, in order.
    pub months: Vec<Date>,
    /// The sums.
    pub sums: BTreeMap<SpendKey, SpendSum>,
}

/// The span of months that spending is shown for.
fn span(day: Date) -> Option<Period> {
    let this_year = FinancialYear::of(day);
    Period::between(this_year.first_day().add_years(-2), this_year.last_day())
}

pub(super) fn spend(facts: &Facts, terms: &Terms, day: Date) -> Spend {
    let Some(span) = span(day) else {
        return Spend {
            months: Vec::new(),
            sums: BTreeMap::new(),
        };
    };
    let sheet = Sheet::by_month(span);
    let parts = in_parts(&facts.cases, |cases| {
        let mut sheet = sheet.clone();
        let mut sums = BTreeMap::new();
        for case in cases {
            add_case(case, facts, terms, &mut sheet, &mut sums);
        }
        vec![sums]
    });
    let mut sums: BTreeMap<SpendKey, SpendSum> = BTreeMap::new();
    for (key, sum) in parts.into_iter().flatten() {
        sums.entry(key).or_default().add(sum);
    }
    add_blocks(facts, &sheet, &mut sums);
    Spend {
        months: sheet.periods().iter().map(|month| month.from()).collect(),
        sums,
    }
}

fn add_case(
    case: &CaseFile,
    facts: &Facts,
    terms: &Terms,
    sheet: &mut Sheet,
    sums: &mut BTreeMap<SpendKey, SpendSum>,
) {
    for (month, sum) in months_of(case, facts, terms, sheet) {
        let last = case
            .placement
            .ended_on
            .map_or(month.to(), |ended| ended.min(month.to()));
        let key = SpendKey {
            month: month.from(),
            home: case.placement.home_id.clone(),
            category: Some(category_on(case, last)),
            route: case.placement.route,
        };
        sums.entry(key).or_default().add(sum);
    }
}

/// What is due for a placement in each column of a sheet, where there is anything.
fn months_of(
    case: &CaseFile,
    facts: &Facts,
    terms: &Terms,
    sheet: &mut Sheet,
) -> Vec<(Period, SpendSum)> {
    let ended = case.placement.ended_on;
    let over = ended.is_some_and(|ended| ended + PAID_AFTER_END_DAYS_MAX < sheet.span().from());
    if over || due(case, &facts.market.book, terms, sheet, &mut Silent).is_err() {
        return Vec::new();
    }
    let nursing = nursing_in_price(case, terms);
    let mut months: BTreeMap<Period, SpendSum> = BTreeMap::new();
    for line in sheet.lines() {
        let sum = months.entry(line.period).or_default();
        let to_home = line.flow.effect_on_home(line.amount, nursing);
        sum.net += to_home - line.flow.billed(line.amount);
        sum.placements = 1;
        match line.flow {
            Flow::CareFee => {
                sum.gross += line.amount;
                sum.days = i64::from(line.days);
            }
            Flow::OneToOne | Flow::OneOff | Flow::BlockFee => sum.gross += line.amount,
            _ => {}
        }
    }
    months.into_iter().collect()
}

fn add_blocks(facts: &Facts, sheet: &Sheet, sums: &mut BTreeMap<SpendKey, SpendSum>) {
    let mut sheet = sheet.clone();
    for block in &facts.market.blocks {
        block_due(block, &mut sheet, &mut Silent);
        for line in sheet.lines() {
            let key = SpendKey {
                month: line.period.from(),
                home: block.home_id.clone(),
                category: None,
                route: Route::Block,
            };
            sums.entry(key).or_default().add(SpendSum {
                gross: line.amount,
                net: line.amount,
                ..SpendSum::default()
            });
        }
    }
}

/// What is due for some placements in one month, those with nothing left out.
pub(super) fn in_month(
    facts: &Facts,
    terms: &Terms,
    month: Date,
    some: &[PlacementAt],
) -> Vec<(PlacementAt, SpendSum)> {
    let Some(span) = Period::between(month, month.add_months(1) - 1) else {
        return Vec::new();
    };
    let mut sheet = Sheet::by_month(span);
    some.iter()
        .filter_map(|at| {
            let case = facts.case(*at)?;
            let (_, sum) = months_of(case, facts, terms, &mut sheet).pop()?;
            Some((*at, sum))
        })
        .collect()
}
