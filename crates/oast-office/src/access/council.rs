use jiff::Timestamp;
use oast_rules::facts::{CouncilAccount, User};
use oast_store::{Command, Connected, Which, access, find};
use oast_units::YesNo;

use super::users::{joined, known_user, not_found, sign_in_name};
use super::{Chance, Entry, Rights, Role, SignedIn};
use crate::office::request;
use crate::{Action, Actor, Office, OfficeError};

/// How a session at the council's sign-in says that it began.
pub const BY_COUNCIL: &str = "council account";

/// Somebody who has signed in at the council's own sign-in.
#[derive(Debug, Clone, Copy)]
pub struct CouncilPerson<'a> {
    /// The address of the identity provider.
    pub issuer: &'a str,
    /// What it calls the person, for good.
    pub subject: &'a str,
    /// The name they sign in with there.
    pub user_name: &'a str,
    /// Their name.
    pub name: &'a str,
    /// Where they can be written to.
    pub email: Option<&'a str>,
    /// The roles of their groups.
    pub roles: &'a [Role],
    /// What the provider calls their session there.
    pub session: Option<&'a str>,
}

/// Who somebody is here, within a command.
fn account_of(
    command: &mut Command<'_>,
    person: &CouncilPerson<'_>,
) -> Result<Option<CouncilAccount>, OfficeError> {
    Ok(command.find(Which::OfBoth(person.issuer, person.subject))?)
}

impl Office {
    /// Signs somebody in who has signed in at the council's own sign-in. Whoever comes for the
    /// first time becomes a user; at each sign-in their roles become those of their groups.
    /// Somebody without any is refused, and their sessions end.
    pub fn sign_in_from_council(
        &mut self,
        person: &CouncilPerson<'_>,
        browser: Option<&str>,
        at: Timestamp,
        chance: &mut Chance<'_>,
    ) -> Result<SignedIn, OfficeError> {
        let user_id = self.council_user(person, at)?;
        if person.roles.is_empty() {
            return Err(OfficeError::Refused(
                "none of your groups gives you a role in Oast; ask whoever looks after Oast at your council to put you in one".to_owned(),
            ));
        }
        let user_id = match user_id {
            Some(user_id) => user_id,
            None => self.add_council_user(person, at)?,
        };
        let entry = Entry {
            how: BY_COUNCIL,
            browser,
            council_session: person.session,
        };
        self.begin_session_with(&user_id, entry, at, chance)
    }

    /// Brings the roles of somebody who is known already to those of their groups, and says who it
    /// is. Where no group gives any, they keep what they had for the record, and nothing opens.
    fn council_user(
        &mut self,
        person: &CouncilPerson<'_>,
        at: Timestamp,
    ) -> Result<Option<String>, OfficeError> {
        let Some(user_id) = self.user_of_council(person.issuer, person.subject)? else {
            return Ok(None);
        };
        let authority = self.authority.clone();
        let user = self.user(&user_id)?.ok_or_else(|| not_found(&user_id))?;
        let mut roles = person.roles.to_vec();
        roles.sort_unstable();
        if roles.is_empty() {
            self.store.working(|connection| {
                access::end_sessions_of(connection, &authority, &user_id, at).map(drop)
            })?;
            return Ok(Some(user_id));
        }
        let mut had = user.roles.clone();
        had.sort_unstable();
        let same = had == roles && user.name == person.name;
        if same || !user.active {
            return Ok(Some(user_id));
        }
        let actor = Actor::new(&user_id, at, Rights::default());
        self.change_user(&user_id, "user council", actor, |user, command| {
            let roles = joined(&roles)?;
            command.note("roles", roles.as_str());
            command.note("roles_before", user.roles.as_str());
            user.roles = roles;
            user.name = person.name.parse()?;
            Ok(())
        })?;
        Ok(Some(user_id))
    }

    /// Makes a user of somebody who comes for the first time. The name of a user who signs in in
    /// another way is not theirs to take.
    fn add_council_user(
        &mut self,
        person: &CouncilPerson<'_>,
        at: Timestamp,
    ) -> Result<String, OfficeError> {
        let user_id = sign_in_name(person.user_name)?;
        let roles = joined(person.roles)?;
        let authority = self.authority.clone();
        let actor = Actor::new(person.user_name, at, Rights::default());
        let head = request(&authority, actor, "user council add", person.user_name);
        self.store.command(head, |command| {
            if let Some(account) = account_of(command, person)? {
                // The same person came twice at once.
                return Ok(account.user_id.to_string());
            }
            let known_seq = command.known_seq();
            let connection = command.connection();
            if known_user(connection, &authority, person.user_name, known_seq)?.is_some() {
                return Err(OfficeError::Refused(format!(
                    "there is a user {} who signs in in another way; ask whoever looks after Oast at your council to join the two",
                    person.user_name
                )));
            }
            command.note("roles", roles.as_str());
            command.append(&User {
                user_id: user_id.clone(),
                name: person.name.parse()?,
                email: person.email.map(str::parse).transpose()?,
                roles: roles.clone(),
                password: None,
                active: YesNo::Yes,
            })?;
            command.append(&CouncilAccount {
                issuer: person.issuer.parse()?,
                subject: person.subject.parse()?,
                user_id: user_id.clone(),
            })?;
            Ok(user_id.to_string())
        })
    }

    /// Joins a user who signed in in another way to their account at the council's sign-in: from
    /// now on they sign in there, and their password lets nobody in.
    pub fn join_council_account(
        &mut self,
        user_id: &str,
        (issuer, subject): (&str, &str),
        actor: Actor<'_>,
    ) -> Result<(), OfficeError> {
        self.admit(actor, Action::ManageUsers)?;
        let account = CouncilAccount {
            issuer: issuer.parse()?,
            subject: subject.parse()?,
            user_id: user_id.parse()?,
        };
        self.change_user(user_id, "user council join", actor, |user, command| {
            user.password = None;
            let authority = command.authority().to_owned();
            access::end_sessions_of(command.connection(), &authority, user_id, actor.at)?;
            Ok(command.append(&account)?)
        })
    }

    /// Who somebody at the council's sign-in is here.
    pub fn user_of_council(
        &mut self,
        issuer: &str,
        subject: &str,
    ) -> Result<Option<String>, OfficeError> {
        let which = Which::OfBoth(issuer, subject);
        let connection = self.store.connection();
        let found: Option<CouncilAccount> = find(connection, &self.authority, i64::MAX, which)?;
        Ok(found.map(|account| account.user_id.to_string()))
    }

    /// Ends sessions that ended at the council's sign-in: one there, or all of a person's.
    pub fn end_from_council(
        &mut self,
        issuer: &str,
        subject: Option<&str>,
        session: Option<&str>,
        at: Timestamp,
    ) -> Result<u64, OfficeError> {
        let user_id = match subject {
            Some(subject) => self.user_of_council(issuer, subject)?,
            None => None,
        };
        let authority = &self.authority;
        Ok(self.store.working(|connection| match (session, &user_id) {
            (Some(session), _) => access::end_council_session(connection, authority, session, at),
            (None, Some(user_id)) => access::end_sessions_of(connection, authority, user_id, at),
            (None, None) => Ok(0),
        })?)
    }
}
