//! What keeps the record of a person beyond its time.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use oast_rules::facts::{Hold, LegalHold};
use oast_rules::money::pay_run::State;
use oast_store::{Connection, Which, scan, seal};
use oast_units::{Date, HomeId, PayRunId, PersonId, PlacementId, Raw};

use super::contacts::Contacts;
use crate::OfficeError;
use crate::pay_run::{debts, runs};

/// Why somebody is not erased although the schedule no longer keeps them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// A legal hold is in force.
    LegalHold {
        /// What for.
        reference: Option<String>,
    },
    /// A pay run that is not settled has a line of theirs.
    OpenRun(PayRunId),
    /// A payment for them is held.
    HeldPayment(PlacementId),
    /// A home owes the council, and something taken back for them is a part of that.
    Debt(HomeId),
    /// Something of theirs was recorded before personal data was sealed.
    LiesOpen,
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LegalHold {
                reference: Some(reference),
            } => write!(f, "legal hold: {reference}"),
            Self::LegalHold { reference: None } => f.write_str("legal hold"),
            Self::OpenRun(run) => write!(f, "pay run {run} is not settled"),
            Self::HeldPayment(placement) => write!(f, "a payment for {placement} is held"),
            Self::Debt(home) => write!(f, "home {home} owes an amount taken back for them"),
            Self::LiesOpen => f.write_str("recorded before personal data was sealed"),
        }
    }
}

/// Everything that keeps somebody, gathered once for all.
#[derive(Debug, Default)]
pub(super) struct Obstacles {
    holds: BTreeMap<PersonId, Option<String>>,
    runs: BTreeMap<String, PayRunId>,
    held: BTreeSet<PlacementId>,
    debts: BTreeMap<String, HomeId>,
}

impl Obstacles {
    pub(super) fn gather(
        connection: &mut dyn Connection,
        authority: &str,
        known_seq: i64,
        on: Date,
    ) -> Result<Self, OfficeError> {
        let mut found = Self::default();
        let all = Which::All;
        scan(
            connection,
            authority,
            known_seq,
            all,
            |hold: LegalHold, _| {
                if hold.from <= on && hold.to.is_none_or(|to| to >= on) {
                    let reference = hold.reference.map(|text| text.to_string());
                    found.holds.insert(hold.person_id, reference);
                }
                Ok(())
            },
        )?;
        scan(connection, authority, known_seq, all, |hold: Hold, _| {
            found.held.insert(hold.placement_id);
            Ok(())
        })?;
        for standing in runs(connection, authority, known_seq)? {
            if matches!(standing.state, State::Paid | State::Rejected) {
                continue;
            }
            let run = standing.run.pay_run;
            let question = "SELECT DISTINCT placement_id FROM pay_run_lines WHERE authority = $1 AND pay_run = $2";
            let parameters = [Raw::Text(authority), Raw::Text(run.as_str())];
            each_text(connection, question, &parameters, |placement| {
                found.runs.insert(placement, run.clone());
            })?;
        }
        for (home, _) in debts(connection, authority, known_seq)? {
            let question = "SELECT DISTINCT placement_id FROM postings WHERE authority = $1 AND home_id = $2 AND amount_pence < 0";
            let parameters = [Raw::Text(authority), Raw::Text(home.as_str())];
            each_text(connection, question, &parameters, |placement| {
                found.debts.insert(placement, home.clone());
            })?;
        }
        Ok(found)
    }

    /// What keeps a person.
    pub(super) fn of(
        &self,
        connection: &mut dyn Connection,
        authority: &str,
        person: &PersonId,
        contacts: &Contacts,
    ) -> Result<Vec<Obstacle>, OfficeError> {
        let mut found = Vec::new();
        if let Some(reference) = self.holds.get(person) {
            let reference = reference.clone();
            found.push(Obstacle::LegalHold { reference });
        }
        let mut open = seal::lies_open(connection, authority, PERSON, person.as_str())?;
        for placement in &contacts.placements {
            let id = placement.as_str();
            found.extend(self.runs.get(id).cloned().map(Obstacle::OpenRun));
            found.extend(self.debts.get(id).cloned().map(Obstacle::Debt));
            if self.held.contains(placement) {
                found.push(Obstacle::HeldPayment(placement.clone()));
            }
            open |= seal::lies_open(connection, authority, PLACEMENT, id)?;
        }
        if open {
            found.push(Obstacle::LiesOpen);
        }
        Ok(found)
    }
}

/// What the keys of a person's own rows are filed under.
pub(super) const PERSON: &str = "person_id";
/// What the keys of a placement's rows are filed under.
pub(super) const PLACEMENT: &str = "placement_id";

fn each_text(
    connection: &mut dyn Connection,
    question: &str,
    parameters: &[Raw<'_>],
    mut each: impl FnMut(String),
) -> Result<(), OfficeError> {
    connection.query(question, parameters, &mut |row| {
        if let Raw::Text(text) = row.get(0)? {
            each(text.to_owned());
        }
        Ok(())
    })?;
    Ok(())
}
