use jiff::{SignedDuration, Timestamp};
use oast_store::Connected;
use oast_store::access::{self, Failures};

use super::users::known_user;
use super::{Chance, LocalSignIn, Rights, SignedIn, UserView, password};
use crate::office::request;
use crate::{Actor, Office, OfficeError};

/// After so many failures in a row, nobody may try under that name for a while.
pub const FAILURES_MAX: i64 = 5;
/// How long the first lock lasts; each failure after it doubles the next.
pub const LOCK_FIRST: SignedDuration = SignedDuration::from_mins(1);
/// The longest lock.
pub const LOCK_MAX: SignedDuration = SignedDuration::from_hours(1);
/// Failures this old are forgotten.
pub const FAILURES_FORGOTTEN_AFTER: SignedDuration = SignedDuration::from_hours(24);

/// The longest name that is looked up, in bytes: a longer one is nobody's.
const NAME_BYTES_MAX: usize = 64;
/// Who locks a name: nobody has shown who they are.
const UNKNOWN: &str = "unknown";

/// Why somebody could not sign in. It never says whether there is such a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignInRefusal {
    /// No active user has that name and that password.
    #[error("the name and the password do not belong together; check both and try again")]
    Wrong,
    /// The code is not the one that the app shows now, or was used before.
    #[error("the code is not right, or was used before; wait for the next one and enter that")]
    WrongCode,
    /// The password is right, and a code is wanted too.
    #[error("a code from your app is needed too")]
    CodeNeeded,
    /// The password is right, and lets nobody in by itself.
    #[error(
        "a password alone does not let you in; ask whoever invited you for a link to set up a passkey or an app for codes"
    )]
    NotEnough,
    /// There were too many failures under that name.
    #[error("too many tries under that name; try again after {}", .until.strftime("%H:%M:%S UTC"))]
    Locked {
        /// When it may be tried again.
        until: Timestamp,
    },
}

/// How long nobody may try after so many failures in a row.
fn lock_after(failures: i64) -> Option<SignedDuration> {
    let beyond = failures - FAILURES_MAX;
    if beyond < 0 {
        return None;
    }
    // Ten doublings are well past the longest lock.
    let doublings = u32::try_from(beyond).unwrap_or(u32::MAX).min(10);
    Some(LOCK_MAX.min(LOCK_FIRST * 2_i32.pow(doublings)))
}

/// What comes after a password that was right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// Nothing: a session may begin.
    Enter,
    /// The code of an app.
    Code,
}

impl Office {
    /// Signs somebody in with a password alone: checks who it is, and begins a session. Somebody
    /// for whom it does not suffice is refused.
    pub fn sign_in(
        &mut self,
        user_id: &str,
        password: &str,
        at: Timestamp,
        chance: &mut Chance<'_>,
    ) -> Result<SignedIn, OfficeError> {
        match self.first_step(user_id, password, LocalSignIn::All, at)? {
            NextStep::Enter => self.begin_session(user_id, "password", at, chance),
            NextStep::Code => Err(SignInRefusal::CodeNeeded.into()),
        }
    }

    /// Checks a password, and says what else is wanted. Somebody who may not sign in with an
    /// account of Oast's own is told what somebody with a wrong password is.
    pub fn first_step(
        &mut self,
        user_id: &str,
        password: &str,
        local: LocalSignIn,
        at: Timestamp,
    ) -> Result<NextStep, OfficeError> {
        let user = self.checked_password(user_id, password, local, at)?;
        if self.code_app(user_id)?.app {
            return Ok(NextStep::Code);
        }
        if super::ways::password_suffices(&user) {
            return Ok(NextStep::Enter);
        }
        Err(SignInRefusal::NotEnough.into())
    }

    /// Checks that a password is an active user's. A failure counts towards a lock under that
    /// name, a success forgets them. For a name that nobody has, the same is done and said.
    pub fn check_password(
        &mut self,
        user_id: &str,
        password: &str,
        at: Timestamp,
    ) -> Result<(), OfficeError> {
        self.checked_password(user_id, password, LocalSignIn::All, at)
            .map(drop)
    }

