use std::fmt::Write as _;

use jiff::{SignedDuration, Timestamp};
use oast_store::Connected;
use oast_store::access::{self, SessionRow};

use super::users::known_user;
use super::{Chance, Rights, UserView};
use crate::office::request;
use crate::{Action, Actor, Office, OfficeError};

/// A session that is not used for so long has ended.
pub const SESSION_IDLE_MAX: SignedDuration = SignedDuration::from_mins(60);
/// A session ends after so long, however much it is used.
pub const SESSION_MAX: SignedDuration = SignedDuration::from_hours(12);
/// That a session is used is written down at most so often.
pub const SESSION_SEEN_EVERY: SignedDuration = SignedDuration::from_secs(60);
/// A session is kept for so long after its last moment, to be looked at.
const SESSION_KEPT: SignedDuration = SignedDuration::from_hours(24);
const TOKEN_BYTES: usize = 32;

/// A session that has just begun.
#[derive(Clone)]
pub struct SignedIn {
    /// What the browser shows from now on: 64 hexadecimal digits. Nobody else may see it, and the
    /// database does not hold it.
    pub token: String,
    /// Whose session it is.
    pub user: UserView,
    /// When it ends at the latest.
    pub ends_at: Timestamp,
}

impl std::fmt::Debug for SignedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedIn")
            .field("user", &self.user)
            .field("ends_at", &self.ends_at)
            .finish_non_exhaustive()
    }
}

/// A session that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Whose session it is, with the roles they have now.
    pub user: UserView,
    /// How they showed who they are: `password`.
    pub how: String,
    /// When it began.
    pub started_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
    /// When it ends at the latest.
    pub ends_at: Timestamp,
}

impl Office {
    /// Begins a session for a user who has shown who they are in some way: with a password, or at
    /// the council's own sign-in. A user who is not there or not active is refused.
    pub fn begin_session(
        &mut self,
        user_id: &str,
        how: &str,
        at: Timestamp,
        chance: &mut Chance<'_>,
    ) -> Result<SignedIn, OfficeError> {
        let mut bytes = [0; TOKEN_BYTES];
        chance(&mut bytes).map_err(OfficeError::Chance)?;
        let token = bytes.iter().fold(String::new(), |mut token, byte| {
            let _ = write!(token, "{byte:02x}");
            token
        });
        let session = SessionRow {
            user_id: user_id.to_owned(),
            how: how.to_owned(),
            started_at: at,
            seen_at: at,
            ends_at: at + SESSION_MAX,
            ended_at: None,
        };
        let authority = self.authority.clone();
        let actor = Actor::new(user_id, at, Rights::default());
        let user =
            self.store
                .command(request(&authority, actor, "sign in", user_id), |command| {
                    let known_seq = command.known_seq();
                    let connection = command.connection();
                    let user = known_user(connection, &authority, user_id, known_seq)?;
                    let user = user.as_ref().map(UserView::of).transpose()?;
                    let user = user
                        .filter(|user| user.active)
                        .ok_or(super::SignInRefusal::Wrong)?;
                    access::forget_sessions(connection, at - SESSION_KEPT)?;
                    access::insert_session(connection, &authority, &token, &session)?;
                    command.note("how", how);
                    Ok::<_, OfficeError>(user)
                })?;
        Ok(SignedIn {
            token,
            user,
            ends_at: session.ends_at,
        })
    }

    /// The session of a token, if it holds, and a note that it was used: at most every minute, so
    /// that nearly every page only reads.
    pub fn session(&mut self, token: &str, at: Timestamp) -> Result<Option<Session>, OfficeError> {
        let session = self.peek_session(token, at)?;
        if let Some(session) = &session
            && at.duration_since(session.seen_at) >= SESSION_SEEN_EVERY
        {
            access::touch(self.store.connection(), token, at)?;
        }
        Ok(session)
    }

    /// The session of a token, if it holds. Nothing is written.
    pub fn peek_session(
        &mut self,
        token: &str,
        at: Timestamp,
    ) -> Result<Option<Session>, OfficeError> {
        let connection = self.store.connection();
        let Some(row) = access::session(connection, &self.authority, token)? else {
            return Ok(None);
        };
        let idle = at.duration_since(row.seen_at) >= SESSION_IDLE_MAX;
        if row.ended_at.is_some() || idle || at >= row.ends_at {
            return Ok(None);
        }
        let user = known_user(connection, &self.authority, &row.user_id, i64::MAX)?;
        let user = user.as_ref().map(UserView::of).transpose()?;
        Ok(user.filter(|user| user.active).map(|user| Session {
            user,
            how: row.how,
            started_at: row.started_at,
            seen_at: row.seen_at,
            ends_at: row.ends_at,
        }))
    }

    /// Ends a session. One that has ended already is left as it is.
    pub fn sign_out(&mut self, token: &str, at: Timestamp) -> Result<(), OfficeError> {
        let Some(session) = self.peek_session(token, at)? else {
            return Ok(());
        };
        let user_id = session.user.user_id;
        let authority = self.authority.clone();
        let actor = Actor::new(&user_id, at, Rights::default());
        let head = request(&authority, actor, "sign out", &user_id);
        self.store.command(head, |command| {
            Ok(access::end_session(command.connection(), token, at)?)
        })
    }

    /// Ends every session of a user, and says how many there were. Whoever manages users may, and
    /// everybody their own.
    pub fn end_sessions_of(&mut self, user_id: &str, actor: Actor<'_>) -> Result<u64, OfficeError> {
        if actor.name != user_id {
            self.admit(actor, Action::ManageUsers)?;
        }
        let authority = self.authority.clone();
        let head = request(&authority, actor, "user sign out", user_id);
        self.store.command(head, |command| {
            let connection = command.connection();
            let ended = access::end_sessions_of(connection, &authority, user_id, actor.at)?;
            command.note("sessions", ended);
            Ok(ended)
        })
    }
}
