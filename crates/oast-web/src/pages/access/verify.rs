//! Verifying the record, while its page can be left.

use axum::http::header;
use axum::response::Response;
use jiff::Timestamp;
use oast_office::Action;
use oast_office::jobs::{JobState, LastVerified, Outcome, Work};
use serde::Serialize;

use crate::answer::{self, Fault};
use crate::desk::Desk;
use crate::form::{Form, sentence};
use crate::link::{To, with_query};
use crate::page::Page;
use crate::pages::money::job;
use crate::pages::parts::Detail;
use crate::words;

/// After how many seconds the page looks again.
const LOOK_AGAIN_SECONDS: &str = "2";

/// The page.
#[derive(Debug, Serialize)]
pub struct Verify {
    form: Form,
    /// Where the work stands, when it is under way.
    working: Option<String>,
    /// Where to look again.
    again: String,
    /// Why it could not be verified.
    failed: Option<String>,
    result: Option<Found>,
    audit: Option<String>,
}

/// What came of it, as it is shown.
#[derive(Debug, Serialize)]
struct Found {
    details: Vec<Detail>,
    head: String,
    faults: Vec<String>,
    /// How many more there are than are told.
    more: u64,
}

impl Page for Verify {
    const TEMPLATE: &'static str = "pages/access/verify.html";
    const OF_FACTS: bool = false;

    fn title(&self) -> String {
        "Verify the record".to_owned()
    }

    fn samples() -> Vec<Self> {
        let verified = |faults: Vec<String>| LastVerified {
            by: "audrey".to_owned(),
            at: Timestamp::UNIX_EPOCH,
            outcome: Outcome::Verified {
                entries: 1_203,
                rows: 55_120,
                head: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752".to_owned(),
                faults,
                more: 0,
            },
        };
        let page =
            |result: Option<LastVerified>, working: Option<&str>, failed: Option<&str>| Self {
                form: Form::default(),
                working: working.map(str::to_owned),
                again: To::AuditVerify.to_string(),
                failed: failed.map(str::to_owned),
                result: result.and_then(Found::of),
                audit: Some(To::Audit.to_string()),
            };
        vec![
            page(None, None, None),
            page(None, Some("Reading every entry and every row."), None),
            page(Some(verified(Vec::new())), None, None),
            page(
                Some(verified(vec!["entry 7 was altered".to_owned()])),
                None,
                None,
            ),
            page(None, None, Some("The database failed.")),
        ]
    }
}

impl Found {
    fn of(last: LastVerified) -> Option<Self> {
        let Outcome::Verified {
            entries,
            rows,
            head,
            faults,
            more,
        } = last.outcome
        else {
            return None;
        };
        Some(Self {
            details: vec![
                Detail::new("Verified", &words::uk_time(last.at)),
                Detail::new("By", &last.by),
                Detail::new("Audit entries looked at", &words::count(entries)),
                Detail::new("Rows looked at", &words::count(rows)),
            ],
            head,
            faults: faults.iter().map(|fault| sentence(fault)).collect(),
            more,
        })
    }
}

/// Says what verifying does, where it stands, and what came of it the last time.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let id = desk.query("job").unwrap_or_default().to_owned();
    let (working, failed) = match desk.job(&id)?.map(|job| job.state) {
        Some(JobState::Waiting) => (Some("It waits for its turn.".to_owned()), None),
        Some(JobState::Working { .. }) => {
            (Some("Reading every entry and every row.".to_owned()), None)
        }
        Some(JobState::Failed(failure)) => (None, Some(job::failed(&failure))),
        Some(JobState::Done { .. }) | None => (None, None),
    };
    let again = with_query(To::AuditVerify, [("job", id.as_str())]);
    let last = desk.office()?.last_verified()?;
    let waiting = working.is_some();
    let page = Verify {
        form: desk.form(),
        working,
        again: again.clone(),
        failed,
        result: last.filter(|_| !waiting).and_then(Found::of),
        audit: desk.may(Action::SeeAudit).then(|| To::Audit.to_string()),
    };
    let mut response = desk.page(&page)?;
    if waiting {
        // A browser looks again by itself, without a script.
        let refresh = format!("{LOOK_AGAIN_SECONDS}; url={again}");
        answer::set(&mut response, header::REFRESH, &refresh);
    }
    Ok(response)
}

/// Asks for the record to be verified. The form's key names the job, so that a form that is sent
/// twice asks for one.
pub fn begin(desk: &mut Desk) -> Result<Response, Fault> {
    let id = desk.ask_job(&Work::VerifyAudit)?;
    let address = with_query(To::AuditVerify, [("job", id.as_str())]);
    Ok(answer::see_other(&address))
}
