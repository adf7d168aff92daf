//! The homes that one acts for, and asking to act for another.

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::access::{MemberView, Role};
use oast_rules::facts::MemberState;
use serde::Serialize;

use super::users::told;
use crate::answer::Fault;
use crate::desk::Desk;
use crate::form::{Form, sentence};
use crate::link::To;
use crate::page::Page;

/// The homes that one acts for.
#[derive(Debug, Serialize)]
pub struct Memberships {
    form: Form,
    homes: Vec<OwnHome>,
    /// Whether one may ask: those who work for a provider may.
    may_ask: bool,
}

/// A home that one acts for, asked to, or did.
#[derive(Debug, Serialize)]
struct OwnHome {
    name: String,
    href: Option<String>,
    standing: &'static str,
    state: &'static str,
}

impl OwnHome {
    fn of(member: &MemberView) -> Self {
        let active = member.state == MemberState::Active;
        Self {
            name: member.home.clone(),
            href: active.then(|| To::Members(&member.home_id).to_string()),
            standing: member.standing.words(),
            state: member.state.words(),
        }
    }
}

impl Page for Memberships {
    const TEMPLATE: &'static str = "pages/access/homes.html";
    const OF_FACTS: bool = false;
    const HELP: Option<&'static str> = Some("sign-in-provider");

    fn title(&self) -> String {
        if self.form.is_wrong() {
            "Error: Who acts for your homes".to_owned()
        } else {
            "Who acts for your homes".to_owned()
        }
    }

    fn samples() -> Vec<Self> {
        let home = |name: &str, open: bool, standing, state| OwnHome {
            name: name.to_owned(),
            href: open.then(|| To::Members("H1").to_string()),
            standing,
            state,
        };
        let mut wrong = Form::default();
        wrong.mistake("home", "There is no home HX.");
        vec![
            Self {
                form: Form::default(),
                homes: vec![
                    home("Vale House", true, "owner", "active"),
                    home("Hill Court", false, "member", "asked to join"),
                ],
                may_ask: true,
            },
            Self {
                form: wrong,
                homes: Vec::new(),
                may_ask: true,
            },
            Self {
                form: Form::default(),
                homes: Vec::new(),
                may_ask: false,
            },
        ]
    }
}

/// Shows them.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let form = desk.form();
    page(desk, StatusCode::OK, form)
}

fn page(desk: &mut Desk, status: StatusCode, form: Form) -> Result<Response, Fault> {
    let who = desk.who().ok_or(Fault::Forbidden)?;
    let (user_id, may_ask) = (who.user_id.clone(), who.roles.contains(&Role::Provider));
    let homes = desk.office()?.homes_of(&user_id)?;
    let page = Memberships {
        form,
        homes: homes.iter().map(OwnHome::of).collect(),
        may_ask,
    };
    desk.page_with(status, &page)
}

/// Asks to act for a home.
pub fn ask(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = desk.form();
    let Some(home) = form.required("home", "Enter the home’s reference.") else {
        return page(desk, StatusCode::UNPROCESSABLE_ENTITY, form);
    };
    match desk.command(|office, actor| office.ask_to_join(&home, actor)) {
        Ok(()) => desk.done_at(&To::Memberships),
        Err(error @ oast_office::OfficeError::NotFound { .. }) => {
            form.mistake("home", sentence(&error.to_string()));
            page(desk, StatusCode::UNPROCESSABLE_ENTITY, form)
        }
        Err(error) => match told(&mut form, "home", error, &To::Memberships)? {
            Some(done) => Ok(done),
            None => page(desk, StatusCode::UNPROCESSABLE_ENTITY, form),
        },
    }
}
