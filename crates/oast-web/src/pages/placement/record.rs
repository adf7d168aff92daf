//! Recording what happened to a placement, with exactly what it changes shown before it is done.

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::OfficeError;
use oast_office::record::{Effect, Event, PaidEffect, Preview};
use oast_rules::facts::{AbsenceKind, Category, GivenBy, Route, Side};
use oast_units::{Hours, Pence, Text, WeeklyRate};
use serde::Serialize;

use super::statement::flow_words;
use super::{asked_for, name_of};
use crate::answer::{self, Fault};
use crate::desk::{Desk, Known};
use crate::form::{Form, sentence};
use crate::link::To;
use crate::list::{Asked, Cell, List, Table};
use crate::page::Page;
use crate::words::begun;

/// What can be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Death,
    Left,
    Move,
    Hospital,
    Holiday,
    Returned,
    Notice,
    Category,
    OneToOne,
    Relet,
}

impl Kind {
    const ALL: [(&'static str, Self, &'static str); 10] = [
        ("death", Self::Death, "Record a death"),
        ("left", Self::Left, "Record that the person left"),
        ("move", Self::Move, "Record a move to another home"),
        ("hospital", Self::Hospital, "Record a hospital stay"),
        ("holiday", Self::Holiday, "Record a holiday"),
        ("returned", Self::Returned, "Record a return"),
        ("notice", Self::Notice, "Record a notice"),
        ("category", Self::Category, "Change the category"),
        ("one-to-one", Self::OneToOne, "Agree one-to-one hours"),
        ("relet", Self::Relet, "Record that the room was let again"),
    ];

    fn of(code: &str) -> Option<(Self, &'static str)> {
        let found = Self::ALL.iter().find(|(each, _, _)| *each == code)?;
        Some((found.1, found.2))
    }
}

/// A choice of a radio or a list.
#[derive(Debug, Clone, Serialize)]
struct Item {
    value: String,
    text: String,
}

fn items<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Vec<Item> {
    let item = |(value, text): (&str, &str)| Item {
        value: value.to_owned(),
        text: begun(text),
    };
    pairs.into_iter().map(item).collect()
}

/// The form, and before the last press what it will do.
#[derive(Debug, Serialize)]
pub struct RecordPage {
    title: String,
    code: String,
    person: String,
    placement: String,
    back: String,
    form: Form,
    categories: Vec<Item>,
    routes: Vec<Item>,
    effect: Option<Shown>,
}

/// What it will do, as it is shown.
#[derive(Debug, Serialize)]
struct Shown {
    /// What the button says: the effect.
    button: String,
    summary: Vec<String>,
    changes: Table,
    effects: Table,
    paid: Table,
    notices: Vec<String>,
    told: Vec<String>,
    findings: Vec<String>,
    hidden: Vec<(String, String)>,
}

impl Page for RecordPage {
    const TEMPLATE: &'static str = "pages/placement/record.html";
    const OF_FACTS: bool = false;
    const HELP: Option<&'static str> = Some("read-a-preview");

    fn title(&self) -> String {
        let error = if self.form.is_wrong() { "Error: " } else { "" };
        format!("{error}{}", self.title)
    }

    fn samples() -> Vec<Self> {
        let mut samples: Vec<Self> = Kind::ALL
            .iter()
            .map(|(code, _, title)| Self::blank(code, title, Form::default()))
            .collect();
        let mut wrong = Form::default();
        wrong.mistake("on", "Enter the date of death.");
        samples.push(Self::blank("death", "Record a death", wrong));
        let asked = Asked {
            path: "/placements/PL0000001-1/record/death",
            query: &[],
        };
        let table = |id, caption: &str, rows: Vec<()>| {
            List::new(id, caption, rows)
                .column("what", "What", |()| Cell::text("Care fee"))
                .numbers("before", "Before", |()| {
                    Cell::money(Pence::pounds(3520)).plain()
                })
                .when_empty("Nothing.")
                .table(asked)
        };
        let mut shown = Self::blank("death", "Record a death", Form::default());
        shown.effect = Some(Shown {
            button: "Record death and recover £612.86".to_owned(),
            summary: vec!["The next pay run takes back £612.86 from the home.".to_owned()],
            changes: table("changes", "What is written", vec![()]),
            effects: table("effects", "What is due, before and after", vec![()]),
            paid: table("paid", "What was paid, and is adjusted", Vec::new()),
            notices: vec!["A notice given on 3 April 2026 falls away.".to_owned()],
            told: vec!["The home is told by its next remittance.".to_owned()],
            findings: vec!["The person is in hospital by the record.".to_owned()],
            hidden: vec![("on-day".to_owned(), "3".to_owned())],
        });
        samples.push(shown);
        samples
    }
}

