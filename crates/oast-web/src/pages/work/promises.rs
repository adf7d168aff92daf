//! Promises due: notices that need a decision, homes under notice, terms that were assumed.

use oast_office::access::Action;
use oast_rules::placement::notice::NoticePeriod;
use oast_terms::Status;

use super::kind::{Kind, Row};
use super::{is_mine, people};
use crate::answer::Fault;
use crate::desk::{Desk, Known};
use crate::link::{To, with_query};
use crate::list::Cell;
use crate::words;

/// What was promised and is due.
pub(super) fn kinds(desk: &mut Desk, most: usize) -> Result<Vec<Kind>, Fault> {
    let mut kinds = Vec::new();
    if desk.may(Action::SeePeople) && is_mine(desk, &[Action::OverrideNotice]) {
        kinds.extend(split(desk, most)?);
    }
    if is_mine(
        desk,
        &[
            Action::OverrideNotice,
            Action::RecordEvent,
            Action::ProposeUplift,
        ],
    ) {
        kinds.extend(under_notice(desk, most)?);
    }
    if is_mine(desk, &[Action::ConfirmTerm]) {
        kinds.extend(assumed(desk));
    }
    Ok(kinds)
}

fn split(desk: &mut Desk, most: usize) -> Result<Option<Kind>, Fault> {
    let picture = desk.picture()?;
    let may = desk.may(Action::OverrideNotice) && desk.known() == Known::Now;
    let kind = Kind::from(
        "split",
        "Notices that look split",
        &picture.attention().split,
        most,
        |notice: &NoticePeriod| {
            let id = notice.placement.as_str();
            let act = if may {
                Cell::text("Decide whether it keeps the single period")
                    .to(To::NoticeOverride(id, notice.given_on))
            } else {
                Cell::text("Look at the group").to(with_query(To::Notices, [("grouped", "yes")]))
            };
            Some(Row {
                what: people::placement(&picture, picture.facts.placement(id)?)?,
                why: notice.why.clone(),
                figure: Cell::date(notice.earliest_end)
                    .hint(words::days_ago(notice.earliest_end, picture.day)),
                act,
            })
        },
    );
    Ok(kind.map(|kind| kind.at(with_query(To::Notices, [("grouped", "yes")]))))
}

fn under_notice(desk: &mut Desk, most: usize) -> Result<Option<Kind>, Fault> {
    let picture = desk.picture()?;
    Ok(Kind::from(
        "under-notice",
        "Homes under notice with residents",
        &picture.attention().under_notice,
        most,
        |under| {
            let home = picture.facts.market.homes.get(under.home)?;
            let people = words::so_many(
                under.residents,
                "person has notice and still lives there.",
                "people have notice and still live there.",
            );
            Some(Row {
                what: Cell::text(&home.name).to(To::Home(home.home_id.as_str())),
                why: people,
                figure: Cell::date(under.earliest_end)
                    .hint(words::days_ago(under.earliest_end, picture.day)),
                act: Cell::text("See who needs another home")
                    .to(with_query(To::Notices, [("home", home.home_id.as_str())])),
            })
        },
    ))
}

/// How many terms stand on an assumption.
fn assumed(desk: &Desk) -> Option<Kind> {
    let terms = desk.terms();
    let day = desk.day();
    let count = terms
        .all()
        .filter(|term| {
            let holds = |from: oast_units::Period| from.contains(day);
            let mut values = term.values.iter();
            values.any(|value| holds(value.period) && value.origin.status == Status::Assumed)
        })
        .count();
    let row = Row {
        what: Cell::text(words::so_many(count, "assumed term", "assumed terms")).to(To::Terms),
        why: "Payments rest on values that no published document gives. Each is to be confirmed against its contract."
            .to_owned(),
        figure: Cell::empty(),
        act: Cell::text("Confirm them one by one").to(To::Terms),
    };
    (count > 0).then(|| Kind::of("assumed", "Terms that were assumed", 1, vec![row], None))
}
