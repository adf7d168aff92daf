use jiff::{SignedDuration, Timestamp};
use oast_rules::facts::{Standing, User};
use oast_store::access::InvitationRow;
use oast_store::{Command, Connected, access};
use oast_units::YesNo;
use serde_json::json;

use super::code_app::{put_code_app, recovery_codes};
use super::members::{home_name, join, must_own};
use super::passkeys::{active_passkeys, append_passkey, shut_passkeys};
use super::steps::secret;
use super::users::{known_user, not_found, sign_in_name};
use super::{Chance, NewCodeApp, NewPasskey, Password, Role};
use crate::office::request;
use crate::{Action, Actor, Office, OfficeError};

/// How long the link of an invitation works.
pub const INVITATION_LASTS: SignedDuration = SignedDuration::from_hours(7 * 24);
const SECRET_BYTES: usize = 32;
const REFERENCE_BYTES: usize = 8;
/// The topic of a message that is to be sent by mail.
const MAIL: &str = "mail";

/// Somebody who is to act for a home.
#[derive(Debug, Clone, Copy)]
pub struct Invitee<'a> {
    /// The home.
    pub home_id: &'a str,
    /// Where they can be written to, which is the name that they will sign in with.
    pub email: &'a str,
    /// Their name.
    pub name: &'a str,
    /// Whether they will also say who else may.
    pub standing: Standing,
}

/// The link of an invitation, which is told once.
#[derive(Clone, PartialEq, Eq)]
pub struct InvitationLink {
    /// The invitation's reference.
    pub invitation_id: String,
    /// What its link holds. The database does not.
    pub secret: String,
    /// When the link stops working.
    pub ends_at: Timestamp,
}

impl std::fmt::Debug for InvitationLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InvitationLink")
            .field("invitation_id", &self.invitation_id)
            .field("ends_at", &self.ends_at)
            .finish_non_exhaustive()
    }
}

/// An invitation as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationView {
    /// Its reference.
    pub invitation_id: String,
    /// The home; none when it gives somebody a new way to sign in.
    pub home_id: Option<String>,
    /// The home's name.
    pub home: Option<String>,
    /// The name that the person will sign in with.
    pub user_id: String,
    /// Their name.
    pub name: String,
    /// What they will be to the home.
    pub standing: Standing,
    /// Who invited them.
    pub invited_by: String,
    /// When its link stops working.
    pub ends_at: Timestamp,
    /// Whether its link works, at the time of asking.
    pub open: bool,
    /// Whether there is an account of that name already.
    pub has_account: bool,
}

/// How somebody will sign in from now on.
#[derive(Debug, Clone, Copy)]
pub enum NewWay<'a> {
    /// With a passkey.
    Passkey(NewPasskey<'a>),
    /// With a password and the code of an app.
    PasswordAndCode(&'a Password, NewCodeApp<'a>),
}

/// What came of an invitation that was taken up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// Who may sign in now.
    pub user_id: String,
    /// Codes for when the app is lost, told once; none for a passkey.
    pub recovery_codes: Vec<String>,
}

fn gone() -> OfficeError {
    OfficeError::Refused(
        "this link does not work: it was used, it was sent again, or it is older than seven days; ask whoever invited you for a new one".to_owned(),
    )
}

/// The invitation of a link that works.
fn working(
    connection: &mut dyn oast_store::Connection,
    authority: &str,
    secret: &str,
    at: Timestamp,
) -> Result<InvitationRow, OfficeError> {
    let found = access::invitation_of_secret(connection, authority, secret)?;
    let works = |row: &InvitationRow| row.state == "open" && at < row.ends_at;
    found.filter(works).ok_or_else(gone)
}

/// Leaves word for whoever sends mail. Neither the link nor the address is in it: nothing that is
/// kept opens the door, and who was invited lies sealed with the invitation alone.
fn leave_mail(command: &mut Command<'_>, row: &InvitationRow) -> Result<(), OfficeError> {
    let payload = json!({
        "kind": "invitation",
        "invitation": row.invitation_id,
        "home": row.home_id,
    });
    Ok(command.message(MAIL, &payload)?)
}

