use super::{Chance, NewUser, Password, Role};
use crate::{Actor, Office, OfficeError};

/// The password of every user of the demonstration, which is told to whoever starts it.
pub const DEMO_PASSWORD: &str = "oast-demo-2026";

/// The users of the demonstration: nobody real.
pub const DEMO_USERS: &[NewUser<'static>] = &[
    demo_user("bella", "Bella Brook", &[Role::Broker]),
    demo_user("connor", "Connor Field", &[Role::ContractOfficer]),
    demo_user("cara", "Cara Hill", &[Role::Commissioner]),
    demo_user("fiona", "Fiona Marsh", &[Role::FinanceOfficer]),
    demo_user("felix", "Felix Stone", &[Role::FinanceOfficer]),
    demo_user("amir", "Amir Wood", &[Role::Approver]),
    demo_user("bea", "Bea Lane", &[Role::BusinessPartner]),
    demo_user("audrey", "Audrey Ford", &[Role::Auditor]),
    demo_user("adam", "Adam Green", &[Role::Administrator]),
];

const fn demo_user(
    user_id: &'static str,
    name: &'static str,
    roles: &'static [Role],
) -> NewUser<'static> {
    NewUser {
        user_id,
        name,
        email: None,
        roles,
    }
}

impl Office {
    /// Adds the users of the demonstration, unless there are users already. Says how many.
    pub fn add_demo_users(
        &mut self,
        actor: Actor<'_>,
        chance: &mut Chance<'_>,
    ) -> Result<usize, OfficeError> {
        if !self.users()?.is_empty() {
            return Ok(0);
        }
        let password = Password::new(DEMO_PASSWORD)?;
        for user in DEMO_USERS {
            self.add_user(user, Some(&password), actor, chance)?;
        }
        Ok(DEMO_USERS.len())
    }
}
