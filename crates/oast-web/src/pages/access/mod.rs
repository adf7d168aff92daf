//! Signing in, who may do what, and the record of who did it.

pub mod account;
pub mod audit;
pub mod audit_entry;
pub mod checkpoints;
mod permissions;
pub mod reads;
pub mod sign_in;
pub mod user;
pub mod users;
pub mod verify;
