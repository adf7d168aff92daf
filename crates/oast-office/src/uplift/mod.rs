//! Uplifts as change sets: seen in full before anybody decides, approved by somebody else, and
//! taken back in one step.

mod effect;
mod measure;
mod plan;
mod sets;
mod sums;

use oast_rules::facts::{Uplift, UpliftSet};
use oast_rules::price::uplift_set::{Act, State};
use oast_store::{Command, Connected as _};
use oast_units::{Date, UpliftSetId};

pub use effect::{
    BackDated, HomeEffect, OUTLIERS_TOLD_MAX, Outlier, OutlierKind, Outliers, PlacementEffect,
    UpliftEffect, UpliftPlan, WEEKS_IN_YEAR,
};
pub use sets::UpliftStanding;

use crate::office::request;
use crate::{Action, Actor, Office, OfficeError};
use measure::{AsOf, Turn, measure};
use plan::{since_proposal, weighed};
use sets::{advance, next_reference, standing, standings};

/// An uplift as it was proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedUplift {
    /// Its reference.
    pub uplift_set: UpliftSetId,
    /// The audit entry it left.
    pub seq: i64,
    /// What it would change.
    pub effect: UpliftEffect,
}

/// An uplift as it was approved, or reversed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecidedUplift {
    /// The audit entry it left.
    pub seq: i64,
    /// What it changes, worked out again in the transaction that decided it.
    pub effect: UpliftEffect,
    /// What has changed since it was proposed, in sentences; nothing for a reversal.
    pub since_proposal: Vec<String>,
}

impl Office {
    /// What an uplift would change. Nothing is written.
    ///
    /// # Errors
    /// When it cannot be: it names no scheme where one is needed or one where there is none, it is
    /// out of bounds, or the placements are uplifted on that day already.
    pub fn preview_uplift(
        &mut self,
        plan: &UpliftPlan,
        today: Date,
    ) -> Result<UpliftEffect, OfficeError> {
        let known_seq = self.known_seq(None)?;
        self.preview_uplift_at(plan, today, known_seq)
    }

    /// The same by what was known at an audit entry.
    ///
    /// # Errors
    /// As [`Office::preview_uplift`].
    pub fn preview_uplift_at(
        &mut self,
        plan: &UpliftPlan,
        today: Date,
        known_seq: i64,
    ) -> Result<UpliftEffect, OfficeError> {
        let known = AsOf {
            authority: &self.authority,
            known_seq,
            terms: &self.terms,
        };
        weighed(&mut self.store, known, plan, today)
    }

    /// Proposes an uplift for somebody else to approve. It raises nothing yet.
    ///
    /// # Errors
    /// As [`Office::preview_uplift`], or when the same uplift waits for approval already.
    pub fn propose_uplift(
        &mut self,
        plan: &UpliftPlan,
        today: Date,
        actor: Actor<'_>,
    ) -> Result<ProposedUplift, OfficeError> {
        self.admit(actor, Action::ProposeUplift)?;
        let (authority, terms) = (self.authority.clone(), self.terms.clone());
        let subject = format!("{} from {}", plan.applies_to, plan.effective_on);
        let head = request(&authority, actor, "uplift propose", &subject);
        self.store.command(head, |command| {
            let known_seq = command.known_seq();
            let known = AsOf {
                authority: &authority,
                known_seq,
                terms: &terms,
            };
            let all = standings(command.connection(), &authority, known_seq)?;
            plan::not_waiting(&all, plan)?;
            let effect = weighed(command, known, plan, today)?;
            let uplift_set = next_reference(&all)?;
            command.append(&UpliftSet {
                uplift_set: uplift_set.clone(),
                applies_to: plan.applies_to,
                scheme: plan.scheme.clone(),
                effective_on: plan.effective_on,
                percent: plan.percent,
                decision: plan.decision.clone(),
                proposed_by: actor.name.parse()?,
                known_seq: u32::try_from(known_seq).unwrap_or(u32::MAX),
            })?;
            command.note("uplift_set", uplift_set.as_str());
            note(command, &effect);
            Ok(ProposedUplift {
                uplift_set,
                seq: command.seq(),
                effect,
            })
        })
    }

    /// Approves an uplift that somebody else proposed: from then on it raises prices, and the next
    /// pay run pays what it adds to days already paid. Its effect is worked out again, and its
    /// totals are kept in the audit entry.
    ///
    /// # Errors
    /// When it is not waiting, when the approver proposed it, or as [`Office::preview_uplift`].
    pub fn approve_uplift(
        &mut self,
        id: &str,
        today: Date,
        actor: Actor<'_>,
    ) -> Result<DecidedUplift, OfficeError> {
        self.admit(actor, Action::DecideUplift)?;
        let (authority, terms) = (self.authority.clone(), self.terms.clone());
        let head = request(&authority, actor, "uplift approve", id);
        self.store.command(head, |command| {
            let known = AsOf {
                authority: &authority,
                known_seq: command.known_seq(),
                terms: &terms,
            };
            let standing = advance(command, id, Act::Approve, actor, None)?;
            let plan = standing.plan();
            let effect = weighed(command, known, &plan, today)?;
            let told = command.audit_entry(standing.seq)?;
            let compared = (&effect, told.as_ref());
            let since_proposal = since_proposal(command, known, &standing, compared)?;
            command.append(&plan.fact())?;
            note(command, &effect);
            Ok(DecidedUplift {
                seq: command.seq(),
                effect,
                since_proposal,
            })
        })
    }

