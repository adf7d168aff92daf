//! The provider's notice, and the guard against giving it in pieces (rules §7).
//!
//! A single placement takes a shorter notice than several do. Notices that one provider gives on
//! placements in one home, each within so many days of another, are taken together whatever order
//! they come in, so that several single notices are no way round the longer one.

use std::collections::BTreeSet;

use oast_terms::{Entry, NotApplied, NotInForce, NoticeTerms, Step, Trace};
use oast_units::{Date, HomeId, PlacementId, ProviderId, Text};

use crate::facts::{GivenBy, Notice};

const CLAUSE: &str = "rules §7";

/// A notice, with what is known of its placement.
#[derive(Debug, Clone, Copy)]
pub struct GivenNotice<'a> {
    /// The notice.
    pub notice: &'a Notice,
    /// The home that the placement is in.
    pub home: &'a HomeId,
    /// The provider of that home.
    pub provider: &'a ProviderId,
    /// The day of death or of leaving, if the placement has ended.
    pub ended_on: Option<Date>,
    /// The notice terms of the placement's own contract.
    pub terms: &'a NoticeTerms,
}

/// An officer's decision that one notice keeps the single period. It goes when that notice goes: a
/// later notice on the same placement needs its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeOverride {
    /// The placement.
    pub placement: PlacementId,
    /// The day of the notice.
    pub given_on: Date,
    /// Why.
    pub reason: Text,
}

/// How a notice is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// On its own: the single period.
    Single,
    /// With others: the longer period, from its own day.
    Grouped,
    /// With others, but an officer kept the single period.
    Overridden,
    /// With others, but the person had left before there were several: the single period stands.
    Ended,
}

/// One notice and the period it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticePeriod {
    /// The placement.
    pub placement: PlacementId,
    /// The day it was given.
    pub given_on: Date,
    /// Its length.
    pub days: i32,
    /// The first day on which the placement may end.
    pub earliest_end: Date,
    /// How it is counted.
    pub counted: Counted,
    /// Why, for the provider and the officer.
    pub why: String,
}

/// Notices by one provider in one home, each within the grouping days of the one before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeGroup {
    /// Who gave them.
    pub provider: ProviderId,
    /// Where.
    pub home: HomeId,
    /// The notices, earliest first.
    pub notices: Vec<NoticePeriod>,
}

