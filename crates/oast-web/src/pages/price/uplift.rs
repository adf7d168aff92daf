//! One uplift: what was proposed, what was decided, and what it changes.

use std::collections::BTreeMap;

use axum::response::Response;
use oast_office::OfficeError;
use oast_office::access::Action;
use oast_office::uplift::UpliftStanding;
use oast_rules::price::uplift_set::State;
use serde::Serialize;
use serde_json::Value;

use super::effect::{Shown, Way, shown};
use super::{comes, effect_of, name, names, sample, state_tag, thought_through, whom};
use crate::answer::Fault;
use crate::desk::effects::Turn;
use crate::desk::{Desk, Known};
use crate::form::sentence;
use crate::link::To;
use crate::list::Cell;
use crate::page::Page;
use crate::pages::parts::Detail;
use crate::words::{begun, signed, uk_time_of};

/// One uplift.
#[derive(Debug, Serialize)]
pub struct UpliftPage {
    id: String,
    title: String,
    state: Cell,
    details: Vec<Detail>,
    steps: Vec<Step>,
    since: Vec<String>,
    /// Whether it waits for a decision.
    waiting: bool,
    /// What can be done with it: where, and the words.
    acts: Vec<(String, String)>,
    /// Who decides on it, where that is not who looks.
    waits: String,
    heading: String,
    effect: Option<Shown>,
    /// Why there is no effect to show.
    instead: String,
    again: String,
}

/// Something that was done to it.
#[derive(Debug, Serialize)]
struct Step {
    date: String,
    says: String,
    source: String,
    href: Option<String>,
}

impl Page for UpliftPage {
    const TEMPLATE: &'static str = "pages/price/uplift.html";

    fn title(&self) -> String {
        self.title.clone()
    }

    fn samples() -> Vec<Self> {
        let page = |state: State, effect: Option<Shown>| Self {
            id: "US-0001".to_owned(),
            title: "2.8% from 1 April 2026 for legacy placements".to_owned(),
            state: state_tag(state),
            details: vec![Detail::new("Decision", "Key decision 26/00045")],
            steps: vec![Step {
                date: "3 April 2026 at 10:02".to_owned(),
                says: "Proposed by Cara Commissioner.".to_owned(),
                source: "Audit entry 3".to_owned(),
                href: Some(To::AuditEntry(3).to_string()),
            }],
            since: match state {
                State::Proposed => {
                    vec!["Tendered prices have changed since it was proposed.".to_owned()]
                }
                _ => Vec::new(),
            },
            waiting: state == State::Proposed,
            acts: match state {
                State::Proposed => vec![(
                    To::UpliftAct("US-0001", "approve").to_string(),
                    "Approve it".to_owned(),
                )],
                _ => Vec::new(),
            },
            waits: "It waits for Amir Approver.".to_owned(),
            heading: heading(state).to_owned(),
            effect,
            instead: "It raises no price.".to_owned(),
            again: To::UpliftNew.to_string(),
        };
        let effect = |way| {
            sample::effect()
                .ok()
                .map(|effect| Shown::sample(&effect, way))
        };
        vec![
            page(State::Proposed, effect(Way::Comes)),
            page(State::Approved, effect(Way::Goes)),
            page(State::Rejected, None),
            page(State::Reversed, None),
        ]
    }
}

const fn heading(state: State) -> &'static str {
    match state {
        State::Proposed => "What it would change",
        State::Approved => "What taking it back would change",
        State::Rejected | State::Reversed => "What it changes",
    }
}

/// What an uplift is called.
pub(super) fn title(standing: &UpliftStanding) -> String {
    let plan = standing.plan();
    format!(
        "{}% from {} for {}",
        plan.percent,
        plan.effective_on.long(),
        whom(&plan)
    )
}

/// Shows an uplift.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let id = desk.part("uplift").to_owned();
    let known_seq = desk.picture()?.known_seq();
    let standing = desk.office()?.uplift_set_at(&id, known_seq)?;
    let names = names(desk)?;
    let plan = standing.plan();
    let turn = match standing.state {
        State::Proposed => Some((comes(&plan)?, Way::Comes)),
        State::Approved => Some((Turn::Goes(id.clone()), Way::Goes)),
        State::Rejected | State::Reversed => None,
    };
    let (mut effect, mut since) = (None, Vec::new());
    let mut instead = "It raises no price, and every pay run is worked out without it.".to_owned();
    if let Some((turn, way)) = turn {
        match effect_of(desk, turn)? {
            Ok(found) => {
                if way == Way::Comes {
                    let office = desk.office()?;
                    since = office.since_uplift_was_proposed(&standing, &found, known_seq)?;
                }
                effect = Some(shown(desk, &found, way)?);
            }
            Err(OfficeError::Refused(why)) => instead = sentence(&why),
            Err(error) => return Err(error.into()),
        }
    }
    let page = UpliftPage {
        title: title(&standing),
        state: state_tag(standing.state),
        details: details(&standing),
        steps: steps(desk, &standing, &names)?,
        since,
        waiting: standing.state == State::Proposed,
        acts: acts(desk, &standing),
        waits: waits(desk, &standing)?,
        heading: heading(standing.state).to_owned(),
        effect,
        instead,
        again: thought_through(&plan),
        id,
    };
    desk.page(&page)
}

