//! What is paid, and why.

pub mod spend;
pub mod spent;
pub mod trace;
