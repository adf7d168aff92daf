//! What each role may do, as a table.

use oast_office::access::{Action, Rights, Role};
use serde::Serialize;

/// What roles may do: an action in each row, a role in each column.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Permissions {
    roles: Vec<&'static str>,
    rows: Vec<Row>,
}

/// One action.
#[derive(Debug, Clone, Serialize)]
struct Row {
    /// The action, in words that follow "may".
    action: &'static str,
    /// Whether each role may.
    may: Vec<bool>,
}

impl Permissions {
    /// What some roles may do; actions that none of them may are left out, and so are roles that
    /// may do nothing at the desk.
    pub(super) fn of(roles: &[Role]) -> Self {
        let something = |role: &Role| Rights::of(&[*role]) != Rights::default();
        let roles: Vec<Role> = roles.iter().copied().filter(something).collect();
        let rights: Vec<Rights> = roles.iter().map(|role| Rights::of(&[*role])).collect();
        let rows = Action::ALL.iter().map(|action| Row {
            action: action.words(),
            may: rights.iter().map(|rights| rights.may(*action)).collect(),
        });
        Self {
            roles: roles.iter().map(|role| role.words()).collect(),
            rows: rows.filter(|row| row.may.contains(&true)).collect(),
        }
    }
}
