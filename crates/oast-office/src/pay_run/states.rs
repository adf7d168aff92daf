use oast_rules::facts::{PayRun, PayRunStep};
use oast_rules::money::pay_run::{Act, State, next_state};
use oast_store::{Command, Connected, Connection, Which, scan};
use oast_terms::Terms;
use oast_units::{Date, PayRunId, Text};

use crate::access::{Asked, Resource};
use crate::office::request;
use crate::{Action, Actor, Office, OfficeError};

/// A pay run and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    pub(crate) run: PayRun,
    pub(crate) state: State,
    pub(crate) steps: Vec<PayRunStep>,
    /// The audit entries of the proposal and of each step.
    pub(crate) entries: Vec<i64>,
    /// The audit entry of the last step.
    pub(crate) last_seq: i64,
}

/// Every pay run as known at an audit entry, in order of their references.
pub(crate) fn runs(
    connection: &mut dyn Connection,
    authority: &str,
    known_seq: i64,
) -> Result<Vec<Standing>, OfficeError> {
    let mut runs: Vec<Standing> = Vec::new();
    scan(
        connection,
        authority,
        known_seq,
        Which::All,
        |run: PayRun, seq| {
            runs.push(Standing {
                run,
                state: State::Proposed,
                steps: Vec::new(),
                entries: vec![seq],
                last_seq: seq,
            });
            Ok(())
        },
    )?;
    let mut steps: Vec<(i64, PayRunStep)> = Vec::new();
    scan(
        connection,
        authority,
        known_seq,
        Which::All,
        |step: PayRunStep, seq| {
            steps.push((seq, step));
            Ok(())
        },
    )?;
    steps.sort_by_key(|(seq, _)| *seq);
    for (seq, step) in steps {
        let Some(standing) = runs
            .iter_mut()
            .find(|standing| standing.run.pay_run == step.pay_run)
        else {
            continue;
        };
        if let Some(state) = State::of(step.state.as_str()) {
            standing.state = state;
        }
        standing.steps.push(step);
        standing.entries.push(seq);
        standing.last_seq = seq;
    }
    Ok(runs)
}

/// One pay run as known at an audit entry.
pub(crate) fn run(
    connection: &mut dyn Connection,
    authority: &str,
    known_seq: i64,
    id: &str,
) -> Result<Standing, OfficeError> {
    let runs = runs(connection, authority, known_seq)?;
    let known: Vec<String> = runs
        .iter()
        .rev()
        .take(5)
        .map(|standing| standing.run.pay_run.to_string())
        .collect();
    runs.into_iter()
        .find(|standing| standing.run.pay_run.as_str() == id)
        .ok_or_else(|| OfficeError::NotFound {
            what: "pay run",
            id: id.to_owned(),
            hint: if known.is_empty() {
                "; none has been proposed yet".to_owned()
            } else {
                format!("; the latest are {}", known.join(", "))
            },
        })
}

/// The last run that was paid, which is the one that reached furthest.
pub(crate) fn last_paid(runs: &[Standing]) -> Option<&Standing> {
    runs.iter()
        .filter(|standing| standing.state == State::Paid)
        .max_by_key(|standing| standing.run.until)
}

/// The run that was paid last before another was proposed.
pub(crate) fn paid_before<'a>(runs: &'a [Standing], than: &Standing) -> Option<&'a Standing> {
    runs.iter()
        .filter(|standing| standing.state == State::Paid)
        .filter(|standing| standing.run.known_seq < than.run.known_seq)
        .max_by_key(|standing| standing.run.known_seq)
}

/// The reference of the next run.
pub(crate) fn next_reference(runs: &[Standing]) -> Result<PayRunId, OfficeError> {
    Ok(format!("PR-{:04}", runs.len() + 1).parse()?)
}

