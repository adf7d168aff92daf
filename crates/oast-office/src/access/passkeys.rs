use jiff::Timestamp;
use oast_rules::facts::Passkey;
use oast_store::{Command, Connected, Which, access, find};
use oast_units::YesNo;

use super::users::{known_user, not_found};
use crate::office::request;
use crate::{Actor, Office, OfficeError};

/// The most passkeys that one person has.
pub const PASSKEYS_MAX: usize = 20;

/// A passkey that was made and checked.
#[derive(Debug, Clone, Copy)]
pub struct NewPasskey<'a> {
    /// What the device calls it.
    pub id: &'a str,
    /// Its public key.
    pub public_key: &'a str,
    /// What its owner calls it.
    pub name: &'a str,
    /// The device's own count of its uses.
    pub count: u32,
}

/// A passkey as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyView {
    /// What the device calls it.
    pub id: String,
    /// What its owner calls it.
    pub name: String,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
}

/// A passkey as somebody who shows it is checked against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPasskey {
    /// Whose it is.
    pub user_id: String,
    /// Its public key.
    pub public_key: String,
    /// The device's own count of its uses, as last told.
    pub count: u32,
}

/// The passkey of an identifier, whether or not it still opens the door.
fn known_passkey(command: &mut Command<'_>, id: &str) -> Result<Option<Passkey>, OfficeError> {
    Ok(command.find(Which::Of(id))?)
}

/// Every passkey of a user that opens the door, within a command.
pub(super) fn active_passkeys(
    command: &mut Command<'_>,
    user_id: &str,
) -> Result<Vec<Passkey>, OfficeError> {
    let mut known: Vec<Passkey> = command.facts(Which::All)?;
    known.retain(|each| each.active == YesNo::Yes && each.user_id.as_str() == user_id);
    Ok(known)
}

/// Records a new passkey of a user.
pub(super) fn append_passkey(
    command: &mut Command<'_>,
    user_id: &str,
    new: &NewPasskey<'_>,
    at: Timestamp,
) -> Result<(), OfficeError> {
    if known_passkey(command, new.id)?.is_some() {
        let why = "this passkey is known already; make a new one";
        return Err(OfficeError::Refused(why.into()));
    }
    let passkey = Passkey {
        passkey_id: new.id.parse()?,
        user_id: user_id.parse()?,
        name: new.name.trim().parse()?,
        public_key: new.public_key.parse()?,
        active: YesNo::Yes,
    };
    let authority = command.authority().to_owned();
    let count = i64::from(new.count);
    access::passkey_used(command.connection(), &authority, new.id, count, at)?;
    command.note("passkey", passkey.name.as_str());
    Ok(command.append(&passkey)?)
}

/// Shuts the door to passkeys of a user.
pub(super) fn shut_passkeys(
    command: &mut Command<'_>,
    passkeys: Vec<Passkey>,
) -> Result<(), OfficeError> {
    // They come in order of their identifiers, as they were read.
    let mut appender = command.appender::<Passkey>()?;
    for passkey in passkeys {
        let shut = Passkey {
            active: YesNo::No,
            ..passkey
        };
        appender.append(&shut, false)?;
    }
    Ok(())
}

impl Office {
    /// A user's passkeys, in order of their names.
    pub fn passkeys(&mut self, user_id: &str) -> Result<Vec<PasskeyView>, OfficeError> {
        let (authority, known_seq) = (self.authority.clone(), self.known_seq(None)?);
        let uses = access::passkey_uses(self.store.connection(), &authority)?;
        let all: Vec<Passkey> = self.store.all(&authority, known_seq)?;
        let mut own: Vec<PasskeyView> = all
            .into_iter()
            .filter(|each| each.active == YesNo::Yes && each.user_id.as_str() == user_id)
            .map(|passkey| PasskeyView {
                used_at: uses.get(passkey.passkey_id.as_str()).map(|(_, at)| *at),
                id: passkey.passkey_id.to_string(),
                name: passkey.name.to_string(),
            })
            .collect();
        own.sort_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
        Ok(own)
    }

    /// The passkey that somebody shows, if it opens the door.
    pub fn passkey(&mut self, id: &str) -> Result<Option<KnownPasskey>, OfficeError> {
        let authority = self.authority.clone();
        let connection = self.store.connection();
        let found: Option<Passkey> = find(connection, &authority, i64::MAX, Which::Of(id))?;
        let Some(passkey) = found.filter(|passkey| passkey.active == YesNo::Yes) else {
            return Ok(None);
        };
        let uses = access::passkey_uses(connection, &authority)?;
        let count = uses.get(id).map_or(0, |(count, _)| *count);
        Ok(Some(KnownPasskey {
            user_id: passkey.user_id.to_string(),
            public_key: passkey.public_key.to_string(),
            count: u32::try_from(count).unwrap_or(u32::MAX),
        }))
    }

    /// Notes that a passkey was used, with its device's own count.
    pub fn passkey_used(&mut self, id: &str, count: u32, at: Timestamp) -> Result<(), OfficeError> {
        let authority = &self.authority;
        Ok(self.store.working(|connection| {
            access::passkey_used(connection, authority, id, i64::from(count), at)
        })?)
    }

    /// Adds a passkey of one's own. Ask for fresh proof first, with
    /// [`super::Session::is_fresh`].
    pub fn add_passkey(
        &mut self,
        new: &NewPasskey<'_>,
        actor: Actor<'_>,
    ) -> Result<(), OfficeError> {
        let authority = self.authority.clone();
        let user_id = actor.name;
        let head = request(&authority, actor, "passkey add", user_id);
        self.store.command(head, |command| {
            let known_seq = command.known_seq();
            if known_user(command.connection(), &authority, user_id, known_seq)?.is_none() {
                return Err(not_found(user_id));
            }
            if active_passkeys(command, user_id)?.len() >= PASSKEYS_MAX {
                let why = format!("there are {PASSKEYS_MAX} passkeys already; remove one first");
                return Err(OfficeError::Refused(why));
            }
            append_passkey(command, user_id, new, actor.at)
        })
    }

    /// Removes a passkey of one's own, unless it is the last way in.
    pub fn remove_passkey(&mut self, id: &str, actor: Actor<'_>) -> Result<(), OfficeError> {
        let authority = self.authority.clone();
        let user_id = actor.name;
        let head = request(&authority, actor, "passkey remove", user_id);
        self.store.command(head, |command| {
            let passkeys = active_passkeys(command, user_id)?;
            let ways = super::ways::ways_in(command, user_id)?;
            let (removed, left): (Vec<_>, Vec<_>) = passkeys
                .into_iter()
                .partition(|each| each.passkey_id.as_str() == id);
            let Some(passkey) = removed.first() else {
                let why = "this passkey is not one of yours, or was removed before";
                return Err(OfficeError::Refused(why.into()));
            };
            if left.is_empty() && !ways.without_passkeys {
                let why = "this is your only way in; set up another one first";
                return Err(OfficeError::Refused(why.into()));
            }
            command.note("passkey", passkey.name.as_str());
            shut_passkeys(command, removed)
        })
    }
}
