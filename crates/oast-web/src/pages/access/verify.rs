//! Verifying the record, while its page can be left.

use std::sync::{Arc, Mutex};

use axum::http::header;
use axum::response::Response;
use jiff::Timestamp;
use oast_office::{Action, OfficeError};
use serde::Serialize;

use crate::answer::{self, Fault};
use crate::app::{App, held};
use crate::desk::Desk;
use crate::desk::jobs::{self, Progress};
use crate::form::{Form, sentence};
use crate::link::{To, with_query};
use crate::page::Page;
use crate::pages::parts::Detail;
use crate::words;

/// Faults that are told at most; the program's own command tells all of them.
const FAULTS_TOLD_MAX: usize = 100;
/// After how many seconds the page looks again.
const LOOK_AGAIN_SECONDS: &str = "2";

/// The last time that the record was verified since the server was started.
#[derive(Debug, Default)]
pub(crate) struct LastVerified(Mutex<Option<Verified>>);

/// What came of verifying.
#[derive(Debug, Clone)]
struct Verified {
    by: String,
    at: Timestamp,
    entries: u64,
    rows: u64,
    head: String,
    faults: Vec<String>,
}

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
    result: Option<Outcome>,
    audit: Option<String>,
}

/// What came of it, as it is shown.
#[derive(Debug, Serialize)]
struct Outcome {
    details: Vec<Detail>,
    head: String,
    faults: Vec<String>,
    /// How many more there are than are told.
    more: usize,
}

impl Page for Verify {
    const TEMPLATE: &'static str = "pages/access/verify.html";
    const OF_FACTS: bool = false;

    fn title(&self) -> String {
        "Verify the record".to_owned()
    }

    fn samples() -> Vec<Self> {
        let verified = |faults: Vec<String>| Verified {
            by: "audrey".to_owned(),
            at: Timestamp::UNIX_EPOCH,
            entries: 1_203,
            rows: 55_120,
            head: "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752".to_owned(),
            faults,
        };
        let page = |result: Option<Verified>, working: Option<&str>, failed: Option<&str>| Self {
            form: Form::default(),
            working: working.map(str::to_owned),
            again: To::AuditVerify.to_string(),
            failed: failed.map(str::to_owned),
            result: result.map(Outcome::of),
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

impl Outcome {
    fn of(mut verified: Verified) -> Self {
        let more = verified.faults.len().saturating_sub(FAULTS_TOLD_MAX);
        verified.faults.truncate(FAULTS_TOLD_MAX);
        Self {
            details: vec![
                Detail::new("Verified", &words::uk_time(verified.at)),
                Detail::new("By", &verified.by),
                Detail::new("Audit entries looked at", &words::count(verified.entries)),
                Detail::new("Rows looked at", &words::count(verified.rows)),
            ],
            head: verified.head,
            faults: verified
                .faults
                .iter()
                .map(|fault| sentence(fault))
                .collect(),
            more,
        }
    }
}

/// Says what verifying does, where it stands, and what came of it the last time.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let job = desk.query("job").unwrap_or_default().to_owned();
    let progress = desk.app().jobs.find(&job).map(|job| job.progress);
    let (working, failed) = match progress {
        Some(Progress::Working(so_far)) => (Some(so_far), None),
        Some(Progress::Failed(why)) => (None, Some(why)),
        Some(Progress::Done(..)) | None => (None, None),
    };
    let again = with_query(To::AuditVerify, [("job", job.as_str())]);
    let result = held(&desk.app().verified.0).clone();
    let waiting = working.is_some();
    let page = Verify {
        form: desk.form(),
        working,
        again: again.clone(),
        failed,
        result: result.filter(|_| !waiting).map(Outcome::of),
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

/// Begins to verify.
pub fn begin(desk: &mut Desk) -> Result<Response, Fault> {
    let user = desk.who().map_or(String::new(), |who| who.user_id.clone());
    // The form's key names the job, so that a form that is sent twice begins one.
    let id = desk.form().value("form_key").to_owned();
    if desk.app().jobs.begin(&id, "Verify the record", &user) {
        let (app, at, job) = (Arc::clone(desk.app()), desk.now(), id.clone());
        jobs::spawn(move || {
            let so_far = "Reading every entry and every row.".to_owned();
            app.jobs.tell(&job, Progress::Working(so_far));
            app.jobs.tell(&job, progress(&app, user, at));
        });
    }
    let address = with_query(To::AuditVerify, [("job", id.as_str())]);
    Ok(answer::see_other(&address))
}

/// Verifies, keeps what came of it, and says so.
fn progress(app: &Arc<App>, by: String, at: Timestamp) -> Progress {
    match verify(app, by, at) {
        Ok(verified) => {
            let says = match verified.faults.len() {
                0 => "The record verifies: nothing was altered, removed or moved.".to_owned(),
                faults => format!(
                    "The record does not verify: {} found.",
                    words::so_many(faults, "fault was", "faults were")
                ),
            };
            *held(&app.verified.0) = Some(verified);
            Progress::Done(says, To::AuditVerify.to_string())
        }
        Err(why) => {
            app.machine.report(&format!("verifying the record: {why}"));
            Progress::Failed(sentence(&why.to_string()))
        }
    }
}

fn verify(app: &Arc<App>, by: String, at: Timestamp) -> Result<Verified, OfficeError> {
    let mut lent = app.lend()?;
    let office = lent.office()?;
    let verified = office.store().verify().map_err(OfficeError::from)?;
    let mut faults: Vec<String> = verified.faults.iter().map(ToString::to_string).collect();
    faults.extend(office.ledger_faults()?);
    Ok(Verified {
        by,
        at,
        entries: verified.entries,
        rows: verified.rows,
        head: verified.head,
        faults,
    })
}