    /// Turns an uplift down, with the reason.
    ///
    /// # Errors
    /// When it is not waiting, or the reason is empty.
    pub fn reject_uplift(
        &mut self,
        id: &str,
        reason: &str,
        actor: Actor<'_>,
    ) -> Result<(), OfficeError> {
        self.admit(actor, Action::DecideUplift)?;
        let authority = self.authority.clone();
        self.store
            .command(request(&authority, actor, "uplift reject", id), |command| {
                advance(command, id, Act::Reject, actor, Some(reason)).map(drop)
            })
    }

    /// What taking an approved uplift back would change. Nothing is written.
    ///
    /// # Errors
    /// When it is not approved, or is no longer what raises prices on its day.
    pub fn preview_reversal(&mut self, id: &str, today: Date) -> Result<UpliftEffect, OfficeError> {
        let known_seq = self.known_seq(None)?;
        self.preview_reversal_at(id, today, known_seq)
    }

    /// The same by what was known at an audit entry.
    ///
    /// # Errors
    /// As [`Office::preview_reversal`].
    pub fn preview_reversal_at(
        &mut self,
        id: &str,
        today: Date,
        known_seq: i64,
    ) -> Result<UpliftEffect, OfficeError> {
        let (authority, terms) = (self.authority.clone(), self.terms.clone());
        let known = AsOf {
            authority: &authority,
            known_seq,
            terms: &terms,
        };
        let standing = standing(self.store.connection(), &authority, known_seq, id)?;
        if standing.state != State::Approved {
            return Err(OfficeError::Refused(format!(
                "uplift {id} is {}; only an approved uplift can be reversed",
                standing.state.code()
            )));
        }
        let plan = standing.plan();
        plan::still_stands(&mut known.desk(&mut self.store), id, &plan)?;
        measure(&mut self.store, known, &plan, Turn::Goes, today)
    }

    /// Takes an approved uplift back, with the reason: prices are what they would have been, and
    /// the next pay run recovers what was paid because of it.
    ///
    /// # Errors
    /// As [`Office::preview_reversal`], or when the reason is empty.
    pub fn reverse_uplift(
        &mut self,
        id: &str,
        reason: &str,
        today: Date,
        actor: Actor<'_>,
    ) -> Result<DecidedUplift, OfficeError> {
        self.admit(actor, Action::DecideUplift)?;
        let (authority, terms) = (self.authority.clone(), self.terms.clone());
        let head = request(&authority, actor, "uplift reverse", id);
        self.store.command(head, |command| {
            let known = AsOf {
                authority: &authority,
                known_seq: command.known_seq(),
                terms: &terms,
            };
            let standing = advance(command, id, Act::Reverse, actor, Some(reason))?;
            let plan = standing.plan();
            plan::still_stands(&mut known.desk(command), id, &plan)?;
            let effect = measure(command, known, &plan, Turn::Goes, today)?;
            command.appender::<Uplift>()?.append(&plan.fact(), true)?;
            note(command, &effect);
            Ok(DecidedUplift {
                seq: command.seq(),
                effect,
                since_proposal: Vec::new(),
            })
        })
    }

    /// Every uplift that was proposed, in order of their references, with where it stands.
    pub fn uplift_sets(&mut self) -> Result<Vec<UpliftStanding>, OfficeError> {
        let known_seq = self.known_seq(None)?;
        self.uplift_sets_at(known_seq)
    }

    /// The same by what was known at an audit entry.
    pub fn uplift_sets_at(&mut self, known_seq: i64) -> Result<Vec<UpliftStanding>, OfficeError> {
        standings(self.store.connection(), &self.authority, known_seq)
    }

    /// One uplift, with where it stands.
    pub fn uplift_set(&mut self, id: &str) -> Result<UpliftStanding, OfficeError> {
        let known_seq = self.known_seq(None)?;
        self.uplift_set_at(id, known_seq)
    }

    /// The same by what was known at an audit entry.
    ///
    /// # Errors
    /// When there was no such uplift.
    pub fn uplift_set_at(
        &mut self,
        id: &str,
        known_seq: i64,
    ) -> Result<UpliftStanding, OfficeError> {
        standing(self.store.connection(), &self.authority, known_seq, id)
    }

    /// What has changed since an uplift was proposed, in sentences, when `effect` is what it would
    /// change by what was known at an audit entry.
    pub fn since_uplift_was_proposed(
        &mut self,
        standing: &UpliftStanding,
        effect: &UpliftEffect,
        known_seq: i64,
    ) -> Result<Vec<String>, OfficeError> {
        let told = self.store.audit_entry(standing.seq)?;
        let known = AsOf {
            authority: &self.authority,
            known_seq,
            terms: &self.terms,
        };
        since_proposal(&mut self.store, known, standing, (effect, told.as_ref()))
    }
}

/// Keeps the totals of an effect in the audit entry.
fn note(command: &mut Command<'_>, effect: &UpliftEffect) {
    command.note("placements", effect.counted);
    command.note("weekly_before", effect.weekly_before.plain());
    command.note("weekly_after", effect.weekly_after.plain());
    command.note(plan::WEEKLY_DIFFERENCE, effect.weekly_difference.plain());
    command.note("back_dated_to_homes", effect.back_dated.to_homes.plain());
    command.note("back_dated_billed", effect.back_dated.billed.plain());
}
