//! An uplift does what its preview said, and its reversal undoes it to the penny.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::collections::BTreeMap;

use oast_office::Office;
use oast_office::uplift::{OutlierKind, UpliftEffect, UpliftPlan};
use oast_rules::facts::{AppliesTo, PayRunLine, Placement, Side, Uplift};
use oast_rules::price::uplift_set::State;
use oast_units::{Date, Pence};
use support::{all, at, by, county, date, lines, pay};

const PAID_UNTIL: [&str; 3] = ["2026-04-26", "2026-05-24", "2026-06-10"];
const TODAY: Date = Date::of(2026, 6, 15);

fn paid_county() -> Office {
    let mut office = county(120);
    for until in PAID_UNTIL {
        pay(&mut office, until);
    }
    office
}

fn plan(applies_to: AppliesTo, on: &str, percent: &str) -> UpliftPlan {
    let scheme =
        (applies_to == AppliesTo::Framework).then(|| "oprn-framework-2026".parse().unwrap());
    UpliftPlan {
        applies_to,
        scheme,
        effective_on: date(on),
        percent: percent.parse().unwrap(),
        decision: "26/00123".parse().unwrap(),
    }
}

fn officer() -> oast_office::Actor<'static> {
    by("officer", at("2026-06-15T09:00:00Z"))
}

fn approver() -> oast_office::Actor<'static> {
    by("approver", at("2026-06-15T10:00:00Z"))
}

fn sum(lines: &[PayRunLine], side: Side) -> Pence {
    let of = lines.iter().filter(|line| line.side == side);
    of.map(|line| line.amount).sum()
}

/// What each home and placement is paid for days that were paid before.
fn by_placement(lines: &[PayRunLine]) -> BTreeMap<String, Pence> {
    let mut sums = BTreeMap::new();
    for line in lines.iter().filter(|line| line.side == Side::Home) {
        *sums.entry(line.placement_id.to_string()).or_default() += line.amount;
    }
    sums
}

fn previewed(effect: &UpliftEffect) -> BTreeMap<String, Pence> {
    effect
        .placements
        .iter()
        .filter(|placement| !placement.back_dated.is_zero())
        .map(|placement| (placement.placement_id.to_string(), placement.back_dated))
        .collect()
}

#[test]
fn approving_pays_what_was_previewed_and_reversing_takes_it_back() {
    for (applies_to, on) in [
        (AppliesTo::Framework, "2026-05-04"),
        (AppliesTo::Spot, "2026-05-04"),
        (AppliesTo::Legacy, "2026-05-11"),
    ] {
        let mut office = paid_county();
        let plan = plan(applies_to, on, "3.7");
        let preview = office.preview_uplift(&plan, TODAY).unwrap();
        let proposed = office.propose_uplift(&plan, TODAY, officer()).unwrap();
        assert_eq!(proposed.effect, preview);
        assert!(
            lines(&mut office, PAID_UNTIL[2]).is_empty(),
            "a proposal pays nothing"
        );
        let id = proposed.uplift_set.to_string();
        let same_person = office.approve_uplift(&id, TODAY, officer()).unwrap_err();
        assert_eq!(
            same_person.to_string(),
            "uplift US-0001: officer proposed it, so somebody else must approve it"
        );
        let approved = office.approve_uplift(&id, TODAY, approver()).unwrap();
        assert_eq!(approved.effect, preview);
        assert_eq!(approved.since_proposal, Vec::<String>::new());

        let adjusted = lines(&mut office, PAID_UNTIL[2]);
        assert!(
            !adjusted.is_empty(),
            "{applies_to}: {:?}",
            preview.not_affected
        );
        assert!(adjusted.iter().all(|line| line.cause.is_some()));
        assert_eq!(by_placement(&adjusted), previewed(&preview), "{applies_to}");
        assert_eq!(sum(&adjusted, Side::Home), preview.back_dated.to_homes);
        assert_eq!(sum(&adjusted, Side::Bill), preview.back_dated.billed);
        let homes: Pence = preview.homes.iter().map(|home| home.difference).sum();
        assert_eq!(homes, preview.weekly_difference);
        assert!(preview.weekly_difference > Pence::ZERO);

        pay(&mut office, PAID_UNTIL[2]);
        let reversal = office.preview_reversal(&id, TODAY).unwrap();
        assert_eq!(reversal.weekly_difference, -preview.weekly_difference);
        assert_eq!(reversal.back_dated.to_homes, -preview.back_dated.to_homes);
        let reversed = office
            .reverse_uplift(&id, "the wrong year's figure", TODAY, officer())
            .unwrap();
        assert_eq!(reversed.effect, reversal);
        let opposite: Vec<(String, Date, Pence)> = lines(&mut office, PAID_UNTIL[2])
            .into_iter()
            .map(|line| {
                (
                    line.placement_id.to_string(),
                    line.period_from,
                    -line.amount,
                )
            })
            .collect();
        let was: Vec<(String, Date, Pence)> = adjusted
            .into_iter()
            .map(|line| (line.placement_id.to_string(), line.period_from, line.amount))
            .collect();
        assert_eq!(opposite, was, "{applies_to}");
        assert_eq!(office.uplift_set(&id).unwrap().state, State::Reversed);
    }
}

