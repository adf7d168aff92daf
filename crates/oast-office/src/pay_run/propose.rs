use jiff::Timestamp;
use oast_rules::facts::{Hold, PayRun, PayRunLine, Price, Side, Uplift};
use oast_rules::money::{Sheet, pay_calendar};
use oast_rules::price::PriceBook;
use oast_store::{Command, Connected, StoreError};
use oast_units::{Date, PayRunId, Pence, Period};

use super::lines::{Basis, Before};
use super::states::{last_paid, next_reference, runs};
use crate::county::Reading;
use crate::office::request;
use crate::{Action, Actor, Office, OfficeError};

/// What was proposed.
#[derive(Debug, Clone)]
pub struct Proposed {
    /// The run; none when there was nothing to propose.
    pub run: Option<PayRunId>,
    /// How many lines it has.
    pub lines: u64,
    /// How many of them adjust a period that was paid before.
    pub adjustments: u64,
    /// What it pays homes, net.
    pub to_homes: Pence,
    /// What it bills.
    pub billed: Pence,
    /// Placements left out, each with the reason.
    pub problems: Vec<String>,
}

impl Proposed {
    fn new() -> Self {
        Self {
            run: None,
            lines: 0,
            adjustments: 0,
            to_homes: Pence::ZERO,
            billed: Pence::ZERO,
            problems: Vec::new(),
        }
    }

    fn count(&mut self, line: &PayRunLine) {
        self.lines += 1;
        self.adjustments += u64::from(line.cause.is_some());
        match line.side {
            Side::Home => self.to_homes += line.amount,
            Side::Bill => self.billed += line.amount,
        }
    }
}

/// Why a proposal leaves no trace.
enum Stop {
    /// There is nothing to pay.
    Nothing(Proposed),
    /// It failed.
    Error(OfficeError),
}

impl From<OfficeError> for Stop {
    fn from(error: OfficeError) -> Self {
        Self::Error(error)
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Error(error.into())
    }
}

impl Office {
    /// Proposes a run that pays everything due and not yet posted up to a day. When there is
    /// nothing, nothing is proposed.
    pub fn propose_pay_run(
        &mut self,
        until: Date,
        actor: Actor<'_>,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Proposed, OfficeError> {
        self.admit(actor, Action::ProposePayRun)?;
        let known_seq = self.known_seq(None)?;
        let (authority, terms) = (self.authority.clone(), self.terms.clone());
        let basis = self.basis(until, known_seq, &authority, &terms)?;
        let subject = format!("{} until {until}", basis.pay_run);
        let head = request(&authority, actor, "pay-run propose", &subject);
        let outcome = self.store.command(head, |command| {
            if command.known_seq() != known_seq {
                let busy = "somebody else recorded something at this moment; propose the run again";
                return Err(Stop::Error(OfficeError::Refused(busy.into())));
            }
            let mut proposed = Proposed::new();
            let mut problems = Vec::new();
            let append = |command: &mut Command<'_>, batch: Vec<PayRunLine>| {
                let mut appender = command.appender::<PayRunLine>()?;
                for line in &batch {
                    proposed.count(line);
                    appender.append(line, false)?;
                }
                progress(proposed.lines);
                Ok(())
            };
            basis.lines(command, append, |why| problems.push(why))?;
            proposed.problems = problems;
            if proposed.lines == 0 {
                return Err(Stop::Nothing(proposed));
            }
            command.append(&PayRun {
                pay_run: basis.pay_run.clone(),
                opens_on: basis.sheet.span().from(),
                until,
                known_seq: u32::try_from(known_seq).unwrap_or(u32::MAX),
                proposed_by: actor.name.parse().map_err(OfficeError::Invalid)?,
            })?;
            command.note("lines", proposed.lines);
            command.note("adjustments", proposed.adjustments);
            command.note("to_homes", proposed.to_homes.plain());
            command.note("billed", proposed.billed.plain());
            proposed.run = Some(basis.pay_run.clone());
            Ok(proposed)
        });
        match outcome {
            Ok(proposed) | Err(Stop::Nothing(proposed)) => Ok(proposed),
            Err(Stop::Error(error)) => Err(error),
        }
    }

    /// The lines that a run up to a day would have had, as known at a time: a paid run worked out
    /// again from what was known then is the run that was paid, to the byte.
    pub fn preview_pay_run(
        &mut self,
        until: Date,
        known_at: Option<Timestamp>,
        mut line: impl FnMut(PayRunLine) -> Result<(), OfficeError>,
        problem: impl FnMut(String),
    ) -> Result<(), OfficeError> {
        let known_seq = self.known_seq(known_at)?;
        let (authority, terms) = (self.authority.clone(), self.terms.clone());
        let basis = self.basis(until, known_seq, &authority, &terms)?;
        basis.lines(
            &mut self.store,
            |_, batch| batch.into_iter().try_for_each(&mut line),
            problem,
        )
    }

    /// What the lines of a run up to a day are worked out from, as known at an audit entry.
    fn basis<'a>(
        &mut self,
        until: Date,
        known_seq: i64,
        authority: &'a str,
        terms: &'a oast_terms::Terms,
    ) -> Result<Basis<'a>, OfficeError> {
        let runs = runs(self.store.connection(), authority, known_seq)?;
        if let Some(open) = runs.iter().find(|standing| !standing.state.is_final()) {
            return Err(OfficeError::Refused(format!(
                "pay run {} is {}; pay it or reject it before another is proposed",
                open.run.pay_run,
                open.state.code()
            )));
        }
        let last = last_paid(&runs);
        if let Some(last) = last.filter(|last| until < last.run.until) {
            return Err(OfficeError::Refused(format!(
                "pay run {} has paid up to {}; a run cannot end before that, so choose that day or a later one",
                last.run.pay_run,
                last.run.until.long()
            )));
        }
        let opens_on = self.opens_on(known_seq, until)?;
        let span = Period::new(opens_on, until).map_err(|_| {
            OfficeError::Refused(format!(
                "pay runs open on {}; choose a last day on or after it",
                opens_on.long()
            ))
        })?;
        let prices: Vec<Price> = self.store.all(authority, known_seq)?;
        let uplifts: Vec<Uplift> = self.store.all(authority, known_seq)?;
        let before = match last {
            Some(last) => {
                let then = i64::from(last.run.known_seq);
                let old_prices: Vec<Price> = self.store.all(authority, then)?;
                let old_uplifts: Vec<Uplift> = self.store.all(authority, then)?;
                let changes = (
                    (&old_prices[..], &old_uplifts[..]),
                    (&prices[..], &uplifts[..]),
                );
                Some(Before::new(last.run.until, then, changes.0, changes.1))
            }
            None => None,
        };
        let held = self.store.all::<Hold>(authority, known_seq)?;
        Ok(Basis {
            pay_run: next_reference(&runs)?,
            reading: Reading {
                authority,
                known_seq,
                postings: true,
            },
            terms,
            book: PriceBook::new(&prices, &uplifts),
            sheet: Sheet::new(pay_calendar(terms, until)?, span),
            held: held
                .into_iter()
                .map(|hold| (hold.placement_id, hold.element))
                .collect(),
            before,
        })
    }
}
