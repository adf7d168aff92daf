//! What an event does to what is due, and to what was paid.

use std::collections::BTreeMap;

use oast_rules::facts::{Element, Side};
use oast_rules::money::pay_run::Posted;
use oast_rules::money::{DueLine, Flow, Sheet, due, nursing_in_price};
use oast_rules::placement::CaseFile;
use oast_rules::price::PriceBook;
use oast_terms::{NursingInPrice, Silent, Terms};
use oast_units::{Date, HomeId, PayCalendar, Pence, Period, PlacementId};

use crate::OfficeError;

/// What an event changes of one element of a placement in one pay period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The placement.
    pub placement_id: PlacementId,
    /// The home.
    pub home_id: HomeId,
    /// What it is for and who pays whom: `flow.element()`, `flow.rows()`.
    pub flow: Flow,
    /// The pay period, clipped to the days looked at.
    pub period: Period,
    /// The days due before.
    pub days_before: i32,
    /// The days due after.
    pub days_after: i32,
    /// What was due before.
    pub before: Pence,
    /// What is due after.
    pub after: Pence,
    /// After less before.
    pub difference: Pence,
}

/// What the next pay run will adjust because of an event: one side of the ledger, for one element
/// of a placement in a pay period that was paid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidEffect {
    /// The placement.
    pub placement_id: PlacementId,
    /// The home.
    pub home_id: HomeId,
    /// What it is for.
    pub element: Element,
    /// Paid to the home, or billed.
    pub side: Side,
    /// The pay period, clipped to the days that were paid.
    pub period: Period,
    /// What was posted.
    pub posted: Pence,
    /// What is due after the event.
    pub due: Pence,
    /// Due less posted, which is what the next run adjusts: above nothing it is paid or billed,
    /// below nothing taken back from the home or credited.
    pub difference: Pence,
    /// Whether a hold keeps it out of pay runs until it is released.
    pub held: bool,
}

/// A placement before and after an event; either may not exist.
pub(super) struct Reckoned<'a> {
    pub(super) before: Option<&'a CaseFile>,
    pub(super) after: &'a CaseFile,
    /// What was posted for it at its own home.
    pub(super) posted: Vec<Posted>,
    /// The elements that are held.
    pub(super) held: Vec<Element>,
}

impl<'a> Reckoned<'a> {
    /// A placement that begins, for which nothing was posted.
    pub(super) fn new(case: &'a CaseFile) -> Self {
        Self {
            before: None,
            after: case,
            posted: Vec::new(),
            held: Vec::new(),
        }
    }
}

/// What amounts are worked out with.
#[derive(Clone, Copy)]
pub(super) struct Rules<'a> {
    pub(super) terms: &'a Terms,
    pub(super) book: &'a PriceBook,
    pub(super) calendar: PayCalendar,
}

type Dues = BTreeMap<(Flow, Date), DueLine>;

impl Rules<'_> {
    /// What is due in a span.
    fn due(self, case: &CaseFile, span: Period) -> Result<Dues, OfficeError> {
        let mut sheet = Sheet::new(self.calendar, span);
        due(case, self.book, self.terms, &mut sheet, &mut Silent)?;
        Ok(sheet
            .lines()
            .map(|line| ((line.flow, line.period.from()), line))
            .collect())
    }

    /// What was due before in a span: nothing, where that cannot be worked out.
    fn due_before(self, reckoned: &Reckoned<'_>, span: Period) -> Dues {
        let case = reckoned.before;
        case.and_then(|case| self.due(case, span).ok())
            .unwrap_or_default()
    }

    /// What an event changes of what is due in a span, in order of flow and period.
    pub(super) fn effects(
        self,
        reckoned: &Reckoned<'_>,
        span: Period,
    ) -> Result<Vec<Effect>, OfficeError> {
        let before = self.due_before(reckoned, span);
        let after = self.due(reckoned.after, span)?;
        let mut keys: Vec<_> = before.keys().chain(after.keys()).copied().collect();
        keys.sort_unstable();
        keys.dedup();
        let placement = &reckoned.after.placement;
        let effects = keys.into_iter().filter_map(|key| {
            let (old, new) = (before.get(&key), after.get(&key));
            let line = new.or(old)?;
            let amount = |line: Option<&DueLine>| line.map_or(Pence::ZERO, |line| line.amount);
            let days = |line: Option<&DueLine>| line.map_or(0, |line| line.days);
            (amount(old) != amount(new)).then(|| Effect {
                placement_id: placement.placement_id.clone(),
                home_id: placement.home_id.clone(),
                flow: line.flow,
                period: line.period,
                days_before: days(old),
                days_after: days(new),
                before: amount(old),
                after: amount(new),
                difference: amount(new) - amount(old),
            })
        });
        Ok(effects.collect())
    }

    /// What the next run will adjust in a span that was paid, as far as the event moves it.
    pub(super) fn paid(
        self,
        reckoned: &Reckoned<'_>,
        span: Period,
    ) -> Result<Vec<PaidEffect>, OfficeError> {
        let nursing = |case| nursing_in_price(case, self.terms);
        let old_nursing = reckoned.before.map_or(NursingInPrice::Net, nursing);
        let before = by_side(&self.due_before(reckoned, span), old_nursing);
        let after = by_side(&self.due(reckoned.after, span)?, nursing(reckoned.after));
        let periods: BTreeMap<Date, Period> = self
            .calendar
            .clipped_to(span)
            .map(|period| (period.from(), period))
            .collect();
        let mut keys: Vec<_> = before.keys().chain(after.keys()).copied().collect();
        keys.sort_unstable();
        keys.dedup();
        let placement = &reckoned.after.placement;
        let mut paid = Vec::new();
        for key in keys {
            let of = |sums: &Sums| sums.get(&key).copied().unwrap_or_default();
            let (element, side, from) = key;
            let Some(&period) = periods.get(&from).filter(|_| of(&before) != of(&after)) else {
                continue;
            };
            let same = |posted: &&Posted| (posted.element, posted.side, posted.period_from) == key;
            let posted = reckoned
                .posted
                .iter()
                .filter(same)
                .map(|posted| posted.amount)
                .sum();
            paid.push(PaidEffect {
                placement_id: placement.placement_id.clone(),
                home_id: placement.home_id.clone(),
                element,
                side,
                period,
                posted,
                due: of(&after),
                difference: of(&after) - posted,
                held: reckoned.held.contains(&element),
            });
        }
        Ok(paid)
    }

    /// What the council pays the home for a week at the rates of one day, net.
    pub(super) fn weekly_to_home(self, case: &CaseFile, on: Date) -> Result<Pence, OfficeError> {
        let mut sheet = Sheet::new(self.calendar, Period::day(on));
        due(case, self.book, self.terms, &mut sheet, &mut Silent)?;
        let nursing = nursing_in_price(case, self.terms);
        Ok(sheet
            .weekly()
            .map(|(flow, amount)| flow.effect_on_home(amount, nursing))
            .sum())
    }
}

type Sums = BTreeMap<(Element, Side, Date), Pence>;

/// The amounts on each side of the ledger.
fn by_side(dues: &Dues, nursing: NursingInPrice) -> Sums {
    let mut sums = Sums::new();
    for ((flow, from), line) in dues {
        for &side in Side::ALL {
            let amount = flow.on_side(side, line.amount, nursing);
            if amount != Pence::ZERO {
                *sums.entry((flow.element(), side, *from)).or_default() += amount;
            }
        }
    }
    sums
}
