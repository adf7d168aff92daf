//! Signing in, who may do what, and the record of who did it.

pub mod account;
pub mod audit;
pub mod audit_entry;
pub mod break_glass;
pub mod checkpoints;
pub mod code;
pub mod council;
pub mod homes;
pub mod invitations;
pub mod join;
pub mod legal_holds;
pub mod members;
pub mod passkey;
mod permissions;
pub mod purpose;
pub mod reads;
pub mod retention;
mod sessions;
pub mod sign_in;
pub mod subject_access;
pub mod teams;
mod ticks;
pub mod user;
pub mod users;
pub mod verify;
pub mod ways;
