use oast_rules::facts::User;
use oast_store::{Command, Connected, Connection, Which, access, find};
use oast_units::{Text, UserId, YesNo};

use super::{Chance, Password, Rights, Role};
use crate::office::request;
use crate::{Action, Actor, Office, OfficeError};

/// Between the codes of a user's roles, as they are stored.
const ROLES_APART: char = '|';

/// Somebody who is to use the office.
#[derive(Debug, Clone, Copy)]
pub struct NewUser<'a> {
    /// The name they will sign in with: small letters, digits, `.`, `-`, `_` and `@`.
    pub user_id: &'a str,
    /// Their name.
    pub name: &'a str,
    /// Where they can be written to.
    pub email: Option<&'a str>,
    /// Their roles, at least one.
    pub roles: &'a [Role],
}

/// A user as others may see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserView {
    /// The name they sign in with.
    pub user_id: String,
    /// Their name.
    pub name: String,
    /// Where they can be written to.
    pub email: Option<String>,
    /// Their roles.
    pub roles: Vec<Role>,
    /// What their roles let them do.
    pub rights: Rights,
    /// Whether they may sign in.
    pub active: bool,
    /// Whether they have a password to sign in with.
    pub has_password: bool,
}

impl UserView {
    pub(crate) fn of(user: &User) -> Result<Self, OfficeError> {
        let codes = user.roles.as_str().split(ROLES_APART);
        let roles = codes.map(str::parse).collect::<Result<Vec<Role>, _>>()?;
        Ok(Self {
            user_id: user.user_id.to_string(),
            name: user.name.to_string(),
            email: user.email.as_ref().map(Text::to_string),
            rights: Rights::of(&roles),
            roles,
            active: user.active == YesNo::Yes,
            has_password: user.password.is_some(),
        })
    }
}

/// A user as known at an audit entry.
pub(crate) fn known_user(
    connection: &mut dyn Connection,
    authority: &str,
    user_id: &str,
    known_seq: i64,
) -> Result<Option<User>, OfficeError> {
    Ok(find(connection, authority, known_seq, Which::Of(user_id))?)
}

pub(super) fn sign_in_name(text: &str) -> Result<UserId, OfficeError> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-_@".contains(c);
    if !text.chars().all(fits) {
        return Err(OfficeError::Refused(format!(
            "'{text}' is no name to sign in with; use small letters, digits, '.', '-', '_' and '@'"
        )));
    }
    Ok(text.parse()?)
}

pub(super) fn joined(roles: &[Role]) -> Result<Text, OfficeError> {
    let mut roles = roles.to_vec();
    roles.sort_unstable();
    roles.dedup();
    let codes: Vec<&str> = roles.iter().map(|role| role.code()).collect();
    if codes.is_empty() {
        let why = "a user has at least one role; to keep somebody out, deactivate them";
        return Err(OfficeError::Refused(why.into()));
    }
    Ok(codes.join(&ROLES_APART.to_string()).parse()?)
}

pub(super) fn not_found(user_id: &str) -> OfficeError {
    OfficeError::NotFound {
        what: "user",
        id: user_id.to_owned(),
        hint: String::new(),
    }
}

impl Office {
    /// Adds a user. Without a password, they cannot sign in with one.
    pub fn add_user(
        &mut self,
        new: &NewUser<'_>,
        password: Option<&Password>,
        actor: Actor<'_>,
        chance: &mut Chance<'_>,
    ) -> Result<(), OfficeError> {
        self.admit(actor, Action::ManageUsers)?;
        let user = User {
            user_id: sign_in_name(new.user_id)?,
            name: new.name.parse()?,
            email: new.email.map(str::parse).transpose()?,
            roles: joined(new.roles)?,
            password: password.map(|password| password.hash(chance)).transpose()?,
            active: YesNo::Yes,
        };
        let authority = self.authority.clone();
        let head = request(&authority, actor, "user add", new.user_id);
        self.store.command(head, |command| {
            let known_seq = command.known_seq();
            if known_user(command.connection(), &authority, new.user_id, known_seq)?.is_some() {
                let why = format!("there is a user {} already", new.user_id);
                return Err(OfficeError::Refused(why));
            }
            command.note("roles", user.roles.as_str());
            Ok(command.append(&user)?)
        })
    }

