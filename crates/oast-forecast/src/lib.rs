//! What care will cost.
//!
//! Nothing here is money that anybody owes: a forecast is an estimate, and is reckoned in floating
//! point, unlike everything that is paid. It reads no clock and no database; chance is an argument.

pub mod published;
