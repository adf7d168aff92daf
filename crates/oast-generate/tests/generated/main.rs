//! What a generated county is, read back from its files.

#![expect(
    clippy::unwrap_used,
    reason = "whatever cannot be generated or read back fails the test that wants it"
)]

mod calibration;
mod content;
mod replay;
mod support;
mod valid;
