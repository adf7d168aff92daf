//! Signing in, and the record of who did what.

pub mod sign_in;
