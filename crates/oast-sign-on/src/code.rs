//! Six digits from an app, new every thirty seconds (RFC 6238).

use jiff::Timestamp;
use ring::hmac;

use crate::encode::part;
use crate::{Chance, SignOnError};

/// How long a code holds, in seconds.
pub const STEP_SECONDS: i64 = 30;
/// How many steps a telephone's clock may be ahead or behind.
const STEPS_APART_MAX: i64 = 1;
const DIGITS: usize = 6;
const SECRET_BYTES: usize = 20;
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// What an app and the server share. A debugging print leaves it out.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeSecret(Vec<u8>);

impl CodeSecret {
    /// A new one.
    ///
    /// # Errors
    /// When the machine has no source of chance.
    pub fn new(chance: &mut Chance<'_>) -> Result<Self, SignOnError> {
        let mut bytes = vec![0; SECRET_BYTES];
        chance(&mut bytes).map_err(SignOnError::Chance)?;
        Ok(Self(bytes))
    }

    /// Takes one in the letters that people type into an app.
    ///
    /// # Errors
    /// When it is not base32.
    pub fn from_letters(letters: &str) -> Result<Self, SignOnError> {
        let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0_u32);
        for letter in letters.bytes().filter(|letter| *letter != b' ') {
            let value = BASE32.iter().position(|each| *each == letter);
            let value = value.and_then(|value| u32::try_from(value).ok());
            let value =
                value.ok_or_else(|| SignOnError::refused("the secret of the app is not base32"))?;
            (held, bits) = ((held << 5 | value) & 0xFFFF, bits + 5);
            if bits >= 8 {
                bits -= 8;
                bytes.push((held >> bits).to_le_bytes()[0]);
            }
        }
        Ok(Self(bytes))
    }

    /// The letters that people type into an app that cannot read the picture.
    pub fn letters(&self) -> String {
        let (mut out, mut held, mut bits) = (String::new(), 0_usize, 0_u32);
        let letter = |value: usize| char::from(BASE32.get(value & 31).copied().unwrap_or(b'A'));
        for byte in &self.0 {
            (held, bits) = ((held << 8 | usize::from(*byte)) & 0xFFFF, bits + 8);
            while bits >= 5 {
                bits -= 5;
                out.push(letter(held >> bits));
            }
        }
        if bits > 0 {
            out.push(letter(held << (5 - bits)));
        }
        out
    }

    /// The link that an app opens, for somebody's account at somewhere.
    pub fn link(&self, place: &str, account: &str) -> String {
        let (place, account) = (part(place), part(account));
        let secret = self.letters();
        format!("otpauth://totp/{place}:{account}?secret={secret}&issuer={place}")
    }

    /// The code of a step.
    fn code(&self, step: i64) -> String {
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let bytes = tag.as_ref();
        let from = usize::from(bytes.last().copied().unwrap_or(0) & 0x0F);
        let four = bytes.iter().skip(from).take(4);
        let number = four.fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
        format!("{:06}", (number & 0x7FFF_FFFF) % 1_000_000)
    }
}

impl std::fmt::Debug for CodeSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(a secret)")
    }
}

/// The step of a time.
pub fn step_at(now: Timestamp) -> i64 {
    now.as_second().div_euclid(STEP_SECONDS)
}

/// The step whose code was typed, when it is near enough to now and later than the last one used:
/// a code that was seen over a shoulder opens nothing. The caller keeps the step.
pub fn step_of(secret: &CodeSecret, typed: &str, now: Timestamp, last: i64) -> Option<i64> {
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    if typed.len() != DIGITS {
        return None;
    }
    let now = step_at(now);
    let near = (now - STEPS_APART_MAX)..=(now + STEPS_APART_MAX);
    // Each is worked out, so that the time taken does not tell which was close.
    let found = near.map(|step| (step, crate::encode::same(&secret.code(step), &typed)));
    let right: Vec<i64> = found
        .filter_map(|(step, same)| same.then_some(step))
        .collect();
    right.into_iter().find(|step| *step > last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn secret() -> CodeSecret {
        CodeSecret(b"12345678901234567890".to_vec())
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B: the last six of its eight digits.
        let expected = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ];
        for (second, code) in expected {
            assert_eq!(secret().code(second / STEP_SECONDS), code);
            assert!(step_of(&secret(), code, at(second), -1).is_some());
        }
    }

    #[test]
    fn a_code_is_good_for_a_step_around_its_own_and_once() {
        let code = secret().code(100);
        let tried = |step: i64, last| step_of(&secret(), &code, at(step * STEP_SECONDS), last);
        assert_eq!(tried(98, -1), None);
        assert_eq!(tried(99, -1), Some(100));
        assert_eq!(tried(101, -1), Some(100));
        assert_eq!(tried(102, -1), None);
        assert_eq!(tried(100, 99), Some(100));
        assert_eq!(tried(100, 100), None, "it was used");
        assert_eq!(tried(100, 101), None, "a later one was used");
    }

    #[test]
    fn what_is_no_code_is_none() {
        for typed in ["", "12345", "1234567", "abcdef", "１２３４５６"] {
            assert_eq!(step_of(&secret(), typed, at(59), -1), None, "{typed}");
        }
        assert_eq!(step_of(&secret(), " 287 082 ", at(59), -1), Some(1));
    }

    #[test]
    fn a_secret_is_written_and_read_in_letters() {
        assert_eq!(secret().letters(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(
            CodeSecret::from_letters(&secret().letters()).unwrap(),
            secret()
        );
        assert!(CodeSecret::from_letters("GEZ1").is_err());
        let link = secret().link("Kent care", "ann@home.example");
        assert_eq!(
            link,
            "otpauth://totp/Kent%20care:ann%40home.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Kent%20care"
        );
        assert_eq!(format!("{:?}", secret()), "(a secret)");
    }
}
