//! Long work on a pay run, and the page that says how far it is, on whichever node it is done.

use axum::http::{StatusCode, header};
use axum::response::Response;
use oast_office::Office;
use oast_office::jobs::{Failure, JobState, JobView, Outcome, Work};
use oast_units::Pence;
use serde::Serialize;

use crate::answer::{self, Fault};
use crate::desk::Desk;
use crate::form::{Form, sentence};
use crate::link::{To, with_query};
use crate::page::Page;
use crate::words;

/// After how many seconds the page is asked for again.
const AGAIN_SECONDS: &str = "2";

/// Whether a form that was sent has begun its job before.
pub(super) fn is_begun(desk: &mut Desk, form: &Form) -> Result<bool, Fault> {
    match Office::job_of(form.value("form_key")) {
        Some(id) => Ok(desk.office()?.job(&id)?.is_some()),
        None => Ok(false),
    }
}

/// Asks for a job for a form, once, and goes to its page.
pub(super) fn begin(desk: &mut Desk, work: &Work) -> Result<Response, Fault> {
    let id = desk.ask_job(work)?;
    Ok(answer::see_other(&To::Job(&id).to_string()))
}

/// How far a job is.
#[derive(Debug, Serialize)]
pub struct JobPage {
    title: String,
    /// `working`, `done`, `failed` or `unknown`.
    state: &'static str,
    says: String,
    notes: Vec<String>,
    /// Who asked for it.
    by: Option<String>,
    /// Where to go on.
    href: String,
    go: &'static str,
}

impl JobPage {
    fn of(job: &JobView) -> Self {
        let (state, says, href, go) = match &job.state {
            JobState::Waiting | JobState::Working { .. } => (
                "working",
                working(&job.work, &job.state),
                To::Job(&job.id).to_string(),
                "Show how far it is",
            ),
            JobState::Done { seq, outcome } => {
                let (says, to, go) = done(&job.work, *seq, outcome);
                ("done", says, to, go)
            }
            JobState::Failed(failure) => {
                let all = To::PayRuns.to_string();
                ("failed", failed(failure), all, "Pay runs")
            }
        };
        Self {
            title: title(&job.work),
            state,
            says,
            notes: notes(&job.state),
            by: None,
            href,
            go,
        }
    }

    fn unknown() -> Self {
        Self {
            title: "This work is not known".to_owned(),
            state: "unknown",
            says: "It was never asked for, or ended more than 90 days ago. If it was done, the list of pay runs shows it; if not, nothing was changed.".to_owned(),
            notes: Vec::new(),
            by: None,
            href: To::PayRuns.to_string(),
            go: "Pay runs",
        }
    }
}

fn title(work: &Work) -> String {
    match work {
        Work::ProposePayRun { until } => format!("Propose a pay run up to {}", until.long()),
        Work::PayPayRun { run } => format!("Pay {run}"),
        Work::VerifyAudit => "Verify the record".to_owned(),
    }
}

fn working(work: &Work, state: &JobState) -> String {
    let lines = match state {
        JobState::Working {
            so_far: Some(so_far),
        } => words::count(*so_far),
        JobState::Working { so_far: None } => return "Just begun.".to_owned(),
        _ => return "It waits for its turn.".to_owned(),
    };
    match work {
        Work::ProposePayRun { .. } => format!("{lines} lines worked out so far."),
        Work::PayPayRun { .. } => format!("{lines} lines posted so far."),
        Work::VerifyAudit => format!("{lines} entries looked at so far."),
    }
}

/// What came of a job that is done, where to look, and what that is.
fn done(work: &Work, seq: Option<i64>, outcome: &Outcome) -> (String, String, &'static str) {
    let show = "Show the run";
    match outcome {
        Outcome::Proposed {
            run: Some(run),
            lines,
            adjustments,
            to_homes,
            billed,
            ..
        } => {
            let says = format!(
                "{run} is proposed: {} lines, of which {} adjust earlier periods. It pays homes {to_homes} and bills {billed}. The next step is to check it.",
                words::count(*lines),
                words::count(*adjustments),
            );
            (says, To::PayRun(run).to_string(), show)
        }
        Outcome::Proposed { run: None, .. } => {
            let says = "There is nothing to pay: everything due up to that day is posted. No run was proposed.";
            (says.to_owned(), To::PayRuns.to_string(), "Pay runs")
        }
        Outcome::Paid {
            bank,
            recovered,
            carried,
        } => {
            let says = format!(
                "It is paid and reconciles: {bank} through the bank, {recovered} recovered from earlier debts, {carried} carried as new debts."
            );
            (says, to_what_was_done(work, None), show)
        }
        Outcome::Verified { .. } => (
            "The record was verified.".to_owned(),
            To::AuditVerify.to_string(),
            "Show what was found",
        ),
        Outcome::Done => (
            "It is done, and was done once.".to_owned(),
            to_what_was_done(work, seq),
            "Show what was done",
        ),
    }
}

