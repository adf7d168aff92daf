use std::collections::BTreeMap;

use oast_rules::facts::{Instalment, PayRunLine, Payment, Posting, Side};
use oast_rules::money::pay_run::{Act, settle};
use oast_store::{Command, Connected, Connection, StoreError, Which, scan};
use oast_units::{HomeId, Pence, Text};
use serde_json::json;

use super::states::advance;
use crate::office::request;
use crate::{Action, Actor, Office, OfficeError};

/// Lines posted at a time.
const BATCH: usize = 100_000;

/// What a run paid.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paid {
    /// The sum of its lines on the homes' side.
    pub lines: Pence,
    /// The sum of its postings on the homes' side.
    pub postings: Pence,
    /// Newly owed by homes whose net was below nothing.
    pub carried: Pence,
    /// Kept back towards earlier debts.
    pub recovered: Pence,
    /// The total of the bank file.
    pub bank: Pence,
    /// What was billed.
    pub billed: Pence,
    /// Each home.
    pub homes: Vec<HomePayment>,
}

impl Paid {
    /// Whether it all adds up: Σ lines = Σ postings = bank + recovered − carried.
    pub fn reconciles(&self) -> bool {
        self.lines == self.postings && self.lines == self.bank + self.recovered - self.carried
    }
}

/// What a run paid one home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomePayment {
    /// The home.
    pub home_id: HomeId,
    /// The sum of its lines.
    pub net: Pence,
    /// What it owed before.
    pub debt_before: Pence,
    /// Kept back towards that.
    pub recovered: Pence,
    /// Newly owed.
    pub carried: Pence,
    /// Paid through the bank.
    pub paid: Pence,
    /// What it owes afterwards.
    pub debt_after: Pence,
}

impl Office {
    /// Pays an approved run: posts every line to the ledger, settles each home's net with its
    /// debt, and checks that lines, postings and bank agree to the penny before it is committed.
    pub fn pay_pay_run(
        &mut self,
        id: &str,
        actor: Actor<'_>,
        progress: &mut dyn FnMut(u64),
    ) -> Result<Paid, OfficeError> {
        self.admit(actor, Action::PayPayRun)?;
        let authority = self.authority.clone();
        self.store.command(request(&authority, actor, "pay-run pay", id), |command| {
            advance(command, id, Act::Pay, actor, None)?;
            let mut paid = Paid::default();
            let nets = post(command, id, &mut paid, progress)?;
            pay_homes(command, id, nets, &mut paid)?;
            if !paid.reconciles() {
                return Err(OfficeError::Refused(format!(
                    "pay run {id} does not reconcile: lines {}, postings {}, bank {}, recovered {}, carried {}; nothing was paid",
                    paid.lines, paid.postings, paid.bank, paid.recovered, paid.carried
                )));
            }
            command.note("bank", paid.bank.plain());
            command.note("billed", paid.billed.plain());
            command.message("payment-file", &json!({ "pay_run": id, "total": paid.bank.plain() }))?;
            Ok(paid)
        })
    }

    /// Agrees with a home that its debt is recovered by so much from each run.
    pub fn agree_instalment(
        &mut self,
        home: &str,
        per_run: Pence,
        actor: Actor<'_>,
    ) -> Result<(), OfficeError> {
        self.admit(actor, Action::HoldPayment)?;
        if per_run < Pence::ZERO {
            return Err(OfficeError::Refused(
                "an instalment is £0.00 or more".into(),
            ));
        }
        let (home_id, by): (HomeId, Text) = (home.parse()?, actor.name.parse()?);
        let authority = self.authority.clone();
        self.store.command(
            request(&authority, actor, "instalment agree", home),
            |command| {
                let known_seq = command.known_seq();
                let mut known = false;
                scan(
                    command.connection(),
                    &authority,
                    known_seq,
                    Which::Of(home),
                    |_: oast_rules::facts::Home, _| {
                        known = true;
                        Ok(())
                    },
                )?;
                if !known {
                    let hint = String::new();
                    return Err(OfficeError::NotFound {
                        what: "home",
                        id: home.to_owned(),
                        hint,
                    });
                }
                command.append(&Instalment {
                    home_id,
                    per_run,
                    actor: by,
                })?;
                Ok(())
            },
        )
    }
}

