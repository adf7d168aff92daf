use jiff::Timestamp;
use oast_policy::{Action, Asked, Principal, Purpose, Resource, Role};
use oast_store::Connected as _;
use oast_store::access;

use super::STAFF_SESSION;
use super::decide;
use crate::{Office, OfficeError};

/// What somebody with some roles opens a person's record for, as the policies say: what they choose
/// from. Breaking the glass is not among them, as it is never chosen.
pub fn purposes_of(roles: &[Role]) -> Vec<Purpose> {
    let who = Principal {
        roles: roles.to_vec(),
        ..Principal::default()
    };
    let fits = |purpose: &Purpose| {
        let asked = Asked {
            purpose: Some(*purpose),
            ..Asked::default()
        };
        let of = (who.authority.as_str(), Resource::Person(""));
        decide(&who, Action::SeePeople, of, &asked).allowed
    };
    Purpose::ALL.iter().copied().filter(fits).collect()
}

impl Office {
    /// What the session of a token opens records for; none where nobody has said.
    pub fn session_purpose(&mut self, token: &str) -> Result<Option<Purpose>, OfficeError> {
        let connection = self.store.connection();
        let code = access::session_purpose(connection, &self.authority, token)?;
        Ok(code.and_then(|code| code.parse().ok()))
    }

    /// Remembers what the session of a token opens records for from now on.
    pub fn choose_purpose(
        &mut self,
        token: &str,
        purpose: Purpose,
        at: Timestamp,
    ) -> Result<(), OfficeError> {
        let authority = &self.authority;
        Ok(self.store.working(|connection| {
            let (code, oldest) = (purpose.code(), at - STAFF_SESSION.most);
            access::note_session_purpose(connection, authority, token, code, at, oldest)
        })?)
    }
}
