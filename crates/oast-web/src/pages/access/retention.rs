//! Who need not be kept any longer, who is kept all the same, and erasing what names them.

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::OfficeError;
use oast_office::access::Action;
use oast_office::privacy::RetentionDue;
use oast_terms::Entry;
use oast_units::Date;
use serde::Serialize;

use crate::answer::{self, Fault};
use crate::desk::Desk;
use crate::form::{Form, sentence};
use crate::link::{To, with_query};
use crate::list::{Asked, Cell, List, Table};
use crate::page::Page;
use crate::pages::placement::name_of;
use crate::words::so_many;

/// Who is due, and what erasing them would do.
#[derive(Debug, Serialize)]
pub struct RetentionPage {
    /// The day, in words.
    on: String,
    /// Who may be erased, who lives in a home and who is within their time, in words.
    people: String,
    living: String,
    within: String,
    due: Table,
    kept: Table,
    form: Form,
    /// Whether somebody may be erased.
    any: bool,
    /// Who they are, in short, once it was looked at what erasing them does: the second press
    /// erases those who were shown, and nobody else.
    looked: Option<String>,
    action: String,
    holds: String,
}

/// Somebody whose time has come.
#[derive(Debug, Clone)]
struct Line {
    person: String,
    name: String,
    ended_on: Date,
    died: bool,
    kept_until: Date,
    /// The term that kept them longest, by its path.
    term: String,
    /// How that was worked out.
    how: String,
    kept_by: String,
}

impl Line {
    fn of(due: &RetentionDue) -> Self {
        let (mut term, mut how) = (String::new(), Vec::new());
        for entry in &due.trace {
            match entry {
                Entry::Term(read) if read.name.ends_with(due.retention.because) => {
                    term = read.name.to_string();
                }
                Entry::Step(step) => how.push(step.says.as_str()),
                _ => {}
            }
        }
        let kept_by: Vec<String> = due.obstacles.iter().map(ToString::to_string).collect();
        Self {
            person: due.person_id.to_string(),
            name: String::new(),
            ended_on: due.contact.ended_on,
            died: due.contact.died,
            kept_until: due.retention.kept_until,
            term,
            how: how.join(" "),
            kept_by: if kept_by.is_empty() {
                String::new()
            } else {
                sentence(&kept_by.join("; "))
            },
        }
    }

    fn sample(kept_by: &str) -> Self {
        Self {
            person: "P0000001".to_owned(),
            name: "Wren Creek-Example".to_owned(),
            ended_on: Date::of(2017, 3, 1),
            died: true,
            kept_until: Date::of(2024, 3, 31),
            term: "england.retention.after_payment_years".to_owned(),
            how: "6 years after the financial year of the last payment on 31 March 2018: kept until 31 March 2024.".to_owned(),
            kept_by: kept_by.to_owned(),
        }
    }
}

impl Page for RetentionPage {
    const TEMPLATE: &'static str = "pages/access/retention.html";
    const OF_FACTS: bool = false;
    const HELP: Option<&'static str> = Some("retention");

    fn title(&self) -> String {
        let error = if self.form.is_wrong() { "Error: " } else { "" };
        format!("{error}Retention")
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/retention",
            query: &[],
        };
        let page = |due: Vec<Line>, kept: Vec<Line>, form, looked| Self {
            on: Date::of(2026, 6, 1).long(),
            people: so_many(due.len(), "person", "people"),
            living: so_many(4_012, "person", "people"),
            within: so_many(1, "person", "people"),
            any: !due.is_empty(),
            due: due_list(due).table(asked),
            kept: kept_list(kept).table(asked),
            form,
            looked,
            action: To::Retention.to_string(),
            holds: To::LegalHolds.to_string(),
        };
        let line = Line::sample("");
        let kept = Line::sample("Legal hold: case L-7.");
        let mut changed = Form::default();
        changed.mistake("erase", "Others may be erased now than were shown.");
        let form = Form::default;
        vec![
            page(vec![line.clone()], vec![kept.clone()], form(), None),
            page(vec![line.clone()], vec![], form(), Some("0f".to_owned())),
            page(vec![line], vec![kept], changed, Some("0f".to_owned())),
            page(Vec::new(), Vec::new(), form(), None),
        ]
    }
}

