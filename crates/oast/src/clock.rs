//! The one place where the clock is read.

use jiff::Timestamp;

/// The time now.
#[expect(
    clippy::disallowed_methods,
    reason = "the one reading of the clock; from here on the time is an argument"
)]
pub(crate) fn now() -> Timestamp {
    Timestamp::now()
}
