//! A passkey opens one site, for one question, by its own key, with its owner there.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as URL64;
use oast_sign_on::SignOnError;
use oast_sign_on::passkey::{self, Kept, Made, Site};
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::json;

const ORIGIN: &str = "https://oast.example.gov.uk";
const CHALLENGE: &str = "Y2hhbGxlbmdl";
const PRESENT: u8 = 1;
const VERIFIED: u8 = 4;
const HAS_KEY: u8 = 64;

/// A device made of software.
struct Device {
    key: EcdsaKeyPair,
    /// What it says of the page that asks.
    origin: &'static str,
    challenge: &'static str,
    host: &'static str,
    flags: u8,
    count: u32,
    owner: &'static str,
}

fn device() -> Device {
    let chance = SystemRandom::new();
    let how = &ECDSA_P256_SHA256_ASN1_SIGNING;
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(how, &chance).unwrap();
    Device {
        key: EcdsaKeyPair::from_pkcs8(how, pkcs8.as_ref(), &chance).unwrap(),
        origin: ORIGIN,
        challenge: CHALLENGE,
        host: "oast.example.gov.uk",
        flags: PRESENT | VERIFIED,
        count: 1,
        owner: "ann@vale.example",
    }
}

fn site() -> Site {
    Site::new(ORIGIN).unwrap()
}

impl Device {
    fn client_data(&self, kind: &str) -> Vec<u8> {
        let data = json!({"type": kind, "challenge": self.challenge, "origin": self.origin, "crossOrigin": false});
        data.to_string().into_bytes()
    }

    fn authenticated(&self, flags: u8) -> Vec<u8> {
        let site = digest(&SHA256, self.host.as_bytes());
        [site.as_ref(), &[flags], &self.count.to_be_bytes()].concat()
    }

    /// Its public key, as devices write it.
    fn public_key(&self) -> Vec<u8> {
        let point = self.key.public_key().as_ref();
        let mut cose = vec![0xA5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32];
        cose.extend(&point[1..33]);
        cose.extend([0x22, 0x58, 32]);
        cose.extend(&point[33..]);
        cose
    }

    fn make(&self) -> String {
        let mut data = self.authenticated(self.flags | HAS_KEY);
        data.extend([0; 16]);
        data.extend([0, 2, b'i', b'd']);
        data.extend(self.public_key());
        let mut attestation = vec![0xA3, 0x63];
        attestation.extend(b"fmt");
        attestation.extend([0x64]);
        attestation.extend(b"none");
        attestation.extend([0x67]);
        attestation.extend(b"attStmt");
        attestation.extend([0xA0, 0x68]);
        attestation.extend(b"authData");
        attestation.extend([0x58, u8::try_from(data.len()).unwrap()]);
        attestation.extend(data);
        let sent = json!({
            "id": URL64.encode("id"),
            "clientData": URL64.encode(self.client_data("webauthn.create")),
            "attestation": URL64.encode(attestation),
        });
        sent.to_string()
    }

    fn show(&self) -> String {
        let client_data = self.client_data("webauthn.get");
        let data = self.authenticated(self.flags);
        let signed = [data.as_slice(), digest(&SHA256, &client_data).as_ref()].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        let sent = json!({
            "id": URL64.encode("id"),
            "clientData": URL64.encode(client_data),
            "authenticatorData": URL64.encode(data),
            "signature": URL64.encode(signature.as_ref()),
            "userHandle": passkey::handle(&site(), self.owner),
        });
        sent.to_string()
    }
}

fn shown(made: &Made, sent: &str) -> Result<u32, String> {
    let kept = Kept {
        user_id: "ann@vale.example",
        public_key: &made.public_key,
        count: made.count,
    };
    let shown = passkey::shown(&site(), CHALLENGE, kept, sent);
    shown
        .map(|shown| shown.count)
        .map_err(|why| why.to_string())
}

