//! What the years ahead may cost: forecasts that start from the facts.

mod start;

pub use start::start;
