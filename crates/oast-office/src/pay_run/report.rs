use std::collections::BTreeMap;

use jiff::Timestamp;
use oast_rules::facts::{Element, Hold, Home, PayRunLine, Payment, Provider, Side};
use oast_rules::money::pay_run::{Act, State};
use oast_store::{Connected, Which, scan};
use oast_units::{Date, HomeId, Pence};

use super::settle::HomePayment;
use super::states::{Standing, advance, paid_before, run, runs};
use crate::office::request;
use crate::{Action, Actor, Office, OfficeError};

/// A pay run in one line.
#[derive(Debug, Clone)]
pub struct RunSummary {
    /// Its reference.
    pub pay_run: String,
    /// Where it stands.
    pub state: State,
    /// The first day it looks at.
    pub opens_on: Date,
    /// The last day it pays.
    pub until: Date,
    /// Who proposed it.
    pub proposed_by: String,
    /// Each step since: the state, who, and why.
    pub steps: Vec<(String, String, Option<String>)>,
    /// The audit entry of the proposal, and then of each step.
    pub entries: Vec<i64>,
}

/// The sum of a run's lines for an element, beside the run before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ElementTotal {
    /// What it is for.
    pub element: Element,
    /// Paid to homes, or billed.
    pub side: Side,
    /// How many lines.
    pub lines: u64,
    /// Their sum for days no run paid before.
    pub current: Pence,
    /// Their sum for days that an earlier run paid.
    pub adjustments: Pence,
    /// The sum of the run paid last.
    pub last_run: Pence,
}

/// The sum of a run's lines for a home, beside the run before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomeTotal {
    /// The home.
    pub home_id: HomeId,
    /// Its name.
    pub name: String,
    /// Its net in this run.
    pub net: Pence,
    /// Its net in the run paid last.
    pub last_run: Pence,
}

/// A cause of adjustments, how many lines it moved, and by how much.
pub type CauseTotal = (String, u64, Pence);

/// What there is to look at before a run is approved.
#[derive(Debug, Clone)]
pub struct CheckReport {
    /// The run.
    pub run: RunSummary,
    /// Sums by element.
    pub elements: Vec<ElementTotal>,
    /// Sums by home, the largest change first.
    pub homes: Vec<HomeTotal>,
    /// Each cause of adjustments, with how many lines it moved and by how much.
    pub causes: Vec<CauseTotal>,
    /// What is held.
    pub holds: Vec<Hold>,
}

impl Office {
    /// Every pay run, first to last, as known at a time.
    pub fn pay_runs(
        &mut self,
        known_at: Option<Timestamp>,
    ) -> Result<Vec<RunSummary>, OfficeError> {
        let known_seq = self.known_seq(known_at)?;
        let authority = self.authority.clone();
        Ok(runs(self.store.connection(), &authority, known_seq)?
            .iter()
            .map(summary)
            .collect())
    }

    /// One pay run and its lines, in order of their keys.
    pub fn pay_run_lines(
        &mut self,
        id: &str,
        known_at: Option<Timestamp>,
        mut line: impl FnMut(PayRunLine) -> Result<(), OfficeError>,
    ) -> Result<RunSummary, OfficeError> {
        let known_seq = self.known_seq(known_at)?;
        let authority = self.authority.clone();
        let standing = run(self.store.connection(), &authority, known_seq, id)?;
        let mut failure = None;
        scan(
            self.store.connection(),
            &authority,
            known_seq,
            Which::Of(id),
            |each: PayRunLine, _| {
                if failure.is_none() {
                    failure = line(each).err();
                }
                Ok(())
            },
        )?;
        failure.map_or_else(|| Ok(summary(&standing)), Err)
    }

    /// The day on which a run was paid, and what it paid each home.
    pub fn payments(&mut self, id: &str) -> Result<(Date, Vec<HomePayment>), OfficeError> {
        let (authority, known_seq) = (self.authority.clone(), self.known_seq(None)?);
        let standing = run(self.store.connection(), &authority, known_seq, id)?;
        if standing.state != State::Paid {
            return Err(OfficeError::Refused(format!(
                "pay run {id} is {}; homes are told what they are paid once it is paid",
                standing.state.code()
            )));
        }
        let payments: Vec<Payment> = self.store.facts(&authority, known_seq, Which::Of(id))?;
        let homes = payments
            .into_iter()
            .map(|payment| HomePayment {
                debt_before: payment.debt_after + payment.recovered - payment.carried,
                home_id: payment.home_id,
                net: payment.net,
                recovered: payment.recovered,
                carried: payment.carried,
                paid: payment.paid,
                debt_after: payment.debt_after,
            })
            .collect();
        let entry = self.store.audit_entry(standing.last_seq)?;
        let paid_on = entry.and_then(|entry| entry.recorded_at.get(..10)?.parse().ok());
        Ok((paid_on.unwrap_or(standing.run.until), homes))
    }

    /// Records that somebody has looked at a run.
    pub fn check_pay_run(
        &mut self,
        id: &str,
        actor: Actor<'_>,
    ) -> Result<CheckReport, OfficeError> {
        self.admit(actor, Action::CheckPayRun)?;
        let authority = self.authority.clone();
        self.store
            .command(request(&authority, actor, "pay-run check", id), |command| {
                advance(command, id, Act::Check, actor, None).map(drop)
            })?;
        self.pay_run_report(id, None)
    }

