use std::fmt;

use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use oast_rules::facts::PasswordHash;
use oast_units::Invalid;

use crate::OfficeError;

/// Fills bytes with what nobody can foresee: the office has no chance of its own.
pub type Chance<'c> = dyn FnMut(&mut [u8]) -> std::io::Result<()> + 'c;

/// The fewest characters of a new password.
pub const PASSWORD_CHARACTERS_MIN: usize = 12;
/// The longest password, in bytes; a longer one is never right.
pub const PASSWORD_BYTES_MAX: usize = 256;

/// Memory of one hash, in KiB; with passes and lanes, what OWASP advises for argon2id.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
const SALT_BYTES: usize = 16;

/// What a password is checked against where there is no user, so that as much work is done. The
/// salt and the hash are of nothing.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// A new password. A debugging print leaves it out.
#[derive(Clone)]
pub struct Password(String);

impl Password {
    /// Takes a new password: of twelve characters or more, as no rule about their kinds makes up
    /// for shortness.
    pub fn new(text: &str) -> Result<Self, Invalid> {
        if text.chars().count() < PASSWORD_CHARACTERS_MIN {
            return Err(Invalid::new(format!(
                "the password has fewer than {PASSWORD_CHARACTERS_MIN} characters; three words that do not belong together are easy to remember"
            )));
        }
        if text.len() > PASSWORD_BYTES_MAX {
            return Err(Invalid::new(format!(
                "the password is longer than {PASSWORD_BYTES_MAX} bytes"
            )));
        }
        Ok(Self(text.to_owned()))
    }

    /// Its argon2id hash, with a salt from chance.
    pub(crate) fn hash(&self, chance: &mut Chance<'_>) -> Result<PasswordHash, OfficeError> {
        let mut salt = [0; SALT_BYTES];
        chance(&mut salt).map_err(OfficeError::Chance)?;
        let hash = argon2()
            .and_then(|argon2| {
                let hash = argon2.hash_password_with_salt(self.0.as_bytes(), &salt);
                hash.map_err(|why| why.to_string())
            })
            .map_err(|why| OfficeError::Refused(format!("no hash of the password: {why}")))?;
        Ok(hash.to_string().parse()?)
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(a password)")
    }
}

fn argon2() -> Result<Argon2<'static>, String> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|why| why.to_string())?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Whether a password is the one of a hash. Without a hash, as much work is done and the answer is
/// no.
pub(crate) fn is_right(password: &str, hash: Option<&PasswordHash>) -> bool {
    let fits_in = password.len() <= PASSWORD_BYTES_MAX;
    let tried = if fits_in { password } else { "" };
    let phc = hash.map_or(NOBODY, PasswordHash::phc);
    let verified = Argon2::default().verify_password(tried.as_bytes(), phc);
    verified.is_ok() && fits_in && hash.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(password: &str) -> PasswordHash {
        let mut sevens = |bytes: &mut [u8]| {
            bytes.fill(7);
            Ok(())
        };
        Password::new(password).unwrap().hash(&mut sevens).unwrap()
    }

    #[test]
    fn a_password_is_right_for_its_own_hash_alone() {
        let hash = hash("correct horse battery");
        assert!(is_right("correct horse battery", Some(&hash)));
        assert!(!is_right("correct horse batterz", Some(&hash)));
        assert!(!is_right("", Some(&hash)));
        assert!(!is_right("correct horse battery", None));
        assert!(!is_right(&"x".repeat(PASSWORD_BYTES_MAX + 1), Some(&hash)));
    }

    #[test]
    fn as_much_work_is_done_where_there_is_no_user() {
        let cost = |phc: &str| phc.split('$').take(4).collect::<Vec<_>>().join("$");
        let hash = hash("correct horse battery");
        assert_eq!(cost(hash.phc()), cost(NOBODY));
        assert_eq!(hash.phc().len(), NOBODY.len());
        // It is read as a hash, and is wrong for having been tried, not for its form.
        assert_eq!(
            Argon2::default().verify_password(b"anything", NOBODY),
            Err(argon2::password_hash::Error::PasswordInvalid)
        );
    }

    #[test]
    fn a_password_is_long_enough_and_never_shown() {
        assert!(Password::new("eleven-long").is_err());
        assert!(Password::new(&"x".repeat(PASSWORD_BYTES_MAX + 1)).is_err());
        let password = Password::new("correct horse battery").unwrap();
        assert_eq!(format!("{password:?}"), "(a password)");
        let hash = hash("correct horse battery");
        assert_eq!(format!("{hash:?}"), "(a password's hash)");
    }
}
