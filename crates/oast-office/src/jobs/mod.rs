//! Long work that goes on while whoever asked for it does something else, on whichever node is
//! free.
//!
//! A job is asked for once, by the key of a form ([`Office::ask_job`](crate::Office::ask_job)),
//! taken by a worker under a lease, and done with the rights that its asker had. Its command ends
//! it in one transaction, so that whatever dies when, it acts once.

mod bell;
mod ending;
mod outcome;
mod queue;
mod reader;
mod running;
mod signing;
mod tally;
mod work;
mod worker;

pub use bell::Bell;
pub use outcome::{FAULTS_KEPT_MAX, Failure, Outcome, PROBLEMS_KEPT_MAX};
pub use queue::{JobState, JobView, LastVerified};
pub use running::Running;
pub use signing::{CHECKPOINT_EVERY, Signing};
pub use tally::Tally;
pub use work::Work;
pub use worker::{JobTold, LEASE, Watch, Worker};
