//! Signing in and out.

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::OfficeError;
use oast_office::access::{BY_COUNCIL, Entry, LocalSignIn, NextStep, SignInRefusal};
use serde::Serialize;

use crate::answer::{self, Fault};
use crate::app::{Demo, DemoProvider, DemoUser};
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
    /// Where the council's own sign-in begins, where there is one.
    council: Option<String>,
    /// Whether somebody may sign in with an account of Oast's own.
    local: bool,
    /// Where to sign out of the council's own sign-in too, for whoever has just signed out here.
    council_out: Option<&'static str>,
    /// Whom a demonstration lets in.
    demo: Option<Demo>,
    /// Where the demonstration's invitation leads, until it is taken up.
    join: Option<String>,
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
        let page = |form, expired, council: bool, local| Self {
            form,
            expired,
            council: council.then(|| "/sign-in/council".to_owned()),
            local,
            council_out: (council && !local).then_some("/sign-in/council/out"),
            demo: None,
            join: None,
        };
        let demo = |join: Option<&str>| Self {
            demo: Some(sample_demo()),
            join: join.map(|secret| To::Join(secret).to_string()),
            ..page(Form::default(), false, false, true)
        };
        vec![
            page(Form::default(), false, false, true),
            page(Form::default(), true, false, true),
            page(wrong, false, false, true),
            page(Form::default(), false, true, true),
            page(Form::default(), false, true, false),
            demo(Some("s")),
            demo(None),
        ]
    }
}

fn sample_demo() -> Demo {
    Demo {
        users: vec![DemoUser {
            user_id: "bella".to_owned(),
            name: "Bella Brook".to_owned(),
            roles: "Broker".to_owned(),
        }],
        password: "oast-demo-2026".to_owned(),
        provider: Some(DemoProvider {
            user_id: "petra@vale.example".to_owned(),
            name: "Petra Vale".to_owned(),
            home: "Vale House".to_owned(),
            secret: None,
        }),
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

/// The page as this server is set up.
pub(super) fn page_of(desk: &mut Desk, form: Form) -> SignIn {
    let join = join(desk);
    let sign_on = &desk.app().sign_on;
    let then = form.value("then").to_owned();
    let council = sign_on.council.is_some();
    let came_out = desk.query("out") == Some("council");
    SignIn {
        expired: !form.value("kept").is_empty(),
        form,
        council: council.then(|| with_query("/sign-in/council", [("then", then.as_str())])),
        local: sign_on.local != LocalSignIn::Off,
        council_out: (council && came_out).then_some("/sign-in/council/out"),
        demo: desk.app().demo.clone(),
        join,
    }
}

/// Where the invitation of a demonstration leads; nothing once its link works no more.
fn join(desk: &mut Desk) -> Option<String> {
    let provider = desk.app().demo.as_ref()?.provider.as_ref()?;
    let secret = provider.secret.clone()?;
    let now = desk.now();
    desk.office().ok()?.invitation(&secret, now).ok()?;
    Some(To::Join(&secret).to_string())
}

/// The page again, with what is wrong.
pub(super) fn again(
    desk: &mut Desk,
    mut form: Form,
    field: &str,
    says: &str,
) -> Result<Response, Fault> {
    form.set("password", "");
    form.mistake(field, sentence(says));
    let page = page_of(desk, form);
    desk.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Asks who it is.
pub fn form(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = desk.form();
    form.set("then", desk.query("then").unwrap_or_default());
    let page = page_of(desk, form);
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
        expired: true,
        ..page_of(desk, form)
    };
    desk.page_with(StatusCode::UNAUTHORIZED, &page)
}

/// Signs in with a password; for some it is the first of two steps.
pub fn submit(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = desk.form();
    let user = form.required("user", "Enter your user name.");
    let password = form.required("password", "Enter your password.");
    form.set("password", "");
    if let (Some(user), Some(password)) = (user, password) {
        let (now, local) = (desk.now(), desk.app().sign_on.local);
        match desk.office()?.first_step(&user, &password, local, now) {
            Ok(NextStep::Enter) => {
                return enter(desk, &form, &user, Entry::by("password", None));
            }
            Ok(NextStep::Code) => return super::code::ask(desk, &user, form),
            Err(OfficeError::Store(error)) => return Err(OfficeError::Store(error).into()),
            Err(refusal) => form.mistake("user", refused(&refusal)),
        }
    }
    let page = page_of(desk, form);
    desk.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Why somebody is not let in, in words.
pub(super) fn refused(refusal: &OfficeError) -> String {
    if let OfficeError::SignIn(SignInRefusal::Locked { until }) = refusal {
        let until = words::uk_time(*until);
        return format!("There were too many tries under that name. Try again after {until}.");
    }
    sentence(&refusal.to_string())
}

/// Lets somebody in who has shown who they are: a new session, in the place of any that this
/// browser had.
pub(super) fn enter(
    desk: &mut Desk,
    form: &Form,
    user: &str,
    entry: Entry<'_>,
) -> Result<Response, Fault> {
    let (now, machine, browser) = (desk.now(), desk.app().machine.clone(), desk.browser());
    let mut chance = |bytes: &mut [u8]| machine.chance(bytes);
    let entry = Entry {
        browser: Some(&browser),
        ..entry
    };
    let begun = desk
        .office()?
        .begin_session_with(user, entry, now, &mut chance);
    match begun {
        Ok(signed_in) => entered(desk, form, &signed_in.token),
        Err(OfficeError::Store(error)) => Err(OfficeError::Store(error).into()),
        Err(refusal) => again(desk, form.clone(), "user", &refusal.to_string()),
    }
}

/// Goes on with a session that has begun.
pub(super) fn entered(desk: &mut Desk, form: &Form, token: &str) -> Result<Response, Fault> {
    let now = desk.now();
    if let Some(before) = desk.token().map(str::to_owned) {
        desk.office()?.sign_out(&before, now)?;
    }
    let mut response = welcome(desk, form)?;
    routes::set_session(desk.app(), &mut response, Some(token));
    Ok(response)
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
    let out = if desk.how() == Some(BY_COUNCIL) {
        "council"
    } else {
        "yes"
    };
    if let Some(token) = desk.token().map(str::to_owned) {
        desk.office()?.sign_out(&token, now)?;
    }
    let mut response = answer::see_other(&with_query(To::SignIn, [("out", out)]));
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
