use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

/// Bytes in base64 for addresses.
pub(crate) fn url64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The bytes of base64 for addresses.
pub(crate) fn from_url64(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// Bytes in the base64 of headers.
pub(crate) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// A value as a part of a query or a form: all but letters, digits, `-`, `.`, `_` and `~` escaped.
pub(crate) fn part(value: &str) -> String {
    use std::fmt::Write as _;
    value.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

/// Names and values as a query or a form.
pub(crate) fn pairs(pairs: &[(&str, &str)]) -> String {
    let each = pairs
        .iter()
        .map(|(name, value)| format!("{name}={}", part(value)));
    each.collect::<Vec<_>>().join("&")
}

pub(crate) fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut digest = [0; 32];
    let made = ring::digest::digest(&ring::digest::SHA256, bytes);
    digest.copy_from_slice(made.as_ref());
    digest
}

/// Whether two secrets are the same, in a time that does not depend on where they differ.
pub(crate) fn same(one: &str, other: &str) -> bool {
    // Comparing digests tells nothing of the secrets, however long the comparing takes.
    sha256(one.as_bytes()) == sha256(other.as_bytes())
}
