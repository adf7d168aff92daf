//! What care will cost.

pub mod bands;
pub mod fair_fee;
pub mod published;
mod rows;
