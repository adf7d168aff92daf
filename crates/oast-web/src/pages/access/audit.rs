//! The record of who did what.

use axum::response::Response;
use oast_office::access::{Action, AuditFilter};
use oast_store::AuditEntry;
use oast_units::Date;
use serde::Serialize;

use crate::answer::Fault;
use crate::desk::Desk;
use crate::link::{To, with_query};
use crate::list::{Asked, Cell, Filter, List, Table};
use crate::page::Page;
use crate::pages::access::subject_access;
use crate::said::{rows_written, said};
use crate::words;

/// Entries on one page.
const ENTRIES_PER_PAGE: u32 = 50;
/// Entries that a file of the record holds.
const ENTRIES_PER_FILE_MAX: u32 = 10_000;

/// The record.
#[derive(Debug, Serialize)]
pub struct Audit {
    filters: Vec<Filter>,
    table: Table,
    /// The page of older entries.
    older: Option<String>,
    /// The page of the newest, when older ones are shown.
    newest: Option<String>,
    reads: String,
    checkpoints: String,
    /// Where everything that is held on a person is had, for whoever may.
    everything: Option<String>,
    /// Where to verify it, for whoever may.
    verify: Option<String>,
}

impl Page for Audit {
    const TEMPLATE: &'static str = "pages/access/audit.html";
    const OF_FACTS: bool = false;

    fn title(&self) -> String {
        "Audit".to_owned()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/audit",
            query: &[],
        };
        [vec![sample_entry()], Vec::new()]
            .into_iter()
            .map(|entries| Self {
                filters: filters("amir", "", "", ""),
                older: (!entries.is_empty()).then(|| "/audit?before=7".to_owned()),
                newest: (!entries.is_empty()).then(|| "/audit".to_owned()),
                table: list(entries, false).table(asked).in_order(),
                reads: To::Reads.to_string(),
                checkpoints: To::Checkpoints.to_string(),
                everything: Some(To::SubjectAccess.to_string()),
                verify: Some(To::AuditVerify.to_string()),
            })
            .collect()
    }
}

/// An entry for showing what one looks like.
pub(super) fn sample_entry() -> AuditEntry {
    AuditEntry {
        seq: 7,
        authority: "kent".to_owned(),
        recorded_at: "2026-05-15T10:00:00.000000Z".to_owned(),
        actor: "amir".to_owned(),
        command: "pay-run approve".to_owned(),
        subject: "PR-0001".to_owned(),
        detail: "{}".to_owned(),
        content: r#"{"pay_run_steps":{"rows":1,"sha256":"9f86d081884c7d659a2feaa0c55ad015"}}"#
            .to_owned(),
        previous_hash: "1b4f0e9851971998e732078544c96b36".to_owned(),
        hash: "60303ae22b998861bce3b28f33eec1be".to_owned(),
    }
}

const EMPTY: &str = "No entry fits. Take a filter away, or write a name or a reference in full.";

/// Shows a page of the record.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let value = |name| desk.query(name).unwrap_or_default().to_owned();
    let (who, what, subject, day) = (value("who"), value("what"), value("about"), value("day"));
    let before = desk.query("before").and_then(|seq| seq.parse::<i64>().ok());
    let mut filter = AuditFilter {
        actor: some(&who),
        command: some(&what),
        subject: some(&subject),
        before_seq: before,
        after_seq: None,
    };
    if let Some(day) = some(&day) {
        within(desk, &mut filter, day)?;
    }
    let wanted = if desk.query("as").is_some() {
        ENTRIES_PER_FILE_MAX
    } else {
        ENTRIES_PER_PAGE + 1
    };
    let mut entries = desk.office()?.audit_page(&filter, wanted)?;
    let more = desk.query("as").is_none() && entries.len() > ENTRIES_PER_PAGE as usize;
    if more {
        entries.truncate(ENTRIES_PER_PAGE as usize);
    }
    let last = entries.last().map(|entry| entry.seq);
    let asked = Asked {
        path: desk.path(),
        query: desk.queries(),
    };
    let to_older = |seq: i64| asked.with(&[("before", &seq.to_string())]);
    let page = Audit {
        filters: filters(&who, &what, &subject, &day),
        older: last.filter(|_| more).map(to_older),
        newest: before.map(|_| asked.with(&[("before", "")])),
        table: desk
            .table(list(entries, desk.may(Action::ManageUsers)))?
            .in_order(),
        reads: To::Reads.to_string(),
        checkpoints: To::Checkpoints.to_string(),
        everything: subject_access::may(desk).then(|| To::SubjectAccess.to_string()),
        verify: desk
            .may(Action::VerifyAudit)
            .then(|| To::AuditVerify.to_string()),
    };
    desk.page(&page)
}

