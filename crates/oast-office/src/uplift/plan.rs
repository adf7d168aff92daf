//! Whether an uplift can be, and what has changed since it was proposed.

use oast_rules::check::{Severity, check};
use oast_rules::facts::{AppliesTo, Pack, Price, Uplift};
use oast_rules::price::uplift_set::State;
use oast_store::{AuditEntry, Connected, Which};
use oast_units::{Date, Percent};

use super::effect::{UpliftEffect, UpliftPlan};
use super::measure::{AsOf, Turn, measure, same_key};
use super::sets::UpliftStanding;
use crate::OfficeError;
use crate::record::desk::Desk;
use crate::record::sentence;

/// The name of the weekly difference in an audit entry.
pub(super) const WEEKLY_DIFFERENCE: &str = "weekly_difference";

fn refused<T>(why: String) -> Result<T, OfficeError> {
    Err(OfficeError::Refused(why))
}

/// What an uplift would change, if it can be.
pub(super) fn weighed<H: Connected>(
    host: &mut H,
    known: AsOf<'_>,
    plan: &UpliftPlan,
    today: Date,
) -> Result<UpliftEffect, OfficeError> {
    let findings = possible(&mut known.desk(host), plan)?;
    let mut effect = measure(host, known, plan, Turn::Comes, today)?;
    effect.findings = findings;
    Ok(effect)
}

/// Refuses an uplift that cannot be; gives what somebody should look at.
fn possible(desk: &mut Desk<'_>, plan: &UpliftPlan) -> Result<Vec<String>, OfficeError> {
    match (plan.applies_to, &plan.scheme) {
        (AppliesTo::Framework, None) => {
            return refused(
                "an uplift of framework placements raises those of one scheme; give the scheme"
                    .into(),
            );
        }
        (AppliesTo::Legacy | AppliesTo::Spot, Some(scheme)) => {
            return refused(format!(
                "{} placements belong to no scheme, so an uplift of them cannot be for {scheme}; leave the scheme empty",
                plan.applies_to.words()
            ));
        }
        _ => {}
    }
    if plan.percent == Percent::whole(0) {
        return refused("an uplift of 0% raises nothing; give per cent, such as 2.8".into());
    }
    let uplift = plan.fact();
    let pack = Pack {
        uplifts: vec![uplift.clone()],
        ..Pack::default()
    };
    let (stops, tells): (Vec<_>, Vec<_>) = check(&pack, desk.terms)
        .into_iter()
        .partition(|finding| finding.severity == Severity::Refused);
    if let Some(stop) = stops.first() {
        return refused(stop.message.clone());
    }
    let uplifts: Vec<Uplift> = desk.facts(Which::All)?;
    if let Some(there) = uplifts.iter().find(|there| on_the_same(there, &uplift)) {
        return refused(format!(
            "{} placements{} are uplifted by {}% on {} already; reverse that one first, or choose another day",
            there.applies_to.words(),
            there
                .scheme
                .as_ref()
                .map_or(String::new(), |scheme| format!(" of {scheme}")),
            there.percent,
            there.effective_on.long()
        ));
    }
    Ok(tells
        .iter()
        .map(|finding| sentence(&finding.message))
        .collect())
}

/// Whether two uplifts take effect on one day and can raise one placement.
fn on_the_same(one: &Uplift, other: &Uplift) -> bool {
    let schemes_apart = match (&one.scheme, &other.scheme) {
        (Some(one), Some(other)) => one != other,
        (None, None) => false,
        // Without a scheme a framework uplift raises nothing; on the others it raises any.
        _ => one.applies_to == AppliesTo::Framework,
    };
    let schemes_apart =
        schemes_apart && !matches!(one.applies_to, AppliesTo::Legacy | AppliesTo::Spot);
    (one.applies_to, one.effective_on) == (other.applies_to, other.effective_on) && !schemes_apart
}

/// Refuses an uplift that waits for approval already.
pub(super) fn not_waiting(
    standings: &[UpliftStanding],
    plan: &UpliftPlan,
) -> Result<(), OfficeError> {
    let waits = |standing: &&UpliftStanding| {
        standing.state == State::Proposed && on_the_same(&standing.plan().fact(), &plan.fact())
    };
    match standings.iter().find(waits) {
        Some(waiting) => refused(format!(
            "uplift {} of {}% for the same placements from the same day waits for approval; approve or reject it first",
            waiting.set.uplift_set, waiting.set.percent
        )),
        None => Ok(()),
    }
}

/// Refuses the reversal of an uplift that is not what raises prices any more.
pub(super) fn still_stands(
    desk: &mut Desk<'_>,
    id: &str,
    plan: &UpliftPlan,
) -> Result<(), OfficeError> {
    let uplifts: Vec<Uplift> = desk.facts(Which::All)?;
    let uplift = plan.fact();
    match uplifts.iter().find(|there| same_key(there, &uplift)) {
        Some(there) if there.percent == uplift.percent => Ok(()),
        Some(there) => refused(format!(
            "uplift {id} was {}% and has been corrected to {}% since; correct it in uplifts.csv and import that",
            uplift.percent, there.percent
        )),
        None => refused(format!(
            "uplift {id} has been withdrawn since it was approved, so there is nothing to reverse"
        )),
    }
}

/// What has changed since an uplift was proposed, in sentences: compares the effect with the audit
/// entry that proposed it.
pub(super) fn since_proposal<H: Connected>(
    host: &mut H,
    known: AsOf<'_>,
    standing: &UpliftStanding,
    (effect, told): (&UpliftEffect, Option<&AuditEntry>),
) -> Result<Vec<String>, OfficeError> {
    let then = AsOf {
        known_seq: i64::from(standing.set.known_seq),
        ..known
    };
    let mut says = Vec::new();
    let prices = |known: AsOf<'_>, host: &mut H| known.desk(host).facts::<Price>(Which::All);
    if prices(then, host)? != prices(known, host)? {
        says.push("Tendered prices have changed since it was proposed.".into());
    }
    let uplifts = |known: AsOf<'_>, host: &mut H| known.desk(host).facts::<Uplift>(Which::All);
    if uplifts(then, host)? != uplifts(known, host)? {
        says.push("Other uplifts have been recorded or withdrawn since it was proposed.".into());
    }
    let told = told
        .and_then(|entry| serde_json::from_str::<serde_json::Value>(&entry.detail).ok())
        .and_then(|detail| Some(detail.get(WEEKLY_DIFFERENCE)?.as_str()?.to_owned()));
    let now = effect.weekly_difference.plain();
    if let Some(told) = told.filter(|told| *told != now) {
        says.push(format!(
            "The weekly difference was £{told} when it was proposed and is £{now} now."
        ));
    }
    Ok(says)
}
