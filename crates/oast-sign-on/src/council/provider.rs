use serde::Deserialize;

use super::signature::Keys;
use crate::SignOnError;
use crate::http::Http;

/// What a provider says of itself (OpenID Connect Discovery).
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Provider {
    issuer: String,
    pub(super) authorization_endpoint: String,
    pub(super) token_endpoint: String,
    jwks_uri: String,
    pub(super) userinfo_endpoint: Option<String>,
    pub(super) end_session_endpoint: Option<String>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    #[serde(skip)]
    pub(super) keys: Keys,
}

/// Refuses an address that somebody on the way could read or answer for. On this machine, for a
/// trial, there is nobody on the way.
pub(super) fn must_be_safe(url: &str) -> Result<(), SignOnError> {
    let here = ["http://localhost", "http://127.0.0.1"].iter().any(|here| {
        url.strip_prefix(here)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
    });
    if here || url.starts_with("https://") {
        return Ok(());
    }
    Err(SignOnError::provider(format!(
        "'{url}' does not begin with https://"
    )))
}

impl Provider {
    pub(super) fn read(http: &dyn Http, issuer: &str) -> Result<Self, SignOnError> {
        let place = issuer.trim_end_matches('/');
        let about = http.get(&format!("{place}/.well-known/openid-configuration"), None)?;
        let mut provider: Self = serde_json::from_str(&about).map_err(SignOnError::provider)?;
        if provider.issuer != issuer {
            return Err(SignOnError::provider(format!(
                "it calls itself '{}', and the setting calls it '{issuer}'; they must be the same",
                provider.issuer
            )));
        }
        let optional = [&provider.userinfo_endpoint, &provider.end_session_endpoint];
        let always = [
            &provider.authorization_endpoint,
            &provider.token_endpoint,
            &provider.jwks_uri,
        ];
        for url in always.into_iter().chain(optional.into_iter().flatten()) {
            must_be_safe(url)?;
        }
        let keys = http.get(&provider.jwks_uri, None)?;
        provider.keys = serde_json::from_str(&keys).map_err(SignOnError::provider)?;
        Ok(provider)
    }

    /// Whether the secret goes into a header, as it does where nothing is said.
    pub(super) fn takes_secret_in_header(&self) -> bool {
        let methods = self.token_endpoint_auth_methods_supported.as_ref();
        methods.is_none_or(|methods| methods.iter().any(|each| each == "client_secret_basic"))
    }
}
