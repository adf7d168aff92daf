//! A token counts when the council's provider signed it, for Oast, for this sign-in and now.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as URL64;
use jiff::Timestamp;
use oast_sign_on::SignOnError;
use oast_sign_on::council::{Answer, Begun, Council, CouncilSettings, Person};
use oast_sign_on::http::Http;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};

const ISSUER: &str = "https://login.example";
const NOW: &str = "2026-05-01T09:00:00Z";

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

/// A provider made of a key and of what it says.
struct Fake {
    key: EcdsaKeyPair,
    issuer: String,
    /// What its next ID token says.
    claims: Value,
    algorithm: &'static str,
    /// What its key is called.
    kid: &'static str,
    userinfo: Value,
    /// Whether its tokens are signed by somebody else.
    forged: bool,
    /// The forms that were sent to it.
    forms: Vec<String>,
}

#[derive(Clone)]
struct Provider(Arc<Mutex<Fake>>);

fn key() -> EcdsaKeyPair {
    let chance = SystemRandom::new();
    let how = &ECDSA_P256_SHA256_FIXED_SIGNING;
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(how, &chance).unwrap();
    EcdsaKeyPair::from_pkcs8(how, pkcs8.as_ref(), &chance).unwrap()
}

impl Fake {
    fn token(&self) -> String {
        let header = json!({"alg": self.algorithm, "kid": self.kid}).to_string();
        let signed = format!(
            "{}.{}",
            URL64.encode(header),
            URL64.encode(self.claims.to_string())
        );
        let other = key();
        let key = if self.forged { &other } else { &self.key };
        let signature = key.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL64.encode(signature.as_ref()))
    }
}

impl Http for Provider {
    fn get(&self, url: &str, bearer: Option<&str>) -> Result<String, SignOnError> {
        let fake = self.0.lock().unwrap();
        let answer = match url.strip_prefix(ISSUER).unwrap() {
            "/.well-known/openid-configuration" => json!({
                "issuer": fake.issuer,
                "authorization_endpoint": format!("{ISSUER}/begin?tenant=1"),
                "token_endpoint": format!("{ISSUER}/token"),
                "jwks_uri": format!("{ISSUER}/keys"),
                "userinfo_endpoint": format!("{ISSUER}/me"),
                "end_session_endpoint": format!("{ISSUER}/out"),
            }),
            "/keys" => {
                let point = fake.key.public_key().as_ref();
                json!({"keys": [{
                    "kty": "EC", "crv": "P-256", "kid": fake.kid, "use": "sig",
                    "x": URL64.encode(&point[1..33]), "y": URL64.encode(&point[33..]),
                }]})
            }
            "/me" => {
                assert_eq!(bearer, Some("access"));
                fake.userinfo.clone()
            }
            other => panic!("{other}"),
        };
        Ok(answer.to_string())
    }

    fn post(
        &self,
        url: &str,
        authorization: Option<&str>,
        form: &str,
    ) -> Result<String, SignOnError> {
        let mut fake = self.0.lock().unwrap();
        assert_eq!(url, format!("{ISSUER}/token"));
        assert!(authorization.unwrap().starts_with("Basic "));
        fake.forms.push(form.to_owned());
        Ok(json!({"id_token": fake.token(), "access_token": "access"}).to_string())
    }
}

/// A sign-in that was begun, and what the provider then says.
struct SignIn {
    provider: Provider,
    council: Council,
    begun: Begun,
    url: String,
}

fn begin() -> SignIn {
    let provider = Provider(Arc::new(Mutex::new(Fake {
        key: key(),
        issuer: ISSUER.to_owned(),
        claims: Value::Null,
        algorithm: "ES256",
        kid: "one",
        userinfo: json!({"sub": "s-1", "groups": ["From afar"], "name": "Not This"}),
        forged: false,
        forms: Vec::new(),
    })));
    let settings = CouncilSettings {
        issuer: ISSUER.to_owned(),
        client_id: "oast".to_owned(),
        client_secret: "secret".to_owned(),
        redirect_url: "https://oast.example/sign-in/council/answer".to_owned(),
        scopes: "profile email".to_owned(),
        groups_claim: "groups".to_owned(),
        name_claim: "preferred_username".to_owned(),
    };
    let council = Council::new(settings, Box::new(provider.clone())).unwrap();
    let mut count = 0;
    let mut chance = |bytes: &mut [u8]| {
        count += 1;
        bytes.fill(count);
        Ok(())
    };
    let (begun, url) = council.begin(now(), &mut chance).unwrap();
    let nonce = url_value(&url, "nonce");
    provider.0.lock().unwrap().claims = json!({
        "iss": ISSUER, "aud": "oast", "sub": "s-1", "nonce": nonce,
        "iat": now().as_second() - 5, "exp": now().as_second() + 300,
        "preferred_username": "Dora@Kent.example", "name": "Dora Finn",
        "groups": ["Care finance"], "sid": "there-1",
    });
    SignIn {
        provider,
        council,
        begun,
        url,
    }
}