/// What the record says an invitation is about: the account that it is for, or else the invitation
/// itself, because the address of somebody who never came is not for the record to keep.
fn subject(row: &InvitationRow) -> &str {
    row.user_id.as_deref().unwrap_or(&row.invitation_id)
}

impl Office {
    /// Invites somebody to act for a home: whoever manages users may, and an owner of the home.
    pub fn invite(
        &mut self,
        invitee: &Invitee<'_>,
        actor: Actor<'_>,
        chance: &mut Chance<'_>,
    ) -> Result<InvitationLink, OfficeError> {
        let email = invitee.email.trim().to_lowercase();
        if !email.contains('@') {
            let why = format!("'{email}' is no email address; write it as name@home.example");
            return Err(OfficeError::Refused(why));
        }
        sign_in_name(&email)?;
        let row = InvitationRow {
            invitation_id: format!("INV-{}", secret::<REFERENCE_BYTES>(chance)?),
            home_id: Some(invitee.home_id.to_owned()),
            user_id: None,
            email,
            name: invitee.name.parse::<oast_units::Text>()?.to_string(),
            standing: invitee.standing.code().to_owned(),
            invited_by: actor.name.to_owned(),
            made_at: actor.at,
            ends_at: actor.at + INVITATION_LASTS,
            state: "open".to_owned(),
        };
        self.store_invitation(row, "invitation make", actor, chance)
    }

    /// Gives somebody who has lost every way in a link to set up a new one. Their old ways end when
    /// they use it, not before.
    pub fn invite_anew(
        &mut self,
        user_id: &str,
        actor: Actor<'_>,
        chance: &mut Chance<'_>,
    ) -> Result<InvitationLink, OfficeError> {
        self.admit(actor, Action::ManageUsers)?;
        let user = self.user(user_id)?.filter(|user| user.active);
        let user = user.ok_or_else(|| not_found(user_id))?;
        if self.is_councils(user_id)? {
            let why = format!(
                "{user_id} signs in with their council account; the council's IT service helps those who cannot"
            );
            return Err(OfficeError::Refused(why));
        }
        let row = InvitationRow {
            invitation_id: format!("INV-{}", secret::<REFERENCE_BYTES>(chance)?),
            home_id: None,
            user_id: Some(user_id.to_owned()),
            email: user.email.unwrap_or_else(|| user_id.to_owned()),
            name: user.name,
            standing: Standing::Member.code().to_owned(),
            invited_by: actor.name.to_owned(),
            made_at: actor.at,
            ends_at: actor.at + INVITATION_LASTS,
            state: "open".to_owned(),
        };
        self.store_invitation(row, "invitation anew", actor, chance)
    }

    fn store_invitation(
        &mut self,
        row: InvitationRow,
        name: &str,
        actor: Actor<'_>,
        chance: &mut Chance<'_>,
    ) -> Result<InvitationLink, OfficeError> {
        let secret = secret::<SECRET_BYTES>(chance)?;
        let authority = self.authority.clone();
        let about = subject(&row).to_owned();
        let head = request(&authority, actor, name, &about);
        self.store.command(head, |command| {
            if let Some(home_id) = &row.home_id {
                home_name(command, home_id)?;
                must_own(command, home_id, actor)?;
                command.note("home", home_id.as_str());
            }
            command.note("invitation", row.invitation_id.as_str());
            access::insert_invitation(command.connection(), &authority, &row, &secret)?;
            leave_mail(command, &row)
        })?;
        Ok(InvitationLink {
            invitation_id: row.invitation_id,
            secret,
            ends_at: row.ends_at,
        })
    }

    /// Sends an invitation again: a new link for seven days, which ends the old one.
    pub fn invite_again(
        &mut self,
        invitation_id: &str,
        actor: Actor<'_>,
        chance: &mut Chance<'_>,
    ) -> Result<InvitationLink, OfficeError> {
        let secret = secret::<SECRET_BYTES>(chance)?;
        let ends_at = actor.at + INVITATION_LASTS;
        self.change_invitation(invitation_id, "invitation again", actor, |command, row| {
            let authority = command.authority().to_owned();
            let connection = command.connection();
            let times = (actor.at, ends_at);
            let id = &row.invitation_id;
            let renewed = access::renew_invitation(connection, &authority, id, &secret, times)?;
            if renewed {
                leave_mail(command, row)?;
            }
            Ok(renewed)
        })?;
        Ok(InvitationLink {
            invitation_id: invitation_id.to_owned(),
            secret,
            ends_at,
        })
    }

