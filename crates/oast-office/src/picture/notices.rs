use std::sync::Arc;

use oast_rules::placement::CaseFile;
use oast_rules::placement::notice::{GivenNotice, NoticeGroup, NoticeOverride, notice_groups};
use oast_terms::{Silent, Terms};
use oast_units::{Date, SchemeId};

use super::facts::Facts;

/// The groups that providers' notices form. A contract without notice terms on a day it needs them
/// leaves its notices out: the terms' own check tells of it.
pub(super) fn groups(facts: &Facts, terms: &Terms) -> Vec<NoticeGroup> {
    let cases = facts.cases.iter().map(Arc::as_ref);
    groups_of(facts, terms, cases, &overrides(facts))
}

/// The groups in the home of a placement, as if an officer had kept the single period for one of
/// its notices.
pub(super) fn groups_with_kept(
    facts: &Facts,
    terms: &Terms,
    placement: &str,
    given_on: Date,
) -> Option<Vec<NoticeGroup>> {
    let case = facts.case(facts.placement(placement)?)?;
    let mut overrides = overrides(facts);
    overrides.push(NoticeOverride {
        placement: case.placement.placement_id.clone(),
        given_on,
        reason: "as it would be".parse().ok()?,
    });
    let there = facts.in_home(case.placement.home_id.as_str()).iter();
    let cases = there.filter_map(|at| facts.case(*at));
    Some(groups_of(facts, terms, cases, &overrides))
}

fn overrides(facts: &Facts) -> Vec<NoticeOverride> {
    facts
        .market
        .overrides
        .iter()
        .map(|fact| NoticeOverride {
            placement: fact.placement_id.clone(),
            given_on: fact.given_on,
            reason: fact.reason.clone(),
        })
        .collect()
}

fn groups_of<'f>(
    facts: &'f Facts,
    terms: &'f Terms,
    cases: impl Iterator<Item = &'f CaseFile>,
    overrides: &[NoticeOverride],
) -> Vec<NoticeGroup> {
    let given: Vec<GivenNotice<'_>> = cases
        .flat_map(|case| case.notices.iter().map(move |notice| (case, notice)))
        .filter_map(|(case, notice)| {
            let placement = &case.placement;
            let home = facts.home(placement.home_id.as_str())?;
            let scheme = placement.scheme.as_ref().map(SchemeId::as_str);
            Some(GivenNotice {
                notice,
                home: &home.home_id,
                provider: &home.provider_id,
                ended_on: placement.ended_on,
                terms: &terms.contract_for(scheme, placement.route.code()).notice,
            })
        })
        .collect();
    notice_groups(&given, overrides, &mut Silent).unwrap_or_default()
}
