//! Uplifts as they stand: proposed, approved, rejected or reversed.

use oast_rules::facts::{UpliftSet, UpliftStep};
use oast_rules::price::uplift_set::{Act, State, next_state};
use oast_store::{Command, Connected as _, Connection, Which, scan};
use oast_units::{Text, UpliftSetId};

use super::effect::UpliftPlan;
use crate::access::{Asked, Resource};
use crate::{Action, Actor, OfficeError};

/// An uplift and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpliftStanding {
    /// The uplift as it was proposed.
    pub set: UpliftSet,
    /// Where it stands.
    pub state: State,
    /// What was done to it since, first to last.
    pub steps: Vec<UpliftStep>,
    /// The audit entry of each of these steps.
    pub step_seqs: Vec<i64>,
    /// The audit entry that proposed it.
    pub seq: i64,
}

impl UpliftStanding {
    /// What was proposed.
    pub fn plan(&self) -> UpliftPlan {
        let set = self.set.clone();
        UpliftPlan {
            applies_to: set.applies_to,
            scheme: set.scheme,
            effective_on: set.effective_on,
            percent: set.percent,
            decision: set.decision,
        }
    }
}

/// Every uplift that was proposed, in order of their references.
pub(super) fn standings(
    connection: &mut dyn Connection,
    authority: &str,
    known_seq: i64,
) -> Result<Vec<UpliftStanding>, OfficeError> {
    let mut standings: Vec<UpliftStanding> = Vec::new();
    scan(
        connection,
        authority,
        known_seq,
        Which::All,
        |set: UpliftSet, seq| {
            standings.push(UpliftStanding {
                set,
                state: State::Proposed,
                steps: Vec::new(),
                step_seqs: Vec::new(),
                seq,
            });
            Ok(())
        },
    )?;
    let mut steps: Vec<(i64, UpliftStep)> = Vec::new();
    scan(
        connection,
        authority,
        known_seq,
        Which::All,
        |step: UpliftStep, seq| {
            steps.push((seq, step));
            Ok(())
        },
    )?;
    steps.sort_by_key(|(seq, _)| *seq);
    for (seq, step) in steps {
        let of = |standing: &&mut UpliftStanding| standing.set.uplift_set == step.uplift_set;
        let Some(standing) = standings.iter_mut().find(of) else {
            continue;
        };
        if let Some(state) = State::of(step.state.as_str()) {
            standing.state = state;
        }
        standing.steps.push(step);
        standing.step_seqs.push(seq);
    }
    Ok(standings)
}

/// One uplift.
pub(super) fn standing(
    connection: &mut dyn Connection,
    authority: &str,
    known_seq: i64,
    id: &str,
) -> Result<UpliftStanding, OfficeError> {
    let all = standings(connection, authority, known_seq)?;
    let known: Vec<String> = all
        .iter()
        .rev()
        .take(5)
        .map(|standing| standing.set.uplift_set.to_string())
        .collect();
    all.into_iter()
        .find(|standing| standing.set.uplift_set.as_str() == id)
        .ok_or_else(|| OfficeError::NotFound {
            what: "uplift",
            id: id.to_owned(),
            hint: if known.is_empty() {
                "; none has been proposed yet".to_owned()
            } else {
                format!("; the latest are {}", known.join(", "))
            },
        })
}

/// The reference of the next uplift.
pub(super) fn next_reference(standings: &[UpliftStanding]) -> Result<UpliftSetId, OfficeError> {
    Ok(format!("US-{:04}", standings.len() + 1).parse()?)
}

/// Moves an uplift to its next state within a command.
pub(super) fn advance(
    command: &mut Command<'_>,
    id: &str,
    act: Act,
    actor: Actor<'_>,
    reason: Option<&str>,
) -> Result<UpliftStanding, OfficeError> {
    let (authority, known_seq) = (command.authority().to_owned(), command.known_seq());
    let standing = standing(command.connection(), &authority, known_seq, id)?;
    let proposer = standing.set.proposed_by.as_str();
    let asked = Asked {
        proposed_by: Some(proposer).filter(|_| act != Act::Reject),
        ..Asked::default()
    };
    let uplift = Resource::UpliftSet(id);
    actor.must_of(Action::DecideUplift, (&authority, uplift), &asked)?;
    let state = next_state(standing.state, act, proposer, actor.name, reason)
        .map_err(|refusal| OfficeError::Refused(format!("uplift {id}: {refusal}")))?;
    let reason = reason.map(|reason| reason.trim().parse::<Text>());
    command.append(&UpliftStep {
        uplift_set: standing.set.uplift_set.clone(),
        state: state.code().parse()?,
        actor: actor.name.parse()?,
        reason: reason.transpose()?,
    })?;
    Ok(standing)
}