fn url_value(url: &str, name: &str) -> String {
    let (_, query) = url.split_once('?').unwrap();
    let pair = query
        .split('&')
        .find_map(|pair| pair.split_once('=').filter(|(n, _)| *n == name));
    pair.unwrap().1.to_owned()
}

impl SignIn {
    fn set(&self, name: &str, value: impl Into<Value>) {
        self.provider.0.lock().unwrap().claims[name] = value.into();
    }

    fn finish(&self) -> Result<Person, String> {
        self.finish_after(0)
    }

    fn finish_after(&self, seconds: i64) -> Result<Person, String> {
        let state = url_value(&self.url, "state");
        let answer = Answer {
            code: Some("code"),
            state: Some(&state),
            ..Answer::default()
        };
        let at = now() + jiff::SignedDuration::from_secs(seconds);
        let finished = self.council.finish(&self.begun, answer, at);
        finished.map_err(|why| why.to_string())
    }
}

#[test]
fn somebody_who_has_signed_in_there_is_who_the_token_says() {
    let sign_in = begin();
    let person = sign_in.finish().unwrap();
    assert_eq!(person.subject, "s-1");
    assert_eq!(person.user_name, "dora@kent.example");
    assert_eq!(person.groups, ["Care finance"]);
    assert_eq!(person.session.as_deref(), Some("there-1"));
}

#[test]
fn the_code_is_fetched_with_what_this_browser_began_with() {
    let sign_in = begin();
    assert!(
        sign_in
            .url
            .starts_with("https://login.example/begin?tenant=1&")
    );
    assert_eq!(url_value(&sign_in.url, "code_challenge_method"), "S256");
    sign_in.finish().unwrap();
    let form = sign_in.provider.0.lock().unwrap().forms.pop().unwrap();
    let verifier = url_value(&format!("?{form}"), "code_verifier");
    let challenge = URL64.encode(digest(&SHA256, verifier.as_bytes()));
    assert_eq!(url_value(&sign_in.url, "code_challenge"), challenge);
    assert!(!sign_in.url.contains(&verifier), "the verifier stays here");
}

#[test]
fn an_answer_to_another_sign_in_or_from_another_provider_is_refused() {
    let sign_in = begin();
    let state = url_value(&sign_in.url, "state");
    let right = Answer {
        code: Some("code"),
        state: Some(&state),
        ..Answer::default()
    };
    let wrong = [
        Answer {
            state: None,
            ..right
        },
        Answer {
            state: Some("other"),
            ..right
        },
        Answer {
            issuer: Some("https://evil.example"),
            ..right
        },
        Answer {
            code: None,
            ..right
        },
        Answer {
            error: Some("access_denied"),
            ..right
        },
    ];
    for answer in wrong {
        let refused = sign_in.council.finish(&sign_in.begun, answer, now());
        assert!(
            matches!(refused, Err(SignOnError::Refused(_))),
            "{answer:?}"
        );
    }
    assert!(
        sign_in.provider.0.lock().unwrap().forms.is_empty(),
        "nothing was fetched"
    );
}

#[test]
fn a_token_that_says_anything_else_than_it_should_is_refused() {
    let second = now().as_second();
    let wrongs: [(&str, Value, &str); 11] = [
        ("nonce", json!("other"), "of another sign-in"),
        ("nonce", Value::Null, "of another sign-in"),
        ("aud", json!("other"), "for another application"),
        ("aud", json!(["oast", "other"]), "for another application"),
        ("azp", json!("other"), "for another application"),
        ("iss", json!("https://evil.example"), "from another sign-in"),
        ("exp", json!(second - 121), "has run out"),
        ("exp", Value::Null, "has run out"),
        ("iat", json!(second + 121), "not of now"),
        ("iat", json!(second - 721), "not of now"),
        ("nbf", json!(second + 121), "not of now"),
    ];
    for (name, value, says) in wrongs {
        let sign_in = begin();
        sign_in.set(name, value.clone());
        let told = sign_in.finish().unwrap_err();
        assert!(told.contains(says), "{name} {value}: {told}");
    }
    let sign_in = begin();
    sign_in.set("aud", json!(["oast", "other"]));
    sign_in.set("azp", "oast");
    assert!(sign_in.finish().is_ok());
}

