use jiff::Timestamp;
use oast_store::Connected;
use oast_store::queue::{self, JobRow, NewJob, QueueState};

use super::{Failure, Outcome, Work};
use crate::{Actor, Office, OfficeError, Role};

/// Letters of a form's key that a job's reference holds.
const KEY_LETTERS_MAX: usize = 64;

/// Where a job stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JobState {
    /// Nobody has begun it.
    Waiting,
    /// A worker does it.
    Working {
        /// How many lines are done, where that is known.
        so_far: Option<u64>,
    },
    /// It is done.
    Done {
        /// The audit entry that it left, if it is a command.
        seq: Option<i64>,
        /// What came of it.
        outcome: Outcome,
    },
    /// It came to nothing, and nothing was changed.
    Failed(Failure),
}

/// A job as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JobView {
    /// Its reference.
    pub id: String,
    /// What it does.
    pub work: Work,
    /// Who asked for it.
    pub asked_by: String,
    /// When.
    pub asked_at: Timestamp,
    /// Where it stands.
    pub state: JobState,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

/// The last time that the record was verified, by whichever node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastVerified {
    /// Who asked for it.
    pub by: String,
    /// When it ended.
    pub at: Timestamp,
    /// What came of it.
    pub outcome: Outcome,
}

impl JobView {
    fn of(row: JobRow) -> Result<Self, OfficeError> {
        let outcome = row.outcome.as_deref();
        let state = match row.state {
            queue::JobState::Waiting => JobState::Waiting,
            queue::JobState::Working => JobState::Working {
                so_far: row.so_far.and_then(|so_far| u64::try_from(so_far).ok()),
            },
            queue::JobState::Done => JobState::Done {
                seq: row.seq,
                outcome: outcome.map_or(Outcome::Done, Outcome::read),
            },
            queue::JobState::Failed => {
                JobState::Failed(outcome.map_or(Failure::Database, Failure::read))
            }
        };
        Ok(Self {
            work: Work::read(&row.kind, &row.arguments)?,
            id: row.id,
            asked_by: row.asked_by,
            asked_at: row.asked_at,
            state,
            ended_at: row.ended_at,
        })
    }
}

impl Office {
    /// The reference of the job that a form with a key asks for; none where the key says nothing.
    pub fn job_of(form_key: &str) -> Option<String> {
        let letters = form_key.chars().filter(char::is_ascii_alphanumeric);
        Some(letters.take(KEY_LETTERS_MAX).collect()).filter(|id: &String| !id.is_empty())
    }

    /// Asks for a job as somebody with roles, under the key of the actor's form, and gives its
    /// reference. Asked again with the same key, it is the same job.
    pub fn ask_job(
        &mut self,
        work: &Work,
        actor: Actor<'_>,
        roles: &[Role],
    ) -> Result<String, OfficeError> {
        actor.must(work.action())?;
        let id = actor
            .form_key
            .and_then(Self::job_of)
            .ok_or_else(|| OfficeError::Refused("the form has no key; open it again".to_owned()))?;
        let arguments = work.arguments().to_string();
        let roles: Vec<&str> = roles.iter().map(|role| role.code()).collect();
        let job = NewJob {
            id: &id,
            kind: work.kind(),
            arguments: &arguments,
            asked_by: actor.name,
            roles: &roles.join(","),
            asked_at: actor.at,
        };
        queue::insert_job(self.store.connection(), &self.authority, &job)?;
        Ok(id)
    }

    /// A job by its reference, as whichever node works on it has left it.
    pub fn job(&mut self, id: &str) -> Result<Option<JobView>, OfficeError> {
        let row = queue::job(self.store.connection(), &self.authority, id)?;
        row.map(JobView::of).transpose()
    }

    /// The last time that the record was verified.
    pub fn last_verified(&mut self) -> Result<Option<LastVerified>, OfficeError> {
        let connection = self.store.connection();
        let row = queue::last_done(connection, &self.authority, Work::VERIFY)?;
        Ok(row.map(|row| LastVerified {
            at: row.ended_at.unwrap_or(row.asked_at),
            by: row.asked_by,
            outcome: row.outcome.as_deref().map_or(Outcome::Done, Outcome::read),
        }))
    }

    /// What waits to be worked on.
    pub fn queue_state(&mut self) -> Result<QueueState, OfficeError> {
        let connection = self.store.connection();
        Ok(queue::queue_state(connection, &self.authority)?)
    }
}
