use std::collections::BTreeMap;
use std::fmt;
use std::sync::{PoisonError, RwLock};

use oast_policy::{Asked, Principal, Resource};

use super::{Action, Role, policies};

/// What somebody may do at all: a set of actions, worked out from the policies.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Rights(u32);

/// What each set of roles may do, as far as it was asked: there are few, and the policies do not
/// change while the program runs.
static KNOWN: RwLock<BTreeMap<u32, Rights>> = RwLock::new(BTreeMap::new());

impl Rights {
    /// Every action.
    pub const fn all() -> Self {
        Self((1 << Action::ALL.len()) - 1)
    }

    /// What somebody with some roles may do, as the policies say of the whole book; no role,
    /// nothing. Where the policies cannot be read, nothing either.
    pub fn of(roles: &[Role]) -> Self {
        let set = roles.iter().fold(0, |set, role| set | 1 << *role as u32);
        let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(rights) = known.get(&set) {
            return *rights;
        }
        drop(known);
        let rights = asked_of(roles);
        let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
        known.insert(set, rights);
        rights
    }

    /// The same and one action more.
    #[must_use]
    pub const fn with(self, action: Action) -> Self {
        Self(self.0 | 1 << action as u32)
    }

    /// Whether an action is allowed.
    pub const fn may(self, action: Action) -> bool {
        self.0 & 1 << action as u32 != 0
    }
}

/// Asks the policies for every action once.
fn asked_of(roles: &[Role]) -> Rights {
    let Ok(policies) = policies() else {
        return Rights::default();
    };
    let who = Principal {
        roles: roles.to_vec(),
        ..Principal::default()
    };
    let may = |action: &&Action| {
        let book = (who.authority.as_str(), Resource::Book);
        policies
            .ask(&who, **action, book, &Asked::default())
            .allowed
    };
    let allowed = Action::ALL.iter().filter(may);
    allowed.fold(Rights::default(), |rights, action| rights.with(*action))
}

impl fmt::Debug for Rights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let allowed = Action::ALL.iter().filter(|action| self.may(**action));
        f.debug_set().entries(allowed).finish()
    }
}
