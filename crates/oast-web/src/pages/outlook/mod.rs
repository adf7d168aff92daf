//! What care will cost, what there is to spend on it, and what moved.

pub mod benefit;
pub mod benefits;
pub mod budget;
mod lines;
pub mod moved;
pub mod published;
pub mod reorganisation;
