//! Signing in with a passkey: nobody types who they are.

use axum::response::Response;
use oast_office::access::{Entry, StepKind};
use oast_sign_on::passkey::{self, Kept};
use oast_sign_on::{SignOnError, guessless};
use serde_json::json;

use super::sign_in;
use crate::answer::{self, Fault};
use crate::desk::Desk;
use crate::form::Form;

/// How a session says that it began.
pub(super) const HOW: &str = "passkey";
const UNKNOWN: &str = "this passkey opens no account here; use another one, or another way";
const TOO_LATE: &str = "that took longer than ten minutes, or was done before; try again";

/// A challenge for a passkey to answer, as the page's script wants it.
pub fn challenge(desk: &mut Desk) -> Result<Response, Fault> {
    let (now, machine) = (desk.now(), desk.app().machine.clone());
    let mut chance = |bytes: &mut [u8]| machine.chance(bytes);
    let challenge = guessless::<32>(&mut chance)?;
    let step = desk
        .office()?
        .keep_step(StepKind::PasskeyShown, &challenge, now, &mut chance)?;
    let options = passkey::request(&desk.app().sign_on.site, &challenge);
    Ok(answer::json(&json!({"step": step, "options": options})))
}

/// Signs in with the passkey that was shown.
pub fn submit(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = desk.form();
    let (step, sent) = (
        form.value("step").to_owned(),
        form.value("passkey").to_owned(),
    );
    form.set("passkey", "");
    match checked(desk, &step, &sent)? {
        Ok(user) => sign_in::enter(desk, &form, &user, Entry::by(HOW, None)),
        Err(says) => wrong(desk, form, &says),
    }
}

fn wrong(desk: &mut Desk, form: Form, says: &str) -> Result<Response, Fault> {
    sign_in::again(desk, form, "passkey", says)
}

/// Whose passkey was shown, or why it opens nothing.
fn checked(desk: &mut Desk, step: &str, sent: &str) -> Result<Result<String, String>, Fault> {
    let (now, app) = (desk.now(), desk.app().clone());
    let office = desk.office()?;
    let Some(challenge) = office.take_step(StepKind::PasskeyShown, step, now)? else {
        return Ok(Err(TOO_LATE.to_owned()));
    };
    let unknown = || Ok(Err(UNKNOWN.to_owned()));
    let Ok(id) = passkey::shown_id(sent) else {
        return unknown();
    };
    let Some(known) = office.passkey(&id)? else {
        return unknown();
    };
    let user = office.user(&known.user_id)?;
    let let_in = user.is_some_and(|user| user.active && app.sign_on.local.lets(&user.roles));
    if !let_in {
        return unknown();
    }
    let kept = Kept {
        user_id: &known.user_id,
        public_key: &known.public_key,
        count: known.count,
    };
    match passkey::shown(&app.sign_on.site, &challenge, kept, sent) {
        Ok(shown) => {
            office.passkey_used(&id, shown.count, now)?;
            Ok(Ok(known.user_id))
        }
        Err(SignOnError::Refused(says)) => Ok(Err(says)),
        Err(error) => Err(error.into()),
    }
}
