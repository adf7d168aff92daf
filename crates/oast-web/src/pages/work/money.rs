//! Money at risk today: runs that wait for somebody, what is held, and rates that are not there.

use oast_office::access::Action;
use oast_office::pay_run::{ProposedSums, RunSummary};
use oast_rules::facts::Hold;
use oast_rules::money::pay_run::State;
use oast_rules::price::uplift_set;

use super::kind::{Kind, Row};
use super::{is_mine, people};
use crate::answer::Fault;
use crate::desk::{Desk, Known};
use crate::link::To;
use crate::list::Cell;
use crate::pages::money::{Users, may_take_part, new};
use crate::words;

/// What waits of money.
pub(super) fn kinds(desk: &mut Desk, most: usize) -> Result<Vec<Kind>, Fault> {
    let mut kinds = Vec::new();
    if desk.may(Action::SeeMoney) {
        kinds.extend(due(desk)?);
        kinds.extend(runs(desk, most)?);
        kinds.extend(holds(desk, most)?);
        kinds.extend(uplifts(desk, most)?);
    }
    if is_mine(desk, &[Action::RecordEvent]) && desk.may(Action::SeePeople) {
        kinds.extend(no_rate(desk, most)?);
    }
    Ok(kinds)
}

/// A pay period that is over and that no run pays yet.
fn due(desk: &mut Desk) -> Result<Option<Kind>, Fault> {
    if !desk.may(Action::ProposePayRun) || desk.known() != Known::Now {
        return Ok(None);
    }
    let today = desk.today();
    let Some(until) = new::due_until(desk)? else {
        return Ok(None);
    };
    let ended = words::days_ago(until, today);
    Ok(Kind::from("due", "Pay that is due", &[until], 1, |until| {
        Some(Row {
            what: Cell::text(format!("The pay period to {}", until.long())).to(To::PayRuns),
            why: format!("It ended {ended}, and no run pays it yet."),
            figure: Cell::empty(),
            act: Cell::text("Propose a pay run").to(To::PayRunNew),
        })
    }))
}

