//! One user: their roles, their password, and whether they may sign in.

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::access::{Role, UserView};
use oast_office::{Actor, Office, OfficeError};
use serde::Serialize;

use super::invitations::link_made;
use super::permissions::Permissions;
use super::sessions::SessionRow;
use super::teams;
use super::ticks::{Tick, tick};
use super::users::{
    Seen, field_of, new_password, role_boxes, role_words, sample_user, state, ticked, told,
};
use crate::answer::Fault;
use crate::desk::Desk;
use crate::form::Form;
use crate::link::To;
use crate::list::Cell;
use crate::page::Page;
use crate::pages::parts::Detail;

/// One user.
#[derive(Debug, Serialize)]
pub struct User {
    name: String,
    state: Cell,
    details: Vec<Detail>,
    form: Form,
    roles: Vec<Tick>,
    /// The teams that there are.
    teams: Vec<Tick>,
    permissions: Permissions,
    /// Whether it is the person who looks: nobody changes their own access.
    own: bool,
    active: bool,
    acts: Acts,
    audit: Option<String>,
    sessions: Vec<SessionRow>,
}

/// Where each form goes.
#[derive(Debug, Serialize)]
struct Acts {
    roles: String,
    teams: String,
    password: String,
    deactivate: String,
    reactivate: String,
    sign_out: String,
    end_session: String,
    new_way: String,
    account: String,
}

impl Page for User {
    const TEMPLATE: &'static str = "pages/access/user.html";
    const OF_FACTS: bool = false;

    fn title(&self) -> String {
        if self.form.is_wrong() {
            format!("Error: {}", self.name)
        } else {
            self.name.clone()
        }
    }

    fn samples() -> Vec<Self> {
        let mut wrong = Form::default();
        wrong.mistake("password", "The password has fewer than 12 characters.");
        let mut out = sample_user();
        out.active = false;
        let seen = Seen::default();
        vec![
            Self {
                sessions: SessionRow::samples(),
                teams: teams::sample_boxes(),
                ..of(&sample_user(), &seen, Form::default(), false, true)
            },
            of(&sample_user(), &seen, Form::default(), true, false),
            of(&sample_user(), &seen, wrong, false, false),
            of(&out, &seen, Form::default(), false, false),
        ]
    }
}

fn of(user: &UserView, seen: &Seen, mut form: Form, own: bool, audit: bool) -> User {
    if !form.is_wrong() {
        for role in &user.roles {
            tick(&mut form, &field_of(*role));
        }
    }
    let id = user.user_id.as_str();
    let act = |act| To::UserAct(id, act).to_string();
    let seen = seen.words(id).unwrap_or_else(|| "Not lately".to_owned());
    User {
        name: user.name.clone(),
        state: state(user),
        details: vec![
            Detail::new("Signs in as", id),
            Detail::new("Email", user.email.as_deref().unwrap_or("Not told")),
            Detail::new("Roles", &role_words(&user.roles)),
            Detail::new("Last seen", &seen),
        ],
        teams: Vec::new(),
        roles: role_boxes(&form),
        form,
        permissions: Permissions::of(Role::ALL),
        own,
        active: user.active,
        acts: Acts {
            roles: act("roles"),
            teams: act("teams"),
            password: act("password"),
            deactivate: act("deactivate"),
            reactivate: act("reactivate"),
            sign_out: act("sign-out"),
            end_session: act("end-session"),
            new_way: act("new-way"),
            account: To::Account.to_string(),
        },
        audit: audit.then(|| super::audit::by(id)),
        sessions: Vec::new(),
    }
}

/// Shows a user.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let form = desk.form();
    page(desk, StatusCode::OK, form)
}

