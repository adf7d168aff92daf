//! What is held out of pay runs, and how debts of homes are recovered.

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::OfficeError;
use oast_office::access::Action;
use oast_office::pay_run::HomeDebt;
use oast_office::picture::Picture;
use oast_rules::facts::{Element, Hold};
use serde::Serialize;

use super::run::sample_table;
use super::sums::holds_list;
use super::{Users, element_choices, element_words, home_cell, only_now, told_in};
use crate::answer::{self, Fault};
use crate::desk::{Desk, Known};
use crate::form::Form;
use crate::link::{To, with_query};
use crate::list::{Cell, List, Table};
use crate::page::Page;

/// What is held, and instalments.
#[derive(Debug, Serialize)]
pub struct HoldsPage {
    holds: Table,
    debts: Table,
    /// What is about to be released, when that is asked for.
    release: Option<Release>,
    /// The forms, for those who may hold and agree.
    form: Option<Form>,
    /// Which form was sent: its mistakes belong to it.
    act: &'static str,
    elements: Vec<Choice>,
    /// Who may hold and release, for those who may not.
    who_may: String,
}

/// One element to choose.
#[derive(Debug, Serialize)]
struct Choice {
    value: &'static str,
    text: String,
    selected: bool,
}

/// Something about to be released.
#[derive(Debug, Serialize)]
struct Release {
    placement: String,
    element: &'static str,
    words: String,
}

impl Page for HoldsPage {
    const TEMPLATE: &'static str = "pages/money/holds.html";

    fn title(&self) -> String {
        let wrong = self.form.as_ref().is_some_and(Form::is_wrong);
        let error = if wrong { "Error: " } else { "" };
        format!("{error}Held amounts and instalments")
    }

    fn samples() -> Vec<Self> {
        let page = |rows: fn() -> Vec<()>, form, release| Self {
            holds: sample_table("holds", "Held", rows(), "Nothing is held."),
            debts: sample_table("debts", "Debts", rows(), NO_DEBTS),
            release,
            form,
            act: "hold",
            elements: elements(""),
            who_may: "Fiona Finance".to_owned(),
        };
        let mut wrong = Form::default();
        wrong.mistake("placement", "Enter the placement's reference.");
        let release = Release {
            placement: "PL0000001-1".to_owned(),
            element: "care_fee",
            words: "care fee".to_owned(),
        };
        vec![
            page(Vec::new, None, None),
            page(|| vec![()], Some(wrong), None),
            page(|| vec![()], Some(Form::default()), Some(release)),
        ]
    }
}

const NO_DEBTS: &str = "No home owes the council anything from earlier runs, and no instalment is agreed. A home comes to owe when a run's lines for it are below nothing together.";

fn elements(chosen: &str) -> Vec<Choice> {
    let none = Choice {
        value: "",
        text: "Choose an element".to_owned(),
        selected: chosen.is_empty(),
    };
    let all = element_choices().map(|(value, text)| Choice {
        value,
        text,
        selected: value == chosen,
    });
    std::iter::once(none).chain(all).collect()
}

/// Shows what is held.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = desk.form();
    if let Some(placement) = desk.query("placement") {
        form.set("placement", placement);
    }
    let page = page(desk, form, "")?;
    desk.page(&page)
}

fn page(desk: &mut Desk, form: Form, act: &'static str) -> Result<HoldsPage, Fault> {
    let picture = desk.picture()?;
    let known_at = desk.known_at();
    let held = desk.office()?.holds(known_at)?;
    let debts = desk.office()?.home_debts(known_at)?;
    let users = Users::of(desk)?;
    let may = desk.may(Action::HoldPayment) && desk.known() == Known::Now;
    let wanted: Option<Element> = desk.query_as("release");
    let placement = desk.query("placement");
    let release = held
        .iter()
        .find(|hold| {
            may && Some(hold.element) == wanted && Some(hold.placement_id.as_str()) == placement
        })
        .map(|hold| Release {
            placement: hold.placement_id.to_string(),
            element: hold.element.code(),
            words: hold.element.words().to_owned(),
        });
    let people = desk.may(Action::SeePeople);
    let list = holds_list(held, &picture, people, &users);
    let list = if may {
        list.column("release", "Release", |hold: &Hold| {
            let placement = hold.placement_id.as_str();
            let query = [("release", hold.element.code()), ("placement", placement)];
            Cell::text(format!("Release the {}", hold.element.words()))
                .to(with_query(To::Holds, query))
        })
    } else {
        list
    };
    Ok(HoldsPage {
        holds: desk.table(list)?,
        debts: desk.table(debts_list(debts, &picture))?,
        release,
        elements: elements(form.value("element")),
        form: may.then_some(form),
        act,
        who_may: users.who_may(Action::HoldPayment, &[]),
    })
}

