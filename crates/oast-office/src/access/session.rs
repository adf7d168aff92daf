use jiff::{SignedDuration, Timestamp};
use oast_store::Connected;
use oast_store::access::{self, SessionRow};

use super::steps::secret;
use super::users::known_user;
use super::{Chance, Rights, Role, UserView};
use crate::office::request;
use crate::{Action, Actor, Office, OfficeError};

/// How long a session holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionLimits {
    /// A session that is not used for so long has ended.
    pub idle: SignedDuration,
    /// A session ends after so long, however much it is used.
    pub most: SignedDuration,
}

/// How long a session of the council's staff holds: a working day, and a meeting.
pub const STAFF_SESSION: SessionLimits = SessionLimits {
    idle: SignedDuration::from_mins(30),
    most: SignedDuration::from_hours(12),
};
/// How long a session of somebody who acts for a provider holds: a long shift, and not the time
/// that a shared computer of a home stands alone.
pub const PROVIDER_SESSION: SessionLimits = SessionLimits {
    idle: SignedDuration::from_mins(30),
    most: SignedDuration::from_hours(12),
};
/// For so long after signing in somebody need not show again who they are, to change how they sign
/// in.
pub const SESSION_FRESH: SignedDuration = SignedDuration::from_mins(15);

impl SessionLimits {
    /// The limits of somebody with some roles.
    pub fn of(roles: &[Role]) -> Self {
        if roles.contains(&Role::Provider) {
            PROVIDER_SESSION
        } else {
            STAFF_SESSION
        }
    }
}

/// How a session begins.
#[derive(Debug, Clone, Copy)]
pub struct Entry<'a> {
    /// How they showed who they are: `password`, `passkey`.
    pub how: &'a str,
    /// The kind of browser, in words.
    pub browser: Option<&'a str>,
    /// What the council's sign-in calls the session there.
    pub council_session: Option<&'a str>,
}

impl<'a> Entry<'a> {
    /// Somebody who showed in some way who they are.
    pub const fn by(how: &'a str, browser: Option<&'a str>) -> Self {
        Self {
            how,
            browser,
            council_session: None,
        }
    }
}
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

impl Session {
    /// Whether it began so lately that nobody else is likely to sit there.
    pub fn is_fresh(&self, at: Timestamp) -> bool {
        at.duration_since(self.started_at) < SESSION_FRESH
    }
}

impl Office {
    /// Begins a session for a user who has shown who they are in some way.
    pub fn begin_session(
        &mut self,
        user_id: &str,
        how: &str,
        at: Timestamp,
        chance: &mut Chance<'_>,
    ) -> Result<SignedIn, OfficeError> {
        self.begin_session_with(user_id, Entry::by(how, None), at, chance)
    }

    /// Begins a session for a user who has shown who they are in some way: with a passkey, or at
    /// the council's own sign-in. A user who is not there or not active is refused.
    pub fn begin_session_with(
        &mut self,
        user_id: &str,
        entry: Entry<'_>,
        at: Timestamp,
        chance: &mut Chance<'_>,
    ) -> Result<SignedIn, OfficeError> {
        let token = secret::<TOKEN_BYTES>(chance)?;
        let how = entry.how;
        let authority = self.authority.clone();
        let actor = Actor::new(user_id, at, Rights::default());
        let (user, ends_at) =
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
                    let session = SessionRow {
                        user_id: user_id.to_owned(),
                        how: how.to_owned(),
                        started_at: at,
                        seen_at: at,
                        ends_at: at + SessionLimits::of(&user.roles).most,
                        ended_at: None,
                    };
                    access::insert_session(connection, &authority, &token, &session)?;
                    let browser = entry.browser.unwrap_or_default();
                    let council = entry.council_session;
                    access::note_browser(connection, &authority, &token, browser, council)?;
                    command.note("how", how);
                    Ok::<_, OfficeError>((user, session.ends_at))
                })?;
        Ok(SignedIn {
            token,
            user,
            ends_at,
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
        if row.ended_at.is_some() || at >= row.ends_at {
            return Ok(None);
        }
        let user = known_user(connection, &self.authority, &row.user_id, i64::MAX)?;
        let user = user.as_ref().map(UserView::of).transpose()?;
        let unused = at.duration_since(row.seen_at);
        let holds = |user: &UserView| user.active && unused < SessionLimits::of(&user.roles).idle;
        Ok(user.filter(holds).map(|user| Session {
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
