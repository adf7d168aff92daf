use std::path::PathBuf;

use oast_exchange::pack::PackFault;
use oast_rules::money::DueError;
use oast_rules::money::pay_run::Refusal;
use oast_rules::price::RateError;
use oast_store::StoreError;
use oast_terms::NotInForce;
use oast_units::Invalid;

use crate::access::{Action, PolicyError, SignInRefusal};

/// Why something could not be done. Nothing is then half done.
#[derive(Debug, thiserror::Error)]
pub enum OfficeError {
    /// The database failed or refused.
    #[error(transparent)]
    Store(StoreError),
    /// The actor's roles do not let them do it.
    #[error("{name} may not {action}; ask an administrator for a role that may")]
    Forbidden {
        /// Who asked.
        name: String,
        /// What they asked for, in words that follow "may not".
        action: String,
    },
    /// The policies do not let the actor do it to that very thing.
    #[error("{name} may not {}: {why}", .action.words())]
    Denied {
        /// Who asked.
        name: String,
        /// What they asked for.
        action: Action,
        /// What the policies say, as sentences.
        why: String,
    },
    /// The policies cannot be used.
    #[error(transparent)]
    Policies(#[from] PolicyError),
    /// The form was sent before and acted upon then; nothing was done now.
    #[error("this was done before, as audit entry {seq}, and is not done twice: {subject}")]
    AlreadyDone {
        /// The audit entry of the time that it was done.
        seq: i64,
        /// To what it was done.
        subject: String,
    },
    /// Somebody could not sign in.
    #[error(transparent)]
    SignIn(#[from] SignInRefusal),
    /// There were no random bytes to be had.
    #[error("the system gave no random bytes: {0}")]
    Chance(std::io::Error),
    /// The data pack has faults, and nothing of it was stored.
    #[error("the data pack was refused, and nothing of it was stored:\n{}", list(.0))]
    Pack(Vec<PackFault>),
    /// A file could not be written.
    #[error("{} could not be written: {why}", .path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        why: String,
    },
    /// An answer could not be written out.
    #[error("the answer could not be written: {0}")]
    Output(std::io::Error),
    /// A placement has no rate.
    #[error(transparent)]
    Rate(#[from] RateError),
    /// Something due could not be worked out.
    #[error(transparent)]
    Due(#[from] DueError),
    /// A term has no value on the day.
    #[error(transparent)]
    Term(#[from] NotInForce),
    /// There is no such thing.
    #[error("there is no {what} {id}{hint}")]
    NotFound {
        /// The kind of thing.
        what: &'static str,
        /// What was asked for.
        id: String,
        /// Where to look, or nothing.
        hint: String,
    },
    /// A step of a pay run was refused.
    #[error("pay run {run}: {refusal}")]
    PayRun {
        /// The run.
        run: String,
        /// Why.
        refusal: Refusal,
    },
    /// It cannot be done as things stand.
    #[error("{0}")]
    Refused(String),
    /// A value is not what it should be.
    #[error(transparent)]
    Invalid(#[from] Invalid),
}

impl From<StoreError> for OfficeError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::AlreadyDone { seq, subject } => Self::AlreadyDone { seq, subject },
            error => Self::Store(error),
        }
    }
}

fn list(faults: &[PackFault]) -> String {
    faults
        .iter()
        .map(|fault| format!("  {fault}"))
        .collect::<Vec<_>>()
        .join("\n")
}

impl OfficeError {
    /// Reads a reason that somebody gave.
    pub(crate) fn reason(text: &str) -> Result<oast_units::Text, Self> {
        text.trim()
            .parse()
            .map_err(|why| Self::Refused(format!("the reason cannot be recorded: {why}")))
    }

    /// There is no such placement.
    pub(crate) fn no_placement(id: &str) -> Self {
        Self::NotFound {
            what: "placement",
            id: id.to_owned(),
            hint: String::new(),
        }
    }
}
