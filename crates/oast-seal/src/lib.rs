//! Seals and proofs: what keeps a record private where it lies, and what shows an outsider that it
//! is whole.
//!
//! [`MasterKey`] wraps a [`SubjectKey`], which seals what is told of a person: to destroy that key
//! is to erase what it sealed, in every copy. [`Tree`] is the Merkle tree of RFC 6962 over the
//! hashes of the audit's entries; a [`Checkpoint`] is its root, signed, and a [`Proof`] shows that
//! an entry is in the tree of a checkpoint, with no database at hand.
//!
//! Nothing here reads a clock, a file or a source of chance: each is an argument.

mod checkpoint;
mod merkle;
mod proof;
mod sealing;
mod signing;

pub use checkpoint::{Checkpoint, SignedCheckpoint};
pub use merkle::{Hash, Tree, hash_of_leaf, verify_consistency, verify_inclusion};
pub use proof::{ConsistencyProof, EntryProof, Proof, Proven};
pub use sealing::{MasterKey, SubjectKey, Wrapper, is_sealed};
pub use signing::{PublicKey, SigningKey};

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

/// Reads lower-case hexadecimal of exactly so many bytes. What was given is not told, as it may be
/// a key.
pub fn from_hex<const BYTES: usize>(text: &str) -> Result<[u8; BYTES], Invalid> {
    let wrong = || {
        Invalid::new(format!(
            "it is not {BYTES} bytes as {} hexadecimal digits, in small letters",
            BYTES * 2
        ))
    };
    let digits = text.as_bytes();
    if digits.len() != BYTES * 2 {
        return Err(wrong());
    }
    let mut bytes = [0; BYTES];
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let digit = |digit: u8| {
            let value = char::from(digit).to_digit(16);
            value
                .filter(|_| !digit.is_ascii_uppercase())
                .ok_or_else(wrong)
        };
        let [high, low] = pair else {
            return Err(wrong());
        };
        let value = digit(*high)? * 16 + digit(*low)?;
        *byte = u8::try_from(value).map_err(|_| wrong())?;
    }
    Ok(bytes)
}
