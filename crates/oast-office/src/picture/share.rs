use std::collections::HashSet;

use oast_rules::facts::{Category, Route};
use oast_rules::placement::CaseFile;
use oast_units::{Date, HomeId};

use super::facts::Facts;
use super::standing::category_on;
use crate::parts::in_parts;

/// How much of the placements a framework has on a day, in the categories that it prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrameworkShare {
    /// The day: the last of a month, or the picture's own.
    pub on: Date,
    /// People who live in a home where the council placed them.
    pub placements: i64,
    /// Of these, in a home that is a member of the framework on the day.
    pub in_framework_homes: i64,
    /// Of these, called off the framework.
    pub called_off: i64,
}

/// The share at the end of each month that is over, and on the day.
pub(super) fn framework_share(facts: &Facts, months: &[Date], day: Date) -> Vec<FrameworkShare> {
    let ends = months.iter().map(|month| month.add_months(1) - 1);
    let days: Vec<Date> = ends
        .take_while(|end| *end < day)
        .chain(std::iter::once(day))
        .collect();
    let members: Vec<HashSet<&HomeId>> = days.iter().map(|day| members(facts, *day)).collect();
    let parts = in_parts(&facts.cases, |cases| {
        let mut shares = empty(&days);
        for case in cases {
            for (share, members) in shares.iter_mut().zip(&members) {
                count(case, members, share);
            }
        }
        vec![shares]
    });
    let mut all = empty(&days);
    for part in parts {
        for (all, part) in all.iter_mut().zip(part) {
            all.placements += part.placements;
            all.in_framework_homes += part.in_framework_homes;
            all.called_off += part.called_off;
        }
    }
    all
}

fn empty(days: &[Date]) -> Vec<FrameworkShare> {
    let on = |on: &Date| FrameworkShare {
        on: *on,
        placements: 0,
        in_framework_homes: 0,
        called_off: 0,
    };
    days.iter().map(on).collect()
}

/// The homes that belong to the framework on a day.
pub(super) fn members(facts: &Facts, day: Date) -> HashSet<&HomeId> {
    let appointments = facts.market.appointments.iter();
    appointments
        .filter(|one| one.admitted_on <= day && one.left_on.is_none_or(|left| left >= day))
        .map(|one| &one.home_id)
        .collect()
}

fn count(case: &CaseFile, members: &HashSet<&HomeId>, share: &mut FrameworkShare) {
    let placement = &case.placement;
    let lives_there =
        placement.started_on <= share.on && placement.ended_on.is_none_or(|ended| ended > share.on);
    if !lives_there || category_on(case, share.on) == Category::Complex {
        return;
    }
    share.placements += 1;
    share.in_framework_homes += i64::from(members.contains(&placement.home_id));
    share.called_off += i64::from(placement.route == Route::Framework);
}
