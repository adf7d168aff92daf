//! What the years ahead may cost: forecasts that start from the facts.

mod drawn;
mod start;

pub use drawn::{a_week, budget, draw};
pub(crate) use start::start;
