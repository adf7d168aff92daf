//! Signing in at the council's own identity provider.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::OfficeError;
use oast_office::access::{CouncilPerson, SignInRefusal, StepKind};
use oast_sign_on::SignOnError;
use oast_sign_on::council::{Answer, Begun, Person};
use serde::{Deserialize, Serialize};

use super::sign_in;
use crate::answer::{self, Fault};
use crate::app::App;
use crate::desk::Desk;
use crate::form::sentence;
use crate::link::{To, with_query};
use crate::routes;
use crate::sign_on::CouncilSignOn;

const TOO_LATE: &str =
    "that took longer than ten minutes, or was begun in another browser; sign in again";
const OUT_OF_REACH: &str =
    "the council’s sign-in cannot be reached just now; try again in a moment";
const KEPT_OUT: &str =
    "your account in Oast was deactivated; ask whoever looks after Oast at your council";

/// What is kept while somebody is at the provider.
#[derive(Serialize, Deserialize)]
struct Gone {
    begun: Begun,
    then: String,
}

fn council(app: &Arc<App>) -> Result<&CouncilSignOn, Fault> {
    let council = app.sign_on.council.as_ref();
    council.ok_or_else(|| {
        Fault::NotFound("This Oast has no sign-in of the council’s set up.".to_owned())
    })
}

/// Tells whoever runs the server what is wrong with the provider, and the person that something is.
fn told(desk: &mut Desk, error: SignOnError) -> Result<Response, Fault> {
    let (status, says) = match error {
        SignOnError::Refused(says) => (StatusCode::UNPROCESSABLE_ENTITY, says),
        SignOnError::Chance(_) => return Err(error.into()),
        error => {
            desk.app().machine.report(&error.to_string());
            (StatusCode::SERVICE_UNAVAILABLE, OUT_OF_REACH.to_owned())
        }
    };
    let mut form = desk.form();
    form.mistake("council", sentence(&says));
    let page = sign_in::page_of(desk, form);
    let mut response = desk.page_with(status, &page)?;
    routes::set_begun(desk.app(), &mut response, None);
    Ok(response)
}

/// Sends somebody to the provider.
pub fn begin(desk: &mut Desk) -> Result<Response, Fault> {
    let (now, app) = (desk.now(), desk.app().clone());
    let council = council(&app)?;
    let mut chance = |bytes: &mut [u8]| app.machine.chance(bytes);
    let (begun, url) = match council.council.begin(now, &mut chance) {
        Ok(begun) => begun,
        Err(error) => return told(desk, error),
    };
    let then = desk.query("then").unwrap_or_default().to_owned();
    let gone = serde_json::to_string(&Gone { begun, then })
        .map_err(|why| Fault::Broken(why.to_string()))?;
    let key = desk
        .office()?
        .keep_step(StepKind::Council, &gone, now, &mut chance)?;
    let mut response = answer::see_other(&url);
    routes::set_begun(&app, &mut response, Some(&key));
    Ok(response)
}

/// Takes somebody back from the provider.
pub fn finish(desk: &mut Desk) -> Result<Response, Fault> {
    let (now, app) = (desk.now(), desk.app().clone());
    let council = council(&app)?;
    let key = desk.begun().unwrap_or_default().to_owned();
    let kept = desk.office()?.take_step(StepKind::Council, &key, now)?;
    let gone = kept.and_then(|kept| serde_json::from_str::<Gone>(&kept).ok());
    let Some(gone) = gone else {
        return told(desk, SignOnError::Refused(TOO_LATE.to_owned()));
    };
    let answer = Answer {
        code: desk.query("code"),
        state: desk.query("state"),
        error: desk.query("error"),
        issuer: desk.query("iss"),
    };
    let person = match council.council.finish(&gone.begun, answer, now) {
        Ok(person) => person,
        Err(error) => return told(desk, error),
    };
    match let_in(desk, council, &person) {
        Ok(token) => {
            let mut form = desk.form();
            form.set("then", &gone.then);
            let mut response = sign_in::entered(desk, &form, &token)?;
            routes::set_begun(&app, &mut response, None);
            Ok(response)
        }
        Err(OfficeError::Store(error)) => Err(OfficeError::Store(error).into()),
        Err(OfficeError::SignIn(SignInRefusal::Wrong)) => {
            told(desk, SignOnError::Refused(KEPT_OUT.to_owned()))
        }
        Err(refusal) => told(desk, SignOnError::Refused(refusal.to_string())),
    }
}

/// Begins a session of somebody who has signed in at the provider, and gives its token.
fn let_in(
    desk: &mut Desk,
    council: &CouncilSignOn,
    person: &Person,
) -> Result<String, OfficeError> {
    let (now, app, browser) = (desk.now(), desk.app().clone(), desk.browser());
    let mut chance = |bytes: &mut [u8]| app.machine.chance(bytes);
    let roles = council.roles(&person.groups);
    let person = CouncilPerson {
        issuer: &person.issuer,
        subject: &person.subject,
        user_name: &person.user_name,
        name: &person.name,
        email: person.email.as_deref(),
        roles: &roles,
        session: person.session.as_deref(),
    };
    let office = desk
        .office()
        .map_err(|_| OfficeError::Refused("the connection was given back".to_owned()))?;
    let signed_in = office.sign_in_from_council(&person, Some(&browser), now, &mut chance)?;
    Ok(signed_in.token)
}

/// Sends somebody who has signed out of Oast to the provider, to sign out there too.
pub fn out(desk: &mut Desk) -> Result<Response, Fault> {
    let (now, app) = (desk.now(), desk.app().clone());
    let back_to = with_query(
        format!("{}{}", app.sign_on.site.origin(), To::SignIn),
        [("out", "yes")],
    );
    let url = council(&app)?.council.sign_out_url(&back_to, now);
    Ok(answer::see_other(url.as_deref().unwrap_or(&back_to)))
}

/// Ends sessions that have ended at the provider, as it tells in a message of its own.
pub fn ended(desk: &mut Desk) -> Result<Response, Fault> {
    let (now, app) = (desk.now(), desk.app().clone());
    let council = &council(&app)?.council;
    let form = desk.form();
    let ended = match council.ended(form.value("logout_token"), now) {
        Ok(ended) => ended,
        Err(error) => {
            let status = StatusCode::BAD_REQUEST;
            let says = error.to_string();
            return Ok(answer::response(status, "text/plain; charset=utf-8", says));
        }
    };
    let office = desk.office()?;
    if office.council_message_is_new(&ended.id, now)? {
        let (subject, session) = (ended.subject.as_deref(), ended.session.as_deref());
        office.end_from_council(council.issuer(), subject, session, now)?;
    }
    let status = StatusCode::OK;
    Ok(answer::response(status, "text/plain; charset=utf-8", ""))
}
