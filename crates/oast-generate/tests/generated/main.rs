//! What a generated county is, read back from its files.

mod calibration;
mod content;
mod replay;
mod support;
mod valid;
