//! Invitations: every open one, for whoever manages users, and the link of one, told once.

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::OfficeError;
use oast_office::access::{InvitationLink, InvitationView, Invitee};
use oast_rules::facts::Standing;
use serde::Serialize;

use super::users::told;
use crate::answer::Fault;
use crate::desk::Desk;
use crate::form::{Form, sentence};
use crate::link::To;
use crate::page::Page;
use crate::words;

/// An open invitation in a list.
#[derive(Debug, Serialize)]
pub(super) struct InvitationRow {
    id: String,
    name: String,
    user_id: String,
    what: String,
    invited_by: String,
    until: String,
    open: bool,
}

impl InvitationRow {
    pub(super) fn of(invitation: InvitationView) -> Self {
        let standing = invitation.standing.words();
        Self {
            id: invitation.invitation_id,
            name: invitation.name,
            user_id: invitation.user_id,
            what: match invitation.home {
                Some(home) => format!("{standing} of {home}"),
                None => "a new way to sign in".to_owned(),
            },
            invited_by: invitation.invited_by,
            until: words::uk_time(invitation.ends_at),
            open: invitation.open,
        }
    }

    pub(super) fn samples() -> Vec<Self> {
        let row = |id: &str, open| Self {
            id: id.to_owned(),
            name: "Eve Hart".to_owned(),
            user_id: "eve@vale.example".to_owned(),
            what: "owner of Vale House".to_owned(),
            invited_by: "Ann Vale".to_owned(),
            until: "8 June 2026, 9:00am".to_owned(),
            open,
        };
        vec![row("INV-1", true), row("INV-2", false)]
    }
}

/// Every open invitation.
#[derive(Debug, Serialize)]
pub struct Invitations {
    form: Form,
    here: String,
    invitations: Vec<InvitationRow>,
}

impl Page for Invitations {
    const TEMPLATE: &'static str = "pages/access/invitations.html";
    const OF_FACTS: bool = false;

    fn title(&self) -> String {
        if self.form.is_wrong() {
            "Error: Invitations".to_owned()
        } else {
            "Invitations".to_owned()
        }
    }

    fn samples() -> Vec<Self> {
        let mut wrong = Form::default();
        wrong.mistake("home", "There is no home HX.");
        let page = |form, invitations| Self {
            form,
            here: To::Invitations.to_string(),
            invitations,
        };
        vec![
            page(Form::default(), InvitationRow::samples()),
            page(wrong, Vec::new()),
        ]
    }
}

/// The link of an invitation, told once.
#[derive(Debug, Serialize)]
pub struct LinkMade {
    name: String,
    link: String,
    until: String,
    back: String,
}

impl Page for LinkMade {
    const TEMPLATE: &'static str = "pages/access/link_made.html";
    const OF_FACTS: bool = false;

    fn title(&self) -> String {
        "Give them this link".to_owned()
    }

    fn samples() -> Vec<Self> {
        vec![Self {
            name: "Eve Hart".to_owned(),
            link: "https://oast.example.gov.uk/join/0123456789abcdef".to_owned(),
            until: "8 June 2026, 9:00am".to_owned(),
            back: To::Invitations.to_string(),
        }]
    }
}

/// Shows the link of an invitation: this once, as the database does not hold it.
pub(super) fn link_made(
    desk: &mut Desk,
    link: &InvitationLink,
    name: &str,
    back: &To<'_>,
) -> Result<Response, Fault> {
    let page = LinkMade {
        name: name.to_owned(),
        link: format!(
            "{}{}",
            desk.app().sign_on.site.origin(),
            To::Join(&link.secret)
        ),
        until: words::uk_time(link.ends_at),
        back: back.to_string(),
    };
    desk.page(&page)
}

/// Whom somebody wants to invite.
pub(super) struct AskedFor {
    email: String,
    pub(super) name: String,
    standing: Standing,
}

impl AskedFor {
    pub(super) fn invitee<'a>(&'a self, home_id: &'a str) -> Invitee<'a> {
        Invitee {
            home_id,
            email: &self.email,
            name: &self.name,
            standing: self.standing,
        }
    }
}

/// Reads whom somebody wants to invite.
pub(super) fn asked_for(form: &mut Form) -> Option<AskedFor> {
    let name = form.required("name", "Enter their name.");
    let email = form.required(
        "email",
        "Enter their email address; they will sign in with it.",
    );
    let standing = form.read("standing", "Say whether they will be an owner or a member.");
    Some(AskedFor {
        email: email?,
        name: name?,
        standing: standing?,
    })
}

/// Shows every open invitation.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let form = desk.form();
    page(desk, StatusCode::OK, form)
}

fn page(desk: &mut Desk, status: StatusCode, form: Form) -> Result<Response, Fault> {
    let now = desk.now();
    let invitations = desk.office()?.open_invitations(now)?;
    let page = Invitations {
        form,
        here: To::Invitations.to_string(),
        invitations: invitations.into_iter().map(InvitationRow::of).collect(),
    };
    desk.page_with(status, &page)
}

/// What the office refuses, beside its field.
fn refused(
    desk: &mut Desk,
    mut form: Form,
    field: &str,
    error: OfficeError,
) -> Result<Response, Fault> {
    if matches!(error, OfficeError::NotFound { .. }) {
        form.mistake(field, sentence(&error.to_string()));
        return page(desk, StatusCode::UNPROCESSABLE_ENTITY, form);
    }
    match told(&mut form, field, error, &To::Invitations)? {
        Some(done) => Ok(done),
        None => page(desk, StatusCode::UNPROCESSABLE_ENTITY, form),
    }
}

/// Invites somebody to act for a home.
pub fn invite(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = desk.form();
    let home = form.required("home", "Enter the home’s reference.");
    let (Some(asked), Some(home)) = (asked_for(&mut form), home) else {
        return page(desk, StatusCode::UNPROCESSABLE_ENTITY, form);
    };
    let machine = desk.app().machine.clone();
    let mut chance = |bytes: &mut [u8]| machine.chance(bytes);
    let made =
        desk.command(|office, actor| office.invite(&asked.invitee(&home), actor, &mut chance));
    match made {
        Ok(link) => link_made(desk, &link, &asked.name, &To::Invitations),
        Err(error @ OfficeError::NotFound { .. }) => refused(desk, form, "home", error),
        Err(error) => refused(desk, form, "email", error),
    }
}

/// Sends an invitation again, or withdraws it.
pub fn act(desk: &mut Desk) -> Result<Response, Fault> {
    let form = desk.form();
    let id = desk.part("invitation").to_owned();
    let machine = desk.app().machine.clone();
    let mut chance = |bytes: &mut [u8]| machine.chance(bytes);
    let again = form.value("act") == "again";
    let acted = desk.command(|office, actor| {
        if again {
            office.invite_again(&id, actor, &mut chance).map(Some)
        } else {
            office.withdraw_invitation(&id, actor).map(|()| None)
        }
    });
    match acted {
        Ok(Some(link)) => link_made(desk, &link, "the person", &To::Invitations),
        Ok(None) => desk.done_at(&To::Invitations),
        Err(error) => refused(desk, form, "invitations", error),
    }
}