fn some(value: &str) -> Option<&str> {
    Some(value).filter(|value| !value.is_empty())
}

/// Narrows a filter to one day by the clock of the United Kingdom. Time goes forward with the
/// numbers, so that a day is a span of them.
fn within(desk: &mut Desk, filter: &mut AuditFilter<'_>, day: &str) -> Result<(), Fault> {
    let date: Date = day.parse().map_err(|_| {
        Fault::Bad(format!(
            "'{day}' is not a date. Write it as {}.",
            desk.today()
        ))
    })?;
    let (from, to) = (words::end_of_day(date - 1), words::end_of_day(date));
    let office = desk.office()?;
    if let Some(from) = from {
        filter.after_seq = Some(office.known_seq(Some(from))?);
    }
    if let Some(to) = to {
        let last = office.known_seq(Some(to))?.saturating_add(1);
        filter.before_seq = Some(filter.before_seq.map_or(last, |before| before.min(last)));
    }
    Ok(())
}

fn filters(who: &str, what: &str, subject: &str, day: &str) -> Vec<Filter> {
    let commands = COMMANDS.iter().map(|command| (*command, *command));
    vec![
        Filter::words("who", "Who", who),
        Filter::choice("what", "What", what, commands),
        Filter::words("about", "To what", subject),
        Filter::words("day", "On the day", day),
    ]
}

/// The commands that the record may be narrowed to.
const COMMANDS: [&str; 35] = [
    "import",
    "instalment agree",
    "notice override",
    "pay-run approve",
    "pay-run check",
    "pay-run hold",
    "pay-run pay",
    "pay-run propose",
    "pay-run reject",
    "pay-run release",
    "record category change",
    "record death",
    "record discharge",
    "record holiday",
    "record hospital stay",
    "record leaving under notice",
    "record move",
    "record notice",
    "record one-to-one hours",
    "record return",
    "record room let again",
    "sign in",
    "sign in locked",
    "sign out",
    "term confirm",
    "uplift approve",
    "uplift propose",
    "uplift reject",
    "uplift reverse",
    "user add",
    "user deactivate",
    "user password",
    "user reactivate",
    "user roles",
    "user sign out",
];

/// Entries as a list.
fn list<'a>(entries: Vec<AuditEntry>, manages: bool) -> List<'a, AuditEntry> {
    List::new("audit", "Entries of the record, newest first", entries)
        .numbers("seq", "Entry", |entry| {
            Cell::number(entry.seq).to(To::AuditEntry(entry.seq))
        })
        .column("recorded_at", "When", |entry| {
            Cell::text(words::uk_time_of(&entry.recorded_at))
        })
        .column("actor", "Who", |entry| {
            Cell::text(&entry.actor).to(by(&entry.actor))
        })
        .column("done", "What was done", move |entry| {
            let said = said(entry);
            let cell = Cell::text(&said.words);
            match said.for_whoever(manages) {
                Some(href) => cell.to(href),
                None => cell,
            }
        })
        .column("written", "Rows written", |entry| {
            Cell::text(rows_written(entry))
        })
        .when_empty(EMPTY)
        .per_page(ENTRIES_PER_FILE_MAX as usize)
}

/// The record of one person's acts.
pub(super) fn by(actor: &str) -> String {
    with_query(To::Audit, [("who", actor)])
}