fn debts_list(debts: Vec<HomeDebt>, picture: &Picture) -> List<'_, HomeDebt> {
    List::new("debts", "Debts of homes, and instalments", debts)
        .column("home", "Home", |debt| {
            let home = debt.home_id.as_str();
            home_cell(picture, home, &To::Home(home))
        })
        .numbers("debt", "Owes, £", |debt| Cell::money(debt.debt))
        .numbers("per_run", "At most from each run, £", |debt| {
            match debt.per_run {
                Some(per_run) => Cell::money(per_run),
                None => Cell::text("Not agreed").hint("nothing is recovered until it is"),
            }
        })
        .when_empty(NO_DEBTS)
}

/// Holds, releases, or agrees an instalment.
pub fn submit(desk: &mut Desk) -> Result<Response, Fault> {
    only_now(desk)?;
    let mut form = desk.form();
    let (act, outcome) = match form.value("act") {
        "hold" => ("hold", hold(desk, &mut form)),
        "release" => ("release", release(desk, &mut form)),
        "instalment" => ("instalment", instalment(desk, &mut form)),
        other => {
            return Err(Fault::Bad(format!(
                "'{other}' is nothing that this form does. Open it again."
            )));
        }
    };
    match outcome {
        Some(Ok(())) => return desk.done_at(&To::Holds),
        Some(Err(OfficeError::AlreadyDone { seq, .. })) => {
            let seq = seq.to_string();
            let to = with_query(To::Holds, [("done", seq.as_str())]);
            return Ok(answer::see_other(&to));
        }
        Some(Err(error)) => {
            let field = if act == "instalment" {
                "home"
            } else {
                "placement"
            };
            told_in(&mut form, field, error)?;
        }
        None => {}
    }
    let page = page(desk, form, act)?;
    desk.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// What the office says; none when the form is wrong.
type Said = Option<Result<(), OfficeError>>;

fn hold(desk: &mut Desk, form: &mut Form) -> Said {
    let placement = form.required("placement", "Enter the placement's reference.");
    let element = element(form);
    let reason = form.required("reason", "Enter why it is held, for whoever releases it.");
    let (placement, element, reason) = (placement?, element?, reason?);
    Some(desk.command(|office, actor| office.hold(&placement, element, &reason, actor)))
}

fn release(desk: &mut Desk, form: &mut Form) -> Said {
    let placement = form.required("placement", "Enter the placement's reference.");
    let element = element(form);
    let (placement, element) = (placement?, element?);
    Some(desk.command(|office, actor| office.release(&placement, element, actor)))
}

fn element(form: &mut Form) -> Option<Element> {
    let code = form.required("element", "Choose the element.")?;
    let found = code.parse().ok();
    if found.is_none() {
        let known: Vec<String> = Element::ALL
            .iter()
            .map(|element| element_words(*element))
            .collect();
        form.mistake(
            "element",
            format!(
                "'{code}' is no element. Choose one of: {}.",
                known.join(", ")
            ),
        );
    }
    found
}

fn instalment(desk: &mut Desk, form: &mut Form) -> Said {
    let home = form.required("home", "Enter the home's reference, such as H0001.");
    let per_run = form.money("per_run", "Enter the most that is kept back from each run.");
    let (home, per_run) = (home?, per_run?);
    Some(desk.command(|office, actor| office.agree_instalment(&home, per_run, actor)))
}
