//! Benefits that the council means to have: who answers for each, what it is to be, and what it has
//! come to.

mod actual;
mod record;

pub use actual::{Estimate, Tracked};
