//! What an event makes of the facts of a placement, before anything is written.

use oast_rules::facts::{
    Absence, AbsenceKind, CategoryChange, EndReason, Fact, GivenBy, Notice, OneToOne, key_of,
};
use oast_rules::placement::CaseFile;
use oast_units::{Date, PlacementId};

use super::event::Event;
use crate::OfficeError;

/// The facts before and after an event.
#[derive(Debug, Clone)]
pub(super) struct Applied {
    pub(super) before: CaseFile,
    pub(super) after: CaseFile,
    /// The placement that begins elsewhere when the person moves.
    pub(super) moved_to: Option<CaseFile>,
}

fn refused<T>(why: String) -> Result<T, OfficeError> {
    Err(OfficeError::Refused(why))
}

/// Applies an event; `new_id` is the reference of the placement that a move begins.
pub(super) fn apply(
    before: CaseFile,
    event: &Event,
    new_id: Option<PlacementId>,
    today: Date,
) -> Result<Applied, OfficeError> {
    not_ahead_of_its_day(event, today)?;
    within(&before, event)?;
    let mut applied = Applied {
        after: before.clone(),
        before,
        moved_to: None,
    };
    let case = &mut applied.after;
    match event.clone() {
        Event::Died { on } => end(case, on, EndReason::Died),
        Event::Discharged { on, room_relet_on } => {
            end(case, on, EndReason::Discharged);
            case.placement.room_relet_on = room_relet_on;
        }
        Event::LeftUnderNotice {
            given_by,
            on,
            room_relet_on,
        } => {
            noticed(case, given_by, on)?;
            let reason = match given_by {
                GivenBy::Provider => EndReason::NoticeProvider,
                GivenBy::Council => EndReason::NoticeCouncil,
            };
            end(case, on, reason);
            case.placement.room_relet_on = room_relet_on;
        }
        Event::Moved { on, .. } => {
            applied.moved_to = new_id.and_then(|id| moved_to(case, event, id));
            end(case, on, EndReason::Moved);
        }
        Event::Hospital { from, to } => go_away(case, AbsenceKind::Hospital, from, to)?,
        Event::Holiday { from, to } => go_away(case, AbsenceKind::Holiday, from, to)?,
        Event::Returned { kind, on } => come_back(case, kind, on)?,
        Event::NoticeGiven { .. } => give_notice(case, event)?,
        Event::CategoryChanged { .. } => change_category(case, event)?,
        Event::OneToOne { .. } => agree_hours(case, event)?,
        Event::RoomRelet { on } => relet(case, on)?,
    }
    Ok(applied)
}

fn not_ahead_of_its_day(event: &Event, today: Date) -> Result<(), OfficeError> {
    match event.only_once_happened() {
        Some(what) if event.day() > today => refused(format!(
            "{what} is recorded once it has happened, and {} is after today, {}; give the day it happened",
            event.day().long(),
            today.long()
        )),
        _ => Ok(()),
    }
}

/// Refuses what lies outside the placement.
fn within(case: &CaseFile, event: &Event) -> Result<(), OfficeError> {
    let placement = &case.placement;
    let (id, day) = (&placement.placement_id, event.day());
    if day < placement.started_on {
        return refused(format!(
            "placement {id} begins on {}, after {}; give that day or a later one, or correct the start",
            placement.started_on.long(),
            day.long()
        ));
    }
    let (Some(ended), Some(reason)) = (placement.ended_on, placement.end_reason) else {
        return Ok(());
    };
    let how = format!(
        "placement {id} has ended already: {} on {}",
        reason.words(),
        ended.long()
    );
    if event.is_end() {
        return refused(format!(
            "{how}; an end is recorded once, and a wrong one is corrected in placements.csv and imported"
        ));
    }
    let there_to = last_day_there(ended, reason);
    let concerns_the_stay = !matches!(event, Event::RoomRelet { .. });
    if concerns_the_stay && day > there_to {
        return refused(format!(
            "{how}, so nothing can happen to it on {}",
            day.long()
        ));
    }
    Ok(())
}

/// Ends a placement. A change of category that was to come after the last day never happens, and
/// is withdrawn: one entry stops everything.
fn end(case: &mut CaseFile, on: Date, reason: EndReason) {
    case.placement.ended_on = Some(on);
    case.placement.end_reason = Some(reason);
    let last = last_day_there(on, reason);
    case.category_changes.retain(|change| change.from <= last);
}

/// The day of death, or the day before leaving.
fn last_day_there(ended: Date, reason: EndReason) -> Date {
    match reason {
        EndReason::Died => ended,
        _ => ended.previous(),
    }
}

/// Refuses a leaving under notice that nobody gave.
fn noticed(case: &CaseFile, given_by: GivenBy, on: Date) -> Result<(), OfficeError> {
    let given = case
        .notices
        .iter()
        .any(|notice| notice.given_by == given_by && notice.given_on <= on);
    if given {
        return Ok(());
    }
    refused(format!(
        "{} has given no notice on placement {} by {}; record the notice first, or another way of leaving",
        given_by.words(),
        case.placement.placement_id,
        on.long()
    ))
}

