//! How often one person, or one address, may ask.

use super::Desk;
use crate::answer::Fault;
use crate::serving::limits::{ADDRESS_FORMS, ADDRESS_PAGES, Caller, USER_FORMS, USER_PAGES};

impl Desk {
    /// Refuses what is asked for too often: by somebody who is signed in, or by an address whose
    /// session is none.
    pub(crate) fn within_limits(&self, sends: bool) -> Result<(), Fault> {
        let Some((limits, address)) = &self.asking.caller else {
            return Ok(());
        };
        let (caller, rate) = match (&self.who, &self.asking.token) {
            (Some(user), _) => (
                Caller::User(user.user_id.clone()),
                if sends { USER_FORMS } else { USER_PAGES },
            ),
            (None, Some(_)) => (
                Caller::Stranger(*address),
                if sends { ADDRESS_FORMS } else { ADDRESS_PAGES },
            ),
            // Counted before it came this far.
            (None, None) => return Ok(()),
        };
        let now = self.app.machine.steady();
        let asked = limits.ask(caller, sends, rate, now);
        asked.map_err(|seconds| Fault::TooMany { seconds })
    }
}