impl RecordPage {
    fn blank(code: &str, title: &str, form: Form) -> Self {
        let categories = Category::ALL.iter().map(|each| (each.code(), each.words()));
        let routes = Route::ALL.iter().map(|each| (each.code(), each.words()));
        Self {
            title: title.to_owned(),
            code: code.to_owned(),
            person: "Wren Creek-Example".to_owned(),
            placement: "PL0000001-1".to_owned(),
            back: To::Placement("PL0000001-1").to_string(),
            form,
            categories: items(categories),
            routes: items(routes),
            effect: None,
        }
    }

    fn of(desk: &mut Desk, title: &str, form: Form) -> Result<Self, Fault> {
        let at = asked_for(desk)?;
        let picture = desk.picture()?;
        let case = picture
            .facts
            .case(at)
            .ok_or_else(|| Fault::NotFound("there is no such placement".to_owned()))?;
        let id = case.placement.placement_id.as_str();
        Ok(Self {
            person: name_of(&picture.facts, case.placement.person_id.as_str()),
            placement: id.to_owned(),
            back: To::Placement(id).to_string(),
            ..Self::blank(desk.part("event"), title, form)
        })
    }
}

/// Asks what happened.
pub fn form(desk: &mut Desk) -> Result<Response, Fault> {
    let (_, title) = kind(desk)?;
    let form = desk.form();
    let page = RecordPage::of(desk, title, form)?;
    desk.page(&page)
}

/// Shows what it changes, or does it.
pub fn submit(desk: &mut Desk) -> Result<Response, Fault> {
    let (kind, title) = kind(desk)?;
    if desk.known() != Known::Now {
        return Err(Fault::Refused(
            "the past cannot be changed; go back to now".to_owned(),
        ));
    }
    let id = desk.part("placement").to_owned();
    let mut form = desk.form();
    let confirmed = form.value("step") == "confirm";
    let event = event(kind, &mut form);
    let Some(event) = event.filter(|_| !form.is_wrong()) else {
        return again(desk, title, form);
    };
    let today = desk.today();
    if confirmed {
        let done = desk.command(|office, actor| office.record_event(&id, &event, today, actor));
        return match done {
            Ok(_) => desk.done_at(&To::Placement(&id)),
            Err(OfficeError::AlreadyDone { .. }) => {
                Ok(answer::see_other(&To::Placement(&id).to_string()))
            }
            Err(error) => refused(desk, title, form, error),
        };
    }
    match desk.office()?.preview_event(&id, &event, today) {
        Ok(preview) => {
            let shown = shown(desk, &event, &preview, &form)?;
            let mut page = RecordPage::of(desk, title, form)?;
            page.effect = Some(shown);
            desk.page(&page)
        }
        Err(error) => refused(desk, title, form, error),
    }
}

fn kind(desk: &Desk) -> Result<(Kind, &'static str), Fault> {
    let code = desk.part("event");
    Kind::of(code)
        .ok_or_else(|| Fault::NotFound(format!("nothing called '{code}' can be recorded")))
}

