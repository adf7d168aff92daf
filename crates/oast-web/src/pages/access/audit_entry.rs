//! One entry of the record in full.

use axum::response::Response;
use oast_office::access::Action;
use oast_store::AuditEntry;
use serde::Serialize;

use super::audit::{by, sample_entry};
use crate::answer::Fault;
use crate::desk::Desk;
use crate::link::To;
use crate::list::{Asked, Cell, List, Table};
use crate::page::Page;
use crate::pages::parts::Detail;
use crate::said::{Content, contents, said};
use crate::words;

/// One entry.
#[derive(Debug, Serialize)]
pub struct Entry {
    seq: i64,
    details: Vec<Detail>,
    written: Table,
    detail: String,
    hashes: Vec<Detail>,
    messages: Vec<Message>,
    /// Where its proof is, once a checkpoint holds it.
    proof: Option<String>,
    before: Option<String>,
    after: Option<String>,
}

/// A message that it left for other systems.
#[derive(Debug, Serialize)]
struct Message {
    topic: String,
    payload: String,
}

impl Page for Entry {
    const TEMPLATE: &'static str = "pages/access/audit_entry.html";
    const OF_FACTS: bool = false;

    fn title(&self) -> String {
        format!("Audit entry {}", self.seq)
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/audit/7",
            query: &[],
        };
        let full = sample_entry();
        let mut bare = full.clone();
        "{}".clone_into(&mut bare.content);
        let message = || ("done".to_owned(), "{\"seq\":7}".to_owned());
        let first = of(
            &full,
            list(&full).table(asked),
            vec![message()],
            Some(8),
            false,
        );
        let last = of(&bare, list(&bare).table(asked), Vec::new(), None, true);
        vec![first.proven(full.seq), last]
    }
}

impl Entry {
    /// The same, where so many entries are signed.
    fn proven(mut self, signed: i64) -> Self {
        self.proof = (self.seq <= signed).then(|| To::AuditProof(self.seq).to_string());
        self
    }
}

/// Shows an entry.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let wanted = desk.part("seq").to_owned();
    let none = || Fault::NotFound(format!("There is no audit entry {wanted}."));
    let seq: i64 = wanted.parse().map_err(|_| none())?;
    let office = desk.office()?;
    let entry = office.audit_entry(seq)?.ok_or_else(none)?;
    let messages = office.messages(seq)?;
    let signed = office.checkpoints(1)?;
    let signed = signed.first().map_or(0, |last| last.size);
    let after = Some(seq + 1).filter(|_| seq < i64::MAX);
    let after = match after {
        Some(after) => office.audit_entry(after)?.map(|entry| entry.seq),
        None => None,
    };
    let written = desk.table(list(&entry))?;
    let manages = desk.may(Action::ManageUsers);
    desk.page(&of(&entry, written, messages, after, manages).proven(signed))
}

fn list<'a>(entry: &AuditEntry) -> List<'a, Content> {
    List::new("written", "What it wrote", contents(entry))
        .column("table", "Table", |content: &Content| {
            Cell::text(&content.table)
        })
        .numbers("rows", "Rows", |content| {
            Cell::number(i64::try_from(content.rows).unwrap_or(i64::MAX))
        })
        .column("sha256", "SHA-256 of the rows", |content| {
            Cell::text(&content.sha256)
        })
        .when_empty("It wrote no rows: it changed no facts.")
}

fn of(
    entry: &AuditEntry,
    written: Table,
    messages: Vec<(String, String)>,
    after: Option<i64>,
    manages: bool,
) -> Entry {
    let said = said(entry);
    let done = Detail::new("What was done", &said.words);
    Entry {
        seq: entry.seq,
        details: vec![
            match said.for_whoever(manages) {
                Some(href) => done.to(href),
                None => done,
            },
            Detail::new("Who", &entry.actor).to(by(&entry.actor)),
            Detail::new("When", &words::uk_time_of(&entry.recorded_at)),
            Detail::new("To the microsecond, UTC", &entry.recorded_at),
            Detail::new("Command", &entry.command),
            Detail::new("Subject", &entry.subject),
            Detail::new("Authority", &entry.authority),
        ],
        written,
        detail: pretty(&entry.detail),
        hashes: vec![
            Detail::new("Its own hash", &entry.hash),
            Detail::new("The hash before", &entry.previous_hash),
        ],
        messages: messages
            .into_iter()
            .map(|(topic, payload)| Message {
                topic,
                payload: pretty(&payload),
            })
            .collect(),
        proof: None,
        before: (entry.seq > 1).then(|| To::AuditEntry(entry.seq - 1).to_string()),
        after: after.map(|seq| To::AuditEntry(seq).to_string()),
    }
}

/// JSON set out to be read; what is no JSON stays as it is.
fn pretty(json: &str) -> String {
    let value: Option<serde_json::Value> = serde_json::from_str(json).ok();
    value
        .and_then(|value| serde_json::to_string_pretty(&value).ok())
        .unwrap_or_else(|| json.to_owned())
}
