//! What a form tells of, read.

use oast_office::record::Event;
use oast_rules::facts::{AbsenceKind, Category, GivenBy, Route};
use oast_units::{Hours, Text, WeeklyRate};

use super::Kind;
use crate::form::Form;

/// The event that a form tells of; what is missing is told in the form.
pub(super) fn event(kind: Kind, form: &mut Form) -> Option<Event> {
    Some(match kind {
        Kind::Death => Event::Died {
            on: form.date("on", "the date of death")?,
        },
        Kind::Left => left(form)?,
        Kind::Move => moved(form)?,
        Kind::Hospital | Kind::Holiday => {
            let from = form.date("from", "the first day away");
            let to = form.date_if_any("to", "the last day away");
            let from = from?;
            if kind == Kind::Hospital {
                Event::Hospital { from, to }
            } else {
                Event::Holiday { from, to }
            }
        }
        Kind::Returned => {
            let kind: Option<AbsenceKind> =
                form.read("kind", "Choose where the person came back from.");
            let on = form.date("on", "the day of coming back");
            Event::Returned {
                kind: kind?,
                on: on?,
            }
        }
        Kind::Notice => {
            let given_by: Option<GivenBy> = form.read("given_by", "Choose who gave the notice.");
            let given_on = form.date("given_on", "the day the notice was given");
            let reason: Option<Text> = form.read_if_any("reason");
            Event::NoticeGiven {
                given_by: given_by?,
                given_on: given_on?,
                reason,
            }
        }
        Kind::Category => {
            let category: Option<Category> = form.read("category", "Choose the new category.");
            let from = form.date("from", "the first day of the new category");
            let agreed_weekly = form.money_if_any("agreed_weekly").map(WeeklyRate::new);
            Event::CategoryChanged {
                category: category?,
                from: from?,
                agreed_weekly,
            }
        }
        Kind::OneToOne => one_to_one(form)?,
        Kind::Relet => Event::RoomRelet {
            on: form.date("on", "the day the room was let again")?,
        },
    })
}

fn left(form: &mut Form) -> Option<Event> {
    let on = form.date("on", "the day of leaving");
    let room_relet_on = form.date_if_any("relet", "the day the room was let again");
    let why = form.required("why", "Choose why the person left.");
    let on = on?;
    Some(match why?.as_str() {
        "notice_provider" => Event::LeftUnderNotice {
            given_by: GivenBy::Provider,
            on,
            room_relet_on,
        },
        "notice_council" => Event::LeftUnderNotice {
            given_by: GivenBy::Council,
            on,
            room_relet_on,
        },
        _ => Event::Discharged { on, room_relet_on },
    })
}

fn moved(form: &mut Form) -> Option<Event> {
    let on = form.date("on", "the day of the move");
    let to = form.read(
        "to",
        "Enter the reference of the other home, such as H0202.",
    );
    let category: Option<Category> = form.read("category", "Choose the category there.");
    let route: Option<Route> = form.read("route", "Choose how the place was bought.");
    let scheme = form.read_if_any("scheme");
    let agreed_weekly = form.money_if_any("agreed_weekly").map(WeeklyRate::new);
    Some(Event::Moved {
        on: on?,
        to: to?,
        category: category?,
        route: route?,
        scheme,
        generation: None,
        agreed_weekly,
    })
}

fn one_to_one(form: &mut Form) -> Option<Event> {
    let hours: Option<Hours> = form.read("hours", "Enter how many hours a week.");
    let from = form.date("from", "the first day");
    let to = form.date("to", "the last day, because one-to-one hours always end");
    let reason: Option<Text> = form.read("reason", "Enter why the hours are needed.");
    let hourly_rate = form.money_if_any("hourly_rate");
    Some(Event::OneToOne {
        hours_per_week: hours?,
        hourly_rate,
        from: from?,
        to: Some(to?),
        reason: reason?,
    })
}
