//! What a run would pay each home through the bank, and what homes owe.

use jiff::Timestamp;
use oast_rules::money::pay_run::settle as settled_with;
use oast_store::Connected as _;
use oast_units::{HomeId, Pence};

use super::report::HomeTotal;
use super::settle::{HomePayment, Paid, debts, instalments};
use crate::{Office, OfficeError};

/// What a home owes, and how it is recovered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomeDebt {
    /// The home.
    pub home_id: HomeId,
    /// What it owes after the run that was paid last.
    pub debt: Pence,
    /// The most that is kept back from one run; none when nothing is agreed.
    pub per_run: Option<Pence>,
}

impl Office {
    /// What paying a run would come to, from each home's net in it: nothing is recorded.
    pub fn would_pay(
        &mut self,
        homes: &[HomeTotal],
        known_at: Option<Timestamp>,
    ) -> Result<Paid, OfficeError> {
        let known_seq = self.known_seq(known_at)?;
        let authority = self.authority.clone();
        let owed = debts(self.store.connection(), &authority, known_seq)?;
        let agreed = instalments(self.store.connection(), &authority, known_seq)?;
        let mut paid = Paid::default();
        let nets = homes
            .iter()
            .map(|home| (home.home_id.clone(), home.net))
            .collect::<std::collections::BTreeMap<_, _>>();
        let without_lines = owed.keys().filter(|home| !nets.contains_key(*home));
        let all = nets
            .iter()
            .map(|(home, net)| (home, *net))
            .chain(without_lines.map(|home| (home, Pence::ZERO)));
        for (home, net) in all {
            let debt_before = owed.get(home).copied().unwrap_or_default();
            let instalment = agreed.get(home).copied().unwrap_or_default();
            let settled = settled_with(net, debt_before, instalment);
            paid.lines += net;
            paid.bank += settled.paid;
            paid.recovered += settled.recovered;
            paid.carried += settled.carried;
            paid.homes.push(HomePayment {
                home_id: home.clone(),
                net,
                debt_before,
                recovered: settled.recovered,
                carried: settled.carried,
                paid: settled.paid,
                debt_after: settled.debt_after,
            });
        }
        Ok(paid)
    }

    /// The homes that owe something or have agreed an instalment, those that owe most first.
    pub fn home_debts(
        &mut self,
        known_at: Option<Timestamp>,
    ) -> Result<Vec<HomeDebt>, OfficeError> {
        let known_seq = self.known_seq(known_at)?;
        let authority = self.authority.clone();
        let owed = debts(self.store.connection(), &authority, known_seq)?;
        let mut agreed = instalments(self.store.connection(), &authority, known_seq)?;
        let mut homes: Vec<HomeDebt> = owed
            .into_iter()
            .map(|(home_id, debt)| HomeDebt {
                per_run: agreed.remove(&home_id),
                home_id,
                debt,
            })
            .collect();
        homes.extend(agreed.into_iter().map(|(home_id, per_run)| HomeDebt {
            home_id,
            debt: Pence::ZERO,
            per_run: Some(per_run),
        }));
        homes.sort_by(|a, b| (b.debt, &a.home_id).cmp(&(a.debt, &b.home_id)));
        Ok(homes)
    }
}
