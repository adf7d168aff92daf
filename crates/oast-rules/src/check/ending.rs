//! How a placement ends: a day and a reason, both or neither (rules §4).

use super::county::County;
use super::finding::Findings;
use crate::facts::{EndReason, GivenBy, Placement};

pub(super) fn check(county: &County, findings: &mut Findings) {
    let noticed = noticed_by_council(county);
    for (row, placement) in county.pack.placements.iter().enumerate() {
        day_and_reason(row, placement, findings);
        room(row, placement, findings);
        let by_council = placement.end_reason == Some(EndReason::NoticeCouncil);
        if by_council && !noticed.get(row).copied().unwrap_or_default() {
            let message = "it ended under the council's notice and no notice by the council is in notices.csv; without one the fee stops the day before leaving";
            findings.warn::<Placement>(row, "end_reason", message.into());
        }
    }
}

fn day_and_reason(row: usize, placement: &Placement, findings: &mut Findings) {
    match (placement.ended_on, placement.end_reason) {
        (Some(ended), _) if ended < placement.started_on => {
            let message = format!(
                "it ended on {}, before it started on {}; the end is the day of death or of leaving",
                ended.long(),
                placement.started_on.long()
            );
            findings.refuse::<Placement>(row, "ended_on", message);
        }
        (Some(ended), None) => {
            let message = format!(
                "it ended on {} and nothing says why; give one of {}",
                ended.long(),
                EndReason::ALL
                    .iter()
                    .map(|reason| reason.code())
                    .collect::<Vec<_>>()
                    .join(", ")
            );
            findings.refuse::<Placement>(row, "end_reason", message);
        }
        (None, Some(reason)) => {
            let message = format!(
                "it has the end reason {reason} and no ended_on; give the day, or leave the reason empty"
            );
            findings.refuse::<Placement>(row, "ended_on", message);
        }
        _ => {}
    }
}

fn room(row: usize, placement: &Placement, findings: &mut Findings) {
    let Some(relet) = placement.room_relet_on else {
        return;
    };
    let message = match placement.ended_on {
        None => format!(
            "the room was let again on {} and the placement has not ended; give ended_on, or leave this empty",
            relet.long()
        ),
        Some(ended) if relet < ended => format!(
            "the room was let again on {}, before the placement ended on {}; it is let again on that day or later",
            relet.long(),
            ended.long()
        ),
        Some(_) => return,
    };
    findings.refuse::<Placement>(row, "room_relet_on", message);
}

/// Whether the council gave notice of each placement.
fn noticed_by_council(county: &County) -> Vec<bool> {
    let mut noticed = vec![false; county.pack.placements.len()];
    for (notice, link) in county
        .pack
        .notices
        .iter()
        .zip(&county.links.notice_placement)
    {
        let place = link.and_then(|row| noticed.get_mut(row as usize));
        if let (GivenBy::Council, Some(place)) = (notice.given_by, place) {
            *place = true;
        }
    }
    noticed
}
