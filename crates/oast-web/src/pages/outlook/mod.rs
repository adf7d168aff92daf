//! What care will cost.

pub mod forecast;
pub mod kept;
pub mod published;
pub mod scenarios;
