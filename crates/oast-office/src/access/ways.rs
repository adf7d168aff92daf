use oast_rules::facts::CouncilAccount;
use oast_store::{Command, Connected, Which, access};

use super::users::known_user;
use super::{Role, UserView};
use crate::{Office, OfficeError};

/// Whether somebody gets in without any of their passkeys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WaysIn {
    pub(super) without_passkeys: bool,
}

/// Whether a password alone lets somebody in: never one who acts for a provider.
pub(super) fn password_suffices(user: &UserView) -> bool {
    !user.roles.contains(&Role::Provider)
}

pub(super) fn ways_in(command: &mut Command<'_>, user_id: &str) -> Result<WaysIn, OfficeError> {
    let authority = command.authority().to_owned();
    let known_seq = command.known_seq();
    let connection = command.connection();
    let user = known_user(connection, &authority, user_id, known_seq)?;
    let view = user.as_ref().map(UserView::of).transpose()?;
    let app = access::code_app(connection, &authority, user_id)?.is_some();
    let by_password =
        view.is_some_and(|user| user.has_password && (app || password_suffices(&user)));
    let accounts: Vec<CouncilAccount> = command.facts(Which::All)?;
    let at_council = accounts
        .iter()
        .any(|account| account.user_id.as_str() == user_id);
    Ok(WaysIn {
        without_passkeys: by_password || at_council,
    })
}

/// Who may sign in with an account of Oast's own, where the council has a sign-in of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum LocalSignIn {
    /// Nobody.
    Off,
    /// Those who act for providers.
    Providers,
    /// Everybody who has one.
    #[default]
    All,
}

impl LocalSignIn {
    /// Whether somebody with some roles may.
    pub fn lets(self, roles: &[Role]) -> bool {
        match self {
            Self::Off => false,
            Self::Providers => roles.iter().all(|role| *role == Role::Provider),
            Self::All => true,
        }
    }
}

impl std::str::FromStr for LocalSignIn {
    type Err = oast_units::Invalid;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "off" => Ok(Self::Off),
            "providers" => Ok(Self::Providers),
            "all" => Ok(Self::All),
            _ => Err(oast_units::Invalid::new(format!(
                "'{text}' does not say who may sign in with an account of Oast's own; use one of off, providers, all"
            ))),
        }
    }
}

impl Office {
    /// Whether somebody signs in at the council's own sign-in.
    pub fn is_councils(&mut self, user_id: &str) -> Result<bool, OfficeError> {
        let (authority, known_seq) = (self.authority.clone(), self.known_seq(None)?);
        let accounts: Vec<CouncilAccount> = self.store.all(&authority, known_seq)?;
        Ok(accounts.iter().any(|each| each.user_id.as_str() == user_id))
    }
}