    /// Gives a user a new password, and ends their sessions. Whoever manages users may, and
    /// everybody their own: ask for the old one first, with [`Office::check_password`].
    pub fn set_password(
        &mut self,
        user_id: &str,
        password: &Password,
        actor: Actor<'_>,
        chance: &mut Chance<'_>,
    ) -> Result<(), OfficeError> {
        if actor.name != user_id {
            self.admit(actor, Action::ManageUsers)?;
        }
        let hash = password.hash(chance)?;
        self.change_user(user_id, "user password", actor, |user, command| {
            user.password = Some(hash);
            let authority = command.authority().to_owned();
            access::end_sessions_of(command.connection(), &authority, user_id, actor.at)?;
            Ok(())
        })
    }

    /// Gives a user other roles; they hold from their next page on. Nobody changes their own.
    pub fn set_roles(
        &mut self,
        user_id: &str,
        roles: &[Role],
        actor: Actor<'_>,
    ) -> Result<(), OfficeError> {
        self.admit(actor, Action::ManageUsers)?;
        refuse_own(user_id, actor, "roles")?;
        let roles = joined(roles)?;
        self.change_user(user_id, "user roles", actor, |user, command| {
            command.note("roles", roles.as_str());
            command.note("roles_before", user.roles.as_str());
            user.roles = roles;
            Ok(())
        })
    }

    /// Keeps a user out from now on: their sessions end, and they cannot sign in.
    pub fn deactivate(&mut self, user_id: &str, actor: Actor<'_>) -> Result<(), OfficeError> {
        self.admit(actor, Action::ManageUsers)?;
        refuse_own(user_id, actor, "access")?;
        self.change_user(user_id, "user deactivate", actor, |user, command| {
            user.active = YesNo::No;
            let authority = command.authority().to_owned();
            access::end_sessions_of(command.connection(), &authority, user_id, actor.at)?;
            Ok(())
        })
    }

    /// Lets a user in again who was kept out.
    pub fn reactivate(&mut self, user_id: &str, actor: Actor<'_>) -> Result<(), OfficeError> {
        self.admit(actor, Action::ManageUsers)?;
        refuse_own(user_id, actor, "access")?;
        self.change_user(user_id, "user reactivate", actor, |user, _| {
            user.active = YesNo::Yes;
            Ok(())
        })
    }

    /// Every user, in order of the names they sign in with, the deactivated too.
    pub fn users(&mut self) -> Result<Vec<UserView>, OfficeError> {
        let (authority, known_seq) = (self.authority.clone(), self.known_seq(None)?);
        let users: Vec<User> = self.store.all(&authority, known_seq)?;
        users.iter().map(UserView::of).collect()
    }

    /// One user, if there is one of that name.
    pub fn user(&mut self, user_id: &str) -> Result<Option<UserView>, OfficeError> {
        let connection = self.store.connection();
        let user = known_user(connection, &self.authority, user_id, i64::MAX)?;
        user.as_ref().map(UserView::of).transpose()
    }

    /// Records a user anew with something changed.
    pub(super) fn change_user(
        &mut self,
        user_id: &str,
        name: &str,
        actor: Actor<'_>,
        change: impl FnOnce(&mut User, &mut Command<'_>) -> Result<(), OfficeError>,
    ) -> Result<(), OfficeError> {
        let authority = self.authority.clone();
        let head = request(&authority, actor, name, user_id);
        self.store.command(head, |command| {
            let known_seq = command.known_seq();
            let known = known_user(command.connection(), &authority, user_id, known_seq)?;
            let mut user = known.ok_or_else(|| not_found(user_id))?;
            change(&mut user, command)?;
            Ok(command.append(&user)?)
        })
    }
}

/// Refuses somebody who does not act for a provider: what they may do at the desk and what a home
/// may do are kept apart.
pub(super) fn must_be_provider(user: &User) -> Result<(), OfficeError> {
    if UserView::of(user)?.roles.contains(&Role::Provider) {
        return Ok(());
    }
    let why = "only those who work for a provider act for a home";
    Err(OfficeError::Refused(why.into()))
}

/// Refuses that somebody changes what they themselves may do.
pub(super) fn refuse_own(user_id: &str, actor: Actor<'_>, what: &str) -> Result<(), OfficeError> {
    if actor.name == user_id {
        let why = format!("nobody changes their own {what}; ask another administrator");
        return Err(OfficeError::Refused(why));
    }
    Ok(())
}
