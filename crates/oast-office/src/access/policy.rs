use oast_policy::{Action, Asked, Decision, Policies, PolicyError, Principal, Resource, Role};
use oast_rules::facts::{HomeMember, MemberState};
use oast_store::Which;

use super::UserView;
use crate::{Actor, Office, OfficeError};

/// The policies that the program runs under.
///
/// # Errors
/// When they do not fit their schema; the program does not start then.
pub fn policies() -> Result<&'static Policies, PolicyError> {
    oast_policy::embedded()
}

/// Whether somebody may do something to a thing of an authority, and which policies say so. Where
/// the policies cannot be read, they may not.
pub fn decide(
    who: &Principal,
    action: Action,
    of: (&str, Resource<'_>),
    asked: &Asked<'_>,
) -> Decision {
    match policies() {
        Ok(policies) => policies.ask(who, action, of, asked),
        Err(why) => Decision {
            allowed: false,
            because: Vec::new(),
            fault: Some(why.to_string()),
            action,
        },
    }
}

impl Office {
    /// A user as the policies know them.
    pub fn principal(&mut self, user: &UserView) -> Result<Principal, OfficeError> {
        Ok(Principal {
            user: user.user_id.clone(),
            authority: self.authority.clone(),
            roles: user.roles.clone(),
            teams: self.teams_of(&user.user_id)?,
            homes: self.own_homes(user)?,
        })
    }

    /// The homes that a user sees as their own: those that they act for now, as a provider.
    fn own_homes(&mut self, user: &UserView) -> Result<Vec<String>, OfficeError> {
        if !user.roles.contains(&Role::Provider) {
            return Ok(Vec::new());
        }
        let which = Which::Of(&user.user_id);
        let known: Vec<HomeMember> = self.store.facts(&self.authority, i64::MAX, which)?;
        let own = known
            .into_iter()
            .filter(|member| member.state == MemberState::Active);
        Ok(own.map(|member| member.home_id.to_string()).collect())
    }
}

impl Actor<'_> {
    /// Refuses what the policies do not let an actor do to one thing of an authority, with what
    /// they say. An operator is not asked: they have the database before them.
    pub(crate) fn must_of(
        self,
        action: Action,
        of: (&str, Resource<'_>),
        asked: &Asked<'_>,
    ) -> Result<(), OfficeError> {
        let Some(who) = self.principal else {
            return Ok(());
        };
        let decision = decide(who, action, of, asked);
        if decision.allowed {
            return Ok(());
        }
        Err(OfficeError::Denied {
            name: self.name.to_owned(),
            action,
            why: decision.says(),
        })
    }
}
