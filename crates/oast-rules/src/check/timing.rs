//! What lies outside its placement: nothing is due for it, so somebody should look.

use oast_units::Date;

use super::county::County;
use super::finding::Findings;
use super::references::Link;
use crate::facts::{Absence, Contribution, Fact};

pub(super) fn check(county: &County, findings: &mut Findings) {
    let pack = county.pack;
    let (absences, contributions) = (
        &county.links.absence_placement,
        &county.links.contribution_placement,
    );
    within(
        county,
        &pack.absences,
        absences,
        |row: &Absence| row.from,
        findings,
    );
    within(
        county,
        &pack.contributions,
        contributions,
        |row: &Contribution| row.from,
        findings,
    );
}

fn within<F: Fact>(
    county: &County,
    facts: &[F],
    links: &Link,
    from: impl Fn(&F) -> Date,
    findings: &mut Findings,
) {
    for (row, (fact, link)) in facts.iter().zip(links).enumerate() {
        let Some((placement, of)) = county.placement(*link).zip(*link) else {
            continue;
        };
        let from = from(fact);
        let presence = county.presence.get(of as usize).copied().flatten();
        let (when, day) = match presence {
            _ if from < placement.started_on => {
                ("before its placement starts", placement.started_on)
            }
            None => (
                "after the last day of its placement",
                placement.started_on.previous(),
            ),
            Some(days) if from > days.to() => ("after the last day of its placement", days.to()),
            Some(_) => continue,
        };
        let message = format!("it begins on {}, {when} on {}", from.long(), day.long());
        findings.warn::<F>(row, "from", message);
    }
}
