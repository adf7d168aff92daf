//! What a token says, and whether it says it to us, now.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::{CouncilSettings, Person};
use crate::SignOnError;
use crate::encode::same;

/// How far the provider's clock may be from ours.
const CLOCKS_APART_MAX: SignedDuration = SignedDuration::from_mins(2);
/// A token older than this was not made for the sign-in that ends now.
const TOKEN_AGE_MAX: SignedDuration = SignedDuration::from_mins(10);
/// The event that a message of an ended session carries.
const ENDED: &str = "http://schemas.openid.net/event/backchannel-logout";

/// What a token has to say.
#[derive(Debug, Clone, Copy)]
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a str,
    pub(super) client_id: &'a str,
    pub(super) now: Timestamp,
}

fn time(claims: &Value, name: &str) -> Option<Timestamp> {
    // Whole seconds are what providers write.
    let second = claims.get(name)?.as_i64()?;
    Timestamp::from_second(second).ok()
}

/// What every token has to say: who made it, for whom, and when.
fn check(claims: &Value, expected: Expected<'_>) -> Result<(), SignOnError> {
    let refused = |says: &str| Err(SignOnError::refused(says));
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    if text("iss") != Some(expected.issuer) {
        return refused("the token is from another sign-in than the council's");
    }
    let client = Value::from(expected.client_id);
    let audience = claims.get("aud").unwrap_or(&Value::Null);
    let others = audience.as_array().is_some_and(|each| each.len() > 1);
    let for_us = *audience == client
        || audience
            .as_array()
            .is_some_and(|each| each.contains(&client));
    let by_us = claims.get("azp").map_or(!others, |azp| *azp == client);
    if !for_us || !by_us {
        return refused("the token is for another application");
    }
    let Some(made) = time(claims, "iat") else {
        return refused("the token does not say when it was made");
    };
    let now = expected.now;
    let early = time(claims, "nbf").is_some_and(|from| from > now + CLOCKS_APART_MAX);
    let old = now.duration_since(made) > TOKEN_AGE_MAX + CLOCKS_APART_MAX;
    if early || old || made > now + CLOCKS_APART_MAX {
        return refused("the token is not of now; begin again, and check the server's clock");
    }
    Ok(())
}

/// Checks the token of a sign-in.
pub(super) fn check_sign_in(
    claims: &Value,
    expected: Expected<'_>,
    nonce: &str,
) -> Result<(), SignOnError> {
    check(claims, expected)?;
    let until = time(claims, "exp");
    if until.is_none_or(|until| until + CLOCKS_APART_MAX <= expected.now) {
        return Err(SignOnError::refused(
            "the token has run out; begin again from the sign-in page",
        ));
    }
    let said = claims.get("nonce").and_then(Value::as_str);
    if !same(said.unwrap_or_default(), nonce) {
        return Err(SignOnError::refused("the token is of another sign-in"));
    }
    Ok(())
}

/// Checks the message that sessions have ended.
pub(super) fn check_ended(claims: &Value, expected: Expected<'_>) -> Result<(), SignOnError> {
    check(claims, expected)?;
    let event = claims
        .get("events")
        .is_some_and(|events| events.get(ENDED).is_some_and(Value::is_object));
    let of_somebody = claims.get("sub").is_some() || claims.get("sid").is_some();
    // A token of a sign-in has a nonce, and must not pass for this one.
    if !event || !of_somebody || claims.get("nonce").is_some() || claims.get("jti").is_none() {
        return Err(SignOnError::refused("it is no message of an ended session"));
    }
    Ok(())
}

/// Refuses a person whose groups the provider left out because they are too many: their roles would
/// come out as fewer than they are.
pub(super) fn refuse_too_many_groups(claims: &Value, groups: &str) -> Result<(), SignOnError> {
    let left_out = claims
        .get("_claim_names")
        .is_some_and(|names| names.get(groups).is_some());
    if left_out {
        return Err(SignOnError::refused(
            "you are in too many groups for the council's sign-in to list; ask for it to send Oast's own groups alone",
        ));
    }
    Ok(())
}

/// The person that claims are of.
pub(super) fn person(claims: &Value, settings: &CouncilSettings) -> Result<Person, SignOnError> {
    let text = |name: &str| {
        let text = claims.get(name).and_then(Value::as_str);
        text.map(str::trim).filter(|text| !text.is_empty())
    };
    let missing = |what: &str| {
        SignOnError::provider(format!(
            "it does not tell '{what}'; ask for it in the scopes"
        ))
    };
    let user_name = text(&settings.name_claim).ok_or_else(|| missing(&settings.name_claim))?;
    let groups = match claims.get(&settings.groups_claim) {
        Some(Value::Array(groups)) => groups
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        Some(Value::String(group)) => vec![group.clone()],
        _ => Vec::new(),
    };
    Ok(Person {
        issuer: settings.issuer.clone(),
        subject: text("sub").ok_or_else(|| missing("sub"))?.to_owned(),
        user_name: user_name.to_lowercase(),
        name: text("name").unwrap_or(user_name).to_owned(),
        email: text("email").map(str::to_owned),
        groups,
        session: text("sid").map(str::to_owned),
    })
}
