//! Tables of work that goes on: jobs with their leases, and how far each consumer of the outbox
//! has read.
//!
//! Nothing here is a fact. Every statement stands alone or in the transaction of what it belongs
//! to, so that any number of programs may work on one database.

mod jobs;
mod messages;

pub use jobs::{
    JobEnd, JobRow, JobState, Lease, NewJob, QueueState, claim, end, forget_jobs, hand_back,
    insert_job, job, keep_lease, last_done, note_outcome, queue_state,
};
pub use messages::{CommandCount, Consumer, Message, command_counts, count_command, dispatch};

pub(crate) use jobs::end_with_command;

use crate::port::Dialect;

/// The tables and their indexes, as statements that make what is not there yet.
pub(crate) fn tables(dialect: Dialect) -> String {
    let Dialect {
        clustered, text, ..
    } = dialect;
    format!(
        "CREATE TABLE IF NOT EXISTS jobs (
  authority {text} NOT NULL,
  id {text} NOT NULL,
  kind {text} NOT NULL,
  arguments {text} NOT NULL,
  asked_by {text} NOT NULL,
  roles {text} NOT NULL,
  asked_at {text} NOT NULL,
  state {text} NOT NULL,
  attempts BIGINT NOT NULL,
  holder {text},
  lease_until {text},
  so_far BIGINT,
  seq BIGINT,
  outcome {text},
  ended_at {text},
  PRIMARY KEY (authority, id)
){clustered};
CREATE INDEX IF NOT EXISTS jobs_state ON jobs (authority, state, asked_at);
CREATE INDEX IF NOT EXISTS jobs_kind ON jobs (authority, kind, ended_at);
CREATE TABLE IF NOT EXISTS outbox_readers (
  authority {text} NOT NULL,
  consumer {text} NOT NULL,
  seq BIGINT NOT NULL,
  number BIGINT NOT NULL,
  PRIMARY KEY (authority, consumer)
){clustered};
CREATE TABLE IF NOT EXISTS command_counts (
  authority {text} NOT NULL,
  command {text} NOT NULL,
  commands BIGINT NOT NULL,
  last_seq BIGINT NOT NULL,
  PRIMARY KEY (authority, command)
){clustered};
"
    )
}
