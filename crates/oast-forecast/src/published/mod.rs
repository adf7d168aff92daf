//! The published business case: its tables as they were printed, two ways to reproduce them, and
//! what an audit of their arithmetic finds.
//!
//! The exact layer gives every cell to the pound, with as many numbers as there are cells: it is a
//! calibration, not evidence. The model gives every cell within 0.6% with fifteen, each of which
//! means something that can be changed and argued about.

mod audit;
mod case;
mod exact;
mod model;
mod tables;

pub use audit::{Band, Finding, Slip, Weight, findings, slips};
pub use case::{Case, CaseError, Document, Printed, PrintedWay, Said};
pub use exact::Calibration;
pub use model::{CategoryNumbers, Leaving, Model, new_share};
pub use tables::{ByYear, CATEGORIES, Row, Spend, TableRow, Tables, Way, YEARS};

/// Weeks of a year, as the published tables reckon them.
pub const YEAR_WEEKS: f64 = 365.0 / 7.0;
