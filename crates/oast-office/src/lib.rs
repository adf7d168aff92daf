//! What people do. Each command authorises, checks, and records facts, audit entry and outbox
//! message in one transaction; each question is asked of the facts as they were known.

pub mod access;
pub mod benefit;
pub mod budget;
mod checkpoint;
mod confirm;
mod county;
mod due;
mod error;
mod explain;
mod export;
mod import;
mod import_sent;
pub mod jobs;
mod ledger;
mod line;
mod machine;
mod market;
mod notices;
mod office;
pub mod outlook;
mod parts;
pub mod pay_run;
pub mod picture;
pub mod privacy;
pub mod record;
mod recorded;
pub mod reorganisation;
mod runway;
pub mod uplift;

pub use access::{Action, Rights, Role};
pub use confirm::{ConfirmationRow, ConfirmationState};
pub use due::DueRow;
pub use error::OfficeError;
pub use explain::Explanation;
pub use export::Exported;
pub use import::{CHANGES_TOLD_MAX, ImportOptions, Imported, TableChanges};
pub use import_sent::SENT_KEPT;
pub use ledger::ledger_faults;
pub use line::{AmountExplanation, AmountPart, LineOf, PostedPart, StretchPart};
pub use machine::{Machine, OpenOffice, key};
pub use market::framework_bands;
pub use notices::NoticeRow;
pub use office::{Actor, Office};
pub use recorded::{PlacementRecord, Recorded, RecordedFacts, trace_json};
pub use runway::RunwayRow;