/// The groups that providers' notices form, with the period of each notice.
///
/// The council's own notices form none, and a notice given after the placement ended is void. A
/// notice still counts towards the others when its person has since left or died: otherwise a
/// provider who emptied the first room quickly would be free of the longer period for the second.
pub fn notice_groups(
    given: &[GivenNotice<'_>],
    overrides: &[NoticeOverride],
    trace: &mut impl Trace,
) -> Result<Vec<NoticeGroup>, NotInForce> {
    let mut standing: Vec<&GivenNotice<'_>> = Vec::with_capacity(given.len());
    for each in given {
        match set_aside(each) {
            Some(why) => trace.record(|| {
                Entry::NotApplied(NotApplied {
                    rule: "notice.group",
                    why,
                })
            }),
            None => standing.push(each),
        }
    }
    standing.sort_by_key(|each| {
        let notice = each.notice;
        (
            each.provider,
            each.home,
            notice.given_on,
            &notice.placement_id,
        )
    });
    let mut groups = Vec::new();
    let mut rest = standing.as_slice();
    while let Some(first) = rest.first() {
        let (together, after) = rest.split_at(run_length(rest, trace)?);
        let periods = together
            .iter()
            .map(|each| period_of(each, together, overrides, trace));
        groups.push(NoticeGroup {
            provider: first.provider.clone(),
            home: first.home.clone(),
            notices: periods.collect::<Result<_, _>>()?,
        });
        rest = after;
    }
    Ok(groups)
}

/// Why a notice takes no part, if it takes none.
fn set_aside(given: &GivenNotice<'_>) -> Option<String> {
    let notice = given.notice;
    if notice.given_by == GivenBy::Council {
        return Some(format!(
            "The notice on {} was the council's own.",
            notice.placement_id
        ));
    }
    let ended = given.ended_on.filter(|ended| *ended < notice.given_on)?;
    Some(format!(
        "Placement {} ended on {}, before notice was given on {}.",
        notice.placement_id,
        ended.long(),
        notice.given_on.long()
    ))
}

/// How many notices from the first on belong together: each of one provider and home, and given
/// within the grouping days, as its own contract counts them, of the one before it.
fn run_length(notices: &[&GivenNotice<'_>], trace: &mut impl Trace) -> Result<usize, NotInForce> {
    for (index, pair) in notices.windows(2).enumerate() {
        let [before, next] = [pair[0], pair[1]];
        let day = next.notice.given_on;
        let apart = day - before.notice.given_on;
        let same_place = (before.provider, before.home) == (next.provider, next.home);
        if !same_place || apart > next.terms.grouping_days.on(day, trace)?.0 {
            return Ok(index + 1);
        }
    }
    Ok(notices.len())
}

/// The period of one notice of those that were given together.
fn period_of(
    given: &GivenNotice<'_>,
    together: &[&GivenNotice<'_>],
    overrides: &[NoticeOverride],
    trace: &mut impl Trace,
) -> Result<NoticePeriod, NotInForce> {
    let notice = given.notice;
    let threshold = given.terms.multiple_threshold.on(notice.given_on, trace)?.0;
    let kept = overrides
        .iter()
        .find(|each| each.placement == notice.placement_id && each.given_on == notice.given_on);
    let (counted, why) = match several_since(together, threshold) {
        None => (
            Counted::Single,
            "No notice on enough other placements in the home was given near enough to it".into(),
        ),
        Some(since) => among_several(given, together, since, kept),
    };
    let days = match counted {
        Counted::Grouped => &given.terms.multiple_notice_days,
        Counted::Single | Counted::Overridden | Counted::Ended => &given.terms.single_notice_days,
    };
    let days = days.on(notice.given_on, trace)?.0;
    let earliest_end = notice.given_on + days;
    let why = format!(
        "{why}: {days} days from {}, so not before {}.",
        notice.given_on.long(),
        earliest_end.long()
    );
    trace.record(|| {
        Entry::Step(Step {
            rule: "notice.group",
            clause: CLAUSE,
            says: format!("{}: {why}", notice.placement_id),
            amount: None,
        })
    });
    Ok(NoticePeriod {
        placement: notice.placement_id.clone(),
        given_on: notice.given_on,
        days,
        earliest_end,
        counted,
        why,
    })
}

/// The day from which the notices are on as many placements as make several, if they ever are. A
/// second notice on the same placement counts once.
fn several_since(together: &[&GivenNotice<'_>], threshold: u32) -> Option<Date> {
    let mut placements = BTreeSet::new();
    together.iter().find_map(|each| {
        placements.insert(&each.notice.placement_id);
        let several = u32::try_from(placements.len()).is_ok_and(|count| count >= threshold);
        several.then_some(each.notice.given_on)
    })
}

/// How a notice counts that is one of several, and why, as the start of a sentence.
fn among_several(
    given: &GivenNotice<'_>,
    together: &[&GivenNotice<'_>],
    since: Date,
    kept: Option<&NoticeOverride>,
) -> (Counted, String) {
    if let Some(left) = given.ended_on.filter(|left| *left <= since) {
        let why = format!(
            "The person had left on {}, before there were several notices on {}",
            left.long(),
            since.long()
        );
        return (Counted::Ended, why);
    }
    let placements: BTreeSet<&str> = together
        .iter()
        .map(|each| each.notice.placement_id.as_str())
        .collect();
    let placements = placements.into_iter().collect::<Vec<_>>().join(", ");
    if let Some(kept) = kept {
        let why = format!(
            "Notices were given together on {placements}, but an officer kept the single period ({})",
            kept.reason
        );
        return (Counted::Overridden, why);
    }
    let since = if since > given.notice.given_on {
        format!(", which has made them several since {}", since.long())
    } else {
        String::new()
    };
    let why = format!("Notices were given together on {placements}{since}");
    (Counted::Grouped, why)
}
