//! What is paid, and why.

pub mod trace;
