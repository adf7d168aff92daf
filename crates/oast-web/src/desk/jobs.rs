//! Long work that goes on while its page can be left.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use crate::app::held;

/// Jobs that are remembered after they ended.
const REMEMBERED_MAX: usize = 200;

/// Where a job stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Progress {
    /// Under way, with what was done so far in words.
    Working(String),
    /// Done: what came of it, and where to look.
    Done(String, String),
    /// It could not be done, and why; nothing was changed.
    Failed(String),
}

/// One job.
#[derive(Debug, Clone)]
pub(crate) struct Job {
    /// What it does, in words.
    pub title: String,
    /// Who asked for it.
    pub user: String,
    /// Where it stands.
    pub progress: Progress,
    /// What else there is to know once it is done, a sentence each.
    pub notes: Vec<String>,
}

/// The jobs of this server, by their references.
#[derive(Default)]
pub(crate) struct Jobs {
    jobs: Mutex<BTreeMap<String, Job>>,
}

impl Jobs {
    /// Begins a job, unless one of that reference was begun before.
    pub(crate) fn begin(&self, id: &str, title: &str, user: &str) -> bool {
        let mut jobs = held(&self.jobs);
        if jobs.contains_key(id) {
            return false;
        }
        while jobs.len() >= REMEMBERED_MAX {
            let over = jobs
                .iter()
                .find(|(_, job)| !matches!(job.progress, Progress::Working(_)))
                .map(|(id, _)| id.clone());
            match over {
                Some(id) => jobs.remove(&id),
                None => break,
            };
        }
        jobs.insert(
            id.to_owned(),
            Job {
                title: title.to_owned(),
                user: user.to_owned(),
                progress: Progress::Working("Just begun.".to_owned()),
                notes: Vec::new(),
            },
        );
        true
    }

    /// Says where a job stands.
    pub(crate) fn tell(&self, id: &str, progress: Progress) {
        if let Some(job) = held(&self.jobs).get_mut(id) {
            job.progress = progress;
        }
    }

    /// Notes what else there is to know of a job, a sentence each.
    pub(crate) fn note(&self, id: &str, notes: Vec<String>) {
        if let Some(job) = held(&self.jobs).get_mut(id) {
            job.notes = notes;
        }
    }

    /// Says of a job whose thread has ended that it stopped short, unless it said how it ended.
    pub(crate) fn ended(&self, id: &str) {
        let mut jobs = held(&self.jobs);
        let job = jobs.get_mut(id);
        if let Some(job) = job.filter(|job| matches!(job.progress, Progress::Working(_))) {
            job.progress = Progress::Failed("It stopped short.".to_owned());
        }
    }

    /// A job by its reference.
    pub(crate) fn find(&self, id: &str) -> Option<Job> {
        held(&self.jobs).get(id).cloned()
    }
}

/// Does a job on a thread of its own.
pub(crate) fn spawn(work: impl FnOnce() + Send + 'static) {
    // A job that cannot get a thread is done at once, while its person waits.
    let work = Arc::new(Mutex::new(Some(work)));
    let theirs = Arc::clone(&work);
    let run = move || {
        let work = held(&theirs).take();
        if let Some(work) = work {
            work();
        }
    };
    if std::thread::Builder::new()
        .name("job".into())
        .spawn(run)
        .is_err()
        && let Some(work) = held(&work).take()
    {
        work();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_begun_once_and_says_how_it_ended() {
        let jobs = Jobs::default();
        assert!(jobs.begin("a", "Pay PR-0001", "fiona"));
        assert!(!jobs.begin("a", "Pay PR-0001", "fiona"));
        jobs.tell("a", Progress::Done("Paid.".to_owned(), "/".to_owned()));
        jobs.note("a", vec!["One was left out.".to_owned()]);
        jobs.ended("a");
        let job = jobs.find("a").unwrap();
        assert_eq!(
            job.progress,
            Progress::Done("Paid.".to_owned(), "/".to_owned())
        );
        assert_eq!(job.notes, ["One was left out."]);
    }

    #[test]
    fn a_job_whose_thread_stopped_short_has_failed() {
        let jobs = Jobs::default();
        jobs.begin("a", "Pay PR-0001", "fiona");
        jobs.ended("a");
        let job = jobs.find("a").unwrap();
        assert!(matches!(job.progress, Progress::Failed(_)));
        assert!(jobs.find("b").is_none());
    }
}
