use std::fmt;

use super::{Action, Role};

/// What somebody may do: a set of actions.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Rights(u32);

impl Rights {
    /// Every action.
    pub const fn all() -> Self {
        Self((1 << Action::ALL.len()) - 1)
    }

    /// What any of some roles may do; no role, nothing.
    pub fn of(roles: &[Role]) -> Self {
        roles
            .iter()
            .flat_map(|role| actions_of(*role))
            .fold(Self::default(), |rights, action| rights.with(*action))
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

impl fmt::Debug for Rights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let allowed = Action::ALL.iter().filter(|action| self.may(**action));
        f.debug_set().entries(allowed).finish()
    }
}

/// What each role may do. `tests/snapshots/permissions.txt` has the same as a table to read.
fn actions_of(role: Role) -> &'static [Action] {
    use Action::{
        ConfirmTerm, DecidePayRun, DecideUplift, ExportTables, HoldPayment, ImportFacts,
        ManageRetention, ManageUsers, OverrideNotice, PayPayRun, ProposePayRun, ProposeUplift,
        RecordEvent, SeeAudit, SeeHomes, SeeMoney, SeePeople, SeeTerms, SeeWork, VerifyAudit,
    };
    match role {
        Role::Broker => &[SeeHomes, SeePeople, SeeTerms, SeeWork, RecordEvent],
        Role::Commissioner => &[
            SeeHomes,
            SeePeople,
            SeeMoney,
            SeeTerms,
            SeeWork,
            ProposeUplift,
            ConfirmTerm,
            ExportTables,
        ],
        Role::ContractOfficer => &[
            SeeHomes,
            SeePeople,
            SeeTerms,
            SeeWork,
            ConfirmTerm,
            OverrideNotice,
            ExportTables,
        ],
        Role::FinanceOfficer => &[
            SeeHomes,
            SeePeople,
            SeeMoney,
            SeeTerms,
            SeeWork,
            RecordEvent,
            ProposePayRun,
            PayPayRun,
            HoldPayment,
            ImportFacts,
            ExportTables,
        ],
        Role::Approver => &[
            SeeHomes,
            SeePeople,
            SeeMoney,
            SeeTerms,
            SeeWork,
            DecidePayRun,
            DecideUplift,
        ],
        Role::BusinessPartner => &[SeeHomes, SeeMoney, SeeTerms, ExportTables],
        Role::Auditor => &[
            SeeHomes,
            SeePeople,
            SeeMoney,
            SeeTerms,
            SeeWork,
            SeeAudit,
            VerifyAudit,
            ExportTables,
        ],
        Role::Administrator => &[SeeTerms, VerifyAudit, ManageUsers, ManageRetention],
        // Their portals are not the desk.
        Role::Provider | Role::NhsHub => &[],
    }
}
