use jiff::Timestamp;
use oast_store::access::CodeAppRow;
use oast_store::{Command, Connected, access};

use super::steps::secret;
use super::{Chance, SignInRefusal};
use crate::office::request;
use crate::{Actor, Office, OfficeError};

/// How many recovery codes somebody is given.
pub const RECOVERY_CODES: usize = 10;
/// Chance in one recovery code, in bytes.
const RECOVERY_CODE_BYTES: usize = 10;
/// The digits of a recovery code that stand together.
const RECOVERY_CODE_GROUP: usize = 5;

/// An app for codes that has shown that it has the secret.
#[derive(Clone, Copy)]
pub struct NewCodeApp<'a> {
    /// The secret, in letters.
    pub secret: &'a str,
    /// The step of the code that it showed.
    pub step: i64,
}

impl std::fmt::Debug for NewCodeApp<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(an app for codes)")
    }
}

/// What somebody has beside a password.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CodeAppView {
    /// Whether they have an app for codes.
    pub app: bool,
    /// How many recovery codes are left.
    pub recovery_codes: i64,
}

/// Finds the step of a code: given the secret in letters and the step of the last code used, the
/// step whose code was typed.
pub type StepOf<'s> = dyn Fn(&str, i64) -> Option<i64> + 's;

/// The name under which wrong codes of a user are counted: nobody can type it as theirs.
fn counted_as(user_id: &str) -> String {
    format!("{user_id}\u{1f}code")
}

/// A recovery code as it is looked up: however it was typed.
fn plain(code: &str) -> String {
    let kept = code.chars().filter(char::is_ascii_alphanumeric);
    kept.collect::<String>().to_lowercase()
}

/// Gives a user an app for codes, and new recovery codes, which are told once.
pub(super) fn put_code_app(
    command: &mut Command<'_>,
    user_id: &str,
    app: NewCodeApp<'_>,
    codes: &[String],
) -> Result<(), OfficeError> {
    let authority = command.authority().to_owned();
    let row = CodeAppRow {
        secret: app.secret.to_owned(),
        last_step: app.step,
    };
    let stored: Vec<String> = codes.iter().map(|code| plain(code)).collect();
    let connection = command.connection();
    access::set_code_app(connection, &authority, user_id, &row)?;
    Ok(access::set_recovery_codes(
        connection, &authority, user_id, &stored,
    )?)
}

/// New recovery codes, as they are told.
pub(super) fn recovery_codes(chance: &mut Chance<'_>) -> Result<Vec<String>, OfficeError> {
    let code = |_| {
        let digits = secret::<RECOVERY_CODE_BYTES>(chance)?;
        let digits: Vec<char> = digits.chars().collect();
        let groups = digits.chunks(RECOVERY_CODE_GROUP);
        let groups: Vec<String> = groups.map(|group| group.iter().collect()).collect();
        Ok(groups.join("-"))
    };
    (0..RECOVERY_CODES).map(code).collect()
}

impl Office {
    /// What a user has beside a password.
    pub fn code_app(&mut self, user_id: &str) -> Result<CodeAppView, OfficeError> {
        let connection = self.store.connection();
        Ok(CodeAppView {
            app: access::code_app(connection, &self.authority, user_id)?.is_some(),
            recovery_codes: access::recovery_codes_left(connection, &self.authority, user_id)?,
        })
    }

    /// Gives whoever asks an app for codes, and tells the recovery codes that go with it. Ask for
    /// fresh proof first.
    pub fn set_code_app(
        &mut self,
        app: NewCodeApp<'_>,
        actor: Actor<'_>,
        chance: &mut Chance<'_>,
    ) -> Result<Vec<String>, OfficeError> {
        let codes = recovery_codes(chance)?;
        let authority = self.authority.clone();
        let head = request(&authority, actor, "code app set", actor.name);
        self.store.command(head, |command| {
            put_code_app(command, actor.name, app, &codes)
        })?;
        Ok(codes)
    }

    /// Takes one's app for codes away, unless it is needed for the last way in.
    pub fn remove_code_app(&mut self, actor: Actor<'_>) -> Result<(), OfficeError> {
        let authority = self.authority.clone();
        let user_id = actor.name;
        let head = request(&authority, actor, "code app remove", user_id);
        self.store.command(head, |command| {
            if !access::remove_code_app(command.connection(), &authority, user_id)? {
                let why = "you have no app for codes";
                return Err(OfficeError::Refused(why.into()));
            }
            // What is left is looked at after it is gone; a refusal brings it back.
            let passkeys = super::passkeys::active_passkeys(command, user_id)?;
            let ways = super::ways::ways_in(command, user_id)?;
            if passkeys.is_empty() && !ways.without_passkeys {
                let why = "the app is part of your only way in; set up a passkey first";
                return Err(OfficeError::Refused(why.into()));
            }
            Ok(())
        })
    }

    /// Checks the code of somebody whose password was right. A code is right once. A wrong one
    /// counts towards a lock of its own, which a right password does not take away.
    pub fn check_code(
        &mut self,
        user_id: &str,
        at: Timestamp,
        step_of: &StepOf<'_>,
    ) -> Result<(), OfficeError> {
        self.counted_code(user_id, at, |connection, authority| {
            let app = access::code_app(connection, authority, user_id)?;
            let step = app.and_then(|app| step_of(&app.secret, app.last_step));
            match step {
                Some(step) => access::use_step(connection, authority, user_id, step),
                None => Ok(false),
            }
        })
    }

    /// Checks a recovery code of somebody whose password was right, and uses it up.
    pub fn check_recovery_code(
        &mut self,
        user_id: &str,
        typed: &str,
        at: Timestamp,
    ) -> Result<(), OfficeError> {
        let code = plain(typed);
        self.counted_code(user_id, at, |connection, authority| {
            access::use_recovery_code(connection, authority, user_id, &code)
        })
    }

    fn counted_code(
        &mut self,
        user_id: &str,
        at: Timestamp,
        is_right: impl FnOnce(
            &mut dyn oast_store::Connection,
            &str,
        ) -> Result<bool, oast_store::StoreError>,
    ) -> Result<(), OfficeError> {
        let name = counted_as(user_id);
        let failures = self.count_try(&name, at)?;
        let authority = &self.authority;
        let right = self
            .store
            .working(|connection| is_right(connection, authority))?;
        if right {
            return self.forget_failures(&name, at);
        }
        self.tell_code_lock(user_id, failures, at)?;
        Err(SignInRefusal::WrongCode.into())
    }
}
