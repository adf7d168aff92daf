//! The users of the office, for whoever manages them.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::Response;
use jiff::Timestamp;
use oast_office::access::{NewUser, Password, Role, UserView};
use oast_office::{Office, OfficeError};
use serde::Serialize;

use super::permissions::Permissions;
use super::ticks::{Tick, is_ticked};
use crate::answer::{self, Fault};
use crate::desk::Desk;
use crate::form::{Form, sentence};
use crate::link::To;
use crate::list::{Asked, Cell, List, Table};
use crate::page::Page;
use crate::words;

/// The users, and a form to add one.
#[derive(Debug, Serialize)]
pub struct Users {
    table: Table,
    form: Form,
    roles: Vec<Tick>,
    permissions: Permissions,
}

impl Page for Users {
    const TEMPLATE: &'static str = "pages/access/users.html";
    const OF_FACTS: bool = false;

    fn title(&self) -> String {
        if self.form.is_wrong() {
            "Error: Users".to_owned()
        } else {
            "Users".to_owned()
        }
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/users",
            query: &[],
        };
        let seen = Seen::default();
        let mut wrong = Form::default();
        wrong.set("user", "Bella");
        wrong.mistake("user", "'Bella' is no name to sign in with.");
        wrong.mistake("roles", "Tick at least one role.");
        [(vec![sample_user()], Form::default()), (Vec::new(), wrong)]
            .into_iter()
            .map(|(users, form)| Self {
                table: list(users, &seen).table(asked),
                roles: role_boxes(&form),
                form,
                permissions: Permissions::of(Role::ALL),
            })
            .collect()
    }
}

/// A user for showing what one looks like.
pub(super) fn sample_user() -> UserView {
    let roles = vec![Role::Broker];
    UserView {
        user_id: "bella".to_owned(),
        name: "Bella Brook".to_owned(),
        email: None,
        rights: oast_office::Rights::of(&roles),
        roles,
        active: true,
        has_password: true,
    }
}

/// Shows the users.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let form = desk.form();
    page(desk, StatusCode::OK, form)
}

/// Adds a user.
pub fn add(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = desk.form();
    let user = form.required("user", "Enter the name that they will sign in with.");
    let name = form.required("name", "Enter their name.");
    let roles = ticked(&mut form);
    let password = new_password(&mut form, "password");
    let email = Some(form.value("email").to_owned()).filter(|email| !email.is_empty());
    if let (Some(user), Some(name), Some(roles), Some(password)) = (user, name, roles, password) {
        let new = NewUser {
            user_id: &user,
            name: &name,
            email: email.as_deref(),
            roles: &roles,
        };
        let machine = desk.app().machine.clone();
        let mut chance = |bytes: &mut [u8]| machine.chance(bytes);
        let added = desk
            .command(|office, actor| office.add_user(&new, Some(&password), actor, &mut chance));
        match added {
            Ok(()) => return desk.done_at(&To::User(&user)),
            Err(error) => {
                if let Some(done) = told(&mut form, "user", error, &To::User(&user))? {
                    return Ok(done);
                }
            }
        }
    }
    form.set("password", "");
    page(desk, StatusCode::UNPROCESSABLE_ENTITY, form)
}

fn page(desk: &mut Desk, status: StatusCode, form: Form) -> Result<Response, Fault> {
    let (users, seen) = {
        let office = desk.office()?;
        (office.users()?, Seen::of(office)?)
    };
    let page = Users {
        table: desk.table(list(users, &seen))?,
        roles: role_boxes(&form),
        form,
        permissions: Permissions::of(Role::ALL),
    };
    desk.page_with(status, &page)
}

/// When users were last seen, as far as that is known.
#[derive(Debug, Default)]
pub(super) struct Seen(BTreeMap<String, Timestamp>);

impl Seen {
    pub(super) fn of(office: &mut Office) -> Result<Self, Fault> {
        Ok(Self(office.last_seen()?))
    }

    /// When a user was last seen, in words.
    pub(super) fn words(&self, user: &str) -> Option<String> {
        self.0.get(user).map(|at| words::uk_time(*at))
    }
}

fn list(users: Vec<UserView>, seen: &Seen) -> List<'_, UserView> {
    List::new("users", "Users", users)
        .column("user", "Signs in as", |user: &UserView| {
            Cell::text(&user.user_id).to(To::User(&user.user_id))
        })
        .column("name", "Name", |user| Cell::text(&user.name))
        .column("roles", "Roles", |user| Cell::text(role_words(&user.roles)))
        .column("seen", "Last seen", |user| {
            match seen.words(&user.user_id) {
                Some(at) => Cell::text(at),
                None => Cell::text("Not lately"),
            }
        })
        .column("state", "State", state)
        .when_empty("There are no users yet. Add the first below.")
}

/// Whether a user may sign in.
pub(super) fn state(user: &UserView) -> Cell {
    match (user.active, user.has_password) {
        (false, _) => Cell::tag("Kept out", "red"),
        (true, false) => Cell::tag("No password", "grey"),
        (true, true) => Cell::tag("May sign in", "green"),
    }
}

/// Roles in words: `Broker, Finance officer`.
pub(super) fn role_words(roles: &[Role]) -> String {
    let words: Vec<&str> = roles.iter().map(|role| role.words()).collect();
    words.join(", ")
}

/// The roles as boxes, ticked as the form has them.
pub(super) fn role_boxes(form: &Form) -> Vec<Tick> {
    let boxes = Role::ALL.iter();
    let boxes = boxes.map(|role| Tick::of(form, field_of(*role), role.words()));
    boxes.collect()
}

/// The name of a role's box.
pub(super) fn field_of(role: Role) -> String {
    format!("role-{}", role.code())
}

/// The roles that were ticked, at least one.
pub(super) fn ticked(form: &mut Form) -> Option<Vec<Role>> {
    let roles: Vec<Role> = Role::ALL
        .iter()
        .copied()
        .filter(|role| is_ticked(form, &field_of(*role)))
        .collect();
    if roles.is_empty() {
        let says = "Tick at least one role. To keep somebody out, deactivate them.";
        form.mistake("roles", says);
        return None;
    }
    Some(roles)
}

/// A new password that was typed.
pub(super) fn new_password(form: &mut Form, field: &str) -> Option<Password> {
    let typed = form.required(field, "Enter a password.")?;
    match Password::new(&typed) {
        Ok(password) => Some(password),
        Err(why) => {
            form.mistake(field, sentence(&why.to_string()));
            None
        }
    }
}

/// Tells a refusal beside its field; what was done before leads to where it leads, and what the
/// person cannot mend goes on as a fault.
pub(super) fn told(
    form: &mut Form,
    field: &str,
    error: OfficeError,
    to: &To<'_>,
) -> Result<Option<Response>, Fault> {
    match error {
        OfficeError::AlreadyDone { seq, .. } => {
            let done = [("done", seq.to_string())];
            let done = done.iter().map(|(name, value)| (*name, value.as_str()));
            let address = crate::link::with_query(to, done);
            Ok(Some(answer::see_other(&address)))
        }
        OfficeError::Store(_) | OfficeError::Forbidden { .. } | OfficeError::NotFound { .. } => {
            Err(error.into())
        }
        refusal => {
            form.mistake(field, sentence(&refusal.to_string()));
            Ok(None)
        }
    }
}
