//! Confirming what the terms assume: on what evidence, and what it changes, before it is done.

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::OfficeError;
use oast_terms::{Dated, Status, TermView};
use oast_units::Date;
use serde::Serialize;

use super::clause::Clause;
use super::wording::{days, part_title};
use crate::answer::{self, Fault};
use crate::desk::{Desk, Known};
use crate::form::{Form, sentence};
use crate::link::To;
use crate::list::{Asked, Cell, List, Table};
use crate::page::Page;

/// The longest evidence that is taken, in characters.
const EVIDENCE_CHARACTERS_MAX: usize = 500;

/// Confirming one value of a term.
#[derive(Debug, Serialize)]
pub struct ConfirmPage {
    clause: Clause,
    part: String,
    /// The days on which the value holds.
    days: String,
    form: Form,
    /// What it changes, once there is evidence.
    effect: Option<Table>,
}

impl Page for ConfirmPage {
    const TEMPLATE: &'static str = "pages/contract/confirm.html";
    const HELP: Option<&'static str> = Some("confirm-a-term");

    fn title(&self) -> String {
        let error = if self.form.is_wrong() { "Error: " } else { "" };
        format!("{error}Confirm: {}", self.clause.label)
    }

    fn samples() -> Vec<Self> {
        let term = super::term::sample();
        let Some(value) = term.values.last() else {
            return Vec::new();
        };
        let mut wrong = Form::default();
        wrong.mistake("evidence", NO_EVIDENCE);
        let mut given = Form::default();
        given.set("evidence", "Call-off contract of 12 March 2026, clause 7.3");
        let page = |form: Form, effect| Self::of(&term, value, form, effect);
        let shown = effect(value, &page(Form::default(), None).clause);
        let shown = shown.table(Asked {
            path: "/terms",
            query: &[],
        });
        vec![
            page(Form::default(), None),
            page(wrong, None),
            page(given, Some(shown)),
        ]
    }
}

const NO_EVIDENCE: &str = "Say what confirms it: a clause, a decision or a letter, with its date.";

impl ConfirmPage {
    fn of(term: &TermView, value: &Dated<String>, form: Form, effect: Option<Table>) -> Self {
        Self {
            clause: Clause::with(term, Some(value), value.period.from()),
            part: part_title(&term.name),
            days: days(value.period),
            form,
            effect,
        }
    }
}

/// Asks for the evidence.
pub fn form(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = desk.form();
    form.set("from", desk.query("from").unwrap_or_default());
    let (term, value) = asked_for(desk, &form)?;
    desk.page(&ConfirmPage::of(&term, &value, form, None))
}

/// Shows what confirming changes, or confirms.
pub fn submit(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = desk.form();
    let (term, value) = asked_for(desk, &form)?;
    let evidence = form.required("evidence", NO_EVIDENCE).filter(|evidence| {
        let long = evidence.chars().count();
        long <= EVIDENCE_CHARACTERS_MAX
    });
    let Some(evidence) = evidence else {
        if !form.is_wrong() {
            form.mistake(
                "evidence",
                format!("The evidence must be {EVIDENCE_CHARACTERS_MAX} characters or less."),
            );
        }
        return again(desk, &term, &value, form);
    };
    if form.value("step") != "confirm" {
        let page = ConfirmPage::of(&term, &value, form, None);
        let table = desk.table(effect(&value, &page.clause))?;
        return desk.page(&ConfirmPage {
            effect: Some(table),
            ..page
        });
    }
    let from = value.period.from();
    let done =
        desk.command(|office, actor| office.confirm_term(&term.name, from, &evidence, actor));
    match done {
        Ok(_) => desk.done_at(&To::Term(&term.name)),
        Err(OfficeError::AlreadyDone { .. }) => {
            Ok(answer::see_other(&To::Term(&term.name).to_string()))
        }
        Err(OfficeError::Refused(why)) => {
            form.mistake("evidence", sentence(&why));
            again(desk, &term, &value, form)
        }
        Err(error) => Err(error.into()),
    }
}

/// Asks again, saying what is wrong.
fn again(
    desk: &mut Desk,
    term: &TermView,
    value: &Dated<String>,
    form: Form,
) -> Result<Response, Fault> {
    let page = ConfirmPage::of(term, value, form, None);
    desk.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// The value that the address and the form name, when it can be confirmed.
fn asked_for(desk: &Desk, form: &Form) -> Result<(TermView, Dated<String>), Fault> {
    if desk.known() != Known::Now {
        let says = "the past cannot be changed; go back to now";
        return Err(Fault::Refused(says.to_owned()));
    }
    let term = super::term::find(desk)?;
    let from: Date = form.value("from").parse().map_err(|_| {
        Fault::Bad("which value is confirmed is not said; choose it on the term’s page".to_owned())
    })?;
    let value = term
        .values
        .iter()
        .find(|value| value.period.from() == from)
        .ok_or_else(|| {
            Fault::NotFound(format!("{} has no value from {}", term.name, from.long()))
        })?;
    if value.origin.status != Status::Assumed {
        let says = "the value is published or law already; only an assumed value is confirmed";
        return Err(Fault::Refused(says.to_owned()));
    }
    let value = value.clone();
    Ok((term, value))
}

/// What confirming changes: how the value is spoken of, and no amount.
fn effect(value: &Dated<String>, clause: &Clause) -> List<'static, [String; 3]> {
    let row = |what: &str, before: &str, after: &str| {
        [what.to_owned(), before.to_owned(), after.to_owned()]
    };
    let from = format!("Value, {}", days(value.period));
    let rows = vec![
        row("Status", "Assumed", "Confirmed"),
        row(&from, clause.value(), clause.value()),
        row(
            "Amounts",
            "As they are",
            "As they are: the value is in use already",
        ),
    ];
    List::new("effect", "What it changes", rows)
        .column("what", "What", |row: &[String; 3]| Cell::text(&row[0]))
        .column("before", "Before", |row| Cell::text(&row[1]))
        .column("after", "After", |row| Cell::text(&row[2]))
}