/// Posts every line of a run, in order of the postings' keys, and gives each home's net.
fn post(
    command: &mut Command<'_>,
    id: &str,
    paid: &mut Paid,
    progress: &mut dyn FnMut(u64),
) -> Result<BTreeMap<HomeId, Pence>, OfficeError> {
    let (authority, known_seq) = (command.authority().to_owned(), command.known_seq());
    let mut nets: BTreeMap<HomeId, Pence> = BTreeMap::new();
    let mut lines: Vec<PayRunLine> = Vec::new();
    scan(
        command.connection(),
        &authority,
        known_seq,
        Which::Of(id),
        |line: PayRunLine, _| {
            lines.push(line);
            Ok(())
        },
    )?;
    // Lines come by placement and home, postings go by placement, element and period.
    lines.sort_by(|a, b| posting_key(a).cmp(&posting_key(b)));
    let mut posted = 0;
    for batch in lines.chunks(BATCH) {
        let mut appender = command.appender::<Posting>()?;
        for line in batch {
            let posting = posting(line)?;
            match line.side {
                Side::Home => {
                    paid.lines += line.amount;
                    paid.postings += posting.amount;
                    *nets.entry(line.home_id.clone()).or_default() += line.amount;
                }
                Side::Bill => paid.billed += line.amount,
            }
            appender.append(&posting, false)?;
        }
        posted += batch.len() as u64;
        progress(posted);
    }
    Ok(nets)
}

type PostingKey<'a> = (
    &'a str,
    &'static str,
    oast_units::Date,
    &'static str,
    &'a str,
);

fn posting_key(line: &PayRunLine) -> PostingKey<'_> {
    (
        line.placement_id.as_str(),
        line.element.code(),
        line.period_from,
        line.side.code(),
        line.home_id.as_str(),
    )
}

/// The posting of a line, with the accounts it moves money between.
fn posting(line: &PayRunLine) -> Result<Posting, OfficeError> {
    let (debit, credit) = match line.side {
        Side::Home => (
            format!("cost:{}", line.element),
            format!("home:{}", line.home_id),
        ),
        Side::Bill => (
            format!("debtor:{}", line.placement_id),
            format!("income:{}", line.element),
        ),
    };
    Ok(Posting {
        placement_id: line.placement_id.clone(),
        element: line.element,
        period_from: line.period_from,
        amount: line.amount,
        pay_run: line.pay_run.clone(),
        side: Some(line.side),
        home_id: Some(line.home_id.clone()),
        debit: Some(debit.parse()?),
        credit: Some(credit.parse()?),
    })
}

fn pay_homes(
    command: &mut Command<'_>,
    id: &str,
    mut nets: BTreeMap<HomeId, Pence>,
    paid: &mut Paid,
) -> Result<(), OfficeError> {
    let (authority, known_seq) = (command.authority().to_owned(), command.known_seq());
    let debts = debts(command.connection(), &authority, known_seq)?;
    let instalments = instalments(command.connection(), &authority, known_seq)?;
    for home in debts.keys() {
        nets.entry(home.clone()).or_default();
    }
    let pay_run: oast_units::PayRunId = id.parse()?;
    let mut appender = command.appender::<Payment>()?;
    for (home_id, net) in nets {
        let debt_before = debts.get(&home_id).copied().unwrap_or_default();
        let instalment = instalments.get(&home_id).copied().unwrap_or_default();
        let settled = settle(net, debt_before, instalment);
        paid.bank += settled.paid;
        paid.recovered += settled.recovered;
        paid.carried += settled.carried;
        appender.append(
            &Payment {
                pay_run: pay_run.clone(),
                home_id: home_id.clone(),
                net,
                recovered: settled.recovered,
                carried: settled.carried,
                paid: settled.paid,
                debt_after: settled.debt_after,
                debit: format!("home:{home_id}").parse()?,
                credit: "bank".parse()?,
            },
            false,
        )?;
        paid.homes.push(HomePayment {
            home_id,
            net,
            debt_before,
            recovered: settled.recovered,
            carried: settled.carried,
            paid: settled.paid,
            debt_after: settled.debt_after,
        });
    }
    Ok(())
}

/// What each home in debt owes, after the run that was paid last.
pub(crate) fn debts(
    connection: &mut dyn Connection,
    authority: &str,
    known_seq: i64,
) -> Result<BTreeMap<HomeId, Pence>, StoreError> {
    let mut latest: BTreeMap<HomeId, (i64, Pence)> = BTreeMap::new();
    scan(
        connection,
        authority,
        known_seq,
        Which::All,
        |payment: Payment, seq| {
            let entry = latest
                .entry(payment.home_id)
                .or_insert((seq, payment.debt_after));
            if seq >= entry.0 {
                *entry = (seq, payment.debt_after);
            }
            Ok(())
        },
    )?;
    Ok(latest
        .into_iter()
        .filter(|(_, (_, debt))| *debt != Pence::ZERO)
        .map(|(home, (_, debt))| (home, debt))
        .collect())
}

/// The instalment agreed with each home.
pub(super) fn instalments(
    connection: &mut dyn Connection,
    authority: &str,
    known_seq: i64,
) -> Result<BTreeMap<HomeId, Pence>, StoreError> {
    let mut agreed = BTreeMap::new();
    scan(
        connection,
        authority,
        known_seq,
        Which::All,
        |instalment: Instalment, _| {
            agreed.insert(instalment.home_id, instalment.per_run);
            Ok(())
        },
    )?;
    Ok(agreed)
}
