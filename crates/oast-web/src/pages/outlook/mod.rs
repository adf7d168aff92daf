//! What care will cost.

pub mod published;
