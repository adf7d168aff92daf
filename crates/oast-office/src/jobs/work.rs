use oast_units::{Date, Invalid};
use serde_json::{Value, json};

use super::Outcome;
use crate::{Action, Actor, Office, OfficeError};

/// What a job does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Work {
    /// Proposes a pay run.
    ProposePayRun {
        /// The last day to pay.
        until: Date,
    },
    /// Posts an approved pay run and pays it.
    PayPayRun {
        /// Its reference.
        run: String,
    },
    /// Verifies the record and the ledger.
    VerifyAudit,
}

impl Work {
    /// Every kind of work that this program knows.
    pub(super) const KINDS: [&'static str; 3] = [Self::PROPOSE, Self::PAY, Self::VERIFY];
    const PROPOSE: &'static str = "pay-run propose";
    const PAY: &'static str = "pay-run pay";
    /// The kind of [`Work::VerifyAudit`].
    pub(super) const VERIFY: &'static str = "audit verify";

    /// What kind of work it is, as it is stored and counted.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::ProposePayRun { .. } => Self::PROPOSE,
            Self::PayPayRun { .. } => Self::PAY,
            Self::VerifyAudit => Self::VERIFY,
        }
    }

    /// The right that it takes.
    pub(super) const fn action(&self) -> Action {
        match self {
            Self::ProposePayRun { .. } => Action::ProposePayRun,
            Self::PayPayRun { .. } => Action::PayPayRun,
            Self::VerifyAudit => Action::VerifyAudit,
        }
    }

    /// What it needs to know, as JSON.
    pub(super) fn arguments(&self) -> Value {
        match self {
            Self::ProposePayRun { until } => json!({ "until": until.to_string() }),
            Self::PayPayRun { run } => json!({ "run": run }),
            Self::VerifyAudit => json!({}),
        }
    }

    /// Reads what was stored.
    pub(super) fn read(kind: &str, arguments: &str) -> Result<Self, Invalid> {
        let given: Value = serde_json::from_str(arguments).unwrap_or_default();
        let text = |name: &str| {
            given.get(name).and_then(Value::as_str).ok_or_else(|| {
                Invalid::new(format!("a job of kind '{kind}' does not say '{name}'"))
            })
        };
        Ok(match kind {
            Self::PROPOSE => Self::ProposePayRun {
                until: text("until")?.parse()?,
            },
            Self::PAY => Self::PayPayRun {
                run: text("run")?.to_owned(),
            },
            Self::VERIFY => Self::VerifyAudit,
            _ => {
                let why = format!(
                    "'{kind}' is not a kind of job that this program knows; a newer one may"
                );
                return Err(Invalid::new(why));
            }
        })
    }
}

impl Office {
    /// Does the work of a job, telling how many lines are done.
    pub(super) fn work(
        &mut self,
        work: &Work,
        actor: Actor<'_>,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Outcome, OfficeError> {
        match work {
            Work::ProposePayRun { until } => {
                let proposed = self.propose_pay_run(*until, actor, progress)?;
                Ok(Outcome::proposed(proposed))
            }
            Work::PayPayRun { run } => {
                let paid = self.pay_pay_run(run, actor, progress)?;
                Ok(Outcome::Paid {
                    bank: paid.bank,
                    recovered: paid.recovered,
                    carried: paid.carried,
                })
            }
            Work::VerifyAudit => {
                actor.must(Action::VerifyAudit)?;
                let verified = self.store.verify().map_err(OfficeError::from)?;
                let mut faults: Vec<String> =
                    verified.faults.iter().map(ToString::to_string).collect();
                faults.extend(self.ledger_faults()?);
                Ok(Outcome::verified(
                    verified.entries,
                    verified.rows,
                    verified.head,
                    faults,
                ))
            }
        }
    }
}