/// Shows who is due, and who is kept.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let form = desk.form();
    let page = page(desk, form, false)?;
    desk.page(&page)
}

fn page(desk: &mut Desk, form: Form, looked: bool) -> Result<RetentionPage, Fault> {
    let on = desk.today();
    let state = desk.office()?.retention_state(on)?;
    let looked = state.erasable().filter(|_| looked);
    let names = if desk.may(Action::SeePeople) {
        Some(desk.picture()?)
    } else {
        None
    };
    let lines = state.due.iter().map(|due| {
        let mut line = Line::of(due);
        if let Some(picture) = &names {
            line.name = name_of(&picture.facts, &line.person);
        }
        line
    });
    let (due, kept): (Vec<Line>, Vec<Line>) = lines.partition(|line| line.kept_by.is_empty());
    Ok(RetentionPage {
        on: on.long(),
        people: so_many(due.len(), "person", "people"),
        living: so_many(state.living, "person", "people"),
        within: so_many(state.within, "person", "people"),
        any: !due.is_empty(),
        due: desk.table(due_list(due))?,
        kept: desk.table(kept_list(kept))?,
        form,
        looked,
        action: To::Retention.to_string(),
        holds: To::LegalHolds.to_string(),
    })
}

/// Says what erasing would do, or erases those of whom it was said.
pub fn erase(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = desk.form();
    let looked = form.value("looked").to_owned();
    if looked.is_empty() {
        let page = page(desk, form, true)?;
        return desk.page(&page);
    }
    let on = desk.today();
    match desk.command(|office, actor| office.erase_those(on, &looked, actor)) {
        Ok(_) => desk.done_at(&To::Retention),
        Err(OfficeError::AlreadyDone { seq, .. }) => {
            let seq = seq.to_string();
            let to = with_query(To::Retention, [("done", seq.as_str())]);
            Ok(answer::see_other(&to))
        }
        Err(OfficeError::Refused(says)) => {
            form.mistake("erase", sentence(&says));
            let page = page(desk, form, true)?;
            desk.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Err(error) => Err(error.into()),
    }
}

fn due_list<'a>(lines: Vec<Line>) -> List<'a, Line> {
    let list = List::new("due", "Who may be erased", lines);
    with_reasons(list).when_empty("Nobody may be erased: everybody is within their time, or kept.")
}

fn kept_list<'a>(lines: Vec<Line>) -> List<'a, Line> {
    let list = List::new("kept", "Who is kept although their time has come", lines);
    let list = with_person(list).column("kept_by", "Kept by", |line| Cell::text(&line.kept_by));
    list.column("kept_until", "The schedule kept until", |line| {
        Cell::date(line.kept_until)
    })
    .when_empty("Nobody is kept beyond their time.")
}

fn with_person(list: List<'_, Line>) -> List<'_, Line> {
    list.column("person", "Person", |line: &Line| {
        Cell::text(&line.person).hint(&line.name)
    })
}

fn with_reasons(list: List<'_, Line>) -> List<'_, Line> {
    with_person(list)
        .column("ended", "Last contact", |line| {
            let how = if line.died { "died" } else { "care ended" };
            Cell::date(line.ended_on).hint(how)
        })
        .column("kept_until", "Kept until", |line| {
            Cell::date(line.kept_until)
        })
        .column("term", "By the term", |line| {
            let term = line.term.rsplit('.').next().unwrap_or_default();
            Cell::text(term.replace('_', " ")).to(To::Term(&line.term))
        })
        .column("how", "How", |line| Cell::text(&line.how))
}
