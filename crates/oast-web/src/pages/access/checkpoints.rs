//! The signed checkpoints of the record, and the proof of an entry as a file.

use axum::response::Response;
use oast_store::StoredCheckpoint;
use serde::Serialize;

use crate::answer::{self, Fault};
use crate::desk::Desk;
use crate::link::To;
use crate::list::{Asked, Cell, List, Table};
use crate::page::Page;
use crate::words;

/// Checkpoints that are listed at most; the program's own command lists all of them.
const LISTED_MAX: u32 = 400;

/// The checkpoints.
#[derive(Debug, Serialize)]
pub struct Checkpoints {
    table: Table,
    /// The last one, as it is published.
    last: Option<String>,
    audit: String,
    help: String,
}

/// A checkpoint as it is listed.
#[derive(Debug, Clone)]
struct Line {
    size: i64,
    time: String,
    origin: String,
    root: String,
}

impl Page for Checkpoints {
    const TEMPLATE: &'static str = "pages/access/checkpoints.html";
    const OF_FACTS: bool = false;

    fn title(&self) -> String {
        "Checkpoints".to_owned()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/audit/checkpoints",
            query: &[],
        };
        let line = Line {
            size: 1_203,
            time: "2026-05-15T22:00:00.000000Z".to_owned(),
            origin: "kent.gov.uk/oast".to_owned(),
            root: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752".to_owned(),
        };
        let note = "kent.gov.uk/oast\n1203\nCsUY=\ntime 2026-05-15T22:00:00.000000Z\n\n— kent.gov.uk/oast Az3g=\n";
        let page = |lines: Vec<Line>, last: Option<&str>| Self {
            table: list(lines).table(asked),
            last: last.map(str::to_owned),
            audit: To::Audit.to_string(),
            help: To::HelpOn("prove-an-entry").to_string(),
        };
        vec![page(vec![line], Some(note)), page(Vec::new(), None)]
    }
}

/// Shows the checkpoints.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let kept = desk.office()?.checkpoints(LISTED_MAX)?;
    let lines = kept
        .iter()
        .map(line)
        .collect::<Result<Vec<Line>, Fault>>()?;
    let table = desk.table(list(lines))?;
    desk.page(&Checkpoints {
        table,
        last: kept.into_iter().next().map(|kept| kept.note),
        audit: To::Audit.to_string(),
        help: To::HelpOn("prove-an-entry").to_string(),
    })
}

/// Gives the proof of an entry as a file.
pub fn proof(desk: &mut Desk) -> Result<Response, Fault> {
    let wanted = desk.part("seq").to_owned();
    let none = || Fault::NotFound(format!("There is no audit entry {wanted}."));
    let seq: i64 = wanted.parse().map_err(|_| none())?;
    let text = desk.office()?.prove_entry(seq, None)?.text();
    let text = text.map_err(|why| Fault::Refused(why.to_string()))?;
    let name = format!("audit-entry-{seq}-proof.json");
    Ok(answer::file(&name, "application/json", text.into_bytes()))
}

fn line(kept: &StoredCheckpoint) -> Result<Line, Fault> {
    let signed = kept.signed().map_err(oast_office::OfficeError::from)?;
    let said = signed.unverified();
    Ok(Line {
        size: kept.size,
        time: said.time.clone(),
        origin: said.origin.clone(),
        root: oast_seal::to_hex(&said.root),
    })
}

fn list<'a>(lines: Vec<Line>) -> List<'a, Line> {
    List::new("checkpoints", "Checkpoints, the last first", lines)
        .numbers("entries", "Entries", |line: &Line| Cell::number(line.size))
        .column("signed_at", "Signed", |line| {
            Cell::text(words::uk_time_of(&line.time))
        })
        .column("signed_by", "By", |line| Cell::text(&line.origin))
        .column("root", "Root", |line| Cell::text(&line.root))
        .when_empty(
            "Nothing was signed yet. Whoever runs the server signs with: oast audit checkpoint",
        )
}
