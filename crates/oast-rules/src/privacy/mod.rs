//! How long what names a person is kept.

mod retention;

pub use retention::{LastContact, Retention, retention};
