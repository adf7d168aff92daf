use oast_rules::placement::notice::{GivenNotice, NoticeGroup, NoticeOverride, notice_groups};
use oast_terms::{Silent, Terms};
use oast_units::SchemeId;

use super::facts::Facts;

/// The groups that providers' notices form. A contract without notice terms on a day it needs them
/// leaves its notices out: the terms' own check tells of it.
pub(super) fn groups(facts: &Facts, terms: &Terms) -> Vec<NoticeGroup> {
    let overrides: Vec<NoticeOverride> = facts
        .market
        .overrides
        .iter()
        .map(|fact| NoticeOverride {
            placement: fact.placement_id.clone(),
            given_on: fact.given_on,
            reason: fact.reason.clone(),
        })
        .collect();
    let given: Vec<GivenNotice<'_>> = facts
        .cases
        .iter()
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
    notice_groups(&given, &overrides, &mut Silent).unwrap_or_default()
}
