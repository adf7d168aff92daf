//! The one place where the program asks for random bytes.

/// Fills bytes with what nobody can foresee, from the operating system.
pub(crate) fn fill(bytes: &mut [u8]) -> std::io::Result<()> {
    getrandom::fill(bytes).map_err(|error| std::io::Error::other(error.to_string()))
}
