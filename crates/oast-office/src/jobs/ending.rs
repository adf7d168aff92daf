use jiff::{SignedDuration, Timestamp};
use oast_store::queue::{self, JobEnd, Lease};
use oast_store::{Connection, StoreError};

use super::worker::ATTEMPTS_MAX;
use super::{Failure, Outcome};
use crate::OfficeError;

/// After how long a job that the database failed is tried again.
const AGAIN_AFTER: SignedDuration = SignedDuration::from_secs(10);

/// How a job is let go of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ended {
    Done,
    Failed,
    /// It will be tried again.
    Again,
    /// Somebody else has it.
    Lost,
}

impl Ended {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Again => "again",
            Self::Lost => "lost",
        }
    }
}

/// What is written of a job that is let go of.
pub(super) struct Ending {
    how: How,
    /// What whoever runs the program is told.
    pub(super) report: Option<String>,
}

enum How {
    Done(Option<i64>, Outcome),
    Failed(Failure),
    /// It will be tried again, after a while.
    Again,
    /// The database was away or busy, which is no fault of the job: the try does not count.
    Back,
    Lost,
}

/// How a job ends whose work came out so: nothing where it was begun too often to be tried again,
/// the outer error where it stopped short.
pub(super) fn ended(
    outcome: Option<Result<Result<Outcome, OfficeError>, ()>>,
    attempts: i64,
) -> Ending {
    let quietly = |how| Ending { how, report: None };
    match outcome {
        None => Ending {
            how: How::Failed(Failure::GivenUp),
            report: Some(format!("given up after {ATTEMPTS_MAX} attempts")),
        },
        Some(Err(())) => Ending {
            how: How::Failed(Failure::StoppedShort),
            report: Some("the program stopped short in it".to_owned()),
        },
        Some(Ok(Ok(outcome))) => quietly(How::Done(None, outcome)),
        Some(Ok(Err(OfficeError::AlreadyDone { seq, .. }))) => {
            quietly(How::Done(Some(seq), Outcome::Done))
        }
        Some(Ok(Err(OfficeError::Store(StoreError::LeaseLost { .. })))) => quietly(How::Lost),
        Some(Ok(Err(OfficeError::Store(error @ (StoreError::Gone { .. } | StoreError::Busy))))) => {
            Ending {
                how: How::Back,
                report: Some(error.to_string()),
            }
        }
        Some(Ok(Err(OfficeError::Store(error)))) => Ending {
            how: if attempts < ATTEMPTS_MAX {
                How::Again
            } else {
                How::Failed(Failure::Database)
            },
            report: Some(error.to_string()),
        },
        Some(Ok(Err(error))) => quietly(How::Failed(Failure::Refused(error.to_string()))),
    }
}

impl Ending {
    /// Writes it down, if the job is still whose lease this is.
    pub(super) fn write(
        &self,
        connection: &mut dyn Connection,
        lease: &Lease,
        at: Timestamp,
    ) -> Result<Ended, OfficeError> {
        let (done, seq, outcome) = match &self.how {
            How::Lost => return Ok(Ended::Lost),
            How::Again => {
                let held = queue::keep_lease(connection, lease, at + AGAIN_AFTER, None)?;
                return Ok(if held { Ended::Again } else { Ended::Lost });
            }
            How::Back => {
                let held = queue::hand_back(connection, lease)?;
                return Ok(if held { Ended::Again } else { Ended::Lost });
            }
            How::Done(seq, outcome) => (true, *seq, outcome.json()),
            How::Failed(failure) => (false, None, failure.json()),
        };
        let outcome = outcome.to_string();
        let end = JobEnd {
            done,
            seq,
            outcome: &outcome,
            at,
        };
        if queue::end(connection, lease, &end)? {
            return Ok(if done { Ended::Done } else { Ended::Failed });
        }
        // It ended with its command, or it is somebody else's now.
        if done && queue::note_outcome(connection, lease, &outcome)? {
            return Ok(Ended::Done);
        }
        Ok(Ended::Lost)
    }
}
