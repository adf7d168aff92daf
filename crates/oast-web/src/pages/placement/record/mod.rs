//! Recording what happened to a placement, with exactly what it changes shown before it is done.

mod effect;
mod told;

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::OfficeError;
use oast_rules::facts::{Category, Route};
use serde::Serialize;

use self::effect::{Shown, shown};
use super::{asked_for, name_of};
use crate::answer::{self, Fault};
use crate::desk::{Desk, Known};
use crate::form::{Form, sentence};
use crate::link::To;
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
        let mut shown = Self::blank("death", "Record a death", Form::default());
        shown.effect = Some(Shown::sample());
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
    must_be_theirs(desk)?;
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
    must_be_theirs(desk)?;
    let id = desk.part("placement").to_owned();
    let mut form = desk.form();
    let confirmed = form.value("step") == "confirm";
    let event = told::event(kind, &mut form);
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

/// Refuses what happened in a district that another team looks after.
fn must_be_theirs(desk: &mut Desk) -> Result<(), Fault> {
    let at = asked_for(desk)?;
    let picture = desk.picture()?;
    let Some(case) = picture.facts.case(at) else {
        return Ok(());
    };
    match desk.why_not_record(&case.placement)? {
        None => Ok(()),
        Some(why) => Err(Fault::Denied(why)),
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
