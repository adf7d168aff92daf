use jiff::Timestamp;
use oast_store::{Connected, access};

use super::SessionLimits;
use crate::office::request;
use crate::{Action, Actor, Office, OfficeError};

/// A session in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionView {
    /// What it is called in the list. It opens nothing.
    pub name: String,
    /// How they showed who they are.
    pub how: String,
    /// When it began.
    pub started_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
    /// The kind of browser it was begun with, in words.
    pub browser: Option<String>,
    /// Whether it is the one that asks.
    pub own: bool,
}

impl Office {
    /// A user's sessions that hold, the last used first. Whoever asks with the token of one of them
    /// finds it marked.
    pub fn sessions_of(
        &mut self,
        user_id: &str,
        token: Option<&str>,
        at: Timestamp,
    ) -> Result<Vec<SessionView>, OfficeError> {
        let Some(user) = self.user(user_id)? else {
            return Ok(Vec::new());
        };
        let limits = SessionLimits::of(&user.roles);
        let connection = self.store.connection();
        let listed = access::sessions_of(connection, &self.authority, user_id, at)?;
        let own = token.map(access::session_name);
        let holds = listed
            .into_iter()
            .filter(|each| at.duration_since(each.seen_at) < limits.idle);
        let views = holds.map(|each| SessionView {
            own: own.as_ref() == Some(&each.name),
            name: each.name,
            how: each.how,
            started_at: each.started_at,
            seen_at: each.seen_at,
            browser: each.browser,
        });
        Ok(views.collect())
    }

    /// Ends one session of a user. Whoever manages users may, and everybody their own.
    pub fn end_session_of(
        &mut self,
        user_id: &str,
        name: &str,
        actor: Actor<'_>,
    ) -> Result<(), OfficeError> {
        if actor.name != user_id {
            self.admit(actor, Action::ManageUsers)?;
        }
        let authority = self.authority.clone();
        let head = request(&authority, actor, "user end session", user_id);
        self.store.command(head, |command| {
            let connection = command.connection();
            let session = (user_id, name);
            if access::end_named_session(connection, &authority, session, actor.at)? {
                return Ok(());
            }
            let why = "there is no such session, or it has ended";
            Err(OfficeError::Refused(why.into()))
        })
    }
}
