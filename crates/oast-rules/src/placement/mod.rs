//! Where a person lives, from when to when, and on which of those days.

mod absence;
mod case_file;
pub mod notice;
mod payable;
pub mod self_funder;

pub use absence::{Away, away};
pub use case_file::CaseFile;
pub use payable::{Payable, payable};