fn page(desk: &mut Desk, status: StatusCode, mut form: Form) -> Result<Response, Fault> {
    let (now, id) = (desk.now(), desk.part("user").to_owned());
    let office = desk.office()?;
    let user = office
        .user(&id)?
        .ok_or_else(|| Fault::NotFound(format!("There is no user {id}.")))?;
    let seen = Seen::of(office)?;
    let sessions = office.sessions_of(&id, None, now)?;
    let (boxes, belongs) = teams::boxes(office, &id, &mut form)?;
    let own = desk.who().is_some_and(|who| who.user_id == user.user_id);
    form.set("password", "");
    let audit = desk.may(oast_office::Action::SeeAudit);
    let mut page = User {
        sessions: sessions.into_iter().map(SessionRow::of).collect(),
        teams: boxes,
        ..of(&user, &seen, form, own, audit)
    };
    if !belongs.is_empty() {
        page.details.push(Detail::new("Teams", &belongs));
    }
    desk.page_with(status, &page)
}

/// Gives a user other roles.
pub fn roles(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = desk.form();
    match ticked(&mut form) {
        Some(roles) => act(desk, form, "roles", |office, user, actor| {
            office.set_roles(user, &roles, actor)
        }),
        None => page(desk, StatusCode::UNPROCESSABLE_ENTITY, form),
    }
}

/// Says which teams a user belongs to.
pub fn teams(desk: &mut Desk) -> Result<Response, Fault> {
    let form = desk.form();
    let ticked = teams::ticked(desk.office()?, &form)?;
    let ids: Vec<&str> = ticked.iter().map(String::as_str).collect();
    act(desk, form, "teams", |office, user, actor| {
        office.set_teams(user, &ids, actor)
    })
}

/// Gives a user a new password.
pub fn password(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = desk.form();
    let Some(password) = new_password(&mut form, "password") else {
        return page(desk, StatusCode::UNPROCESSABLE_ENTITY, form);
    };
    let machine = desk.app().machine.clone();
    let mut chance = |bytes: &mut [u8]| machine.chance(bytes);
    act(desk, form, "password", |office, user, actor| {
        office.set_password(user, &password, actor, &mut chance)
    })
}

/// Keeps a user out.
pub fn deactivate(desk: &mut Desk) -> Result<Response, Fault> {
    let form = desk.form();
    act(desk, form, "access", |office, user, actor| {
        office.deactivate(user, actor)
    })
}

/// Lets a user in again.
pub fn reactivate(desk: &mut Desk) -> Result<Response, Fault> {
    let form = desk.form();
    act(desk, form, "access", |office, user, actor| {
        office.reactivate(user, actor)
    })
}

/// Ends every session of a user.
pub fn sign_out(desk: &mut Desk) -> Result<Response, Fault> {
    let form = desk.form();
    act(desk, form, "access", |office, user, actor| {
        office.end_sessions_of(user, actor).map(drop)
    })
}

/// Ends one session of a user.
pub fn end_session(desk: &mut Desk) -> Result<Response, Fault> {
    let form = desk.form();
    let name = form.value("session").to_owned();
    act(desk, form, "access", |office, user, actor| {
        office.end_session_of(user, &name, actor)
    })
}

/// Gives a user who has lost every way in a link to set up a new one.
pub fn new_way(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = desk.form();
    let id = desk.part("user").to_owned();
    let machine = desk.app().machine.clone();
    let mut chance = |bytes: &mut [u8]| machine.chance(bytes);
    match desk.command(|office, actor| office.invite_anew(&id, actor, &mut chance)) {
        Ok(link) => link_made(desk, &link, &id, &To::User(&id)),
        Err(error) => match told(&mut form, "access", error, &To::User(&id))? {
            Some(done) => Ok(done),
            None => page(desk, StatusCode::UNPROCESSABLE_ENTITY, form),
        },
    }
}

/// Does something to the user whose page it is, and shows them again.
fn act(
    desk: &mut Desk,
    mut form: Form,
    field: &str,
    work: impl FnOnce(&mut Office, &str, Actor<'_>) -> Result<(), OfficeError>,
) -> Result<Response, Fault> {
    let id = desk.part("user").to_owned();
    match desk.command(|office, actor| work(office, &id, actor)) {
        Ok(()) => desk.done_at(&To::User(&id)),
        Err(error) => match told(&mut form, field, error, &To::User(&id))? {
            Some(done) => Ok(done),
            None => page(desk, StatusCode::UNPROCESSABLE_ENTITY, form),
        },
    }
}
