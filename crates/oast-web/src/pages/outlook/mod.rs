//! What care will cost, what there is to spend on it, and what moved.

pub mod bands;
pub mod benefit;
pub mod benefit_new;
pub mod benefits;
pub mod budget;
pub mod demand;
pub mod districts;
pub mod fair_fee;
pub mod forecast;
pub mod kept;
mod lines;
pub mod moved;
pub mod options;
pub mod published;
pub mod reorganisation;
pub mod scenarios;
