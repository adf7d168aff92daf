//! Long work on a pay run, and the page that says how far it is.

use std::sync::Arc;

use axum::http::{StatusCode, header};
use axum::response::Response;
use oast_office::{Actor, Office, OfficeError};
use serde::Serialize;

use crate::answer::{self, Fault};
use crate::app::App;
use crate::desk::Desk;
use crate::desk::jobs::{self, Progress};
use crate::form::{Form, sentence};
use crate::link::{To, with_query};
use crate::page::Page;
use crate::words;

/// Letters of a form's key that a job's reference holds.
const KEY_LETTERS_MAX: usize = 64;
/// After how many seconds the page is asked for again.
const AGAIN_SECONDS: &str = "2";

/// What came of a job.
pub(super) struct Outcome {
    /// In words.
    pub(super) says: String,
    /// Where to look.
    pub(super) to: String,
    /// What else there is to know, a sentence each.
    pub(super) notes: Vec<String>,
}

/// Work that a job does: with the office, for somebody, telling how many lines are done.
type Work =
    dyn FnOnce(&mut Office, Actor<'_>, &mut dyn FnMut(u64)) -> Result<Outcome, OfficeError> + Send;

/// Says how a job ended, also when its thread stops short.
struct Ending {
    app: Arc<App>,
    id: String,
}

impl Drop for Ending {
    fn drop(&mut self) {
        self.app.jobs.ended(&self.id);
    }
}

/// The reference of the job that a form with a key begins.
fn id_of(key: &str) -> String {
    key.chars()
        .filter(char::is_ascii_alphanumeric)
        .take(KEY_LETTERS_MAX)
        .collect()
}

/// Whether a form that was sent has begun its job before.
pub(super) fn is_begun(desk: &Desk, form: &Form) -> bool {
    let id = id_of(form.value("form_key"));
    desk.app().jobs.find(&id).is_some()
}

/// Begins a job for a form, once, and goes to its page. `done` says what was done to the lines.
pub(super) fn begin(
    desk: &mut Desk,
    title: &str,
    done: &'static str,
    work: Box<Work>,
) -> Result<Response, Fault> {
    let user = desk.who().ok_or(Fault::Forbidden)?;
    let (name, rights, at) = (user.user_id.clone(), user.rights, desk.now());
    let principal = desk.principal().cloned();
    let key = desk.form().value("form_key").to_owned();
    let id = id_of(&key);
    let app = Arc::clone(desk.app());
    if id.is_empty() {
        return Err(Fault::Bad("The form has no key. Open it again.".to_owned()));
    }
    let there = answer::see_other(&To::Job(&id).to_string());
    if !app.jobs.begin(&id, title, &name) {
        return Ok(there);
    }
    jobs::spawn(move || {
        let ending = Ending { app, id };
        let (app, id) = (&ending.app, &ending.id);
        let actor = Actor {
            principal: principal.as_ref(),
            ..Actor::new(&name, at, rights).by_form(&key)
        };
        let mut progress = |lines: u64| {
            let lines = words::count(lines);
            app.jobs.tell(
                id,
                Progress::Working(format!("{lines} lines {done} so far.")),
            );
        };
        let outcome = app
            .lend()
            .and_then(|mut lent| work(lent.office()?, actor, &mut progress));
        app.jobs.tell(id, ended(app, id, outcome));
    });
    Ok(there)
}

/// Where a job stands once it has ended.
fn ended(app: &Arc<App>, id: &str, outcome: Result<Outcome, OfficeError>) -> Progress {
    match outcome {
        Ok(outcome) => {
            app.jobs.note(id, outcome.notes);
            Progress::Done(outcome.says, outcome.to)
        }
        Err(OfficeError::AlreadyDone { seq, subject }) => {
            let run = subject.split(' ').next().unwrap_or_default();
            let seq = seq.to_string();
            let to = with_query(To::PayRun(run), [("done", seq.as_str())]);
            Progress::Done("It was done before, and not a second time.".to_owned(), to)
        }
        Err(OfficeError::Store(error)) => {
            app.machine.report(&error.to_string());
            let why = "The database failed or was busy. Try again in a moment.";
            Progress::Failed(why.to_owned())
        }
        Err(error) => Progress::Failed(sentence(&error.to_string())),
    }
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
    fn of(id: &str, title: String, progress: Progress, notes: Vec<String>) -> Self {
        let (state, says, href, go) = match progress {
            Progress::Working(says) => (
                "working",
                says,
                To::Job(id).to_string(),
                "Show how far it is",
            ),
            Progress::Done(says, to) => ("done", says, to, "Show the run"),
            Progress::Failed(says) => ("failed", says, To::PayRuns.to_string(), "Pay runs"),
        };
        Self {
            title,
            state,
            says,
            notes,
            by: None,
            href,
            go,
        }
    }

    fn unknown() -> Self {
        Self {
            title: "This work is not known any more".to_owned(),
            state: "unknown",
            says: "Oast was started again since, or the work ended long ago. If it was done, the list of pay runs shows it; if not, nothing was changed.".to_owned(),
            notes: Vec::new(),
            by: None,
            href: To::PayRuns.to_string(),
            go: "Pay runs",
        }
    }
}

impl Page for JobPage {
    const TEMPLATE: &'static str = "pages/money/job.html";
    const OF_FACTS: bool = false;

    fn title(&self) -> String {
        self.title.clone()
    }

    fn samples() -> Vec<Self> {
        let page = |progress, notes| Self::of("k", "Propose a pay run".to_owned(), progress, notes);
        vec![
            page(
                Progress::Working("12,000 lines worked out so far.".to_owned()),
                vec![],
            ),
            page(
                Progress::Done(
                    "PR-0002 is proposed.".to_owned(),
                    To::PayRun("PR-0002").to_string(),
                ),
                vec!["Left out: placement PL0000001-1 has no price.".to_owned()],
            ),
            page(Progress::Failed("PR-0002 is checked.".to_owned()), vec![]),
            Self::unknown(),
        ]
    }
}

/// Shows how far a job is; while it works, the page is asked for again by itself.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let id = desk.part("job").to_owned();
    let Some(job) = desk.app().jobs.find(&id) else {
        return desk.page_with(StatusCode::NOT_FOUND, &JobPage::unknown());
    };
    let works = matches!(job.progress, Progress::Working(_));
    let user = desk.office()?.user(&job.user)?;
    let mut page = JobPage::of(&id, job.title, job.progress, job.notes);
    page.by = Some(user.map_or(job.user, |user| user.name));
    let mut response = desk.page(&page)?;
    if works {
        answer::set(&mut response, header::REFRESH, AGAIN_SECONDS);
    }
    Ok(response)
}
