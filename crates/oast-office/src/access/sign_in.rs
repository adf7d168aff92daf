use jiff::{SignedDuration, Timestamp};
use oast_store::Connected;
use oast_store::access::{self, Failures};
use oast_units::YesNo;

use super::users::known_user;
use super::{Chance, Rights, SignedIn, password};
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

impl Office {
    /// Signs somebody in with a password: checks who it is, and begins a session.
    pub fn sign_in(
        &mut self,
        user_id: &str,
        password: &str,
        at: Timestamp,
        chance: &mut Chance<'_>,
    ) -> Result<SignedIn, OfficeError> {
        self.check_password(user_id, password, at)?;
        self.begin_session(user_id, "password", at, chance)
    }

    /// Checks that a password is an active user's. A failure counts towards a lock under that
    /// name, a success forgets them. For a name that nobody has, the same is done and said.
    pub fn check_password(
        &mut self,
        user_id: &str,
        password: &str,
        at: Timestamp,
    ) -> Result<(), OfficeError> {
        if user_id.len() > NAME_BYTES_MAX {
            return Err(SignInRefusal::Wrong.into());
        }
        let failures = self.count_try(user_id, at)?;
        let connection = self.store.connection();
        let user = known_user(connection, &self.authority, user_id, i64::MAX)?;
        let hash = user.as_ref().and_then(|user| user.password.as_ref());
        let right = password::is_right(password, hash);
        let active = user.as_ref().is_some_and(|user| user.active == YesNo::Yes);
        if right && active {
            self.forget_failures(user_id, at)?;
            return Ok(());
        }
        if lock_after(failures).is_some() {
            self.tell_lock(user_id, user.is_some(), failures, at)?;
        }
        Err(SignInRefusal::Wrong.into())
    }

    /// Counts a try as a failure before it is made, so that many at once cannot outrun the count;
    /// a success takes it back.
    fn count_try(&mut self, user_id: &str, at: Timestamp) -> Result<i64, OfficeError> {
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

    fn forget_failures(&mut self, user_id: &str, at: Timestamp) -> Result<(), OfficeError> {
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