#[test]
fn every_placement_is_either_changed_or_spared_with_a_reason() {
    let mut office = paid_county();
    let placements: Vec<Placement> = all(&mut office);
    let plan = plan(AppliesTo::Framework, "2027-02-01", "9");
    let effect = office.preview_uplift(&plan, TODAY).unwrap();
    assert_eq!(effect.on, date("2027-02-01"));
    let spared: u64 = effect.not_affected.iter().map(|(_, count)| count).sum();
    let all = effect.placements.len() + effect.problems.len();
    assert_eq!(all + usize::try_from(spared).unwrap(), placements.len());
    assert!(
        effect
            .not_affected
            .iter()
            .any(|(why, _)| why.contains("another route"))
    );
    assert_eq!(effect.back_dated.paid_until, None);
    assert_eq!(
        effect.annual_difference.get(),
        effect.weekly_difference.get() * 52
    );
    let kinds: Vec<OutlierKind> = effect.outliers.iter().map(|each| each.kind).collect();
    assert!(kinds.contains(&OutlierKind::LargestRise));
    assert!(kinds.contains(&OutlierKind::AboveBand), "{kinds:?}");
}

#[test]
fn what_changed_since_the_proposal_is_told() {
    let mut office = paid_county();
    let ours = plan(AppliesTo::Framework, "2026-05-04", "3.7");
    let id = office
        .propose_uplift(&ours, TODAY, officer())
        .unwrap()
        .uplift_set;
    let waiting = office.propose_uplift(&ours, TODAY, officer()).unwrap_err();
    assert_eq!(
        waiting.to_string(),
        "uplift US-0001 of 3.7% for the same placements from the same day waits for approval; approve or reject it first"
    );
    let other = plan(AppliesTo::Framework, "2026-05-18", "1");
    let other = office
        .propose_uplift(&other, TODAY, officer())
        .unwrap()
        .uplift_set;
    office
        .approve_uplift(other.as_str(), TODAY, approver())
        .unwrap();
    let approved = office
        .approve_uplift(id.as_str(), TODAY, approver())
        .unwrap();
    let says = approved.since_proposal.join("\n");
    assert!(says.contains("Other uplifts have been recorded"), "{says}");
    assert!(says.contains("The weekly difference was £"), "{says}");
    let near = approved
        .effect
        .outliers
        .iter()
        .find(|each| each.kind == OutlierKind::UpliftedWithinYear)
        .unwrap();
    assert!(near.placements > 0);
    let uplifts: Vec<Uplift> = all(&mut office);
    assert!(uplifts.contains(&ours.fact()));
}

#[test]
fn what_cannot_be_is_refused() {
    let mut office = paid_county();
    let mut unnamed = plan(AppliesTo::Framework, "2026-05-04", "3.7");
    unnamed.scheme = None;
    let mut named = plan(AppliesTo::Legacy, "2026-05-04", "3.7");
    named.scheme = Some("oprn-framework-2026".parse().unwrap());
    let known: Vec<Uplift> = all(&mut office);
    let there = known
        .iter()
        .find(|uplift| uplift.applies_to == AppliesTo::Legacy)
        .unwrap();
    let again = UpliftPlan {
        effective_on: there.effective_on,
        ..plan(AppliesTo::Legacy, "2026-05-04", "3.7")
    };
    for (plan, says) in [
        (unnamed, "give the scheme"),
        (named, "leave the scheme empty"),
        (plan(AppliesTo::Spot, "2026-05-04", "0"), "raises nothing"),
        (
            plan(AppliesTo::Spot, "2026-05-04", "282"),
            "outside -50% to 100%",
        ),
        (again, "already; reverse that one first"),
    ] {
        let refusal = office.propose_uplift(&plan, TODAY, officer()).unwrap_err();
        assert!(refusal.to_string().contains(says), "{refusal}");
    }
    let plan = plan(AppliesTo::Spot, "2026-05-04", "2");
    let id = office
        .propose_uplift(&plan, TODAY, officer())
        .unwrap()
        .uplift_set;
    let unreasoned = office
        .reject_uplift(id.as_str(), " ", approver())
        .unwrap_err();
    assert!(unreasoned.to_string().contains("rejected with a reason"));
    let early = office
        .reverse_uplift(id.as_str(), "no", TODAY, approver())
        .unwrap_err();
    assert!(
        early
            .to_string()
            .contains("only an approved uplift can be reversed")
    );
    office
        .reject_uplift(id.as_str(), "not in the budget", approver())
        .unwrap();
    let sets = office.uplift_sets().unwrap();
    assert_eq!(sets[0].state, State::Rejected);
}
