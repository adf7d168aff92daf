//! Contracts and law, as they are read: part, clause, a sentence with its value, where it is from.

pub mod clause;
pub mod term;
pub mod terms;
pub mod wording;
