//! What care will cost.

pub mod forecast;
pub mod published;
