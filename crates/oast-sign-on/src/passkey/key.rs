use ring::signature::{
    ECDSA_P256_SHA256_ASN1, ED25519, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents,
    UnparsedPublicKey,
};

use super::cbor::{Item, Reader};
use super::no_passkey;
use crate::SignOnError;

const ES256: i64 = -7;
const EDDSA: i64 = -8;
const RS256: i64 = -257;

/// The kinds of keys that are taken, the most wanted first, as COSE numbers them.
pub(super) const ALGORITHMS: [i64; 3] = [ES256, EDDSA, RS256];

/// The most entries that a key has, so that a long one is not read for long.
const ENTRIES_MAX: u64 = 16;

/// The public half of a passkey (COSE, RFC 9053).
#[derive(Debug)]
pub enum PublicKey {
    /// On the curve P-256, its point uncompressed.
    P256(Vec<u8>),
    /// On the curve Ed25519.
    Ed25519(Vec<u8>),
    /// RSA: modulus and exponent.
    Rsa(Vec<u8>, Vec<u8>),
}

impl PublicKey {
    pub(super) fn read(bytes: &[u8]) -> Result<Self, SignOnError> {
        Self::parse(bytes).ok_or_else(no_passkey)
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let mut reader = Reader(bytes);
        let entries = reader.map().filter(|entries| *entries <= ENTRIES_MAX)?;
        let mut found = Vec::new();
        for _ in 0..entries {
            let (Item::Integer(label), value) = (reader.item()?, reader.item()?) else {
                return None;
            };
            if found.iter().any(|(each, _)| *each == label) {
                return None;
            }
            found.push((label, value));
        }
        let value = |label: i64| {
            let found = found.iter().find(|(each, _)| *each == label);
            found.map(|(_, value)| *value)
        };
        let number = |label| match value(label)? {
            Item::Integer(number) => Some(number),
            _ => None,
        };
        let bytes = |label| match value(label)? {
            Item::Bytes(bytes) => Some(bytes),
            _ => None,
        };
        let coordinate = |label| bytes(label).filter(|bytes| bytes.len() == 32);
        match (number(1)?, number(3)?) {
            (2, ES256) if number(-1)? == 1 => Some(Self::P256(
                [&[4], coordinate(-2)?, coordinate(-3)?].concat(),
            )),
            (1, EDDSA) if number(-1)? == 6 => Some(Self::Ed25519(coordinate(-2)?.to_vec())),
            (3, RS256) => Some(Self::Rsa(bytes(-1)?.to_vec(), bytes(-2)?.to_vec())),
            _ => None,
        }
    }

    pub(super) fn verify(&self, signed: &[u8], signature: &[u8]) -> Result<(), SignOnError> {
        let verified = match self {
            Self::P256(point) => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, point).verify(signed, signature)
            }
            Self::Ed25519(point) => {
                UnparsedPublicKey::new(&ED25519, point).verify(signed, signature)
            }
            Self::Rsa(n, e) => RsaPublicKeyComponents { n, e }.verify(
                &RSA_PKCS1_2048_8192_SHA256,
                signed,
                signature,
            ),
        };
        verified.map_err(|_| SignOnError::refused("the passkey's signature is not right"))
    }
}
