//! The pages of Oast, drawn on the server: no page needs a script, and no page holds a rule.

pub mod chart;
pub mod map;
