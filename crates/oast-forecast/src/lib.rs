//! What care will cost.
//!
//! Nothing here is money that anybody owes: a forecast is an estimate, and is reckoned in floating
//! point, unlike everything that is paid. It reads no clock and no database; chance is an argument.

#![expect(
    clippy::float_arithmetic,
    reason = "an estimate is no money: nothing of it is paid, posted or compared with a penny"
)]

mod acceptance;
pub mod bands;
pub mod published;
mod words;

pub use acceptance::Acceptance;
pub use words::{listed, percent, pounds_of, tenths, whole};
