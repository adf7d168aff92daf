use std::fmt;
use std::str::FromStr;

use base64ct::{Base64, Encoding as _};
use ed25519_dalek::Signer as _;
use oast_units::Invalid;
use sha2::{Digest, Sha256};

use crate::{KEY_BYTES, to_hex};

/// What a key is of: Ed25519, as C2SP's signed notes number it.
const ED25519: u8 = 1;
/// What the text of a private key begins with.
const PRIVATE: &str = "PRIVATE+KEY+";
/// Bytes of a signature.
const SIGNATURE_BYTES: usize = 64;
/// Bytes of the number that tells which of several keys signed.
const ID_BYTES: usize = 4;
/// The longest name of a key, in bytes.
const NAME_BYTES_MAX: usize = 100;

type KeyId = [u8; ID_BYTES];

/// A key that signs checkpoints, in the name of whoever keeps the record.
#[derive(Clone)]
pub struct SigningKey {
    name: String,
    key: ed25519_dalek::SigningKey,
}

/// What a [`SigningKey`]'s signatures are checked with. It is no secret: its text is
/// `name+number+key`, as C2SP's signed notes write it.
#[derive(Clone, PartialEq, Eq)]
pub struct PublicKey {
    name: String,
    key: ed25519_dalek::VerifyingKey,
}

impl SigningKey {
    /// A key of a name, of bytes that nobody can foresee. The name says whose record it is, such
    /// as `kent.gov.uk/oast`, without a space or a `+`.
    pub fn new(name: &str, bytes: [u8; KEY_BYTES]) -> Result<Self, Invalid> {
        Ok(Self {
            name: checked_name(name)?,
            key: ed25519_dalek::SigningKey::from_bytes(&bytes),
        })
    }

    /// The name in which it signs.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What its signatures are checked with.
    pub fn public(&self) -> PublicKey {
        PublicKey {
            name: self.name.clone(),
            key: self.key.verifying_key(),
        }
    }

    /// The key as its file holds it. Whoever has it can sign in its name.
    pub fn secret_text(&self) -> String {
        let id = to_hex(&self.public().id());
        format!(
            "{PRIVATE}{}+{id}+{}",
            self.name,
            encoded(&self.key.to_bytes())
        )
    }

    /// The line that signs a text: it ends with a line feed, as the text does.
    pub(crate) fn sign(&self, text: &str) -> String {
        let mut signed = self.public().id().to_vec();
        signed.extend_from_slice(&self.key.sign(text.as_bytes()).to_bytes());
        format!(
            "\u{2014} {} {}\n",
            self.name,
            Base64::encode_string(&signed)
        )
    }
}

impl FromStr for SigningKey {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let wrong = || {
            Invalid::new(
                "it is no key to sign with; make one with: oast key new --signing NAME FILE",
            )
        };
        let rest = text.trim().strip_prefix(PRIVATE).ok_or_else(wrong)?;
        let (name, id, bytes) = parts(rest).ok_or_else(wrong)?;
        let key = Self::new(name, bytes)?;
        if to_hex(&key.public().id()) == id {
            Ok(key)
        } else {
            Err(wrong())
        }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "(the signing key of {})", self.name)
    }
}

impl PublicKey {
    /// In whose name it signs.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Checks the line that signs a text.
    pub(crate) fn verify(&self, text: &str, line: &str) -> Result<(), Invalid> {
        let line = line.strip_prefix("\u{2014} ").unwrap_or_default();
        let (name, signed) = line.rsplit_once(' ').unwrap_or_default();
        if name != self.name {
            return Err(Invalid::new(format!(
                "it is signed in the name of '{name}', and the key is that of '{}'",
                self.name
            )));
        }
        let mut bytes = [0; ID_BYTES + SIGNATURE_BYTES];
        let whole = Base64::decode(signed, &mut bytes).is_ok_and(|read| read.len() == read_len());
        let (id, signature) = bytes.split_at(ID_BYTES);
        if !whole || id != self.id() {
            return Err(Invalid::new(format!(
                "it is signed with another key of '{name}' than the one given"
            )));
        }
        let right = ed25519_dalek::Signature::from_slice(signature)
            .and_then(|signature| self.key.verify_strict(text.as_bytes(), &signature));
        right.map_err(|_| {
            Invalid::new(
                "the signature does not fit: the checkpoint was altered after it was signed",
            )
        })
    }

    /// The first bytes of the SHA-256 of its name, a line feed, its kind and itself.
    fn id(&self) -> KeyId {
        let mut hasher = Sha256::new();
        hasher.update(self.name.as_bytes());
        hasher.update([b'\n', ED25519]);
        hasher.update(self.key.as_bytes());
        let hash: [u8; 32] = hasher.finalize().into();
        let [a, b, c, d, ..] = hash;
        [a, b, c, d]
    }
}

const fn read_len() -> usize {
    ID_BYTES + SIGNATURE_BYTES
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = to_hex(&self.id());
        write!(f, "{}+{id}+{}", self.name, encoded(self.key.as_bytes()))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl FromStr for PublicKey {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        let wrong =
            || Invalid::new("it is no public key; write it as it was published: name+number+key");
        let (name, id, bytes) = parts(text.trim()).ok_or_else(wrong)?;
        let public = Self {
            name: checked_name(name)?,
            key: ed25519_dalek::VerifyingKey::from_bytes(&bytes).map_err(|_| wrong())?,
        };
        if to_hex(&public.id()) == id {
            Ok(public)
        } else {
            Err(wrong())
        }
    }
}

fn encoded(key: &[u8; KEY_BYTES]) -> String {
    let mut bytes = vec![ED25519];
    bytes.extend_from_slice(key);
    Base64::encode_string(&bytes)
}

/// The name, the number and the bytes of a key that was written as text.
fn parts(text: &str) -> Option<(&str, &str, [u8; KEY_BYTES])> {
    // The key itself may hold a `+`, which base 64 writes; a name may not.
    let (name, rest) = text.split_once('+')?;
    let (id, key) = rest.split_once('+')?;
    let bytes = Base64::decode_vec(key).ok()?;
    match bytes.split_first()? {
        (&ED25519, key) => Some((name, id, key.try_into().ok()?)),
        _ => None,
    }
}

fn checked_name(name: &str) -> Result<String, Invalid> {
    let wrong = |c: char| c == '+' || c.is_whitespace() || c.is_control();
    if name.is_empty() || name.len() > NAME_BYTES_MAX || name.contains(wrong) {
        return Err(Invalid::new(format!(
            "'{name}' cannot name a key; write a name of at most {NAME_BYTES_MAX} bytes, without a space or a +, such as kent.gov.uk/oast"
        )));
    }
    Ok(name.to_owned())
}