/// The placement that begins where the person moved to.
fn moved_to(case: &CaseFile, event: &Event, placement_id: PlacementId) -> Option<CaseFile> {
    let Event::Moved {
        on,
        to,
        category,
        route,
        scheme,
        generation,
        agreed_weekly,
    } = event.clone()
    else {
        return None;
    };
    let mut placement = case.placement.clone();
    placement.placement_id = placement_id;
    placement.home_id = to;
    placement.category = category;
    placement.route = route;
    placement.scheme = scheme;
    placement.generation = generation;
    placement.agreed_weekly = agreed_weekly;
    placement.started_on = on;
    placement.room_relet_on = None;
    Some(CaseFile::new(placement))
}

fn go_away(
    case: &mut CaseFile,
    kind: AbsenceKind,
    from: Date,
    to: Option<Date>,
) -> Result<(), OfficeError> {
    let id = case.placement.placement_id.clone();
    let last = to.unwrap_or(Date::MAX);
    let there = case.absences.iter().find(|absence| {
        absence.kind == kind && absence.from <= last && from <= absence.to.unwrap_or(Date::MAX)
    });
    if let Some(there) = there {
        let (what, until) = (away_words(kind), there.to.map(Date::long));
        return refused(match until {
            Some(until) => format!(
                "the person of placement {id} is recorded as {what} from {} to {until} already; give days outside these",
                there.from.long()
            ),
            None => format!(
                "the person of placement {id} is {what} since {} already; record the return first",
                there.from.long()
            ),
        });
    }
    let absence = Absence {
        placement_id: id,
        kind,
        from,
        to,
    };
    let what = format!("an absence from {}", from.long());
    add(&mut case.absences, absence, &what)
}

/// Ends the open absence of a kind. Both ends of an absence are days away (rules §4), so the day
/// of coming back is the last of them.
fn come_back(case: &mut CaseFile, kind: AbsenceKind, on: Date) -> Result<(), OfficeError> {
    let id = &case.placement.placement_id;
    let open = case
        .absences
        .iter_mut()
        .rfind(|absence| absence.kind == kind && absence.to.is_none());
    let Some(open) = open else {
        return refused(format!(
            "the person of placement {id} is not {} without a last day, so there is no return to record; record the days away instead",
            away_words(kind)
        ));
    };
    if on < open.from {
        return refused(format!(
            "the person of placement {id} went on {}, after {}; give the day of coming back",
            open.from.long(),
            on.long()
        ));
    }
    open.to = Some(on);
    Ok(())
}

fn give_notice(case: &mut CaseFile, event: &Event) -> Result<(), OfficeError> {
    let Event::NoticeGiven {
        given_by,
        given_on,
        reason,
    } = event.clone()
    else {
        return Ok(());
    };
    let notice = Notice {
        placement_id: case.placement.placement_id.clone(),
        given_by,
        given_on,
        reason,
    };
    let what = format!("{}'s notice of {}", given_by.words(), given_on.long());
    add(&mut case.notices, notice, &what)
}

fn change_category(case: &mut CaseFile, event: &Event) -> Result<(), OfficeError> {
    let Event::CategoryChanged {
        category,
        from,
        agreed_weekly,
    } = event.clone()
    else {
        return Ok(());
    };
    let change = CategoryChange {
        placement_id: case.placement.placement_id.clone(),
        category,
        from,
        agreed_weekly,
    };
    let what = format!("a change of category from {}", from.long());
    add(&mut case.category_changes, change, &what)
}

fn agree_hours(case: &mut CaseFile, event: &Event) -> Result<(), OfficeError> {
    let Event::OneToOne {
        hours_per_week,
        hourly_rate,
        from,
        to,
        reason,
    } = event.clone()
    else {
        return Ok(());
    };
    let placement_id = case.placement.placement_id.clone();
    let Some(to) = to else {
        return refused(format!(
            "one-to-one hours for placement {placement_id} always end; give the last day, which can be extended after a review"
        ));
    };
    let hours = OneToOne {
        placement_id,
        hours_per_week,
        hourly_rate,
        from,
        to,
        reason,
    };
    let what = format!("one-to-one hours from {}", from.long());
    add(&mut case.one_to_one, hours, &what)
}

fn relet(case: &mut CaseFile, on: Date) -> Result<(), OfficeError> {
    let placement = &mut case.placement;
    let id = &placement.placement_id;
    if placement.ended_on.is_none() {
        return refused(format!(
            "placement {id} has not ended, so its room cannot be let again; record the end first"
        ));
    }
    if let Some(known) = placement.room_relet_on {
        return refused(format!(
            "the room of placement {id} was let again on {} already; a wrong day is corrected in placements.csv and imported",
            known.long()
        ));
    }
    placement.room_relet_on = Some(on);
    Ok(())
}

/// Adds a fact in order of the keys, refusing one whose key is there: it would silently correct
/// that one.
fn add<F: Fact>(facts: &mut Vec<F>, fact: F, what: &str) -> Result<(), OfficeError> {
    let key = key_of(&fact);
    match facts.binary_search_by(|known| key_of(known).cmp(&key)) {
        Ok(_) => refused(format!(
            "{what} is recorded for this placement already; a wrong one is corrected in {}.csv and imported",
            F::TABLE.name
        )),
        Err(place) => {
            facts.insert(place, fact);
            Ok(())
        }
    }
}

fn away_words(kind: AbsenceKind) -> &'static str {
    match kind {
        AbsenceKind::Hospital => "in hospital",
        AbsenceKind::Holiday => "on holiday",
    }
}
