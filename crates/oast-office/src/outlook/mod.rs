//! What the years ahead may cost: forecasts that start from the facts.

mod drawn;
mod expected;
mod kept;
mod scenarios;
mod start;

pub use drawn::{a_week, budget, draw, draw_districts};
pub use expected::{expected, first_year};
pub use kept::{ForecastTold, Scored, ScoredThing, Thing};
pub use scenarios::{ScenarioTold, called};
pub(crate) use start::start;
