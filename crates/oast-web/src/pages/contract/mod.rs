//! Contracts and law, as they are read: part, clause, a sentence with its value, where it is from.

mod clause;
pub mod confirm;
mod confirmations;
pub mod term;
pub mod terms;
mod wording;
