//! Two of a kind that may not run at once.

use oast_units::Date;

use super::county::{County, days, last_day};
use super::finding::Findings;
use crate::facts::{Contribution, IndicativePrice, OneToOne, Placement, Stay};

/// Days that a row covers, within a group of rows that may not overlap.
struct Span<G> {
    group: G,
    from: Date,
    to: Date,
    row: usize,
}

pub(super) fn check(county: &County, findings: &mut Findings) {
    placements(county, findings);
    indicative_prices(county, findings);
    contributions(county, findings);
    one_to_one(county, findings);
}

/// Gives each row that begins while an earlier one of its group runs, with the one that runs
/// longest.
fn overlapping<G: Ord>(mut spans: Vec<Span<G>>, mut found: impl FnMut(usize, usize)) {
    spans.sort_unstable_by(|a, b| (&a.group, a.from, a.row).cmp(&(&b.group, b.from, b.row)));
    for group in spans.chunk_by(|a, b| a.group == b.group) {
        let mut running: Option<&Span<G>> = None;
        for span in group {
            if let Some(running) = running.filter(|running| span.from <= running.to) {
                found(running.row, span.row);
            }
            if running.is_none_or(|running| span.to > running.to) {
                running = Some(span);
            }
        }
    }
}

/// A person lives in one home at a time; care by day may go on beside it.
fn placements(county: &County, findings: &mut Findings) {
    let rows = &county.pack.placements;
    let spans = rows
        .iter()
        .enumerate()
        .zip(county.links.placement_person.iter().zip(&county.presence))
        .filter(|((_, placement), _)| placement.stay != Stay::Day)
        .filter_map(|((row, _), (person, presence))| {
            let days = (*presence)?;
            Some(Span {
                group: (*person)?,
                from: days.from(),
                to: days.to(),
                row,
            })
        })
        .collect();
    overlapping(spans, |earlier, later| {
        let (other, this) = (&rows[earlier], &rows[later]);
        if other.placement_id == this.placement_id {
            return;
        }
        let message = format!(
            "person {} is already at home {} under {}, {}; end that by {}, or correct this start",
            this.person_id,
            other.home_id,
            other.placement_id,
            days(
                other.started_on,
                county.presence[earlier].map(oast_units::Period::to)
            ),
            this.started_on.long()
        );
        findings.refuse::<Placement>(later, "started_on", message);
    });
}

fn indicative_prices(county: &County, findings: &mut Findings) {
    let rows = &county.pack.indicative_prices;
    let spans = rows
        .iter()
        .enumerate()
        .zip(&county.links.indicative_home)
        .filter_map(|((row, price), home)| {
            Some(Span {
                group: ((*home)?, price.category),
                from: price.from,
                to: last_day(price),
                row,
            })
        })
        .collect();
    overlapping(spans, |earlier, later| {
        let (other, this) = (&rows[earlier], &rows[later]);
        if other.from == this.from {
            return;
        }
        let message = format!(
            "home {} already has the price {} for {} {}; end that on {}, or begin this after it",
            this.home_id,
            other.weekly_price,
            this.category,
            days(other.from, other.to),
            this.from.previous().long()
        );
        findings.refuse::<IndicativePrice>(later, "from", message);
    });
}

fn contributions(county: &County, findings: &mut Findings) {
    let rows = &county.pack.contributions;
    let spans = rows
        .iter()
        .enumerate()
        .zip(&county.links.contribution_placement)
        .filter_map(|((row, contribution), placement)| {
            Some(Span {
                group: ((*placement)?, contribution.payer),
                from: contribution.from,
                to: contribution.to.unwrap_or(Date::MAX),
                row,
            })
        })
        .collect();
    overlapping(spans, |earlier, later| {
        let (other, this) = (&rows[earlier], &rows[later]);
        if other.from == this.from {
            return;
        }
        let message = format!(
            "{} already pays towards {} {}; end that on {}, or begin this after it",
            this.payer.words(),
            this.placement_id,
            days(other.from, other.to),
            this.from.previous().long()
        );
        findings.refuse::<Contribution>(later, "from", message);
    });
}

fn one_to_one(county: &County, findings: &mut Findings) {
    let rows = &county.pack.one_to_one;
    let spans = rows
        .iter()
        .enumerate()
        .zip(&county.links.one_to_one_placement)
        .filter_map(|((row, hours), placement)| {
            Some(Span {
                group: (*placement)?,
                from: hours.from,
                to: hours.to,
                row,
            })
        })
        .collect();
    overlapping(spans, |earlier, later| {
        let (other, this) = (&rows[earlier], &rows[later]);
        if other.from == this.from {
            return;
        }
        let message = format!(
            "{} already has {} hours a week {}; both are paid from {}",
            this.placement_id,
            other.hours_per_week,
            days(other.from, Some(other.to)),
            this.from.long()
        );
        findings.warn::<OneToOne>(later, "from", message);
    });
}