    fn checked_password(
        &mut self,
        user_id: &str,
        password: &str,
        local: LocalSignIn,
        at: Timestamp,
    ) -> Result<UserView, OfficeError> {
        // What is counted beside names has a control character in it, which no name has.
        if user_id.len() > NAME_BYTES_MAX || user_id.contains(char::is_control) {
            return Err(SignInRefusal::Wrong.into());
        }
        let failures = self.count_try(user_id, at)?;
        let connection = self.store.connection();
        let user = known_user(connection, &self.authority, user_id, i64::MAX)?;
        let hash = user.as_ref().and_then(|user| user.password.as_ref());
        let right = password::is_right(password, hash);
        let view = user.as_ref().map(UserView::of).transpose()?;
        let view = view.filter(|view| view.active && local.lets(&view.roles));
        if let Some(view) = view.filter(|_| right) {
            self.forget_failures(user_id, at)?;
            return Ok(view);
        }
        if lock_after(failures).is_some() {
            self.tell_lock(user_id, user.is_some(), failures, at)?;
        }
        Err(SignInRefusal::Wrong.into())
    }

    /// Counts a try as a failure before it is made, so that many at once cannot outrun the count;
    /// a success takes it back.
    pub(super) fn count_try(&mut self, user_id: &str, at: Timestamp) -> Result<i64, OfficeError> {
        let authority = &self.authority;
        let counted = self.store.working(|connection| {
            let oldest = at - FAILURES_FORGOTTEN_AFTER;
            access::failures_forgotten(connection, authority, None, oldest)?;
            let before = access::failures(connection, authority, user_id)?;
            let locked = before.and_then(|before| before.locked_until);
            if let Some(until) = locked.filter(|until| at < *until) {
                return Ok(Err(SignInRefusal::Locked { until }));
            }
            let failures = before.map_or(0, |before| before.failures) + 1;
            let noted = Failures {
                failures,
                failed_at: at,
                locked_until: lock_after(failures).map(|lock| at + lock),
            };
            access::failures_noted(connection, authority, user_id, noted)?;
            Ok(Ok(failures))
        })?;
        Ok(counted?)
    }

    pub(super) fn forget_failures(
        &mut self,
        user_id: &str,
        at: Timestamp,
    ) -> Result<(), OfficeError> {
        let authority = &self.authority;
        Ok(self.store.working(|connection| {
            let oldest = at - FAILURES_FORGOTTEN_AFTER;
            access::failures_forgotten(connection, authority, Some(user_id), oldest)
        })?)
    }

    /// Leaves an audit entry of the lock of a user's name. For a name that nobody has there is
    /// none: the record keeps everything, people type their password in the wrong place, and a
    /// stranger could make it grow. Its failures are noted once more instead, so that a lock costs
    /// a transaction either way.
    fn tell_lock(
        &mut self,
        user_id: &str,
        known: bool,
        failures: i64,
        at: Timestamp,
    ) -> Result<(), OfficeError> {
        let authority = self.authority.clone();
        if !known {
            return Ok(self.store.working(|connection| {
                match access::failures(connection, &authority, user_id)? {
                    Some(noted) => access::failures_noted(connection, &authority, user_id, noted),
                    None => Ok(()),
                }
            })?);
        }
        self.record_lock(user_id, failures, at)
    }

    /// Leaves an audit entry when wrong codes lock a user out.
    pub(super) fn tell_code_lock(
        &mut self,
        user_id: &str,
        failures: i64,
        at: Timestamp,
    ) -> Result<(), OfficeError> {
        if lock_after(failures).is_none() {
            return Ok(());
        }
        self.record_lock(user_id, failures, at)
    }

    fn record_lock(
        &mut self,
        user_id: &str,
        failures: i64,
        at: Timestamp,
    ) -> Result<(), OfficeError> {
        let authority = self.authority.clone();
        let actor = Actor::new(UNKNOWN, at, Rights::default());
        let head = request(&authority, actor, "sign in locked", user_id);
        self.store.command(head, |command| {
            command.note("failures", failures);
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_doubles_from_a_minute_up_to_an_hour() {
        let minutes = |failures| lock_after(failures).map(|lock| lock.as_mins());
        assert_eq!(minutes(4), None);
        let first: Vec<_> = (5..13).filter_map(minutes).collect();
        assert_eq!(first, [1, 2, 4, 8, 16, 32, 60, 60]);
        for failures in [36, 37, 100, i64::MAX] {
            assert_eq!(minutes(failures), Some(60), "{failures}");
        }
    }
}