#[test]
fn a_passkey_that_was_made_opens_the_door_when_it_is_shown() {
    let mut device = device();
    let made = passkey::made(&site(), CHALLENGE, &device.make()).unwrap();
    assert_eq!((made.id.as_str(), made.count), ("aWQ", 1));
    assert_eq!(passkey::shown_id(&device.show()).unwrap(), "aWQ");
    device.count = 2;
    assert_eq!(shown(&made, &device.show()), Ok(2));
    // A device that does not count says nought each time.
    device.count = 0;
    let made = passkey::made(&site(), CHALLENGE, &device.make()).unwrap();
    assert_eq!(shown(&made, &device.show()), Ok(0));
}

type Wrong = (&'static str, fn(&mut Device));

/// What is wrong with a device, or with the page that asked it.
const WRONGS: [Wrong; 5] = [
    ("was shown to https://evil.example", |device| {
        device.origin = "https://evil.example";
    }),
    ("answers another question", |device| {
        device.challenge = "b3RoZXI";
    }),
    ("is for another site", |device| device.host = "evil.example"),
    ("did not check that it is you", |device| {
        device.flags = PRESENT;
    }),
    ("did not check that it is you", |device| {
        device.flags = VERIFIED;
    }),
];

#[test]
fn a_passkey_made_or_shown_elsewhere_or_without_its_owner_opens_nothing() {
    let good = device();
    let made = passkey::made(&site(), CHALLENGE, &good.make()).unwrap();
    for (says, break_it) in WRONGS {
        let mut device = Device {
            key: device().key,
            count: 2,
            ..device()
        };
        break_it(&mut device);
        let refused = passkey::made(&site(), CHALLENGE, &device.make());
        let told = refused.unwrap_err().to_string();
        assert!(told.contains(says), "{told}");
        let told = shown(&made, &device.show()).unwrap_err();
        assert!(told.contains(says), "{told}");
    }
}

#[test]
fn another_key_another_owner_and_a_copy_open_nothing() {
    let mut good = device();
    let made = passkey::made(&site(), CHALLENGE, &good.make()).unwrap();
    let told = shown(&made, &good.show()).unwrap_err();
    assert!(told.contains("may have been copied"), "{told}");
    good.count = 2;
    good.owner = "eve@vale.example";
    let told = shown(&made, &good.show()).unwrap_err();
    assert!(told.contains("somebody else"), "{told}");
    let other = Device {
        count: 2,
        ..device()
    };
    let told = shown(&made, &other.show()).unwrap_err();
    assert!(told.contains("signature is not right"), "{told}");
    // What was made does not pass for what is shown.
    good.owner = "ann@vale.example";
    assert!(shown(&made, &good.make()).is_err());
}

#[test]
fn what_is_no_passkey_is_refused_and_nothing_panics() {
    let good = device().make();
    let sent: serde_json::Value = serde_json::from_str(&good).unwrap();
    let attestation = URL64.decode(sent["attestation"].as_str().unwrap()).unwrap();
    for length in 0..attestation.len() {
        let mut cut = sent.clone();
        cut["attestation"] = URL64.encode(&attestation[..length]).into();
        let refused = passkey::made(&site(), CHALLENGE, &cut.to_string());
        assert!(matches!(refused, Err(SignOnError::Refused(_))), "{length}");
    }
    for nonsense in ["", "{}", "null", "[]", &good.replace("aWQ", "aWR")] {
        assert!(passkey::made(&site(), CHALLENGE, nonsense).is_err());
        assert!(passkey::shown_id(nonsense).is_err() || nonsense.len() > 9);
    }
}

#[test]
fn a_site_is_reached_over_https_or_is_this_machine() {
    for address in [
        ORIGIN,
        "https://oast.example/",
        "http://localhost:8080",
        "http://127.0.0.1",
    ] {
        assert!(Site::new(address).is_ok(), "{address}");
    }
    for address in [
        "",
        "oast.example",
        "http://oast.example",
        "https://oast.example/path",
        "https://localhost.evil.example@x",
        "http://localhost.evil.example",
        "https://",
        "javascript://x",
    ] {
        assert!(Site::new(address).is_err(), "{address}");
    }
}