/// Runs that wait for this person, and what they adjust.
fn runs(desk: &mut Desk, most: usize) -> Result<Vec<Kind>, Fault> {
    let at = desk.known_at();
    let users = Users::of(desk)?;
    let mut waiting: Vec<(RunSummary, (String, &'static str), Option<ProposedSums>)> = Vec::new();
    for run in desk.office()?.pay_runs(at)? {
        if let Some(says) = waits(desk, &run, &users) {
            let sums = desk.office()?.proposed_sums(&run)?;
            waiting.push((run, says, sums));
        }
    }
    let runs = Kind::from("runs", "Pay runs", &waiting, most, |(run, says, sums)| {
        let to = To::PayRun(&run.pay_run);
        Some(Row {
            what: Cell::text(format!("Pay run {}", run.pay_run)).to(&to),
            why: says.0.clone(),
            figure: sums.map_or_else(Cell::empty, |sums| {
                Cell::money(sums.to_homes).to(To::PayRunLines(&run.pay_run))
            }),
            act: Cell::text(says.1).to(&to),
        })
    });
    let adjusting: Vec<(&RunSummary, u64)> = waiting
        .iter()
        .filter_map(|(run, _, sums)| Some((run, (*sums)?.adjustments?)))
        .filter(|(_, adjustments)| *adjustments > 0)
        .collect();
    let adjustments = Kind::from(
        "adjustments",
        "Adjustments of an open run",
        &adjusting,
        most,
        |(run, adjustments)| {
            let lines = usize::try_from(*adjustments).unwrap_or(usize::MAX);
            Some(Row {
                what: Cell::text(format!("Pay run {}", run.pay_run)).to(To::PayRun(&run.pay_run)),
                why: format!(
                    "{} what earlier runs paid; each says what caused it.",
                    words::so_many(lines, "line changes", "lines change")
                ),
                figure: Cell::empty(),
                act: Cell::text("Look at the adjustments by cause").to(To::PayRun(&run.pay_run)),
            })
        },
    );
    Ok(runs
        .map(|kind| kind.at(To::PayRuns))
        .into_iter()
        .chain(adjustments)
        .collect())
}

/// Uplifts that wait for this person to decide: what somebody proposed themselves waits for others.
fn uplifts(desk: &mut Desk, most: usize) -> Result<Option<Kind>, Fault> {
    if !is_mine(desk, &[Action::DecideUplift]) {
        return Ok(None);
    }
    let users = Users::of(desk)?;
    let may = desk.may(Action::DecideUplift);
    let me = desk
        .who()
        .map_or(String::new(), |user| user.user_id.clone());
    let known = desk.picture()?.known_seq();
    let mut waiting = desk.office()?.uplift_sets_at(known)?;
    waiting.retain(|standing| {
        let own = may && standing.set.proposed_by.as_str() == me;
        standing.state == uplift_set::State::Proposed && !own
    });
    let kind = Kind::from("uplifts", "Uplifts", &waiting, most, |standing| {
        let set = &standing.set;
        let to = To::Uplift(set.uplift_set.as_str());
        let act = if may {
            "Approve it or turn it down"
        } else {
            "Look at it"
        };
        Some(Row {
            what: Cell::text(format!("Uplift {}", set.uplift_set)).to(&to),
            why: format!(
                "{} proposed {} for {} placements, and somebody else must approve it.",
                users.name(set.proposed_by.as_str()),
                set.percent,
                set.applies_to.words()
            ),
            figure: Cell::date(set.effective_on),
            act: Cell::text(act).to(&to),
        })
    });
    Ok(kind.map(|kind| kind.at(To::Uplifts)))
}

/// Why a run waits for this person, and what to do about it; none when it waits for somebody else.
fn waits(desk: &Desk, run: &RunSummary, users: &Users) -> Option<(String, &'static str)> {
    let proposer = users.name(&run.proposed_by);
    let until = run.until.long();
    let audits = desk.may(Action::SeeAudit);
    match run.state {
        State::Proposed => {
            let may = may_take_part(desk, run, Action::CheckPayRun);
            (may || audits).then(|| {
                let why = format!(
                    "{proposer} proposed it up to {until}, and nobody has looked at its lines yet."
                );
                (why, if may { "Check its lines" } else { "Look at it" })
            })
        }
        State::Checked => {
            let may = may_take_part(desk, run, Action::DecidePayRun);
            (may || audits).then(|| {
                let why = format!(
                    "{proposer} proposed it up to {until}, and somebody else must approve it."
                );
                let act = "Approve it or turn it down";
                (why, if may { act } else { "Look at it" })
            })
        }
        State::Approved => {
            let may = may_take_part(desk, run, Action::PayPayRun);
            (may || audits).then(|| {
                let why = format!("It is approved up to {until}, and homes wait for their money.");
                (why, if may { "Pay it" } else { "Look at it" })
            })
        }
        State::Paid | State::Rejected => None,
    }
}

/// What is held back.
fn holds(desk: &mut Desk, most: usize) -> Result<Option<Kind>, Fault> {
    if !is_mine(desk, &[Action::HoldPayment]) {
        return Ok(None);
    }
    let at = desk.known_at();
    let holds = desk.office()?.holds(at)?;
    let users = Users::of(desk)?;
    let picture = desk.picture()?;
    let may = desk.may(Action::HoldPayment);
    Ok(Kind::from(
        "holds",
        "Payments held",
        &holds,
        most,
        |hold: &Hold| {
            let id = hold.placement_id.as_str();
            let what = match picture.facts.placement(id) {
                Some(at) => people::placement(&picture, at)?,
                None => Cell::text(id).to(To::Placement(id)),
            };
            let act = if may {
                "Release it once the reason is gone"
            } else {
                "Look at the placement"
            };
            Some(Row {
                what,
                why: format!(
                    "{} holds the {}: {}",
                    users.name(hold.actor.as_str()),
                    hold.element.words(),
                    crate::form::sentence(hold.reason.as_str())
                ),
                figure: Cell::empty(),
                act: Cell::text(act).to(To::Placement(id)),
            })
        },
    ))
}

/// Placements of which no rate can be worked out, so that their homes are not paid.
fn no_rate(desk: &mut Desk, most: usize) -> Result<Option<Kind>, Fault> {
    let picture = desk.picture()?;
    let day = picture.day;
    Ok(Kind::from(
        "no-rate",
        "Placements without a rate",
        &picture.attention().no_rate,
        most,
        |at| {
            let placement = &picture.facts.case(*at)?.placement;
            let id = placement.placement_id.as_str();
            Some(Row {
                what: people::placement(&picture, *at)?,
                why: "No price is recorded from which a weekly rate follows, so the home is not paid."
                    .to_owned(),
                figure: Cell::date(placement.started_on).hint("since"),
                act: Cell::text("See which price is missing").to(To::Rate(id, day)),
            })
        },
    ))
}
