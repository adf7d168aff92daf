//! What a week costs: bands, tendered and agreed prices, uplifts, assessments.

mod book;
pub mod rate;

pub use book::{PriceBook, applies_to};
pub use rate::{RateError, RateStep, rate_on, rate_steps};
