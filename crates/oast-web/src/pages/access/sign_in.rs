//! Signing in and out.

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::OfficeError;
use oast_office::access::SignInRefusal;
use serde::Serialize;

use crate::answer::{self, Fault};
use crate::desk::Desk;
use crate::form::{Form, sentence};
use crate::link::{To, part, values, with_query};
use crate::page::Page;
use crate::routes;
use crate::words;

/// The page to sign in on.
#[derive(Debug, Serialize)]
pub struct SignIn {
    form: Form,
    /// Whether a session ended while something was being typed.
    expired: bool,
}

impl Page for SignIn {
    const TEMPLATE: &'static str = "pages/access/sign_in.html";
    const OF_FACTS: bool = false;
    const HELP: Option<&'static str> = Some("sign-in");

    fn title(&self) -> String {
        if self.form.is_wrong() {
            "Error: Sign in".to_owned()
        } else {
            "Sign in".to_owned()
        }
    }

    fn samples() -> Vec<Self> {
        let mut wrong = Form::default();
        wrong.set("user", "bella");
        wrong.mistake("user", "The user name or the password is not right.");
        [
            (Form::default(), false),
            (Form::default(), true),
            (wrong, false),
        ]
        .into_iter()
        .map(|(form, expired)| Self { form, expired })
        .collect()
    }
}

/// What was typed before a session ended, to be sent again.
#[derive(Debug, Serialize)]
pub struct Kept {
    then: String,
    fields: Vec<(String, String)>,
}

impl Page for Kept {
    const TEMPLATE: &'static str = "pages/access/kept.html";
    const OF_FACTS: bool = false;
    const HELP: Option<&'static str> = Some("sign-in");

    fn title(&self) -> String {
        "You are signed in again".to_owned()
    }

    fn samples() -> Vec<Self> {
        vec![Self {
            then: To::Record("PL0000001-1", "death").to_string(),
            fields: vec![("on-day".to_owned(), "3".to_owned())],
        }]
    }
}

/// Asks who it is.
pub fn form(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = desk.form();
    form.set("then", desk.query("then").unwrap_or_default());
    let page = SignIn {
        form,
        expired: false,
    };
    desk.page(&page)
}

/// Asks again when a session ended, keeping what was typed.
pub fn expired(desk: &mut Desk) -> Result<Response, Fault> {
    let sent = desk.form();
    let kept: Vec<String> = sent
        .pairs()
        .map(|(name, value)| format!("{}={}", part(name), part(value)))
        .collect();
    let mut form = Form::default();
    form.set("then", desk.path());
    form.set("kept", &kept.join("&"));
    let page = SignIn {
        form,
        expired: true,
    };
    desk.page_with(StatusCode::UNAUTHORIZED, &page)
}

/// Signs in.
pub fn submit(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = desk.form();
    let user = form.required("user", "Enter your user name.");
    let password = form.required("password", "Enter your password.");
    form.set("password", "");
    if let (Some(user), Some(password)) = (user, password) {
        let (now, machine) = (desk.now(), desk.app().machine.clone());
        let mut chance = |bytes: &mut [u8]| machine.chance(bytes);
        match desk.office()?.sign_in(&user, &password, now, &mut chance) {
            Ok(signed_in) => {
                let mut response = welcome(desk, &form)?;
                routes::set_session(desk.app(), &mut response, Some(&signed_in.token));
                return Ok(response);
            }
            Err(OfficeError::Store(error)) => return Err(OfficeError::Store(error).into()),
            Err(OfficeError::SignIn(SignInRefusal::Locked { until })) => {
                let until = words::uk_time(until);
                let says =
                    format!("There were too many tries under that name. Try again after {until}.");
                form.mistake("user", says);
            }
            Err(refusal) => form.mistake("user", sentence(&refusal.to_string())),
        }
    }
    let expired = !form.value("kept").is_empty();
    desk.page_with(StatusCode::UNPROCESSABLE_ENTITY, &SignIn { form, expired })
}

/// Where somebody goes who has signed in.
fn welcome(desk: &mut Desk, form: &Form) -> Result<Response, Fault> {
    let then = own_path(form.value("then"));
    let kept = form.value("kept");
    if kept.is_empty() {
        return Ok(answer::see_other(then.as_deref().unwrap_or("/")));
    }
    let page = Kept {
        then: then.unwrap_or_else(|| To::Work.to_string()),
        fields: values(kept),
    };
    desk.page(&page)
}

/// An address within Oast; any other is nothing.
pub(super) fn own_path(then: &str) -> Option<String> {
    let own = then.starts_with('/')
        && !then.starts_with("//")
        && !then.contains(['\\', '\n', '\r'])
        && !then.starts_with("/sign-");
    own.then(|| then.to_owned())
}

/// Signs out.
pub fn sign_out(desk: &mut Desk) -> Result<Response, Fault> {
    let now = desk.now();
    if let Some(token) = desk.token().map(str::to_owned) {
        desk.office()?.sign_out(&token, now)?;
    }
    let mut response = answer::see_other(&with_query(To::SignIn, [("out", "yes")]));
    routes::set_session(desk.app(), &mut response, None);
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn nobody_is_sent_elsewhere_after_signing_in() {
        assert_eq!(own_path("/homes?q=x").as_deref(), Some("/homes?q=x"));
        for elsewhere in [
            "//evil.example",
            "https://evil.example",
            "/\\evil",
            "",
            "/sign-out",
        ] {
            assert_eq!(own_path(elsewhere), None, "{elsewhere}");
        }
    }
}
