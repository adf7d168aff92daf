//! Who acts for a home: its owners say.

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::access::{InvitationView, MemberAct, MemberView};
use oast_office::{Action, Actor, Office, OfficeError};
use oast_rules::facts::{MemberState, Standing};
use serde::Serialize;

use super::invitations::{InvitationRow, asked_for, link_made};
use super::users::told;
use crate::answer::Fault;
use crate::desk::Desk;
use crate::form::{Form, sentence};
use crate::link::To;
use crate::page::Page;

/// Who acts for a home.
#[derive(Debug, Serialize)]
pub struct Members {
    form: Form,
    home: String,
    here: String,
    /// Whether whoever looks says who else may.
    owns: bool,
    asked: Vec<Member>,
    members: Vec<Member>,
    invitations: Vec<InvitationRow>,
}

/// Somebody who acts for the home, or asked to.
#[derive(Debug, Serialize)]
struct Member {
    user_id: String,
    name: String,
    owner: bool,
    own: bool,
}

impl Page for Members {
    const TEMPLATE: &'static str = "pages/access/members.html";
    const OF_FACTS: bool = false;
    const HELP: Option<&'static str> = Some("sign-in");

    fn title(&self) -> String {
        let title = format!("Who acts for {}", self.home);
        if self.form.is_wrong() {
            format!("Error: {title}")
        } else {
            title
        }
    }

    fn samples() -> Vec<Self> {
        let member = |name: &str, owner, own| Member {
            user_id: name.to_lowercase(),
            name: name.to_owned(),
            owner,
            own,
        };
        let page = |form, owns| Self {
            form,
            home: "Vale House".to_owned(),
            here: To::Members("H1").to_string(),
            owns,
            asked: vec![member("Eve", false, false)],
            members: vec![member("Ann", true, true), member("Bob", false, false)],
            invitations: InvitationRow::samples(),
        };
        let mut wrong = Form::default();
        wrong.mistake("email", "Enter an email address.");
        vec![
            page(Form::default(), true),
            page(Form::default(), false),
            page(wrong, true),
        ]
    }
}

/// Shows them, to those who act for the home and to whoever manages users.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let form = desk.form();
    page(desk, StatusCode::OK, form)
}

fn page(desk: &mut Desk, status: StatusCode, form: Form) -> Result<Response, Fault> {
    let (now, home) = (desk.now(), desk.part("home").to_owned());
    let me = desk.who().map(|who| who.user_id.clone());
    let manages = desk.may(Action::ManageUsers);
    let office = desk.office()?;
    let name = office
        .home_named(&home)?
        .ok_or_else(|| Fault::NotFound(format!("There is no home {home}.")))?;
    let all = office.members_of(&home)?;
    let mine = all.iter().find(|each| {
        each.state == MemberState::Active && Some(each.user_id.as_str()) == me.as_deref()
    });
    if mine.is_none() && !manages {
        return Err(Fault::Refused(format!(
            "You do not act for {name}. Ask to on the page of your homes."
        )));
    }
    let owns = manages || mine.is_some_and(|each| each.standing == Standing::Owner);
    let invitations: Vec<InvitationView> = if owns {
        office.invitations_to(&home, now)?
    } else {
        Vec::new()
    };
    let of_state = |state: MemberState| {
        let those = all.iter().filter(|each| each.state == state);
        those.map(|each| member(each, me.as_deref())).collect()
    };
    let page = Members {
        form,
        home: name,
        here: To::Members(&home).to_string(),
        owns,
        asked: of_state(MemberState::Asked),
        members: of_state(MemberState::Active),
        invitations: invitations.into_iter().map(InvitationRow::of).collect(),
    };
    desk.page_with(status, &page)
}

fn member(of: &MemberView, me: Option<&str>) -> Member {
    Member {
        user_id: of.user_id.clone(),
        name: of.name.clone(),
        owner: of.standing == Standing::Owner,
        own: me == Some(of.user_id.as_str()),
    }
}

/// Does something about the home, and shows its page again. Who may not is told on a page: a
/// membership may have ended while somebody looked at it.
fn done<T>(
    desk: &mut Desk,
    mut form: Form,
    field: &str,
    work: impl FnOnce(&mut Office, Actor<'_>) -> Result<T, OfficeError>,
) -> Result<Result<T, Response>, Fault> {
    let home = desk.part("home").to_owned();
    match desk.command(work) {
        Ok(done) => Ok(Ok(done)),
        Err(error @ (OfficeError::Forbidden { .. } | OfficeError::NotFound { .. })) => {
            Err(Fault::Refused(sentence(&error.to_string())))
        }
        Err(error) => match told(&mut form, field, error, &To::Members(&home))? {
            Some(response) => Ok(Err(response)),
            None => page(desk, StatusCode::UNPROCESSABLE_ENTITY, form).map(Err),
        },
    }
}

/// Decides about somebody.
pub fn act(desk: &mut Desk) -> Result<Response, Fault> {
    let form = desk.form();
    let (home, user) = (desk.part("home").to_owned(), form.value("user").to_owned());
    let act = match form.value("act") {
        "approve" => MemberAct::Approve,
        "refuse" => MemberAct::Refuse,
        "owner" => MemberAct::MakeOwner,
        "member" => MemberAct::MakeMember,
        "end" => MemberAct::End,
        other => {
            let says =
                format!("'{other}' is not an act; use approve, refuse, owner, member or end.");
            return Err(Fault::Refused(says));
        }
    };
    let own = desk.who().is_some_and(|who| who.user_id == user);
    let acted = done(desk, form, "members", |office, actor| {
        office.act_on_member(&user, &home, act, actor)
    })?;
    match acted {
        Ok(()) if own && act == MemberAct::End => desk.done_at(&To::OwnHomes),
        Ok(()) => desk.done_at(&To::Members(&home)),
        Err(response) => Ok(response),
    }
}

/// Invites somebody.
pub fn invite(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = desk.form();
    let home = desk.part("home").to_owned();
    let Some(asked) = asked_for(&mut form) else {
        return page(desk, StatusCode::UNPROCESSABLE_ENTITY, form);
    };
    let machine = desk.app().machine.clone();
    let mut chance = |bytes: &mut [u8]| machine.chance(bytes);
    let made = done(desk, form, "email", |office, actor| {
        office.invite(&asked.invitee(&home), actor, &mut chance)
    })?;
    match made {
        Ok(link) => link_made(desk, &link, &asked.name, &To::Members(&home)),
        Err(response) => Ok(response),
    }
}

/// Sends an invitation again, or withdraws it.
pub fn act_on_invitation(desk: &mut Desk) -> Result<Response, Fault> {
    let form = desk.form();
    let (home, id) = (
        desk.part("home").to_owned(),
        desk.part("invitation").to_owned(),
    );
    let machine = desk.app().machine.clone();
    let mut chance = |bytes: &mut [u8]| machine.chance(bytes);
    let again = form.value("act") == "again";
    let acted = done(desk, form, "invitations", |office, actor| {
        if again {
            office.invite_again(&id, actor, &mut chance).map(Some)
        } else {
            office.withdraw_invitation(&id, actor).map(|()| None)
        }
    })?;
    match acted {
        Ok(Some(link)) => link_made(desk, &link, "the person", &To::Members(&home)),
        Ok(None) => desk.done_at(&To::Members(&home)),
        Err(response) => Ok(response),
    }
}
