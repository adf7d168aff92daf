//! Seals and proofs: what keeps a record private where it lies, and what shows an outsider that it
//! is whole.
//!
//! [`MasterKey`] wraps a [`SubjectKey`], which seals what is told of a person: to destroy that key
//! is to erase what it sealed, in every copy.
//!
//! Nothing here reads a clock, a file or a source of chance: each is an argument.

mod sealing;

pub use sealing::{MasterKey, SubjectKey, Wrapper, is_sealed};

use oast_units::Invalid;

/// Bytes of each key.
pub const KEY_BYTES: usize = 32;

/// Lower-case hexadecimal.
pub fn to_hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Reads hexadecimal of exactly so many bytes. What was given is not told: it may be a key.
pub fn from_hex<const BYTES: usize>(text: &str) -> Result<[u8; BYTES], Invalid> {
    let wrong = || {
        Invalid::new(format!(
            "it is not {BYTES} bytes as {} hexadecimal digits",
            BYTES * 2
        ))
    };
    let digits = text.as_bytes();
    if digits.len() != BYTES * 2 {
        return Err(wrong());
    }
    let mut bytes = [0; BYTES];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let digit = |digit: u8| char::from(digit).to_digit(16).ok_or_else(wrong);
        let [high, low] = pair else {
            return Err(wrong());
        };
        let value = digit(*high)? * 16 + digit(*low)?;
        *byte = u8::try_from(value).map_err(|_| wrong())?;
    }
    Ok(bytes)
}
