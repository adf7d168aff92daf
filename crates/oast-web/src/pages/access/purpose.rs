//! What somebody with several purposes opens people's records for in this session.

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::access::Purpose;
use serde::Serialize;

use super::sign_in::own_path;
use crate::answer::{self, Fault};
use crate::desk::Desk;
use crate::form::Form;
use crate::link::To;
use crate::page::Page;
use crate::words::begun;

/// The question.
#[derive(Debug, Serialize)]
pub struct PurposePage {
    choices: Vec<Choice>,
    form: Form,
    action: String,
}

/// One purpose to choose.
#[derive(Debug, Serialize)]
struct Choice {
    value: &'static str,
    text: String,
}

impl Page for PurposePage {
    const TEMPLATE: &'static str = "pages/access/purpose.html";
    const OF_FACTS: bool = false;
    const HELP: Option<&'static str> = Some("roles");

    fn title(&self) -> String {
        let error = if self.form.is_wrong() { "Error: " } else { "" };
        format!("{error}What do you open records for?")
    }

    fn samples() -> Vec<Self> {
        let purposes = [Purpose::ContractManagement, Purpose::Quality];
        let mut wrong = Form::default();
        wrong.mistake("purpose", NONE);
        vec![of(&purposes, Form::default()), of(&purposes, wrong)]
    }
}

const NONE: &str = "Select what you open records for.";

fn of(purposes: &[Purpose], form: Form) -> PurposePage {
    let choice = |purpose: &Purpose| Choice {
        value: purpose.code(),
        text: begun(purpose.words()),
    };
    PurposePage {
        choices: purposes.iter().map(choice).collect(),
        form,
        action: To::Purpose.to_string(),
    }
}

/// Asks.
pub fn form(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = desk.form();
    form.set("then", desk.query("then").unwrap_or_default());
    if let Some(now) = desk.purpose()? {
        form.offer("purpose", now.code());
    }
    desk.page(&of(&desk.purposes(), form))
}

/// Remembers it for the session, and goes on.
pub fn choose(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = desk.form();
    let mine = desk.purposes();
    let chosen: Option<Purpose> = form.value("purpose").parse().ok();
    let Some(purpose) = chosen.filter(|purpose| mine.contains(purpose)) else {
        form.mistake("purpose", NONE);
        return desk.page_with(StatusCode::UNPROCESSABLE_ENTITY, &of(&mine, form));
    };
    let (token, now) = (desk.token().map(str::to_owned), desk.now());
    if let Some(token) = token {
        desk.office()?.choose_purpose(&token, purpose, now)?;
    }
    let then = own_path(form.value("then")).unwrap_or_else(|| To::Placements.to_string());
    Ok(answer::see_other(&then))
}
