//! Opening one person's record in an emergency, and who did.

use axum::http::StatusCode;
use axum::response::Response;
use jiff::{SignedDuration, Timestamp};
use oast_office::OfficeError;
use oast_office::access::{Action, LeaveRow};
use oast_office::picture::Picture;
use serde::Serialize;

use crate::answer::{self, Fault};
use crate::desk::{Desk, Known};
use crate::form::{Form, sentence};
use crate::link::To;
use crate::list::{Asked, Cell, List, Table};
use crate::page::Page;
use crate::pages::placement::person_name;
use crate::words;

/// Leaves that are listed at most.
const LEAVES_MAX: u32 = 10_000;
/// For so long an auditor's work names them.
const NEWS_LASTS: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The form, with what it will do.
#[derive(Debug, Serialize)]
pub struct BreakGlass {
    form: Form,
    /// Until when the record would be open.
    until: String,
    action: String,
}

impl Page for BreakGlass {
    const TEMPLATE: &'static str = "pages/access/break_glass.html";
    const OF_FACTS: bool = false;
    const HELP: Option<&'static str> = Some("roles");

    fn title(&self) -> String {
        let error = if self.form.is_wrong() { "Error: " } else { "" };
        format!("{error}Open a record in an emergency")
    }

    fn samples() -> Vec<Self> {
        let mut wrong = Form::default();
        wrong.mistake("record", NOBODY);
        wrong.mistake("reason", NO_REASON);
        let page = |form| of(Timestamp::UNIX_EPOCH, form);
        vec![page(Form::default()), page(wrong)]
    }
}

const NOBODY: &str = "Enter the reference of the person, or of a placement of theirs.";
const NO_REASON: &str = "Write why you have to see this record now.";

fn of(now: Timestamp, form: Form) -> BreakGlass {
    BreakGlass {
        form,
        until: words::uk_time(now + oast_office::access::LEAVE_LASTS),
        action: To::BreakGlass.to_string(),
    }
}

/// Says what will happen, and asks why.
pub fn form(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = desk.form();
    form.set("record", desk.query("record").unwrap_or_default());
    desk.page(&of(desk.now(), form))
}

/// Opens the record.
pub fn open(desk: &mut Desk) -> Result<Response, Fault> {
    if desk.known() != Known::Now {
        let says = "a record is opened now; go back to now first";
        return Err(Fault::Refused(says.to_owned()));
    }
    let mut form = desk.form();
    let (record, reason) = (
        form.required("record", NOBODY),
        form.required("reason", NO_REASON),
    );
    let found = match &record {
        Some(record) => found(&*desk.picture()?, record),
        None => None,
    };
    if let (Some(record), None) = (&record, &found) {
        let says = format!("There is no person and no placement {record} with a record to open.");
        form.mistake("record", says);
    }
    let (Some((person, placement)), Some(reason)) = (found, reason) else {
        return again(desk, form);
    };
    let to = To::Placement(&placement);
    match desk.command(|office, actor| office.break_glass(&person, &reason, actor)) {
        Ok(_) => desk.done_at(&to),
        Err(OfficeError::AlreadyDone { .. }) => Ok(answer::see_other(&to.to_string())),
        Err(OfficeError::Refused(says)) => {
            form.mistake("reason", sentence(&says));
            again(desk, form)
        }
        Err(error) => Err(error.into()),
    }
}

fn again(desk: &mut Desk, form: Form) -> Result<Response, Fault> {
    let page = of(desk.now(), form);
    desk.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// The person whom a reference names, or a placement's, and the placement to show.
fn found(picture: &Picture, record: &str) -> Option<(String, String)> {
    let facts = &picture.facts;
    let at = facts.placement(record).or_else(|| {
        let of_person = facts.of_person(record);
        of_person.last().copied()
    });
    let placement = &facts.case(at?)?.placement;
    let (person, id) = (&placement.person_id, &placement.placement_id);
    Some((person.to_string(), id.to_string()))
}

/// Who opened a record in an emergency.
#[derive(Debug, Serialize)]
pub struct Leaves {
    table: Table,
}

impl Page for Leaves {
    const TEMPLATE: &'static str = "pages/access/leaves.html";
    const OF_FACTS: bool = false;

    fn title(&self) -> String {
        "Records opened in an emergency".to_owned()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/audit/break-glass",
            query: &[],
        };
        let row = LeaveRow {
            user_id: "bea".to_owned(),
            person_id: "P0000001".to_owned(),
            reason: "The home has flooded and her family is to be told.".to_owned(),
            begun_at: Timestamp::UNIX_EPOCH,
            ends_at: Timestamp::UNIX_EPOCH + oast_office::access::LEAVE_LASTS,
            seq: 7,
        };
        [vec![row], Vec::new()]
            .into_iter()
            .map(|rows| Self {
                table: list(rows, None).table(asked),
            })
            .collect()
    }
}

/// Lists who opened a record in an emergency.
pub fn list_all(desk: &mut Desk) -> Result<Response, Fault> {
    let rows = desk.office()?.leaves(None, LEAVES_MAX)?;
    let picture = desk.picture()?;
    let names = Some(&*picture).filter(|_| desk.may(Action::SeePeople));
    let table = desk.table(list(rows, names))?;
    desk.page(&Leaves { table })
}

fn list(rows: Vec<LeaveRow>, names: Option<&Picture>) -> List<'_, LeaveRow> {
    List::new("break-glass", "Records opened in an emergency", rows)
        .column("at", "When", |row: &LeaveRow| {
            Cell::text(words::uk_time(row.begun_at)).to(To::AuditEntry(row.seq))
        })
        .column("user", "Who", |row| Cell::text(&row.user_id))
        .column("person", "Whose record", move |row| {
            let person = names.and_then(|picture| picture.facts.person(&row.person_id));
            let reads = [("person", &*row.person_id), ("user", &*row.user_id)];
            Cell::text(&row.person_id)
                .hint(person.map(person_name).unwrap_or_default())
                .to(crate::link::with_query(To::Reads, reads))
        })
        .column("reason", "Why", |row| Cell::text(&row.reason))
        .column("until", "Open until", |row| {
            Cell::text(words::uk_time(row.ends_at))
        })
        .when_empty("Nobody opened a record in an emergency.")
}

/// What an auditor is told of the last month.
pub(crate) fn news(desk: &mut Desk) -> Result<Vec<LeaveRow>, Fault> {
    let from = desk.now() - NEWS_LASTS;
    Ok(desk.office()?.leaves(Some(from), LEAVES_MAX)?)
}
