//! How people show who they are: at the council's own sign-in, with a passkey, with the code of an
//! app. What is here is protocol alone: it knows no user and stores nothing.
//!
//! Time, chance and the way to another server are arguments. Whatever has to be remembered between
//! two requests ([`council::Begun`], a passkey's challenge) is a small value for the caller to keep
//! where every server finds it, and to use once.

pub mod code;
pub mod council;
mod encode;
mod error;
pub mod http;
pub mod passkey;
pub mod qr;

pub use error::SignOnError;

/// Fills bytes with what nobody can foresee.
pub type Chance<'c> = dyn FnMut(&mut [u8]) -> std::io::Result<()> + 'c;

/// So many bytes of chance, as text for addresses.
///
/// # Errors
/// When the machine has no source of chance.
pub fn guessless<const BYTES: usize>(chance: &mut Chance<'_>) -> Result<String, SignOnError> {
    let mut bytes = [0; BYTES];
    chance(&mut bytes).map_err(SignOnError::Chance)?;
    Ok(encode::url64(&bytes))
}
