//! One's own account: who I am, what I may do, my password and my sessions.

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::OfficeError;
use oast_office::access::{Entry, Role, UserView};
use serde::Serialize;

use super::permissions::Permissions;
use super::sessions::SessionRow;
use super::users::{new_password, role_words, sample_user, told};
use crate::answer::{self, Fault};
use crate::desk::Desk;
use crate::form::{Form, sentence};
use crate::link::{To, with_query};
use crate::page::Page;
use crate::pages::parts::Detail;
use crate::routes;

/// One's own account.
#[derive(Debug, Serialize)]
pub struct Account {
    details: Vec<Detail>,
    permissions: Permissions,
    form: Form,
    password: String,
    /// Whether there is a password to change.
    has_password: bool,
    sign_out: String,
    ways: String,
    /// The homes that one acts for, for those who act for any.
    homes: Option<String>,
    sessions: Vec<SessionRow>,
}

impl Page for Account {
    const TEMPLATE: &'static str = "pages/access/account.html";
    const OF_FACTS: bool = false;

    fn title(&self) -> String {
        if self.form.is_wrong() {
            "Error: Your account".to_owned()
        } else {
            "Your account".to_owned()
        }
    }

    fn samples() -> Vec<Self> {
        let mut wrong = Form::default();
        wrong.mistake("old", "This is not your password.");
        vec![
            of(&sample_user(), Form::default(), SessionRow::samples()),
            of(&sample_user(), wrong, Vec::new()),
        ]
    }
}

fn of(user: &UserView, form: Form, sessions: Vec<SessionRow>) -> Account {
    Account {
        details: vec![
            Detail::new("Name", &user.name),
            Detail::new("Signs in as", &user.user_id),
            Detail::new("Email", user.email.as_deref().unwrap_or("Not told")),
            Detail::new("Roles", &role_words(&user.roles)),
        ],
        permissions: Permissions::of(&user.roles),
        form,
        password: To::AccountPassword.to_string(),
        has_password: user.has_password,
        sign_out: To::AccountSignOut.to_string(),
        ways: To::Ways.to_string(),
        homes: user
            .roles
            .contains(&Role::Provider)
            .then(|| To::OwnHomes.to_string()),
        sessions,
    }
}

/// Shows one's own account.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let form = desk.form();
    page(desk, StatusCode::OK, form)
}

fn page(desk: &mut Desk, status: StatusCode, mut form: Form) -> Result<Response, Fault> {
    for field in ["old", "new", "repeated"] {
        form.set(field, "");
    }
    let user = me(desk)?;
    let (now, token) = (desk.now(), desk.token().map(str::to_owned));
    let sessions = desk
        .office()?
        .sessions_of(&user.user_id, token.as_deref(), now)?;
    let sessions = sessions.into_iter().map(SessionRow::of).collect();
    let page = of(&user, form, sessions);
    desk.page_with(status, &page)
}

fn me(desk: &Desk) -> Result<UserView, Fault> {
    desk.who().cloned().ok_or(Fault::Forbidden)
}

/// Changes one's own password: every session ends, and a new one begins here.
pub fn change_password(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = desk.form();
    let user = me(desk)?.user_id;
    let old = form.required("old", "Enter the password that you have now.");
    let new = new_password(&mut form, "new");
    if new.is_some() && form.value("new") != form.value("repeated") {
        let says = "The two are not the same. Enter the new password once more.";
        form.mistake("repeated", says);
    }
    let (Some(old), Some(new), false) = (old, new, form.is_wrong()) else {
        return page(desk, StatusCode::UNPROCESSABLE_ENTITY, form);
    };
    let (now, machine) = (desk.now(), desk.app().machine.clone());
    let mut chance = |bytes: &mut [u8]| machine.chance(bytes);
    match desk.office()?.check_password(&user, &old, now) {
        Ok(()) => {}
        Err(OfficeError::SignIn(oast_office::access::SignInRefusal::Wrong)) => {
            form.mistake("old", "This is not the password that you have now.");
            return page(desk, StatusCode::UNPROCESSABLE_ENTITY, form);
        }
        Err(OfficeError::SignIn(refusal)) => {
            form.mistake("old", sentence(&refusal.to_string()));
            return page(desk, StatusCode::UNPROCESSABLE_ENTITY, form);
        }
        Err(error) => return Err(error.into()),
    }
    let changed =
        desk.command(|office, actor| office.set_password(&user, &new, actor, &mut chance));
    if let Err(error) = changed {
        return match told(&mut form, "new", error, &To::Account)? {
            Some(done) => Ok(done),
            None => page(desk, StatusCode::UNPROCESSABLE_ENTITY, form),
        };
    }
    let (how, browser) = (desk.how().unwrap_or("password").to_owned(), desk.browser());
    let entry = Entry::by(&how, Some(&browser));
    let changed_seq = desk.office()?.known_seq(None)?.to_string();
    let signed_in = desk
        .office()?
        .begin_session_with(&user, entry, now, &mut chance)?;
    let address = with_query(To::Account, [("done", changed_seq.as_str())]);
    let mut response = answer::see_other(&address);
    routes::set_session(desk.app(), &mut response, Some(&signed_in.token));
    Ok(response)
}

/// Ends one session of one's own.
pub fn end_session(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = desk.form();
    let (user, name) = (me(desk)?.user_id, form.value("session").to_owned());
    match desk.command(|office, actor| office.end_session_of(&user, &name, actor)) {
        Ok(()) => desk.done_at(&To::Account),
        Err(error) => match told(&mut form, "sessions", error, &To::Account)? {
            Some(done) => Ok(done),
            None => page(desk, StatusCode::UNPROCESSABLE_ENTITY, form),
        },
    }
}

/// Ends every session of one's own, this one too.
pub fn sign_out_everywhere(desk: &mut Desk) -> Result<Response, Fault> {
    let user = me(desk)?.user_id;
    match desk.command(|office, actor| office.end_sessions_of(&user, actor)) {
        Ok(_) | Err(OfficeError::AlreadyDone { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    let mut response = answer::see_other(&with_query(To::SignIn, [("out", "yes")]));
    routes::set_session(desk.app(), &mut response, None);
    Ok(response)
}
