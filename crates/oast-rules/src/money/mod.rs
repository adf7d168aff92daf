//! What is due to whom, what was posted, and the difference, which is what a pay run pays.

mod basis;
pub mod bridge;
pub mod cause;
mod due;
mod flow;
pub mod means_test;
pub mod pay_run;
mod sheet;

pub use basis::{Basis, Stretch};
pub use due::{DueError, block_due, due, nursing_in_price, pay_calendar};
pub use flow::{Flow, Party, Row};
pub use sheet::{DueLine, Sheet};
