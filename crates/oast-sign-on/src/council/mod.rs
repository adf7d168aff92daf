//! Signing in at the council's own identity provider: OpenID Connect, the authorisation code flow
//! with PKCE.

mod claims;
mod groups;
mod provider;
mod signature;

use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::encode::{base64, pairs, part, same, sha256, url64};
use crate::http::Http;
use crate::{Chance, SignOnError, guessless};
use claims::Expected;
pub use groups::GroupMap;
use provider::Provider;

/// What the provider says of itself and its keys is asked again after so long.
const PROVIDER_KEPT: SignedDuration = SignedDuration::from_hours(1);
/// A key that is not known makes it be asked again, at most so often.
const PROVIDER_ASKED_EVERY: SignedDuration = SignedDuration::from_secs(30);

/// How the council's sign-in is reached, and what it is told about Oast.
#[derive(Clone)]
pub struct CouncilSettings {
    /// The provider's address, exactly as it calls itself.
    pub issuer: String,
    /// What the provider calls Oast.
    pub client_id: String,
    /// What Oast shows the provider.
    pub client_secret: String,
    /// Where the provider sends people back to.
    pub redirect_url: String,
    /// What is asked for beside `openid`: `profile email`.
    pub scopes: String,
    /// The claim that lists the person's groups: `groups`.
    pub groups_claim: String,
    /// The claim that names the person for signing in: `preferred_username`.
    pub name_claim: String,
}

impl std::fmt::Debug for CouncilSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CouncilSettings")
            .field("issuer", &self.issuer)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

/// What has to be remembered while somebody is at the provider: to be used once, by the browser
/// that began.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Begun {
    state: String,
    nonce: String,
    verifier: String,
}

impl std::fmt::Debug for Begun {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(a sign-in that was begun)")
    }
}

/// What the provider says when it sends somebody back, as the address has it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Answer<'a> {
    /// The code to fetch the person's tokens with.
    pub code: Option<&'a str>,
    /// Which sign-in it answers.
    pub state: Option<&'a str>,
    /// Why there is no code.
    pub error: Option<&'a str>,
    /// Who answers.
    pub issuer: Option<&'a str>,
}

/// Somebody who has signed in at the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The provider.
    pub issuer: String,
    /// What it calls the person, for good.
    pub subject: String,
    /// The name they sign in with there, which may change.
    pub user_name: String,
    /// Their name.
    pub name: String,
    /// Where they can be written to.
    pub email: Option<String>,
    /// Their groups, as the provider names them.
    pub groups: Vec<String>,
    /// What the provider calls their session there.
    pub session: Option<String>,
}

/// Whose sessions the provider says have ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// The person, as the provider calls them.
    pub subject: Option<String>,
    /// One session of theirs; none for all of them.
    pub session: Option<String>,
    /// What tells this message from every other.
    pub id: String,
}

/// The council's sign-in.
pub struct Council {
    settings: CouncilSettings,
    http: Box<dyn Http>,
    provider: Mutex<Option<(Timestamp, Provider)>>,
}

impl Council {
    /// Makes ready to ask; nothing is asked yet, so that Oast starts when the provider does not.
    ///
    /// # Errors
    /// When the issuer is no address that secrets may be sent to.
    pub fn new(settings: CouncilSettings, http: Box<dyn Http>) -> Result<Self, SignOnError> {
        provider::must_be_safe(&settings.issuer)
            .map_err(|why| SignOnError::Setting(why.to_string()))?;
        Ok(Self {
            settings,
            http,
            provider: Mutex::new(None),
        })
    }

    /// The provider's address.
    pub fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    /// Begins a sign-in: what to remember, and where to send the browser.
    ///
    /// # Errors
    /// When the provider cannot be asked, or there is no chance.
    pub fn begin(
        &self,
        now: Timestamp,
        chance: &mut Chance<'_>,
    ) -> Result<(Begun, String), SignOnError> {
        let provider = self.provider(now, PROVIDER_KEPT)?;
        let begun = Begun {
            state: guessless::<32>(chance)?,
            nonce: guessless::<32>(chance)?,
            verifier: guessless::<48>(chance)?,
        };
        let settings = &self.settings;
        let query = pairs(&[
            ("response_type", "code"),
            ("client_id", &settings.client_id),
            ("redirect_uri", &settings.redirect_url),
            ("scope", &format!("openid {}", settings.scopes)),
            ("state", &begun.state),
            ("nonce", &begun.nonce),
            ("code_challenge", &url64(&sha256(begun.verifier.as_bytes()))),
            ("code_challenge_method", "S256"),
        ]);
        let url = with_query(&provider.authorization_endpoint, &query);
        Ok((begun, url))
    }

