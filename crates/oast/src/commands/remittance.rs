use std::collections::BTreeMap;
use std::path::Path;

use oast_exchange::remittance::{Remittance, RemittanceLine, by_home, write_folder};
use oast_office::{Office, OfficeError};
use oast_rules::facts::{Placement, Side};
use oast_units::{HomeId, PersonId, PlacementId};

use crate::context::Context;
use crate::output;

/// Writes what a paid run paid each home, as CSV and as a workbook.
pub(super) fn write(
    context: &Context,
    office: &mut Office,
    run: &str,
    dir: &Path,
) -> anyhow::Result<()> {
    let known_seq = office.known_seq(None)?;
    let (paid_on, payments) = office.payments(run)?;
    let names = office.home_and_provider_names(known_seq)?;
    let people: BTreeMap<PlacementId, PersonId> = office
        .store()
        .all::<Placement>(context.authority(), known_seq)
        .map_err(OfficeError::Store)?
        .into_iter()
        .map(|placement| (placement.placement_id, placement.person_id))
        .collect();
    let mut lines: Vec<(HomeId, RemittanceLine)> = Vec::new();
    let summary = office.pay_run_lines(run, None, |line| {
        if line.side == Side::Home {
            let person_reference = people.get(&line.placement_id).cloned();
            lines.push((
                line.home_id,
                RemittanceLine {
                    placement_id: line.placement_id,
                    person_reference,
                    element: line.element,
                    period_from: line.period_from,
                    period_to: line.period_to,
                    days: line.days,
                    amount: line.amount,
                    cause: line.cause.map(|cause| cause.to_string()),
                },
            ));
        }
        Ok(())
    })?;
    let mut lines = by_home(lines);
    let remittances: Vec<Remittance> = payments
        .into_iter()
        .map(|payment| {
            let (home_name, provider_name) =
                names.get(&payment.home_id).cloned().unwrap_or_default();
            Ok(Remittance {
                pay_run: summary.pay_run.parse()?,
                paid_on,
                home_name,
                provider_name,
                lines: lines.remove(&payment.home_id).unwrap_or_default(),
                opening_debt: payment.debt_before,
                recovered: payment.recovered,
                home_id: payment.home_id,
            })
        })
        .collect::<Result<_, oast_units::Invalid>>()?;
    let files = write_folder(dir, &remittances)?;
    output::say(&format!(
        "{} remittances in {}: a CSV file and a workbook for each home, {} files in all.",
        remittances.len(),
        dir.display(),
        files.len()
    ))
}
