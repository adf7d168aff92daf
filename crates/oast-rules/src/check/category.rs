//! A category changes while the person is there, after the first day (rules §3).

use super::county::County;
use super::finding::Findings;
use crate::facts::CategoryChange;

pub(super) fn check(county: &County, findings: &mut Findings) {
    let links = &county.links.change_placement;
    for (row, (change, link)) in county.pack.category_changes.iter().zip(links).enumerate() {
        let Some(placement) = county.placement(*link) else {
            continue;
        };
        let presence = link.and_then(|row| county.presence.get(row as usize).copied().flatten());
        let message = if change.from <= placement.started_on {
            format!(
                "the category changes on {}, and {} starts on {}; give the first category in placements.csv and the change on a later day",
                change.from.long(),
                placement.placement_id,
                placement.started_on.long()
            )
        } else if presence.is_none_or(|days| change.from > days.to()) {
            let last = presence.map_or(placement.started_on, oast_units::Period::to);
            format!(
                "the category changes on {}, after the last day of {} on {}; take the change out, or correct the end",
                change.from.long(),
                placement.placement_id,
                last.long()
            )
        } else {
            continue;
        };
        findings.refuse::<CategoryChange>(row, "from", message);
    }
}
