//! What a week costs: bands, tendered and agreed prices, uplifts, assessments.

pub mod band;
mod book;
pub mod cost_model;
pub mod fair_fee;
pub mod guide;
pub mod market;
pub mod rate;
mod says;
pub mod uplift_formula;
pub mod uplift_set;

pub use book::{PriceBook, applies_to, can_raise};
pub use rate::{RateError, RateStep, rate_on, rate_steps};