fn details(standing: &UpliftStanding) -> Vec<Detail> {
    let plan = standing.plan();
    vec![
        Detail::new("Raises", &begun(&whom(&plan))),
        Detail::new("From", &plan.effective_on.long()),
        Detail::new("By", &format!("{}%", plan.percent)),
        Detail::new("Decision", plan.decision.as_str()),
    ]
}

/// What was done to it, the latest first.
fn steps(
    desk: &mut Desk,
    standing: &UpliftStanding,
    names: &BTreeMap<String, String>,
) -> Result<Vec<Step>, Fault> {
    let audit = desk.may(Action::SeeAudit);
    let store = desk.office()?.store();
    let mut steps = Vec::new();
    let proposed = ("proposed", standing.set.proposed_by.as_str(), None);
    let later = standing.steps.iter().map(|step| {
        (
            step.state.as_str(),
            step.actor.as_str(),
            step.reason.as_ref(),
        )
    });
    let seqs = std::iter::once(standing.seq).chain(standing.step_seqs.iter().copied());
    for ((state, actor, reason), seq) in std::iter::once(proposed).chain(later).zip(seqs) {
        let entry = store.audit_entry(seq).map_err(OfficeError::from)?;
        let who = name(names, actor);
        let mut says = format!("{} by {who}.", begun(state));
        if let Some(reason) = reason {
            says.push_str(" Reason: ");
            says.push_str(&sentence(reason.as_str()));
        }
        if let Some(totals) = entry.as_ref().and_then(|entry| totals(&entry.detail)) {
            says.push_str(&totals);
        }
        steps.push(Step {
            date: entry.map_or(String::new(), |entry| uk_time_of(&entry.recorded_at)),
            says,
            source: format!("Audit entry {seq}"),
            href: audit.then(|| To::AuditEntry(seq).to_string()),
        });
    }
    steps.reverse();
    Ok(steps)
}

/// What the audit entry says that it changed at the time.
fn totals(detail: &str) -> Option<String> {
    let detail: Value = serde_json::from_str(detail).ok()?;
    let placements = detail.get("placements")?.as_i64()?;
    let weekly: oast_units::Pence = detail.get("weekly_difference")?.as_str()?.parse().ok()?;
    Some(format!(
        " At the time: {} placements, {weekly} a week.",
        signed(placements)
    ))
}

/// What the person who looks can do with it.
fn acts(desk: &Desk, standing: &UpliftStanding) -> Vec<(String, String)> {
    if desk.known() != Known::Now || !desk.may(Action::DecideUplift) {
        return Vec::new();
    }
    let id = standing.set.uplift_set.as_str();
    let act = |act, words: &str| (To::UpliftAct(id, act).to_string(), words.to_owned());
    match standing.state {
        State::Proposed => vec![
            act("approve", "Approve this uplift"),
            act("reject", "Reject it"),
        ],
        State::Approved => vec![act("reverse", "Take this uplift back")],
        State::Rejected | State::Reversed => Vec::new(),
    }
}

/// Who may decide on an uplift that waits, when that is not who looks.
fn waits(desk: &mut Desk, standing: &UpliftStanding) -> Result<String, Fault> {
    let own = desk
        .who()
        .is_some_and(|user| user.user_id == standing.set.proposed_by.as_str());
    let decides = desk.may(Action::DecideUplift) && !own;
    if standing.state != State::Proposed || decides || desk.known() != Known::Now {
        return Ok(String::new());
    }
    who_may(desk, standing)
}

/// Who may approve an uplift, in a sentence.
pub(super) fn who_may(desk: &mut Desk, standing: &UpliftStanding) -> Result<String, Fault> {
    let proposer = standing.set.proposed_by.as_str();
    let users = desk.office()?.users()?;
    let who: Vec<String> = users
        .into_iter()
        .filter(|user| {
            user.active && user.user_id != proposer && user.rights.may(Action::DecideUplift)
        })
        .map(|user| user.name)
        .collect();
    Ok(match who.split_last() {
        None => "It waits for somebody other than its proposer to approve it. Nobody else may decide uplifts yet: an administrator can give somebody the role of approver.".to_owned(),
        Some((last, [])) => format!("It waits for {last} to approve it."),
        Some((last, others)) => {
            format!("It waits for {} or {last} to approve it.", others.join(", "))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::totals;

    #[test]
    fn what_was_decided_says_what_it_came_to_at_the_time() {
        let says = totals(r#"{"placements":2104,"weekly_difference":"48213.20"}"#).unwrap();
        assert_eq!(says, " At the time: 2,104 placements, £48,213.20 a week.");
        assert_eq!(totals("{}"), None);
    }
}
