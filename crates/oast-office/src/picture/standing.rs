use std::sync::Arc;

use oast_rules::facts::Category;
use oast_rules::money::{Flow, Sheet, due, nursing_in_price};
use oast_rules::placement::CaseFile;
use oast_rules::price::rate_on;
use oast_terms::{Silent, Terms};
use oast_units::{Date, PayCalendar, Pence, Period, WeeklyRate};

use super::facts::{Change, Facts};
use crate::parts::in_parts;

/// No contract pays for a room so many days after a placement ended.
pub(super) const PAID_AFTER_END_DAYS_MAX: i32 = 120;

/// How one placement stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Whether the person lives there on the day.
    pub lives_there: bool,
    /// The category on the day.
    pub category: Category,
    /// The care fee a week on the day; none when it has not begun, or no price is recorded.
    pub rate: Option<WeeklyRate>,
    /// What is due for the week that holds the day.
    pub week: Week,
}

/// What is due for one week, Monday to Sunday.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Week {
    /// Each flow's amount, in the order of [`Flow::ALL`].
    pub flows: [Pence; Flow::ALL.len()],
    /// What the council pays the home, when all is settled between them.
    pub net_to_home: Pence,
    /// What is left with the council: what it pays less what it is given.
    pub cost_to_council: Pence,
}

impl Week {
    /// The amount of a flow.
    pub fn of(&self, flow: Flow) -> Pence {
        self.flows.get(flow as usize).copied().unwrap_or_default()
    }
}

/// The category of a placement on a day; before its first day, the one it begins with.
pub(crate) fn category_on(case: &CaseFile, day: Date) -> Category {
    let change = case
        .category_changes
        .iter()
        .rfind(|change| change.from <= day);
    change.map_or(case.placement.category, |change| change.category)
}

/// Monday to Sunday around a day.
pub(crate) fn week_of(day: Date) -> Option<Period> {
    // 5 January 2026 is a Monday.
    let calendar = PayCalendar::new(Date::of(2026, 1, 5), 7).ok()?;
    Some(calendar.holding(day))
}

pub(super) fn standings(facts: &Facts, terms: &Terms, day: Date) -> Vec<Standing> {
    let Some((calendar, week)) = PayCalendar::new(Date::of(2026, 1, 5), 7)
        .ok()
        .zip(week_of(day))
    else {
        return Vec::new();
    };
    let sheet = Sheet::new(calendar, week);
    in_parts(&facts.cases, |cases| {
        let mut sheet = sheet.clone();
        cases
            .iter()
            .map(|case| standing(case, facts, terms, day, &mut sheet))
            .collect()
    })
}

/// The same once some placements changed; those that did not stand as they stood. None where it is
/// another day or prices changed.
pub(super) fn standings_after(
    before: (&[Standing], &Facts, Date),
    facts: &Facts,
    terms: &Terms,
    day: Date,
    changes: &[Change],
) -> Option<Vec<Standing>> {
    let (stood, old, old_day) = before;
    if day != old_day || !Arc::ptr_eq(&old.market.book, &facts.market.book) {
        return None;
    }
    let calendar = PayCalendar::new(Date::of(2026, 1, 5), 7).ok()?;
    let mut sheet = Sheet::new(calendar, week_of(day)?);
    let mut next = Vec::with_capacity(facts.cases.len());
    let mut kept = 0;
    for change in changes {
        let until = change.before_index();
        next.extend_from_slice(stood.get(kept..until)?);
        kept = until + usize::from(change.before.is_some());
        if let Some(case) = change.now.and_then(|at| facts.case(at)) {
            next.push(standing(case, facts, terms, day, &mut sheet));
        }
    }
    next.extend_from_slice(stood.get(kept..)?);
    (next.len() == facts.cases.len()).then_some(next)
}

fn standing(
    case: &CaseFile,
    facts: &Facts,
    terms: &Terms,
    day: Date,
    sheet: &mut Sheet,
) -> Standing {
    let placement = &case.placement;
    let started = placement.started_on <= day;
    let lives_there = started && placement.ended_on.is_none_or(|ended| ended > day);
    let book = &facts.market.book;
    let mut week = Week::default();
    let could_be_due = placement.started_on <= sheet.span().to()
        && placement
            .ended_on
            .is_none_or(|ended| ended > sheet.span().from() - PAID_AFTER_END_DAYS_MAX);
    if could_be_due && due(case, book, terms, sheet, &mut Silent).is_ok() {
        let nursing = nursing_in_price(case, terms);
        for line in sheet.lines() {
            if let Some(cell) = week.flows.get_mut(line.flow as usize) {
                *cell = line.amount;
            }
            let to_home = line.flow.effect_on_home(line.amount, nursing);
            week.net_to_home += to_home;
            week.cost_to_council += to_home - line.flow.billed(line.amount);
        }
    }
    Standing {
        lives_there,
        category: category_on(case, day),
        rate: if lives_there {
            rate_on(case, book, day, &mut Silent).ok()
        } else {
            None
        },
        week,
    }
}
