use std::collections::BTreeMap;

use oast_rules::facts::{Payment, Posting, Side};
use oast_rules::money::pay_run::State;
use oast_store::{Connected, Store, Which, scan};
use oast_units::{HomeId, PayRunId, Pence};

use crate::pay_run::states::runs;
use crate::{Office, OfficeError};

/// The two sides of the ledger of one run and home.
#[derive(Debug, Clone, Copy, Default)]
struct Sides {
    posted: Pence,
    net: Pence,
    settled: bool,
}

impl Office {
    /// Everything in the ledger that does not balance, in words: for each paid run and home, what
    /// was posted must be what was settled, what was settled must be what was paid, recovered and
    /// carried, and a debt must follow from the debt before it.
    pub fn ledger_faults(&mut self) -> Result<Vec<String>, OfficeError> {
        let authority = self.authority.clone();
        ledger_faults(&mut self.store, &authority)
    }
}

/// Everything in the ledger of an authority that does not balance, in words, as
/// [`Office::ledger_faults`] tells it.
pub fn ledger_faults(store: &mut Store, authority: &str) -> Result<Vec<String>, OfficeError> {
    let known_seq = store.known_seq(None)?;
    let connection = store.connection();
    let mut faults = Vec::new();
    let mut sides: BTreeMap<(PayRunId, HomeId), Sides> = BTreeMap::new();
    let paid: Vec<PayRunId> = runs(connection, authority, known_seq)?
        .into_iter()
        .filter(|standing| standing.state == State::Paid)
        .map(|standing| standing.run.pay_run)
        .collect();
    scan(
        connection,
        authority,
        known_seq,
        Which::All,
        |posting: Posting, _| {
            let ours = paid.contains(&posting.pay_run) && posting.side == Some(Side::Home);
            if let Some(home) = posting.home_id.filter(|_| ours) {
                sides.entry((posting.pay_run, home)).or_default().posted += posting.amount;
            }
            Ok(())
        },
    )?;
    let mut payments: Vec<(i64, Payment)> = Vec::new();
    scan(
        connection,
        authority,
        known_seq,
        Which::All,
        |payment: Payment, seq| {
            payments.push((seq, payment));
            Ok(())
        },
    )?;
    payments.sort_by_key(|(seq, _)| *seq);
    let mut debts: BTreeMap<HomeId, Pence> = BTreeMap::new();
    for (_, payment) in payments {
        let run_and_home = (payment.pay_run.clone(), payment.home_id.clone());
        let side = sides.entry(run_and_home).or_default();
        (side.net, side.settled) = (payment.net, true);
        let debt = debts.entry(payment.home_id.clone()).or_default();
        let debt_after = *debt + payment.carried - payment.recovered;
        if payment.net != payment.paid + payment.recovered - payment.carried {
            faults.push(format!(
                "{} at home {}: the net of {} is not what was paid, recovered and carried",
                payment.pay_run, payment.home_id, payment.net
            ));
        }
        if payment.debt_after != debt_after {
            faults.push(format!(
                "{} at home {}: a debt of {} does not follow from the one before",
                payment.pay_run, payment.home_id, payment.debt_after
            ));
        }
        *debt = payment.debt_after;
    }
    for ((run, home), side) in sides {
        if side.posted != side.net || (!side.settled && !side.posted.is_zero()) {
            faults.push(format!(
                "{run} at home {home}: {} was posted, but {} was settled",
                side.posted, side.net
            ));
        }
    }
    Ok(faults)
}
