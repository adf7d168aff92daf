//! Legal holds: who is kept however long the schedule says, and why.

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::OfficeError;
use oast_rules::facts::LegalHold;
use oast_units::Date;
use serde::Serialize;

use crate::answer::{self, Fault};
use crate::desk::Desk;
use crate::form::Form;
use crate::link::{To, with_query};
use crate::list::{Asked, Cell, List, Table};
use crate::page::Page;
use crate::pages::money::told_in;

/// The legal holds, and the forms to place and lift one.
#[derive(Debug, Serialize)]
pub struct LegalHolds {
    table: Table,
    form: Form,
    /// Whose hold is about to be lifted, when that is asked for.
    lift: Option<String>,
    action: String,
    retention: String,
}

/// A hold as it is listed.
#[derive(Debug, Clone)]
struct Line {
    person: String,
    from: Date,
    to: Option<Date>,
    reason: String,
    reference: String,
    actor: String,
}

impl Line {
    fn of(hold: LegalHold) -> Self {
        Self {
            person: hold.person_id.to_string(),
            from: hold.from,
            to: hold.to,
            reason: hold.reason.to_string(),
            reference: hold
                .reference
                .map_or(String::new(), |text| text.to_string()),
            actor: hold.actor.to_string(),
        }
    }

    fn sample(to: Option<Date>) -> Self {
        Self {
            person: "P0000001".to_owned(),
            from: Date::of(2026, 3, 2),
            to,
            reason: "The family has said that they will claim.".to_owned(),
            reference: "L-7".to_owned(),
            actor: "olga".to_owned(),
        }
    }
}

impl Page for LegalHolds {
    const TEMPLATE: &'static str = "pages/access/legal_holds.html";
    const OF_FACTS: bool = false;
    const HELP: Option<&'static str> = Some("retention");

    fn title(&self) -> String {
        let error = if self.form.is_wrong() { "Error: " } else { "" };
        format!("{error}Legal holds")
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/retention/holds",
            query: &[],
        };
        let page = |lines: Vec<Line>, form, lift| Self {
            table: list(lines).table(asked),
            form,
            lift,
            action: To::LegalHolds.to_string(),
            retention: To::Retention.to_string(),
        };
        let mut wrong = Form::default();
        wrong.mistake("person", NOBODY);
        wrong.mistake("reason", NO_REASON);
        let mut unlifted = Form::default();
        unlifted.mistake("why", NO_WHY);
        let (open, lifted) = (Line::sample(None), Line::sample(Some(Date::of(2026, 5, 1))));
        let person = Some(open.person.clone());
        vec![
            page(vec![open.clone(), lifted], Form::default(), None),
            page(vec![open], unlifted, person),
            page(Vec::new(), wrong, None),
        ]
    }
}

const NOBODY: &str = "Enter the person's reference, such as P0000001.";
const NO_REASON: &str = "Write why what names them must be kept.";
const NO_WHY: &str = "Write why it need not be kept any longer.";

/// Shows the legal holds.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = desk.form();
    form.set("person", desk.query("person").unwrap_or_default());
    let lift = desk.query("lift").map(str::to_owned);
    let page = page(desk, form, lift)?;
    desk.page(&page)
}

fn page(desk: &mut Desk, form: Form, lift: Option<String>) -> Result<LegalHolds, Fault> {
    let mut lines: Vec<Line> = desk
        .office()?
        .legal_holds()?
        .into_iter()
        .map(Line::of)
        .collect();
    // Those in force first, the latest at the top.
    lines.sort_by_key(|line| (line.to.is_some(), std::cmp::Reverse(line.from)));
    let is_held = |person: &String| {
        let mut open = lines.iter().filter(|line| line.to.is_none());
        open.any(|line| line.person == *person)
    };
    let lift = lift.filter(is_held);
    Ok(LegalHolds {
        table: desk.table(list(lines))?,
        form,
        lift,
        action: To::LegalHolds.to_string(),
        retention: To::Retention.to_string(),
    })
}

/// Places a hold, or lifts one.
pub fn submit(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = desk.form();
    let (lift, field, done) = match form.value("act") {
        "hold" => (None, "person", hold(desk, &mut form)),
        "lift" => (
            Some(form.value("lift").to_owned()),
            "why",
            lifted(desk, &mut form),
        ),
        other => {
            return Err(Fault::Bad(format!(
                "'{other}' is nothing that this form does. Open it again."
            )));
        }
    };
    match done {
        Some(Ok(())) => return desk.done_at(&To::LegalHolds),
        Some(Err(OfficeError::AlreadyDone { seq, .. })) => {
            let seq = seq.to_string();
            let to = with_query(To::LegalHolds, [("done", seq.as_str())]);
            return Ok(answer::see_other(&to));
        }
        Some(Err(error)) => told_in(&mut form, field, error)?,
        None => {}
    }
    let page = page(desk, form, lift)?;
    desk.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// What the office says; none when the form is wrong.
type Said = Option<Result<(), OfficeError>>;

fn hold(desk: &mut Desk, form: &mut Form) -> Said {
    let person = form.required("person", NOBODY);
    let reason = form.required("reason", NO_REASON);
    let (person, reason) = (person?, reason?);
    let reference = Some(form.value("reference").to_owned()).filter(|text| !text.is_empty());
    let from = desk.today();
    Some(desk.command(|office, actor| {
        office.hold_legally(&person, from, &reason, reference.as_deref(), actor)
    }))
}

fn lifted(desk: &mut Desk, form: &mut Form) -> Said {
    let person = form.required("lift", NOBODY);
    let why = form.required("why", NO_WHY);
    let (person, why) = (person?, why?);
    let last_day = desk.today();
    Some(desk.command(|office, actor| office.lift_legal_hold(&person, last_day, &why, actor)))
}

fn list<'a>(lines: Vec<Line>) -> List<'a, Line> {
    List::new("legal-holds", "Legal holds, those in force first", lines)
        .column("person", "Person", |line: &Line| Cell::text(&line.person))
        .column("from", "From", |line| Cell::date(line.from))
        .column("to", "Lifted", |line| match line.to {
            Some(day) => Cell::date(day),
            None => Cell::tag("In force", "blue"),
        })
        .column("reason", "Why", |line| Cell::text(&line.reason))
        .column("reference", "For", |line| Cell::text(&line.reference))
        .column("actor", "By", |line| Cell::text(&line.actor))
        .column("lift", "Lift", |line| match line.to {
            Some(_) => Cell::empty(),
            None => Cell::text(format!("Lift the hold on {}", line.person))
                .to(with_query(To::LegalHolds, [("lift", line.person.as_str())])),
        })
        .when_empty("Nobody is under a legal hold, and nobody was.")
}
