//! Pay runs: proposed, checked, approved by somebody else, and paid (rules §6).

mod hold;
pub(crate) mod lines;
mod propose;
mod report;
mod settle;
pub(crate) mod states;

pub use propose::Proposed;
pub use report::{CheckReport, ElementTotal, HomeTotal, RunSummary};
pub use settle::{HomePayment, Paid};
