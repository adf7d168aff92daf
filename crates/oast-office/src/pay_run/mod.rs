//! Pay runs: proposed, checked, approved by somebody else, and paid (rules §6).

mod hold;
pub(crate) mod lines;
mod proposal;
mod propose;
mod report;
mod settle;
pub(crate) mod states;

pub use proposal::ProposedSums;
pub use propose::Proposed;
pub use report::{CheckReport, ElementTotal, HomeTotal, RunSummary};
pub use settle::{HomePayment, Paid};