    /// Withdraws an invitation: its link works no more.
    pub fn withdraw_invitation(
        &mut self,
        invitation_id: &str,
        actor: Actor<'_>,
    ) -> Result<(), OfficeError> {
        self.change_invitation(
            invitation_id,
            "invitation withdraw",
            actor,
            |command, row| {
                let authority = command.authority().to_owned();
                let connection = command.connection();
                let id = &row.invitation_id;
                Ok(access::close_invitation(
                    connection,
                    &authority,
                    id,
                    "withdrawn",
                )?)
            },
        )
    }

    fn change_invitation(
        &mut self,
        invitation_id: &str,
        name: &str,
        actor: Actor<'_>,
        change: impl FnOnce(&mut Command<'_>, &InvitationRow) -> Result<bool, OfficeError>,
    ) -> Result<(), OfficeError> {
        let authority = self.authority.clone();
        let connection = self.store.connection();
        let row = access::invitation(connection, &authority, invitation_id)?;
        let row = row.ok_or_else(|| OfficeError::NotFound {
            what: "invitation",
            id: invitation_id.to_owned(),
            hint: String::new(),
        })?;
        let about = subject(&row).to_owned();
        let head = request(&authority, actor, name, &about);
        self.store.command(head, |command| {
            match &row.home_id {
                Some(home_id) => must_own(command, home_id, actor)?,
                None => actor.must(Action::ManageUsers)?,
            }
            command.note("invitation", invitation_id);
            if change(command, &row)? {
                return Ok(());
            }
            let why = "the invitation was used or withdrawn already";
            Err(OfficeError::Refused(why.into()))
        })
    }

    /// Open invitations to a home, the newest first, those whose links ran out too: they can be
    /// sent again.
    pub fn invitations_to(
        &mut self,
        home_id: &str,
        at: Timestamp,
    ) -> Result<Vec<InvitationView>, OfficeError> {
        let rows = access::invitations(self.store.connection(), &self.authority)?;
        rows.into_iter()
            .filter(|row| row.state == "open" && row.home_id.as_deref() == Some(home_id))
            .map(|row| self.invitation_view(row, at))
            .collect()
    }

    /// Every open invitation, the newest first.
    pub fn open_invitations(&mut self, at: Timestamp) -> Result<Vec<InvitationView>, OfficeError> {
        let rows = access::invitations(self.store.connection(), &self.authority)?;
        rows.into_iter()
            .filter(|row| row.state == "open")
            .map(|row| self.invitation_view(row, at))
            .collect()
    }

    /// The invitation of a link, if the link works.
    pub fn invitation(
        &mut self,
        secret: &str,
        at: Timestamp,
    ) -> Result<InvitationView, OfficeError> {
        let authority = self.authority.clone();
        let row = working(self.store.connection(), &authority, secret, at)?;
        self.invitation_view(row, at)
    }

    fn invitation_view(
        &mut self,
        row: InvitationRow,
        at: Timestamp,
    ) -> Result<InvitationView, OfficeError> {
        let inviter = self.user(&row.invited_by)?;
        let user_id = row.user_id.unwrap_or(row.email);
        let home = match &row.home_id {
            Some(home_id) => self.home_named(home_id)?,
            None => None,
        };
        Ok(InvitationView {
            has_account: self.user(&user_id)?.is_some(),
            open: at < row.ends_at,
            invitation_id: row.invitation_id,
            home_id: row.home_id,
            home,
            user_id,
            name: row.name,
            standing: row.standing.parse()?,
            invited_by: inviter.map_or(row.invited_by, |user| user.name),
            ends_at: row.ends_at,
        })
    }

    /// Takes an invitation up with a new way to sign in: makes the account, or gives the one that
    /// lost its ways a new one, and uses the link up.
    pub fn accept(
        &mut self,
        secret: &str,
        way: NewWay<'_>,
        at: Timestamp,
        chance: &mut Chance<'_>,
    ) -> Result<Accepted, OfficeError> {
        let authority = self.authority.clone();
        let row = working(self.store.connection(), &authority, secret, at)?;
        let user_id = row.user_id.clone().unwrap_or_else(|| row.email.clone());
        let (password, codes) = match way {
            NewWay::Passkey(_) => (None, Vec::new()),
            NewWay::PasswordAndCode(password, _) => {
                (Some(password.hash(chance)?), recovery_codes(chance)?)
            }
        };
        let actor = Actor::new(&user_id, at, super::Rights::default());
        let head = request(&authority, actor, "invitation accept", &user_id);
        self.store.command(head, |command| {
            let row = use_up(command, secret, at)?;
            let known_seq = command.known_seq();
            let known = known_user(command.connection(), &authority, &user_id, known_seq)?;
            let user = account(&row, known)?;
            if row.user_id.is_some() {
                end_old_ways(command, &user_id, at)?;
            }
            command.append(&User { password, ..user })?;
            if let Some(home_id) = &row.home_id {
                join(command, &user_id, home_id, row.standing.parse()?)?;
            }
            match way {
                NewWay::Passkey(new) => append_passkey(command, &user_id, &new, at)?,
                NewWay::PasswordAndCode(_, app) => put_code_app(command, &user_id, app, &codes)?,
            }
            Ok::<_, OfficeError>(())
        })?;
        Ok(Accepted {
            user_id,
            recovery_codes: codes,
        })
    }

    /// Takes an invitation to a home up with the account that one has.
    pub fn accept_with_account(
        &mut self,
        secret: &str,
        actor: Actor<'_>,
    ) -> Result<String, OfficeError> {
        let authority = self.authority.clone();
        let head = request(&authority, actor, "invitation accept", actor.name);
        self.store.command(head, |command| {
            let row = use_up(command, secret, actor.at)?;
            if row.email != actor.name {
                let why = format!(
                    "this invitation is for {}; you are signed in as {}",
                    row.email, actor.name
                );
                return Err(OfficeError::Refused(why));
            }
            let home_id = row.home_id.ok_or_else(gone)?;
            let known_seq = command.known_seq();
            let known = known_user(command.connection(), &authority, actor.name, known_seq)?;
            let user = known.ok_or_else(|| not_found(actor.name))?;
            super::users::must_be_provider(&user)?;
            join(command, actor.name, &home_id, row.standing.parse()?)?;
            Ok(home_id)
        })
    }
}

/// Uses the link up: of many who do so at once, one goes on.
fn use_up(
    command: &mut Command<'_>,
    secret: &str,
    at: Timestamp,
) -> Result<InvitationRow, OfficeError> {
    let authority = command.authority().to_owned();
    let connection = command.connection();
    let row = working(connection, &authority, secret, at)?;
    if !access::close_invitation(connection, &authority, &row.invitation_id, "used")? {
        return Err(gone());
    }
    command.note("invitation", row.invitation_id.as_str());
    command.note("invited_by", row.invited_by.as_str());
    Ok(row)
}

/// The account that an invitation leads to: a new one, or that of somebody who lost their ways in.
fn account(row: &InvitationRow, known: Option<User>) -> Result<User, OfficeError> {
    match (&row.user_id, known) {
        (Some(_), Some(user)) if user.active == YesNo::Yes => Ok(user),
        (Some(_), _) => Err(gone()),
        (None, Some(_)) => Err(OfficeError::Refused(format!(
            "there is an account {} already; sign in with it, then open the link again",
            row.email
        ))),
        (None, None) => Ok(User {
            user_id: row.email.parse()?,
            name: row.name.parse()?,
            email: Some(row.email.parse()?),
            roles: Role::Provider.code().parse()?,
            password: None,
            active: YesNo::Yes,
        }),
    }
}

/// Ends whatever let somebody in until now.
fn end_old_ways(
    command: &mut Command<'_>,
    user_id: &str,
    at: Timestamp,
) -> Result<(), OfficeError> {
    let passkeys = active_passkeys(command, user_id)?;
    shut_passkeys(command, passkeys)?;
    let authority = command.authority().to_owned();
    let connection = command.connection();
    access::remove_code_app(connection, &authority, user_id)?;
    access::end_sessions_of(connection, &authority, user_id, at)?;
    Ok(())
}
