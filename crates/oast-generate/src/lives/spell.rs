use oast_rules::facts::{Category, EndReason, Route, Stay};
use oast_units::{Date, Generation, SchemeId, WeeklyRate};

use crate::GenerateError;
use crate::sampling::Chance;
use crate::world::World;

/// One stay in one home, before everything that is recorded about it is filled in.
#[derive(Debug, Clone)]
pub(crate) struct Spell {
    /// The home's place among the sites.
    pub(crate) site: usize,
    pub(crate) category: Category,
    pub(crate) route: Route,
    pub(crate) scheme: Option<SchemeId>,
    pub(crate) generation: Option<Generation>,
    pub(crate) stay: Stay,
    pub(crate) from: Date,
    pub(crate) agreed: Option<WeeklyRate>,
    pub(crate) end: Option<(Date, EndReason)>,
    /// Changes of category, in order.
    pub(crate) changes: Vec<Change>,
    /// What it was assessed to cost, and from when, in order.
    pub(crate) assessed: Vec<(Date, WeeklyRate)>,
    /// The number in the reference of its assessments.
    pub(crate) assessment_number: u64,
    /// The day notice was given, where it was not a matter of chance.
    pub(crate) notice_on: Option<Date>,
    /// Whether a one-to-one package is alive on the opening day.
    pub(crate) one_to_one: bool,
}

/// A change of category.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Change {
    pub(crate) category: Category,
    pub(crate) from: Date,
    pub(crate) agreed: Option<WeeklyRate>,
}

impl Spell {
    /// A stay for good that has not ended and of which nothing more is known.
    pub(crate) fn new(site: usize, category: Category, route: Route, from: Date) -> Self {
        Self {
            site,
            category,
            route,
            scheme: None,
            generation: None,
            stay: Stay::LongTerm,
            from,
            agreed: None,
            end: None,
            changes: Vec::new(),
            assessed: Vec::new(),
            assessment_number: 0,
            notice_on: None,
            one_to_one: false,
        }
    }

    /// The last day of presence that is known, or the last day of all.
    pub(crate) fn last_present(&self, last_day: Date) -> Date {
        let last = match self.end {
            Some((on, EndReason::Died)) => on,
            Some((on, _)) => on.previous(),
            None => last_day,
        };
        last.min(last_day)
    }

    /// The category on a day.
    pub(crate) fn category_on(&self, day: Date) -> Category {
        let begun = self.changes.iter().rev().find(|change| change.from <= day);
        begun.map_or(self.category, |change| change.category)
    }

    /// Ends it on a day, unless that is after everything.
    pub(crate) fn end_within(&mut self, world: &World, on: Date, reason: EndReason) {
        if on <= world.figures().days.last_day {
            self.end = Some((on, reason));
        }
    }
}

/// Why a stay for good ended.
pub(crate) fn reason_to_leave(chance: &mut Chance) -> EndReason {
    const REASONS: [(EndReason, u64); 5] = [
        (EndReason::Died, 780),
        (EndReason::Moved, 70),
        (EndReason::Discharged, 60),
        (EndReason::NoticeProvider, 50),
        (EndReason::NoticeCouncil, 40),
    ];
    chance.weighted(&REASONS).unwrap_or(EndReason::Died)
}

/// Why a stay that could not be followed by another ended.
pub(crate) fn reason_to_leave_for_good(chance: &mut Chance) -> EndReason {
    match reason_to_leave(chance) {
        EndReason::Moved => EndReason::Discharged,
        reason => reason,
    }
}

/// A stay of some weeks that ended as planned, nearly always.
pub(crate) fn shorten(spell: &mut Spell, days: i32, chance: &mut Chance) {
    spell.stay = if chance.permille(600) {
        Stay::Respite
    } else {
        Stay::ShortTerm
    };
    let reason = if chance.permille(40) {
        EndReason::Died
    } else {
        EndReason::Discharged
    };
    spell.end = Some((spell.from + days, reason));
}

/// A category by its share of those who come and go, as its place among the priced ones.
pub(crate) fn category_of_newcomer(
    world: &World,
    chance: &mut Chance,
) -> Result<usize, GenerateError> {
    let figures = world.figures().categories.iter().enumerate();
    let shares: Vec<_> = figures
        .map(|(index, each)| (index, each.arrivals_permille))
        .collect();
    chance
        .weighted(&shares)
        .ok_or_else(|| GenerateError::example("figures.toml", "no category has any arrivals"))
}
