//! Tokens that a provider signed (JSON Web Signature, in its compact form).

use ring::signature::{
    ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RSA_PSS_2048_8192_SHA256,
    RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde::Deserialize;
use serde_json::Value;

use crate::SignOnError;
use crate::encode::from_url64;

/// The longest token that is read, in bytes.
const TOKEN_BYTES_MAX: usize = 64 * 1024;

/// The keys that a provider signs with.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Keys {
    keys: Vec<Key>,
}

#[derive(Debug, Clone, Deserialize)]
struct Key {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    alg: Option<String>,
    crv: Option<String>,
    n: Option<String>,
    e: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    crit: Option<Value>,
}

fn no_token() -> SignOnError {
    SignOnError::refused("what the council's sign-in sent is no token; begin again")
}

fn header(token: &str) -> Option<Header> {
    let (header, _) = token.split_once('.')?;
    serde_json::from_slice(&from_url64(header)?).ok()
}

/// Whether the key that signed a token is among those that are known.
pub(super) fn knows_key(keys: &Keys, token: &str) -> bool {
    header(token).is_some_and(|header| keys.keys.iter().any(|key| key.fits(&header)))
}

/// What a token says, when one of the keys signed it. An unsigned token, or one that is signed with
/// a shared secret, is refused: only the provider itself has the other half of its keys.
pub(super) fn verified(keys: &Keys, token: &str) -> Result<Value, SignOnError> {
    if token.len() > TOKEN_BYTES_MAX {
        return Err(no_token());
    }
    let header = header(token).ok_or_else(no_token)?;
    let (signed, signature) = token.rsplit_once('.').ok_or_else(no_token)?;
    let signature = from_url64(signature).ok_or_else(no_token)?;
    if header.crit.is_some() || !matches!(header.alg.as_str(), "RS256" | "PS256" | "ES256") {
        return Err(SignOnError::refused(format!(
            "the token is signed as '{}'; RS256, PS256 and ES256 are taken",
            header.alg
        )));
    }
    let right = keys
        .keys
        .iter()
        .filter(|key| key.fits(&header))
        .any(|key| key.verifies(&header.alg, signed.as_bytes(), &signature));
    if !right {
        return Err(SignOnError::refused(
            "the token is not signed by the council's sign-in",
        ));
    }
    let (_, claims) = signed.split_once('.').ok_or_else(no_token)?;
    let claims = from_url64(claims).ok_or_else(no_token)?;
    serde_json::from_slice(&claims).map_err(|_| no_token())
}

impl Key {
    fn fits(&self, header: &Header) -> bool {
        let kind = if header.alg == "ES256" { "EC" } else { "RSA" };
        let named = header.kid.is_none() || header.kid == self.kid;
        let signs = self.purpose.as_deref().is_none_or(|each| each == "sig");
        let algorithm = self.alg.as_deref().is_none_or(|alg| alg == header.alg);
        self.kty == kind && named && signs && algorithm
    }

    fn verifies(&self, algorithm: &str, signed: &[u8], signature: &[u8]) -> bool {
        let bytes = |text: &Option<String>| text.as_deref().and_then(from_url64);
        if algorithm == "ES256" {
            let (Some(x), Some(y), Some("P-256")) =
                (bytes(&self.x), bytes(&self.y), self.crv.as_deref())
            else {
                return false;
            };
            let point = [&[4], x.as_slice(), y.as_slice()].concat();
            let key = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point);
            return key.verify(signed, signature).is_ok();
        }
        let (Some(n), Some(e)) = (bytes(&self.n), bytes(&self.e)) else {
            return false;
        };
        let how = if algorithm == "PS256" {
            &RSA_PSS_2048_8192_SHA256
        } else {
            &RSA_PKCS1_2048_8192_SHA256
        };
        let key = RsaPublicKeyComponents { n, e };
        key.verify(how, signed, signature).is_ok()
    }
}