fn to_what_was_done(work: &Work, seq: Option<i64>) -> String {
    let seq = seq.map(|seq| seq.to_string());
    let done = seq.as_deref().map(|seq| ("done", seq));
    match work {
        Work::PayPayRun { run } => with_query(To::PayRun(run), done),
        Work::ProposePayRun { .. } => with_query(To::PayRuns, done),
        Work::VerifyAudit => To::AuditVerify.to_string(),
    }
}

/// Why a job came to nothing.
pub(crate) fn failed(failure: &Failure) -> String {
    match failure {
        Failure::Refused(why) => sentence(why),
        Failure::Database => "The database failed or was busy. Try again in a moment.".to_owned(),
        Failure::StoppedShort => "It stopped short.".to_owned(),
        Failure::GivenUp => {
            "It was begun several times, and the server stopped each time. Tell whoever runs it."
                .to_owned()
        }
    }
}

/// What else there is to know, a sentence each.
fn notes(state: &JobState) -> Vec<String> {
    let JobState::Done {
        outcome: Outcome::Proposed { problems, more, .. },
        ..
    } = state
    else {
        return Vec::new();
    };
    let left_out = |why: &String| sentence(&format!("left out: {why}"));
    let mut notes: Vec<String> = problems.iter().map(left_out).collect();
    if *more > 0 {
        let more = usize::try_from(*more).unwrap_or(usize::MAX);
        let placements = words::so_many(more, "placement was", "placements were");
        notes.push(format!("{placements} left out for reasons like these."));
    }
    notes
}

impl Page for JobPage {
    const TEMPLATE: &'static str = "pages/money/job.html";
    const OF_FACTS: bool = false;

    fn title(&self) -> String {
        self.title.clone()
    }

    fn samples() -> Vec<Self> {
        let page = |state| {
            Self::of(&JobView {
                id: "k".to_owned(),
                work: Work::PayPayRun {
                    run: "PR-0002".to_owned(),
                },
                asked_by: "fiona".to_owned(),
                asked_at: jiff::Timestamp::UNIX_EPOCH,
                state,
                ended_at: None,
            })
        };
        let proposed = Outcome::Proposed {
            run: Some("PR-0002".to_owned()),
            lines: 12_000,
            adjustments: 340,
            to_homes: Pence::new(91_234_567),
            billed: Pence::new(4_567_890),
            problems: vec!["placement PL0000001-1 has no price".to_owned()],
            more: 0,
        };
        vec![
            page(JobState::Waiting),
            page(JobState::Working {
                so_far: Some(12_000),
            }),
            page(JobState::Done {
                seq: Some(9),
                outcome: proposed,
            }),
            page(JobState::Done {
                seq: Some(9),
                outcome: Outcome::Done,
            }),
            page(JobState::Failed(Failure::Refused(
                "PR-0002 is checked".to_owned(),
            ))),
            Self::unknown(),
        ]
    }
}

/// Shows how far a job is; while it works, the page is asked for again by itself.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let id = desk.part("job").to_owned();
    let Some(job) = desk.job(&id)? else {
        return desk.page_with(StatusCode::NOT_FOUND, &JobPage::unknown());
    };
    let user = desk.office()?.user(&job.asked_by)?;
    let mut page = JobPage::of(&job);
    page.by = Some(user.map_or(job.asked_by, |user| user.name));
    let works = page.state == "working";
    let mut response = desk.page(&page)?;
    if works {
        answer::set(&mut response, header::REFRESH, AGAIN_SECONDS);
    }
    Ok(response)
}
