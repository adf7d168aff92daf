//! Notices that are due after a light-touch contract is made or ends (rules §11).

use oast_terms::{Days, Entry, NotInForce, ProcurementTerms, Step, Term, Trace};
use oast_units::{Date, Pence};

/// What a contract's publication deadlines depend on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LightTouchContract {
    /// The day it was entered into.
    pub entered_on: Date,
    /// Its estimated value; for a framework, of all that may be bought under it.
    pub value: Pence,
    /// The day it ended, its expiry included.
    pub ended_on: Option<Date>,
}

/// What must be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Publication {
    /// The contract details notice (Procurement Act 2023 s53(1)(a)).
    Details,
    /// A copy of the contract (s53(3)(a)).
    Copy,
    /// The contract termination notice (s80).
    Termination,
}

impl Publication {
    /// Its name as people read it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Details => "contract details notice",
            Self::Copy => "copy of the contract",
            Self::Termination => "contract termination notice",
        }
    }
}

/// The last lawful day of a publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deadline {
    /// What.
    pub publication: Publication,
    /// By when, that day included.
    pub by: Date,
}

/// What must be published about a contract, and by when. "Before the end of the period of 120 days
/// beginning with the day" counts that day as the first.
pub fn deadlines(
    contract: &LightTouchContract,
    terms: &ProcurementTerms,
    trace: &mut impl Trace,
) -> Result<Vec<Deadline>, NotInForce> {
    let entered = contract.entered_on;
    let mut found = vec![deadline(
        Publication::Details,
        entered,
        &terms.contract_details_days,
        trace,
    )?];
    if contract.value > *terms.contract_copy_threshold.on(entered, trace)? {
        let days = &terms.contract_copy_days;
        found.push(deadline(Publication::Copy, entered, days, trace)?);
    }
    if let Some(ended) = contract.ended_on {
        let days = &terms.termination_notice_days;
        found.push(deadline(Publication::Termination, ended, days, trace)?);
    }
    Ok(found)
}

fn deadline(
    publication: Publication,
    first: Date,
    days: &Term<Days>,
    trace: &mut impl Trace,
) -> Result<Deadline, NotInForce> {
    let days = days.on(first, trace)?.0;
    let by = first + (days - 1);
    trace.record(|| {
        Entry::Step(Step {
            rule: "contract.publication",
            clause: "rules §11",
            says: format!(
                "The {} is due by {}, the last of {days} days beginning with {}.",
                publication.words(),
                by.long(),
                first.long()
            ),
            amount: None,
        })
    });
    Ok(Deadline { publication, by })
}
