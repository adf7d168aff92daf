//! What an event does to notices, with the guard against giving them in pieces (rules §7).

use oast_rules::facts::{self, GivenBy, Home};
use oast_rules::placement::CaseFile;
use oast_rules::placement::notice::{
    GivenNotice, NoticeGroup, NoticeOverride, NoticePeriod, notice_groups,
};
use oast_store::Which;
use oast_terms::Silent;
use oast_units::SchemeId;

use super::apply::Applied;
use super::desk::Desk;
use super::event::Event;
use crate::OfficeError;

/// What becomes of the notices in the home, in sentences.
pub(super) fn consequences(
    desk: &mut Desk<'_>,
    event: &Event,
    applied: &Applied,
) -> Result<Vec<String>, OfficeError> {
    let mut says = Vec::new();
    let by_council = matches!(
        event,
        Event::NoticeGiven {
            given_by: GivenBy::Council,
            ..
        }
    );
    if by_council {
        says.push(councils(desk, event, applied)?);
    }
    let concerned = event.is_end() || matches!(event, Event::NoticeGiven { .. });
    let Some(home) = desk
        .home(&applied.before.placement.home_id)?
        .filter(|_| concerned)
    else {
        return Ok(says);
    };
    let id = &applied.before.placement.placement_id;
    let mut others = desk.noticed_at(&home.home_id)?;
    others.retain(|case| case.placement.placement_id != *id);
    let mut overrides = Vec::new();
    for case in others.iter().chain([&applied.before]) {
        let of = Which::Of(case.placement.placement_id.as_str());
        overrides.extend(
            desk.facts::<facts::NoticeOverride>(of)?
                .into_iter()
                .map(|fact| NoticeOverride {
                    placement: fact.placement_id,
                    given_on: fact.given_on,
                    reason: fact.reason,
                }),
        );
    }
    let before = groups(desk, &home, &others, &applied.before, &overrides)?;
    let after = groups(desk, &home, &others, &applied.after, &overrides)?;
    says.extend(changes(&before, &after));
    Ok(says)
}

fn groups(
    desk: &Desk<'_>,
    home: &Home,
    others: &[CaseFile],
    this: &CaseFile,
    overrides: &[NoticeOverride],
) -> Result<Vec<NoticeGroup>, OfficeError> {
    let given: Vec<GivenNotice<'_>> = others
        .iter()
        .chain([this])
        .flat_map(|case| {
            let placement = &case.placement;
            let scheme = placement.scheme.as_ref().map(SchemeId::as_str);
            let contract = desk.terms.contract_for(scheme, placement.route.code());
            case.notices.iter().map(|notice| GivenNotice {
                notice,
                home: &home.home_id,
                provider: &home.provider_id,
                ended_on: placement.ended_on,
                terms: &contract.notice,
            })
        })
        .collect();
    Ok(notice_groups(&given, overrides, &mut Silent)?)
}

/// A sentence for each notice that is new, or takes another period than before.
fn changes(before: &[NoticeGroup], after: &[NoticeGroup]) -> Vec<String> {
    let all = |groups: &[NoticeGroup]| -> Vec<NoticePeriod> {
        groups
            .iter()
            .flat_map(|group| group.notices.clone())
            .collect()
    };
    let (before, after) = (all(before), all(after));
    let mut says = Vec::new();
    for now in &after {
        let then = before
            .iter()
            .find(|then| (&then.placement, then.given_on) == (&now.placement, now.given_on));
        match then {
            None => says.push(format!("Notice on {}. {}", now.placement, now.why)),
            Some(then) if then.days != now.days => says.push(format!(
                "The notice of {} on {} takes {} days instead of {}, and its placement may end on {} instead of {}. {}",
                now.given_on.long(),
                now.placement,
                now.days,
                then.days,
                now.earliest_end.long(),
                then.earliest_end.long(),
                now.why
            )),
            Some(_) => {}
        }
    }
    for then in &before {
        let stands =
            |now: &NoticePeriod| (&now.placement, now.given_on) == (&then.placement, then.given_on);
        if !after.iter().any(stands) {
            says.push(format!(
                "The notice of {} on {} is void: the placement had ended before it was given.",
                then.given_on.long(),
                then.placement
            ));
        }
    }
    says
}

/// What the council's own notice comes to.
fn councils(desk: &Desk<'_>, event: &Event, applied: &Applied) -> Result<String, OfficeError> {
    let placement = &applied.before.placement;
    let scheme = placement.scheme.as_ref().map(SchemeId::as_str);
    let contract = desk.terms.contract_for(scheme, placement.route.code());
    let given_on = event.day();
    let days = contract
        .payment
        .council_notice_days
        .dated_on(given_on)?
        .value
        .0;
    Ok(format!(
        "The council's notice takes {days} days from {}: whenever the person leaves, the care fee is due to {} or to the day before leaving, whichever is later, but not past the day before the room is let again.",
        given_on.long(),
        (given_on + days).long()
    ))
}