    /// What there is to look at in a run, as known at a time.
    pub fn pay_run_report(
        &mut self,
        id: &str,
        known_at: Option<Timestamp>,
    ) -> Result<CheckReport, OfficeError> {
        let (authority, known_seq) = (self.authority.clone(), self.known_seq(known_at)?);
        let connection = self.store.connection();
        let all = runs(connection, &authority, known_seq)?;
        let standing = run(connection, &authority, known_seq, id)?;
        let mut totals = Totals::default();
        scan(
            connection,
            &authority,
            known_seq,
            Which::Of(id),
            |line: PayRunLine, _| {
                totals.add(&line);
                Ok(())
            },
        )?;
        if let Some(last) = paid_before(&all, &standing) {
            let last = last.run.pay_run.as_str();
            scan(
                connection,
                &authority,
                known_seq,
                Which::Of(last),
                |line: PayRunLine, _| {
                    totals.add_last(&line);
                    Ok(())
                },
            )?;
        }
        let names = self.home_names(known_seq)?;
        let holds = self.holds(known_at)?;
        Ok(totals.report(summary(&standing), &names, holds))
    }

    /// The name of each home, and of its provider.
    pub fn home_and_provider_names(
        &mut self,
        known_seq: i64,
    ) -> Result<BTreeMap<HomeId, (String, String)>, OfficeError> {
        let authority = self.authority.clone();
        let providers: BTreeMap<_, _> = self
            .store
            .all::<Provider>(&authority, known_seq)?
            .into_iter()
            .map(|provider| (provider.provider_id, provider.name.to_string()))
            .collect();
        let homes: Vec<Home> = self.store.all(&authority, known_seq)?;
        let provider_of = |home: &Home| {
            providers
                .get(&home.provider_id)
                .cloned()
                .unwrap_or_default()
        };
        let names = |home: Home| {
            let provider = provider_of(&home);
            (home.home_id, (home.name.to_string(), provider))
        };
        Ok(homes.into_iter().map(names).collect())
    }

    /// The name of each home.
    pub(super) fn home_names(
        &mut self,
        known_seq: i64,
    ) -> Result<BTreeMap<HomeId, String>, OfficeError> {
        let authority = self.authority.clone();
        let homes: Vec<Home> = self.store.all(&authority, known_seq)?;
        Ok(homes
            .into_iter()
            .map(|home| (home.home_id, home.name.to_string()))
            .collect())
    }
}

/// The sums of a run's lines, and of those of the run before it.
#[derive(Default)]
pub(super) struct Totals {
    elements: BTreeMap<(Element, Side), ElementTotal>,
    homes: BTreeMap<HomeId, (Pence, Pence)>,
    causes: BTreeMap<String, (u64, Pence)>,
}

impl Totals {
    fn element(&mut self, line: &PayRunLine) -> &mut ElementTotal {
        self.elements
            .entry((line.element, line.side))
            .or_insert(ElementTotal {
                element: line.element,
                side: line.side,
                lines: 0,
                current: Pence::ZERO,
                adjustments: Pence::ZERO,
                last_run: Pence::ZERO,
            })
    }

    pub(super) fn add(&mut self, line: &PayRunLine) {
        let total = self.element(line);
        total.lines += 1;
        match &line.cause {
            Some(_) => total.adjustments += line.amount,
            None => total.current += line.amount,
        }
        if line.side == Side::Home {
            self.homes.entry(line.home_id.clone()).or_default().0 += line.amount;
        }
        if let Some(cause) = &line.cause {
            let entry = self.causes.entry(cause.to_string()).or_default();
            entry.0 += 1;
            entry.1 += line.amount;
        }
    }

    pub(super) fn add_last(&mut self, line: &PayRunLine) {
        self.element(line).last_run += line.amount;
        if line.side == Side::Home {
            self.homes.entry(line.home_id.clone()).or_default().1 += line.amount;
        }
    }

    fn report(
        self,
        run: RunSummary,
        names: &BTreeMap<HomeId, String>,
        holds: Vec<Hold>,
    ) -> CheckReport {
        let (elements, homes, causes) = self.parts(names);
        CheckReport {
            run,
            elements,
            homes,
            causes,
            holds,
        }
    }

    /// The sums by element, by home with the largest change first, and by cause.
    pub(super) fn parts(
        self,
        names: &BTreeMap<HomeId, String>,
    ) -> (Vec<ElementTotal>, Vec<HomeTotal>, Vec<CauseTotal>) {
        let mut homes: Vec<HomeTotal> = self
            .homes
            .into_iter()
            .map(|(home_id, (net, last_run))| HomeTotal {
                name: names.get(&home_id).cloned().unwrap_or_default(),
                home_id,
                net,
                last_run,
            })
            .collect();
        homes.sort_by_key(|home| (-(home.net - home.last_run).abs(), home.home_id.clone()));
        let mut causes: Vec<CauseTotal> = self
            .causes
            .into_iter()
            .map(|(cause, (lines, sum))| (cause, lines, sum))
            .collect();
        causes.sort_by_key(|(cause, _, sum)| (-sum.abs(), cause.clone()));
        (self.elements.into_values().collect(), homes, causes)
    }
}

fn summary(standing: &Standing) -> RunSummary {
    let run = &standing.run;
    RunSummary {
        pay_run: run.pay_run.to_string(),
        state: standing.state,
        opens_on: run.opens_on,
        until: run.until,
        entries: standing.entries.clone(),
        proposed_by: run.proposed_by.to_string(),
        steps: standing
            .steps
            .iter()
            .map(|step| {
                let reason = step.reason.as_ref().map(ToString::to_string);
                (step.state.to_string(), step.actor.to_string(), reason)
            })
            .collect(),
    }
}
