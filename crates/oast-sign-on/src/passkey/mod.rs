//! Signing in with a passkey (Web Authentication, level 3), without attestation: which make of
//! device somebody uses is not asked.
//!
//! The person is always verified by their device, with a finger, a face or a PIN, so that a passkey
//! alone is two factors. It is kept on the device with the name of its owner, so that nobody types
//! one.

mod cbor;
mod data;
mod key;

use serde::Deserialize;
use serde_json::{Value, json};

use crate::encode::{from_url64, sha256, url64};
use crate::{Chance, SignOnError, guessless};
use data::{Authenticated, ClientData};
pub use key::PublicKey;

/// How long a device may take to ask its owner, in milliseconds.
const ASK_MILLISECONDS: u32 = 120_000;
/// The longest identifier of a passkey that the standard allows, in bytes.
const ID_BYTES_MAX: usize = 1023;

/// The site that passkeys are made for. A passkey of one site opens no other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Where browsers find it: `https://oast.example.gov.uk`, without a path.
    origin: String,
    /// The host alone.
    host: String,
}

impl Site {
    /// Takes the address of a site. Browsers have passkeys over HTTPS, or on this machine.
    ///
    /// # Errors
    /// When it is no such address.
    pub fn new(address: &str) -> Result<Self, SignOnError> {
        let wrong = || {
            SignOnError::Setting(format!(
                "'{address}' is not the address of this site; write it as https://oast.example.gov.uk, without a path"
            ))
        };
        let address = address.trim_end_matches('/');
        let (scheme, rest) = address.split_once("://").ok_or_else(wrong)?;
        let host = rest.split(':').next().unwrap_or_default();
        let here = matches!(host, "localhost" | "127.0.0.1");
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-:".contains(c);
        let proper = !host.is_empty() && rest.chars().all(fits);
        if !proper || !(scheme == "https" || scheme == "http" && here) {
            return Err(wrong());
        }
        Ok(Self {
            origin: address.to_owned(),
            host: host.to_owned(),
        })
    }

    /// Where browsers find it, without a slash at the end.
    pub fn origin(&self) -> &str {
        &self.origin
    }
}

/// Whose passkey is to be made.
#[derive(Debug, Clone, Copy)]
pub struct Owner<'a> {
    /// The name they sign in with, which their device shows.
    pub user_id: &'a str,
    /// Their name.
    pub name: &'a str,
}

/// What a device keeps as its owner: the same for each of a person's passkeys, and not their name.
pub fn handle(site: &Site, user_id: &str) -> String {
    let digest = sha256(format!("{}\n{user_id}", site.host).as_bytes());
    url64(&digest)
}

/// A challenge: for one passkey to be made or shown, once.
///
/// # Errors
/// When the machine has no source of chance.
pub fn challenge(chance: &mut Chance<'_>) -> Result<String, SignOnError> {
    guessless::<32>(chance)
}

/// What a browser is asked for, to make a passkey. Those that the person has are named, so that a
/// device does not make a second.
pub fn creation(site: &Site, owner: Owner<'_>, challenge: &str, has: &[String]) -> Value {
    let has: Vec<Value> = has
        .iter()
        .map(|id| json!({"type": "public-key", "id": id}))
        .collect();
    let algorithms: Vec<Value> = key::ALGORITHMS
        .iter()
        .map(|algorithm| json!({"type": "public-key", "alg": algorithm}))
        .collect();
    json!({
        "rp": {"id": site.host, "name": "Oast"},
        "user": {
            "id": handle(site, owner.user_id),
            "name": owner.user_id,
            "displayName": owner.name,
        },
        "challenge": challenge,
        "pubKeyCredParams": algorithms,
        "timeout": ASK_MILLISECONDS,
        "excludeCredentials": has,
        "authenticatorSelection": {
            "residentKey": "required",
            "requireResidentKey": true,
            "userVerification": "required",
        },
        "attestation": "none",
    })
}

/// What a browser is asked for, to show any passkey of this site.
pub fn request(site: &Site, challenge: &str) -> Value {
    json!({
        "rpId": site.host,
        "challenge": challenge,
        "timeout": ASK_MILLISECONDS,
        "userVerification": "required",
        "allowCredentials": [],
    })
}