/// Moves a run to its next state within a command.
pub(crate) fn advance(
    command: &mut Command<'_>,
    id: &str,
    act: Act,
    actor: Actor<'_>,
    reason: Option<&str>,
) -> Result<Standing, OfficeError> {
    let (authority, known_seq) = (command.authority().to_owned(), command.known_seq());
    let standing = run(command.connection(), &authority, known_seq, id)?;
    let proposer = standing.run.proposed_by.as_str();
    may_take_part(&standing, act, actor, &authority)?;
    let state =
        next_state(standing.state, act, proposer, actor.name, reason).map_err(|refusal| {
            OfficeError::PayRun {
                run: id.to_owned(),
                refusal,
            }
        })?;
    command.append(&PayRunStep {
        pay_run: standing.run.pay_run.clone(),
        state: state.code().parse()?,
        actor: actor.name.parse()?,
        reason: reason.map(str::parse::<Text>).transpose()?,
    })?;
    Ok(standing)
}

/// Refuses whoever had another part in a run than the one that an act is: the policies keep maker
/// and checker apart, and [`next_state`] does so once more. Turning a run down is open to all who
/// may decide, as it pays nothing.
fn may_take_part(
    standing: &Standing,
    act: Act,
    actor: Actor<'_>,
    authority: &str,
) -> Result<(), OfficeError> {
    let action = match act {
        Act::Check => Action::CheckPayRun,
        Act::Approve | Act::Reject => Action::DecidePayRun,
        Act::Pay => Action::PayPayRun,
    };
    let run = Resource::PayRun(standing.run.pay_run.as_str());
    let asked = if act == Act::Reject {
        Asked::default()
    } else {
        standing.hands()
    };
    actor.must_of(action, (authority, run), &asked)
}

impl Standing {
    /// Who did what to the run so far, for the policies.
    fn hands(&self) -> Asked<'_> {
        let last = |state: State| {
            let step = self.steps.iter().rev();
            step.filter(|step| step.state.as_str() == state.code())
                .map(|step| step.actor.as_str())
                .next()
        };
        Asked {
            proposed_by: Some(self.run.proposed_by.as_str()),
            checked_by: last(State::Checked),
            approved_by: last(State::Approved),
            ..Asked::default()
        }
    }
}

impl Office {
    /// Records that somebody other than the proposer approves a run.
    pub fn approve_pay_run(&mut self, id: &str, actor: Actor<'_>) -> Result<(), OfficeError> {
        self.admit(actor, Action::DecidePayRun)?;
        let authority = self.authority.clone();
        self.store.command(
            request(&authority, actor, "pay-run approve", id),
            |command| advance(command, id, Act::Approve, actor, None).map(drop),
        )
    }

    /// Turns a run down, with the reason.
    pub fn reject_pay_run(
        &mut self,
        id: &str,
        reason: &str,
        actor: Actor<'_>,
    ) -> Result<(), OfficeError> {
        self.admit(actor, Action::DecidePayRun)?;
        let authority = self.authority.clone();
        self.store.command(
            request(&authority, actor, "pay-run reject", id),
            |command| advance(command, id, Act::Reject, actor, Some(reason)).map(drop),
        )
    }

    /// The first day that pay runs look at: the terms' opening date, or the first opening posting
    /// if one is earlier.
    pub(crate) fn opens_on(&mut self, known_seq: i64, until: Date) -> Result<Date, OfficeError> {
        let (authority, terms) = (self.authority.clone(), self.terms.clone());
        opens_on(
            self.store.connection(),
            &authority,
            &terms,
            known_seq,
            until,
        )
    }
}

/// The first day that pay runs up to a day look at.
pub(crate) fn opens_on(
    connection: &mut dyn Connection,
    authority: &str,
    terms: &Terms,
    known_seq: i64,
    until: Date,
) -> Result<Date, OfficeError> {
    let opening = terms
        .authority
        .pay_calendar
        .opening_date
        .dated_on(until)?
        .value;
    let mut first = None;
    connection.query(
        "SELECT MIN(period_from) FROM postings WHERE authority = $1 AND seq <= $2",
        &[
            oast_units::Raw::Text(authority),
            oast_units::Raw::Integer(known_seq),
        ],
        &mut |row| {
            if let oast_units::Raw::Text(text) = row.get(0)? {
                first = text.parse::<Date>().ok();
            }
            Ok(())
        },
    )?;
    Ok(first.map_or(opening, |first| first.min(opening)))
}
