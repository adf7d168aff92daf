//! Pay runs: proposed, checked, approved by somebody else, and paid (rules §6).

mod figures;
mod hold;
pub(crate) mod lines;
mod movement;
mod proposal;
mod propose;
mod report;
mod settle;
mod settlement;
pub(crate) mod states;

pub use figures::{Dear, RunFigures, STANDING_OUT_MAX};
pub use movement::{Move, Moved, MovementKind};
pub use proposal::ProposedSums;
pub use propose::Proposed;
pub use report::{CauseTotal, CheckReport, ElementTotal, HomeTotal, RunSummary};
pub use settle::{HomePayment, Paid};
pub use settlement::HomeDebt;

pub(crate) use settle::debts;
pub(crate) use states::runs;
