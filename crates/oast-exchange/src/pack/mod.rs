//! The data pack: a county as a folder of CSV files, one for each kind of fact.
//!
//! The names of its files and columns are a public interface. Dates are ISO, money is pounds with
//! two decimals, a missing file is an empty one. What is written can be read back as the same
//! facts, and written again as the same bytes.

mod fault;
mod read;
mod source;
mod write;

pub use crate::csv::FactCsv;
pub use fault::{FAULTS_REPORTED_MAX, PackFault};
pub(crate) use read::read_from;
pub use read::{Checked, Lines, ReadPack, read};
pub(crate) use source::Source;
pub use write::{WriteError, write};