    /// Finishes a sign-in: who it is.
    ///
    /// # Errors
    /// When the answer is to another sign-in, when the provider refuses, or when what it says of
    /// the person is not signed by it, for Oast, for this sign-in and now.
    pub fn finish(
        &self,
        begun: &Begun,
        answer: Answer<'_>,
        now: Timestamp,
    ) -> Result<Person, SignOnError> {
        let state = answer.state.unwrap_or_default();
        let issuer = answer.issuer.unwrap_or(&self.settings.issuer);
        if !same(state, &begun.state) || issuer != self.settings.issuer {
            return Err(SignOnError::refused(
                "the answer is to another sign-in; begin again from the sign-in page",
            ));
        }
        if let Some(error) = answer.error {
            return Err(SignOnError::refused(match error {
                "access_denied" => "you did not sign in, or your council does not let you use Oast",
                _ => "the council's sign-in did not let you in; try again",
            }));
        }
        let code = answer.code.ok_or_else(|| {
            SignOnError::refused("the council's sign-in sent no code; begin again")
        })?;
        let tokens = self.tokens(code, &begun.verifier, now)?;
        let text = |name: &str| tokens.get(name).and_then(Value::as_str);
        let id_token = text("id_token")
            .ok_or_else(|| SignOnError::provider("it gives no ID token; ask for openid"))?;
        let claims = self.claims(id_token, now, |claims, expected| {
            claims::check_sign_in(claims, expected, &begun.nonce)
        })?;
        self.person(claims, text("access_token"), now)
    }

    /// Where to send a browser so that the person is signed out there too; none where the provider
    /// has no such page.
    pub fn sign_out_url(&self, back_to: &str, now: Timestamp) -> Option<String> {
        let provider = self.provider(now, PROVIDER_KEPT).ok()?;
        let query = pairs(&[
            ("client_id", &self.settings.client_id),
            ("post_logout_redirect_uri", back_to),
        ]);
        Some(with_query(&provider.end_session_endpoint?, &query))
    }

    /// Whose sessions have ended at the provider, as it tells in a message of its own (OpenID
    /// Connect Back-Channel Logout).
    ///
    /// # Errors
    /// When the message is not the provider's, for Oast and of now.
    pub fn ended(&self, logout_token: &str, now: Timestamp) -> Result<Ended, SignOnError> {
        let claims = self.claims(logout_token, now, claims::check_ended)?;
        let text = |name: &str| claims.get(name).and_then(Value::as_str).map(str::to_owned);
        Ok(Ended {
            subject: text("sub"),
            session: text("sid"),
            id: text("jti").unwrap_or_default(),
        })
    }

    fn tokens(&self, code: &str, verifier: &str, now: Timestamp) -> Result<Value, SignOnError> {
        let provider = self.provider(now, PROVIDER_KEPT)?;
        let settings = &self.settings;
        let mut form = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", settings.redirect_url.as_str()),
            ("code_verifier", verifier),
        ];
        let in_header = provider.takes_secret_in_header();
        let id_and_secret = format!(
            "{}:{}",
            part(&settings.client_id),
            part(&settings.client_secret)
        );
        let header = format!("Basic {}", base64(id_and_secret.as_bytes()));
        if !in_header {
            form.push(("client_id", &settings.client_id));
            form.push(("client_secret", &settings.client_secret));
        }
        let header = in_header.then_some(header.as_str());
        let answer = self
            .http
            .post(&provider.token_endpoint, header, &pairs(&form))?;
        serde_json::from_str(&answer).map_err(SignOnError::provider)
    }

    /// The claims of a token, checked.
    fn claims(
        &self,
        token: &str,
        now: Timestamp,
        check: impl Fn(&Value, Expected<'_>) -> Result<(), SignOnError>,
    ) -> Result<Value, SignOnError> {
        let mut provider = self.provider(now, PROVIDER_KEPT)?;
        if !signature::knows_key(&provider.keys, token) {
            // Its keys may have changed since they were read.
            provider = self.provider(now, PROVIDER_ASKED_EVERY)?;
        }
        let claims = signature::verified(&provider.keys, token)?;
        let expected = Expected {
            issuer: &self.settings.issuer,
            client_id: &self.settings.client_id,
            now,
        };
        check(&claims, expected)?;
        Ok(claims)
    }

    /// What the provider says of itself, unless what was read is young enough.
    fn provider(&self, now: Timestamp, kept: SignedDuration) -> Result<Provider, SignOnError> {
        let lock = || self.provider.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lock().clone();
        if let Some((at, provider)) = known
            && now.duration_since(at) < kept
        {
            return Ok(provider);
        }
        let provider = Provider::read(self.http.as_ref(), &self.settings.issuer)?;
        *lock() = Some((now, provider.clone()));
        Ok(provider)
    }

    /// The person that claims are of. Groups may stand with the tokens or have to be asked for.
    fn person(
        &self,
        mut claims: Value,
        access_token: Option<&str>,
        now: Timestamp,
    ) -> Result<Person, SignOnError> {
        let settings = &self.settings;
        claims::refuse_too_many_groups(&claims, &settings.groups_claim)?;
        let provider = self.provider(now, PROVIDER_KEPT)?;
        if claims.get(&settings.groups_claim).is_none()
            && let (Some(url), Some(token)) = (&provider.userinfo_endpoint, access_token)
        {
            let more = self.http.get(url, Some(token))?;
            let more: Value = serde_json::from_str(&more).map_err(SignOnError::provider)?;
            if more.get("sub") != claims.get("sub") {
                return Err(SignOnError::provider("it told of somebody else"));
            }
            if let (Some(claims), Value::Object(more)) = (claims.as_object_mut(), more) {
                // What is signed goes before what is not.
                for (name, value) in more {
                    claims.entry(name).or_insert(value);
                }
            }
        }
        claims::person(&claims, settings)
    }
}

fn with_query(url: &str, query: &str) -> String {
    let mark = if url.contains('?') { '&' } else { '?' };
    format!("{url}{mark}{query}")
}
