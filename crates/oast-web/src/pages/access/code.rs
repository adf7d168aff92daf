//! The second step of signing in with a password: the code of an app.

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::OfficeError;
use oast_office::access::{Entry, StepKind};
use oast_sign_on::code::{CodeSecret, step_of};
use serde::Serialize;

use super::sign_in;
use crate::answer::Fault;
use crate::desk::Desk;
use crate::form::Form;
use crate::page::Page;

/// How a session says that it began.
pub(super) const HOW: &str = "password and code";
const TOO_LATE: &str = "that took longer than ten minutes; enter your password again";

/// The page that asks for a code.
#[derive(Debug, Serialize)]
pub struct CodePage {
    form: Form,
}

impl Page for CodePage {
    const TEMPLATE: &'static str = "pages/access/code.html";
    const OF_FACTS: bool = false;
    const HELP: Option<&'static str> = Some("sign-in");

    fn title(&self) -> String {
        if self.form.is_wrong() {
            "Error: Enter a code".to_owned()
        } else {
            "Enter a code".to_owned()
        }
    }

    fn samples() -> Vec<Self> {
        let mut wrong = Form::default();
        wrong.mistake("code", "The code is not right.");
        let forms = [Form::default(), wrong].into_iter();
        forms.map(|form| Self { form }).collect()
    }
}

/// Asks for a code, after a password that was right.
pub(super) fn ask(desk: &mut Desk, user: &str, mut form: Form) -> Result<Response, Fault> {
    let (now, machine) = (desk.now(), desk.app().machine.clone());
    let mut chance = |bytes: &mut [u8]| machine.chance(bytes);
    let step = desk
        .office()?
        .keep_step(StepKind::Code, user, now, &mut chance)?;
    form.set("step", &step);
    desk.page(&CodePage { form })
}

/// Signs in with the code, or with a recovery code.
pub fn submit(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = desk.form();
    let (now, step) = (desk.now(), form.value("step").to_owned());
    let Some(user) = desk.office()?.kept_step(StepKind::Code, &step, now)? else {
        return sign_in::again(desk, form, "user", TOO_LATE);
    };
    let (code, recovery) = (
        form.value("code").to_owned(),
        form.value("recovery").to_owned(),
    );
    form.set("code", "");
    form.set("recovery", "");
    let field = if recovery.is_empty() {
        "code"
    } else {
        "recovery"
    };
    let checked = if !recovery.is_empty() {
        desk.office()?.check_recovery_code(&user, &recovery, now)
    } else if code.is_empty() {
        form.mistake("code", "Enter the code that your app shows.");
        return desk.page_with(StatusCode::UNPROCESSABLE_ENTITY, &CodePage { form });
    } else {
        desk.office()?.check_code(&user, now, &|letters, last| {
            let secret = CodeSecret::from_letters(letters).ok()?;
            step_of(&secret, &code, now, last)
        })
    };
    match checked {
        Ok(()) => {}
        Err(OfficeError::Store(error)) => return Err(OfficeError::Store(error).into()),
        Err(refusal) => {
            form.mistake(field, sign_in::refused(&refusal));
            return desk.page_with(StatusCode::UNPROCESSABLE_ENTITY, &CodePage { form });
        }
    }
    if desk
        .office()?
        .take_step(StepKind::Code, &step, now)?
        .is_none()
    {
        return sign_in::again(desk, form, "user", TOO_LATE);
    }
    sign_in::enter(desk, &form, &user, Entry::by(HOW, None))
}
