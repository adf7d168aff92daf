use jiff::{SignedDuration, Timestamp};
use oast_policy::{Action, Asked, Leave, Resource};
use oast_store::Connected as _;
use oast_store::access::{self, LeaveRow};

use crate::office::request;
use crate::privacy::must_know;
use crate::{Actor, Office, OfficeError};

/// How long a record stays open to somebody who broke the glass.
pub const LEAVE_LASTS: SignedDuration = SignedDuration::from_hours(1);

/// A leave as the policies know it.
pub fn leave_of(row: &LeaveRow) -> Leave {
    Leave {
        person: row.person_id.clone(),
        until: row.ends_at.as_second(),
    }
}

impl Office {
    /// Opens one person's record to somebody who sees no people otherwise, for an hour, for a
    /// reason. The audit entry says so at once.
    pub fn break_glass(
        &mut self,
        person_id: &str,
        reason: &str,
        actor: Actor<'_>,
    ) -> Result<LeaveRow, OfficeError> {
        self.admit(actor, Action::BreakGlass)?;
        let authority = self.authority.clone();
        let of = (authority.as_str(), Resource::Person(person_id));
        actor.must_of(Action::BreakGlass, of, &Asked::default())?;
        let reason = OfficeError::reason(reason)?;
        let head = request(&authority, actor, "break glass", person_id);
        self.store.command(head, |command| {
            must_know(command, person_id)?;
            let leave = LeaveRow {
                user_id: actor.name.to_owned(),
                person_id: person_id.to_owned(),
                reason: reason.to_string(),
                begun_at: actor.at,
                ends_at: actor.at + LEAVE_LASTS,
                seq: command.seq(),
            };
            access::insert_leave(command.connection(), &authority, &leave)?;
            command.note("reason", reason.as_str());
            command.note("until", leave.ends_at.to_string());
            Ok(leave)
        })
    }

    /// The leave that a user has at a time, the newest first.
    pub fn leaves_of(
        &mut self,
        user_id: &str,
        at: Timestamp,
    ) -> Result<Vec<LeaveRow>, OfficeError> {
        let connection = self.store.connection();
        Ok(access::leaves_of(connection, &self.authority, user_id, at)?)
    }

    /// All leave that began at a time or later, the newest first, at most so many.
    pub fn leaves(
        &mut self,
        from: Option<Timestamp>,
        limit: u32,
    ) -> Result<Vec<LeaveRow>, OfficeError> {
        let connection = self.store.connection();
        Ok(access::leaves(connection, &self.authority, from, limit)?)
    }
}
