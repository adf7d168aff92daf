//! Remittances: what a home is told of a payment, placement by placement.
//!
//! One file for each home, as CSV for its own programs and as a workbook for its people. Both hold
//! the same lines and the same six sums, which agree to the penny.

mod file;
mod text;
mod workbook;

use std::collections::BTreeMap;

use oast_rules::facts::Element;
use oast_units::{Date, HomeId, Invalid, PayRunId, Pence, PersonId, PlacementId};

pub use file::{file_name, write_folder};
pub use text::write_csv;
pub use workbook::write_xlsx;

pub use crate::spreadsheet::WorkbookError;

/// One amount of a payment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemittanceLine {
    /// The placement, or the block contract.
    pub placement_id: PlacementId,
    /// The person, by reference alone: a remittance names nobody.
    pub person_reference: Option<PersonId>,
    /// What the amount is for.
    pub element: Element,
    /// The first day it covers.
    pub period_from: Date,
    /// The last day it covers.
    pub period_to: Date,
    /// The days that are paid for.
    pub days: u32,
    /// Above nothing: paid to the home; below nothing: kept back.
    pub amount: Pence,
    /// Why an earlier period is adjusted; empty for what is newly due.
    pub cause: Option<String>,
}

/// A payment to one home, or what is kept back from it (rules §5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remittance {
    /// The pay run.
    pub pay_run: PayRunId,
    /// The day of payment.
    pub paid_on: Date,
    /// The home.
    pub home_id: HomeId,
    /// The home's name.
    pub home_name: String,
    /// Who runs it.
    pub provider_name: String,
    /// The amounts, in order.
    pub lines: Vec<RemittanceLine>,
    /// What the home owed the council before.
    pub opening_debt: Pence,
    /// What of that debt is kept back from this payment.
    pub recovered: Pence,
}

/// The sums of a remittance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// The sum of the lines.
    pub total: Pence,
    /// What the home owed the council before.
    pub opening_debt: Pence,
    /// What of that debt is kept back from this payment.
    pub recovered: Pence,
    /// What is newly owed, because the total is below nothing: it is carried, never dropped.
    pub carried: Pence,
    /// What the home owes the council after.
    pub debt_after: Pence,
    /// What is paid to the home: nothing or more.
    pub net_paid: Pence,
}

impl Totals {
    /// Each sum with its name in files and as people read it.
    fn named(self) -> [(&'static str, &'static str, Pence); 6] {
        [
            ("total", "Total of the lines", self.total),
            ("opening_debt", "Owed by the home before", self.opening_debt),
            ("recovered", "Recovered from this payment", self.recovered),
            ("carried", "Newly owed by the home", self.carried),
            ("debt_after", "Owed by the home after", self.debt_after),
            ("net_paid", "Net paid", self.net_paid),
        ]
    }
}

impl Remittance {
    /// The sums, which agree: net paid = total + carried − recovered, and debt after = opening debt
    /// + carried − recovered.
    ///
    /// # Errors
    /// When the debt is below nothing, or more is recovered than is owed or than the lines come to.
    pub fn totals(&self) -> Result<Totals, Invalid> {
        let total: Pence = self.lines.iter().map(|line| line.amount).sum();
        let payable = total.max(Pence::ZERO);
        let (opening_debt, recovered) = (self.opening_debt, self.recovered);
        if opening_debt < Pence::ZERO {
            return Err(Invalid::new(format!(
                "home {} cannot owe {opening_debt}; a debt is nothing or more",
                self.home_id
            )));
        }
        if recovered < Pence::ZERO || recovered > opening_debt.min(payable) {
            return Err(Invalid::new(format!(
                "{recovered} cannot be recovered from home {}, which owes {opening_debt} and is due {payable}",
                self.home_id
            )));
        }
        Ok(Totals {
            total,
            opening_debt,
            recovered,
            carried: payable - total,
            debt_after: opening_debt - recovered + (payable - total),
            net_paid: payable - recovered,
        })
    }
}

/// Groups lines by home, those of a home by placement, element and period.
pub fn by_home(
    lines: impl IntoIterator<Item = (HomeId, RemittanceLine)>,
) -> BTreeMap<HomeId, Vec<RemittanceLine>> {
    let mut homes: BTreeMap<HomeId, Vec<RemittanceLine>> = BTreeMap::new();
    for (home, line) in lines {
        homes.entry(home).or_default().push(line);
    }
    for lines in homes.values_mut() {
        lines.sort_by(|a, b| {
            let key = |line: &RemittanceLine| (line.element, line.period_from, line.period_to);
            (&a.placement_id, key(a)).cmp(&(&b.placement_id, key(b)))
        });
    }
    homes
}