#[test]
fn a_token_that_the_provider_did_not_sign_is_refused() {
    let sign_in = begin();
    sign_in.provider.0.lock().unwrap().forged = true;
    assert!(sign_in.finish().unwrap_err().contains("not signed by"));
    for algorithm in ["none", "HS256", "RS512", "es256"] {
        let sign_in = begin();
        sign_in.provider.0.lock().unwrap().algorithm = algorithm;
        assert!(
            sign_in.finish().unwrap_err().contains("is signed as"),
            "{algorithm}"
        );
    }
    // A key of another kind is not tried.
    let sign_in = begin();
    sign_in.provider.0.lock().unwrap().algorithm = "RS256";
    assert!(sign_in.finish().unwrap_err().contains("not signed by"));
}

#[test]
fn groups_that_are_not_in_the_token_are_asked_for_and_too_many_are_refused() {
    let sign_in = begin();
    sign_in
        .provider
        .0
        .lock()
        .unwrap()
        .claims
        .as_object_mut()
        .unwrap()
        .remove("groups");
    let person = sign_in.finish().unwrap();
    assert_eq!(person.groups, ["From afar"]);
    assert_eq!(person.name, "Dora Finn", "what is signed goes first");
    sign_in.provider.0.lock().unwrap().userinfo["sub"] = "s-2".into();
    assert!(sign_in.finish().unwrap_err().contains("somebody else"));
    let sign_in = begin();
    sign_in.set("_claim_names", json!({"groups": "src1"}));
    assert!(sign_in.finish().unwrap_err().contains("too many groups"));
}

#[test]
fn a_new_key_is_fetched_when_a_token_needs_it_and_not_too_often() {
    let sign_in = begin();
    {
        let mut fake = sign_in.provider.0.lock().unwrap();
        (fake.key, fake.kid) = (key(), "two");
    }
    assert!(sign_in.finish().unwrap_err().contains("not signed by"));
    assert!(sign_in.finish_after(31).is_ok());
}

#[test]
fn a_provider_that_calls_itself_otherwise_or_is_not_safe_is_refused() {
    let sign_in = begin();
    sign_in.provider.0.lock().unwrap().issuer = "https://evil.example".to_owned();
    let later = now() + jiff::SignedDuration::from_hours(2);
    let answer = sign_in.council.sign_out_url("https://oast.example", later);
    assert_eq!(answer, None);
    let settings = CouncilSettings {
        issuer: "http://login.example".to_owned(),
        client_id: "oast".to_owned(),
        client_secret: "secret".to_owned(),
        redirect_url: String::new(),
        scopes: String::new(),
        groups_claim: String::new(),
        name_claim: String::new(),
    };
    assert!(!format!("{settings:?}").contains("secret\""));
    assert!(Council::new(settings, Box::new(sign_in.provider.clone())).is_err());
}

#[test]
fn sessions_end_by_a_message_of_their_own_and_by_no_token_of_a_sign_in() {
    let sign_in = begin();
    let token = |sign_in: &SignIn| sign_in.provider.0.lock().unwrap().token();
    assert!(
        sign_in.council.ended(&token(&sign_in), now()).is_err(),
        "a token of a sign-in"
    );
    let event = json!({"http://schemas.openid.net/event/backchannel-logout": {}});
    sign_in.set("events", event);
    sign_in.set("jti", "m-1");
    assert!(
        sign_in.council.ended(&token(&sign_in), now()).is_err(),
        "it has a nonce"
    );
    sign_in
        .provider
        .0
        .lock()
        .unwrap()
        .claims
        .as_object_mut()
        .unwrap()
        .remove("nonce");
    let ended = sign_in.council.ended(&token(&sign_in), now()).unwrap();
    assert_eq!(ended.session.as_deref(), Some("there-1"));
    assert_eq!(ended.id, "m-1");
    let later = now() + jiff::SignedDuration::from_mins(13);
    assert!(
        sign_in.council.ended(&token(&sign_in), later).is_err(),
        "an old one"
    );
}