/// A passkey that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What the device calls it, in base64 for addresses.
    pub id: String,
    /// Its public key, in base64 for addresses.
    pub public_key: String,
    /// How often it was used by the device's own count; nought where the device does not count.
    pub count: u32,
}

/// A passkey that was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// How often it was used by the device's own count; nought where the device does not count.
    pub count: u32,
}

/// What a browser sends of a passkey that was made.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Creation {
    id: String,
    client_data: String,
    attestation: String,
}

/// What a browser sends of a passkey that was shown.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Assertion {
    id: String,
    client_data: String,
    authenticator_data: String,
    signature: String,
    user_handle: String,
}

fn no_passkey() -> SignOnError {
    SignOnError::refused("what the browser sent is not a passkey")
}

fn bytes(text: &str) -> Result<Vec<u8>, SignOnError> {
    from_url64(text).ok_or_else(no_passkey)
}

/// Takes a passkey that was made for a challenge.
///
/// # Errors
/// When it was made for another challenge or another site, when the person was not verified, or
/// when it is no passkey.
pub fn made(site: &Site, challenge: &str, sent: &str) -> Result<Made, SignOnError> {
    let sent: Creation = serde_json::from_str(sent).map_err(|_| no_passkey())?;
    ClientData::read(&bytes(&sent.client_data)?)?.must(site, "webauthn.create", challenge)?;
    let attestation = bytes(&sent.attestation)?;
    let authenticated = cbor::entry(&attestation, "authData").ok_or_else(no_passkey)?;
    let data = Authenticated::read(authenticated)?;
    data.must(site)?;
    let (id, key) = data.credential.ok_or_else(no_passkey)?;
    if id.is_empty() || id.len() > ID_BYTES_MAX || url64(id) != sent.id {
        return Err(no_passkey());
    }
    PublicKey::read(key)?;
    Ok(Made {
        id: url64(id),
        public_key: url64(key),
        count: data.count,
    })
}

/// The identifier of a passkey that a browser sends, to look it up before it is checked.
///
/// # Errors
/// When it is no passkey.
pub fn shown_id(sent: &str) -> Result<String, SignOnError> {
    let sent: Assertion = serde_json::from_str(sent).map_err(|_| no_passkey())?;
    Ok(sent.id)
}

/// A passkey as it was kept when it was made, and when it was last used.
#[derive(Debug, Clone, Copy)]
pub struct Kept<'a> {
    /// Its owner's name.
    pub user_id: &'a str,
    /// Its public key, as [`Made`] gave it.
    pub public_key: &'a str,
    /// The device's own count, as it was last told.
    pub count: u32,
}

/// Checks a passkey that was shown for a challenge against what was kept of it.
///
/// # Errors
/// When it was shown for another challenge or to another site, when the person was not verified,
/// when it is not its key that signed, or when the device's count went back, as that of a copy
/// does.
pub fn shown(
    site: &Site,
    challenge: &str,
    kept: Kept<'_>,
    sent: &str,
) -> Result<Shown, SignOnError> {
    let sent: Assertion = serde_json::from_str(sent).map_err(|_| no_passkey())?;
    let client_data = bytes(&sent.client_data)?;
    ClientData::read(&client_data)?.must(site, "webauthn.get", challenge)?;
    if sent.user_handle != handle(site, kept.user_id) {
        return Err(SignOnError::refused("the passkey is somebody else's"));
    }
    let authenticated = bytes(&sent.authenticator_data)?;
    let data = Authenticated::read(&authenticated)?;
    data.must(site)?;
    let key = bytes(kept.public_key)?;
    let signed = [authenticated.as_slice(), &sha256(&client_data)].concat();
    PublicKey::read(&key)?.verify(&signed, &bytes(&sent.signature)?)?;
    let counts = data.count > 0 || kept.count > 0;
    if counts && data.count <= kept.count {
        return Err(SignOnError::refused(
            "the passkey may have been copied: its device has used it less often than before",
        ));
    }
    Ok(Shown { count: data.count })
}
