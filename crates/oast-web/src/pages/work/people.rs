//! People waiting: whose money runs out, and whose stay or hours end.

use oast_office::RunwayRow;
use oast_office::access::{Action, LeaveRow};
use oast_office::picture::{ENDS_WITHIN_DAYS, Picture, PlacementAt};
use oast_rules::placement::self_funder::Depletion;

use super::is_mine;
use super::kind::{Kind, Row};
use crate::answer::Fault;
use crate::desk::Desk;
use crate::link::{To, with_query};
use crate::list::Cell;
use crate::pages::access::break_glass;
use crate::pages::placement::person_name;
use crate::pages::placement::self_funders::told_in_words;
use crate::words;

/// Who waits.
pub(super) fn kinds(desk: &mut Desk, most: usize) -> Result<Vec<Kind>, Fault> {
    if !desk.may(Action::SeePeople) {
        return Ok(Vec::new());
    }
    let mut kinds = Vec::new();
    if desk.may(Action::SeeAudit) {
        kinds.extend(emergencies(desk, most)?);
    }
    if is_mine(desk, &[Action::RecordEvent, Action::OverrideNotice]) {
        kinds.extend(money_ending(desk, most)?);
    }
    if is_mine(desk, &[Action::RecordEvent]) {
        kinds.extend(stays_ending(desk, most)?);
        kinds.extend(hours_ending(desk, most)?);
    }
    Ok(kinds)
}

/// Records that were opened in an emergency in the last month.
fn emergencies(desk: &mut Desk, most: usize) -> Result<Option<Kind>, Fault> {
    let leaves = break_glass::news(desk)?;
    let kind = Kind::from(
        "break-glass",
        "Records opened in an emergency",
        &leaves,
        most,
        |leave: &LeaveRow| {
            Some(Row {
                what: Cell::text(&leave.person_id).to(To::Leaves),
                why: format!(
                    "{} opened it, and wrote: {}",
                    leave.user_id,
                    crate::form::sentence(&leave.reason)
                ),
                figure: Cell::date(words::uk_date(leave.begun_at)),
                act: Cell::text("See whether it was right").to(To::AuditEntry(leave.seq)),
            })
        },
    );
    Ok(kind.map(|kind| kind.at(To::Leaves)))
}

/// A placement, by the name of its person, with its home.
pub(super) fn placement(picture: &Picture, at: PlacementAt) -> Option<Cell> {
    let placement = &picture.facts.case(at)?.placement;
    let id = placement.placement_id.as_str();
    let name = picture
        .facts
        .person(placement.person_id.as_str())
        .map_or_else(|| placement.person_id.to_string(), person_name);
    let home = picture.facts.home(placement.home_id.as_str());
    let home = home.map_or(String::new(), |home| home.name.to_string());
    Some(Cell::text(name).to(To::Placement(id)).hint(home))
}

fn money_ending(desk: &mut Desk, most: usize) -> Result<Option<Kind>, Fault> {
    let picture = desk.picture()?;
    let due = with_query(To::SelfFunders, [("told", "due")]);
    let kind = Kind::from(
        "self-funders",
        "Self-funders whose money runs out",
        &picture.attention().money_ending,
        most,
        |row: &RunwayRow| {
            let id = row.report.person_id.as_str();
            let person = picture.facts.person(id);
            let home = picture.facts.home(row.report.home_id.as_str());
            let told = told_in_words(row.told);
            Some(Row {
                what: Cell::text(person.map_or_else(|| id.to_owned(), person_name))
                    .to(with_query(To::SelfFunders, [("person", id)]))
                    .hint(home.map_or(String::new(), |home| home.name.to_string())),
                why: format!(
                    "Their money {} the limit {}. {told}",
                    match row.runway.expected {
                        Depletion::On(day) if day < picture.day => "reached",
                        _ => "reaches",
                    },
                    row.runway.expected.says()
                ),
                figure: match row.runway.expected {
                    Depletion::On(day) => Cell::date(day).hint(words::days_ago(day, picture.day)),
                    Depletion::NotBy(_) | Depletion::Never => Cell::empty(),
                },
                act: Cell::text("Arrange an assessment")
                    .to(with_query(To::SelfFunders, [("person", id)])),
            })
        },
    );
    Ok(kind.map(|kind| kind.at(due)))
}

fn stays_ending(desk: &mut Desk, most: usize) -> Result<Option<Kind>, Fault> {
    let picture = desk.picture()?;
    Ok(Kind::from(
        "stays",
        "Short stays that end",
        &picture.attention().stays_ending,
        most,
        |(at, on)| {
            let case = picture.facts.case(*at)?;
            let id = case.placement.placement_id.as_str();
            Some(Row {
                what: placement(&picture, *at)?,
                why: format!(
                    "The {} stay ends within {ENDS_WITHIN_DAYS} days, and nothing follows it yet.",
                    case.placement.stay.words()
                ),
                figure: Cell::date(*on).hint(words::days_ago(*on, picture.day)),
                act: Cell::text("Settle what follows").to(To::Placement(id)),
            })
        },
    ))
}

fn hours_ending(desk: &mut Desk, most: usize) -> Result<Option<Kind>, Fault> {
    let picture = desk.picture()?;
    let may = desk.may(Action::RecordEvent);
    Ok(Kind::from(
        "one-to-one",
        "One-to-one hours that end",
        &picture.attention().hours_ending,
        most,
        |ending| {
            let case = picture.facts.case(ending.at)?;
            let id = case.placement.placement_id.as_str();
            let act = if may {
                Cell::text("Review the hours, and record what follows")
                    .to(To::Record(id, "one-to-one"))
            } else {
                Cell::text("Look at the placement").to(To::Placement(id))
            };
            Some(Row {
                what: placement(&picture, ending.at)?,
                why: format!(
                    "{} hours a week end within {ENDS_WITHIN_DAYS} days, and no later ones are agreed.",
                    ending.hours
                ),
                figure: Cell::date(ending.to).hint(words::days_ago(ending.to, picture.day)),
                act,
            })
        },
    ))
}
