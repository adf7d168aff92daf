//! Who may do what, and why: the policies of `policies/`, asked one question at a time.
//!
//! The policies are written in Cedar, so that an officer can read them and a machine can check
//! them. Nothing is allowed that no policy allows; a question that cannot be put is refused.

mod ask;
mod coded;
mod policies;
mod question;

pub use coded::{Action, Purpose, Role};
pub use policies::{FILES, Policies, PolicyError, PolicyWords, SCHEMA, embedded};
pub use question::{Asked, Decision, Leave, Principal, Resource};
