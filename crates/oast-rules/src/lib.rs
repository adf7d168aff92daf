//! The domain: what contracts and law make of the facts. Pure: no clock, no database, no
//! environment, no floating point near money.

pub mod check;
pub mod contract;
pub mod facts;
pub mod money;
pub mod placement;
pub mod price;
pub mod privacy;
pub mod quality;
