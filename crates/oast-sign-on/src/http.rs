//! The way to the identity provider's server.

use std::sync::Arc;
use std::time::Duration;

use ureq::Agent;
use ureq::tls::{RootCerts, TlsConfig};

use crate::SignOnError;

/// How long the provider may take to answer.
const ANSWER_WITHIN: Duration = Duration::from_secs(10);
/// The longest answer that is read, in bytes.
const ANSWER_BYTES_MAX: u64 = 1 << 20;

/// Asks another server. An answer that is not "200 OK" is an error.
pub trait Http: Send + Sync {
    /// What stands at an address, asked with a bearer token where one is needed.
    ///
    /// # Errors
    /// When there is no answer, or none that says OK.
    fn get(&self, url: &str, bearer: Option<&str>) -> Result<String, SignOnError>;

    /// What a form's address answers, with the `authorization` header where one is given.
    ///
    /// # Errors
    /// When there is no answer, or none that says OK.
    fn post(
        &self,
        url: &str,
        authorization: Option<&str>,
        form: &str,
    ) -> Result<String, SignOnError>;
}

/// Asks over the network, trusting whom the machine trusts.
pub struct Network(Agent);

impl Network {
    /// Makes ready to ask.
    pub fn new() -> Self {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = TlsConfig::builder()
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(provider)
            .build();
        let config = Agent::config_builder()
            .timeout_global(Some(ANSWER_WITHIN))
            // An answer from elsewhere is no answer of the provider's.
            .max_redirects(0)
            .tls_config(tls)
            .build();
        Self(config.into())
    }
}

impl Default for Network {
    fn default() -> Self {
        Self::new()
    }
}

fn read(
    url: &str,
    answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
) -> Result<String, SignOnError> {
    let wrong = |why: ureq::Error| SignOnError::provider(format!("{url}: {why}"));
    let mut answer = answer.map_err(wrong)?;
    if answer.status() != ureq::http::StatusCode::OK {
        let status = answer.status();
        return Err(SignOnError::provider(format!("{url} answers {status}")));
    }
    let body = answer.body_mut().with_config().limit(ANSWER_BYTES_MAX);
    body.read_to_string().map_err(wrong)
}

impl Http for Network {
    fn get(&self, url: &str, bearer: Option<&str>) -> Result<String, SignOnError> {
        let mut ask = self.0.get(url).header("accept", "application/json");
        if let Some(token) = bearer {
            ask = ask.header("authorization", format!("Bearer {token}"));
        }
        read(url, ask.call())
    }

    fn post(
        &self,
        url: &str,
        authorization: Option<&str>,
        form: &str,
    ) -> Result<String, SignOnError> {
        let mut ask = self
            .0
            .post(url)
            .header("accept", "application/json")
            .header("content-type", "application/x-www-form-urlencoded");
        if let Some(authorization) = authorization {
            ask = ask.header("authorization", authorization);
        }
        read(url, ask.send(form))
    }
}
