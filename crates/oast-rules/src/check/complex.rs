//! Complex care has an assessment, and care that dear is complex (rules §3).

use oast_units::{Date, WeeklyRate};

use super::county::County;
use super::finding::Findings;
use crate::facts::{Category, CategoryChange, Placement, Route};

pub(super) fn check(county: &County, findings: &mut Findings) {
    let first = first_assessments(county);
    starts(county, &first, findings);
    changes(county, &first, findings);
}

fn starts(county: &County, first: &[Option<Date>], findings: &mut Findings) {
    for (row, (placement, first)) in county.pack.placements.iter().zip(first).enumerate() {
        let (agreed, from) = (placement.agreed_weekly, placement.started_on);
        let column = match (placement.category, placement.route) {
            (Category::Complex, _) => "category",
            (_, Route::Complex) => "route",
            _ => {
                if let Some(message) = too_dear(county, placement, agreed, from) {
                    findings.refuse::<Placement>(row, "agreed_weekly", message);
                }
                continue;
            }
        };
        if let Some(message) = unassessed(placement, from, *first) {
            findings.refuse::<Placement>(row, column, message);
        }
    }
}

fn changes(county: &County, first: &[Option<Date>], findings: &mut Findings) {
    let links = &county.links.change_placement;
    for (row, (change, link)) in county.pack.category_changes.iter().zip(links).enumerate() {
        let Some(placement) = county.placement(*link) else {
            continue;
        };
        if change.category != Category::Complex {
            if let Some(message) = too_dear(county, placement, change.agreed_weekly, change.from) {
                findings.refuse::<CategoryChange>(row, "agreed_weekly", message);
            }
            continue;
        }
        let first = link.and_then(|row| first.get(row as usize).copied().flatten());
        if let Some(message) = unassessed(placement, change.from, first) {
            findings.refuse::<CategoryChange>(row, "category", message);
        }
    }
}

/// The first day of each placement's earliest assessment.
fn first_assessments(county: &County) -> Vec<Option<Date>> {
    let mut first: Vec<Option<Date>> = vec![None; county.pack.placements.len()];
    let links = &county.links.assessment_placement;
    for (assessment, link) in county.pack.assessments.iter().zip(links) {
        if let Some(place) = link.and_then(|row| first.get_mut(row as usize)) {
            let day = assessment.valid_from;
            *place = Some(place.map_or(day, |earlier| earlier.min(day)));
        }
    }
    first
}

fn unassessed(placement: &Placement, from: Date, first: Option<Date>) -> Option<String> {
    if first.is_some_and(|first| first <= from) {
        return None;
    }
    let found = first.map_or("there is none".into(), |first| {
        format!("the earliest is valid from {}", first.long())
    });
    Some(format!(
        "{} is complex from {} and needs an assessment valid on or before that day ({found}); add it to assessments.csv, or correct the category or route",
        placement.placement_id,
        from.long()
    ))
}

/// Care agreed above the threshold since there is one. Legacy and cost-model placements, and those
/// that began before the threshold's first day, are left alone.
fn too_dear(
    county: &County,
    placement: &Placement,
    agreed: Option<WeeklyRate>,
    agreed_on: Date,
) -> Option<String> {
    let agreed = agreed?;
    if !matches!(placement.route, Route::Framework | Route::Spot | Route::Dps) {
        return None;
    }
    let threshold = &county
        .bands(placement.scheme.as_ref(), placement.route)?
        .complex_threshold;
    threshold.dated_on(placement.started_on).ok()?;
    let most = threshold.dated_on(agreed_on).ok()?.value;
    (agreed > most).then(|| {
        format!(
            "{agreed} a week is agreed, and care above {most} is complex: change the category to complex and add its assessment, or correct the price"
        )
    })
}
