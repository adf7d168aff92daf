//! What care will cost.
//!
//! Nothing here is money that anybody owes: a forecast is an estimate, and is reckoned in floating
//! point, unlike everything that is paid. It reads no clock and no database; chance is an argument.

#![expect(
    clippy::float_arithmetic,
    reason = "an estimate is no money: nothing of it is paid, posted or compared with a penny"
)]

mod acceptance;
mod avoidance;
pub mod bands;
mod chance;
pub mod demand;
pub mod districts;
pub mod options;
pub mod published;
pub mod scenario;
pub mod score;
pub mod simulate;
pub mod start;
mod stay;
mod words;

pub use acceptance::Acceptance;
pub use avoidance::OldAndNew;
pub use start::History;
pub use words::{listed, percent, pounds_of, tenths, whole};