fn again(desk: &mut Desk, title: &str, form: Form) -> Result<Response, Fault> {
    let page = RecordPage::of(desk, title, form)?;
    desk.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn refused(
    desk: &mut Desk,
    title: &str,
    mut form: Form,
    error: OfficeError,
) -> Result<Response, Fault> {
    match error {
        OfficeError::Store(_) | OfficeError::NotFound { .. } | OfficeError::Forbidden { .. } => {
            Err(error.into())
        }
        error => {
            form.mistake("event", sentence(&error.to_string()));
            again(desk, title, form)
        }
    }
}

/// The event that a form tells of; what is missing is told in the form.
fn event(kind: Kind, form: &mut Form) -> Option<Event> {
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

fn shown(desk: &Desk, event: &Event, preview: &Preview, form: &Form) -> Result<Shown, Fault> {
    let changes = List::new(
        "changes",
        "What is written",
        preview.changes.iter().collect(),
    )
    .column(
        "fact",
        "Fact",
        |change: &&oast_office::record::FactChange| {
            Cell::text(format!("{} {}", change.table, change.key))
        },
    )
    .column("column", "What", |change| Cell::text(&change.column))
    .column("before", "Before", |change| {
        Cell::text(change.before.as_deref().unwrap_or("–"))
    })
    .column("after", "After", |change| {
        Cell::text(change.after.as_deref().unwrap_or("–"))
    })
    .per_page(200);
    let effects = List::new(
        "effects",
        "What is due, before and after",
        preview.effects.iter().collect(),
    )
    .column("period", "Pay period from", |effect: &&Effect| {
        Cell::date(effect.period.from()).hint(format!("to {}", effect.period.to().long()))
    })
    .column("for", "For", |effect| Cell::text(flow_words(effect.flow)))
    .numbers("days_before", "Days before", |effect| {
        Cell::number(i64::from(effect.days_before))
    })
    .numbers("days_after", "Days after", |effect| {
        Cell::number(i64::from(effect.days_after))
    })
    .numbers("before", "Before, £", |effect| {
        Cell::money(effect.before).plain()
    })
    .numbers("after", "After, £", |effect| {
        Cell::money(effect.after).plain()
    })
    .numbers("difference", "Difference, £", |effect| {
        Cell::money(effect.difference).plain()
    })
    .per_page(200)
    .when_empty("Nothing that is due changes.");
    let paid = List::new(
        "paid",
        "What was paid already, and is adjusted by the next pay run",
        preview.paid.iter().collect(),
    )
    .column("period", "Pay period from", |paid: &&PaidEffect| {
        Cell::date(paid.period.from())
    })
    .column("for", "For", |paid| {
        let billed = match paid.side {
            Side::Home => "",
            Side::Bill => ", billed",
        };
        let held = if paid.held {
            "held: it waits until the hold is released"
        } else {
            ""
        };
        Cell::text(format!("{}{billed}", begun(paid.element.words()))).hint(held)
    })
    .numbers("posted", "Paid or billed, £", |paid| {
        Cell::money(paid.posted).plain()
    })
    .numbers("due", "Due, £", |paid| Cell::money(paid.due).plain())
    .numbers("difference", "Adjustment, £", |paid| {
        Cell::money(paid.difference).plain()
    })
    .per_page(200)
    .when_empty("Nothing that was paid changes.");
    let hidden = form
        .pairs()
        .filter(|(name, _)| *name != "step")
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    Ok(Shown {
        button: button(event, preview),
        summary: summary(preview),
        changes: desk.table(changes)?,
        effects: desk.table(effects)?,
        paid: desk.table(paid)?,
        notices: preview.notices.clone(),
        told: preview.told.clone(),
        findings: preview.findings.clone(),
        hidden: hidden.collect(),
    })
}

/// The effect, as the button says it.
fn button(event: &Event, preview: &Preview) -> String {
    let command = sentence(event.command());
    let command = command.trim_end_matches('.');
    let recover = preview.recover;
    if recover > Pence::ZERO {
        format!("{command} and recover {recover}")
    } else if recover < Pence::ZERO {
        format!("{command} and pay {} more", recover.abs())
    } else {
        command.to_owned()
    }
}

/// What it comes to, in sentences.
fn summary(preview: &Preview) -> Vec<String> {
    let mut says = Vec::new();
    let amount = preview.recover.abs();
    match preview.recover.cmp(&Pence::ZERO) {
        std::cmp::Ordering::Greater => says.push(format!(
            "The next pay run takes back {amount} from the home, for days that were paid already."
        )),
        std::cmp::Ordering::Less => says.push(format!(
            "The next pay run pays the home {amount} more, for days in the past."
        )),
        std::cmp::Ordering::Equal => {}
    }
    let credit = preview.credit.abs();
    match preview.credit.cmp(&Pence::ZERO) {
        std::cmp::Ordering::Greater => says.push(format!(
            "{credit} that was billed for those days is credited."
        )),
        std::cmp::Ordering::Less => says.push(format!("{credit} more is billed for those days.")),
        std::cmp::Ordering::Equal => {}
    }
    if !preview.paid_to_new_home.is_zero() {
        says.push(format!(
            "The home that the person moved to is paid {} for days in the past.",
            preview.paid_to_new_home
        ));
    }
    if let Some(weekly) = preview.weekly {
        says.push(format!(
            "From {}, the council pays {} a week instead of {}.",
            weekly.on.long(),
            weekly.after,
            weekly.before
        ));
    }
    if let Some(new) = &preview.new_placement {
        says.push(format!("A new placement, {new}, begins."));
    }
    if says.is_empty() {
        says.push("No payment changes.".to_owned());
    }
    says
}
