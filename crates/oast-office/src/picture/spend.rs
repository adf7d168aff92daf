use std::collections::BTreeMap;
use std::sync::Arc;

use oast_rules::facts::{Block, Category, Route};
use oast_rules::money::{Flow, Sheet, block_due, due, nursing_in_price};
use oast_rules::placement::CaseFile;
use oast_terms::{Silent, Terms};
use oast_units::{Date, FinancialYear, HomeId, Pence, Period};

use super::facts::{Change, Facts, PlacementAt};
use super::standing::{PAID_AFTER_END_DAYS_MAX, category_on};
use crate::parts::in_parts;

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

    /// Takes another away.
    fn take(&mut self, other: Self) {
        self.gross -= other.gross;
        self.net -= other.net;
        self.placements -= other.placements;
        self.days -= other.days;
    }
}

impl std::iter::Sum for SpendSum {
    fn sum<I: Iterator<Item = Self>>(sums: I) -> Self {
        sums.fold(Self::default(), |mut all, sum| {
            all.add(sum);
            all
        })
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

/// The first day of each month that spending is shown for.
pub(super) fn months(day: Date) -> Vec<Date> {
    let sheet = span(day).map(Sheet::by_month);
    let months = sheet.iter().flat_map(Sheet::periods);
    months.map(|month| month.from()).collect()
}

/// The same once some placements changed: what they had is taken away, and what they have is added.
/// None where more than placements changed.
pub(super) fn spend_after(
    before: (&Spend, &Facts, Date),
    facts: &Facts,
    terms: &Terms,
    day: Date,
    changes: &[Change],
) -> Option<Spend> {
    let (spend, old, old_day) = before;
    let same = span(day) == span(old_day)
        && Arc::ptr_eq(&old.market.book, &facts.market.book)
        && Arc::ptr_eq(&old.market.blocks, &facts.market.blocks);
    if !same {
        return None;
    }
    let mut sheet = Sheet::by_month(span(day)?);
    let (mut gone, mut come) = (BTreeMap::new(), BTreeMap::new());
    for change in changes {
        if let Some(case) = change.before.and_then(|at| old.case(at)) {
            add_case(case, old, terms, &mut sheet, &mut gone);
        }
        if let Some(case) = change.now.and_then(|at| facts.case(at)) {
            add_case(case, facts, terms, &mut sheet, &mut come);
        }
    }
    let mut next = spend.clone();
    for (key, sum) in come {
        next.sums.entry(key).or_default().add(sum);
    }
    for (key, sum) in gone {
        let left = next.sums.entry(key.clone()).or_default();
        left.take(sum);
        if left.placements == 0 {
            next.sums.remove(&key);
        }
    }
    Some(next)
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
        let key = SpendKey {
            month: month.from(),
            home: case.placement.home_id.clone(),
            category: Some(category_in(case, month)),
            route: case.placement.route,
        };
        sums.entry(key).or_default().add(sum);
    }
}

/// The category that a month's spending on a placement counts as.
pub(super) fn category_in(case: &CaseFile, month: Period) -> Category {
    let ended = case.placement.ended_on;
    category_on(
        case,
        ended.map_or(month.to(), |ended| ended.min(month.to())),
    )
}

/// Whether anything can be due for a placement on some days: for care, or a single cost.
pub(super) fn could_be_due(case: &CaseFile, span: Period) -> bool {
    let placement = &case.placement;
    let over = placement
        .ended_on
        .is_some_and(|ended| ended + PAID_AFTER_END_DAYS_MAX < span.from());
    let cared_for = placement.started_on <= span.to() && !over;
    cared_for || case.one_offs.iter().any(|cost| span.contains(cost.on))
}

/// What is due for a placement in each column of a sheet, where there is anything.
pub(super) fn months_of(
    case: &CaseFile,
    facts: &Facts,
    terms: &Terms,
    sheet: &mut Sheet,
) -> Vec<(Period, SpendSum)> {
    if !could_be_due(case, sheet.span()) {
        return Vec::new();
    }
    if due(case, &facts.market.book, terms, sheet, &mut Silent).is_err() {
        // What is missing in one month does not take the others away.
        let months = sheet.periods().iter();
        let several = sheet.periods().len() > 1;
        return months
            .filter(|_| several)
            .flat_map(|month| months_of(case, facts, terms, &mut Sheet::by_month(*month)))
            .collect();
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
    for block in facts.market.blocks.iter() {
        for (month, sum) in months_of_block(block, &mut sheet) {
            let key = SpendKey {
                month: month.from(),
                home: block.home_id.clone(),
                category: None,
                route: Route::Block,
            };
            sums.entry(key).or_default().add(sum);
        }
    }
}

pub(super) fn months_of_block(block: &Block, sheet: &mut Sheet) -> Vec<(Period, SpendSum)> {
    block_due(block, sheet, &mut Silent);
    let sum = |amount| SpendSum {
        gross: amount,
        net: amount,
        ..SpendSum::default()
    };
    sheet
        .lines()
        .map(|line| (line.period, sum(line.amount)))
        .collect()
}

/// What was spent on one placement, or on one block contract, in a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spent {
    /// On what.
    pub on: SpentOn,
    /// The category that it counts as; none for a block contract.
    pub category: Option<Category>,
    /// How much.
    pub sum: SpendSum,
}

/// What was spent on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SpentOn {
    /// A placement.
    Placement(PlacementAt),
    /// The block contract at an index of [`Market::blocks`](super::Market::blocks).
    Block(usize),
}

/// A month's columns; none when there is no such month.
fn month_sheet(month: Date) -> Option<Sheet> {
    let span = Period::between(month, month.add_months(1) - 1)?;
    Some(Sheet::by_month(span))
}

/// What was spent in a month, placement by placement and then block by block: the sums of
/// [`spend`], taken apart.
pub(super) fn spent_in(facts: &Facts, terms: &Terms, month: Date) -> Vec<Spent> {
    let Some(sheet) = month_sheet(month) else {
        return Vec::new();
    };
    let all: Vec<PlacementAt> = facts.all().map(|(at, _)| at).collect();
    let mut spent = in_parts(&all, |some| {
        let mut sheet = sheet.clone();
        let spent = some
            .iter()
            .filter_map(|at| spent_on(facts, terms, *at, &mut sheet));
        spent.collect()
    });
    let mut sheet = sheet;
    for (index, block) in facts.market.blocks.iter().enumerate() {
        let months = months_of_block(block, &mut sheet);
        spent.extend(months.into_iter().map(|(_, sum)| Spent {
            on: SpentOn::Block(index),
            category: None,
            sum,
        }));
    }
    spent
}

fn spent_on(facts: &Facts, terms: &Terms, at: PlacementAt, sheet: &mut Sheet) -> Option<Spent> {
    let case = facts.case(at)?;
    let (month, sum) = months_of(case, facts, terms, sheet).pop()?;
    Some(Spent {
        on: SpentOn::Placement(at),
        category: Some(category_in(case, month)),
        sum,
    })
}

/// What is due for some placements in one month, those with nothing left out.
pub(super) fn in_month(
    facts: &Facts,
    terms: &Terms,
    month: Date,
    some: &[PlacementAt],
) -> Vec<(PlacementAt, SpendSum)> {
    let Some(mut sheet) = month_sheet(month) else {
        return Vec::new();
    };
    some.iter()
        .filter_map(|at| spent_on(facts, terms, *at, &mut sheet))
        .filter_map(|spent| match spent.on {
            SpentOn::Placement(at) => Some((at, spent.sum)),
            SpentOn::Block(_) => None,
        })
        .collect()
}
