//! What is to be done next with a run, by whom.

use oast_office::access::Action;
use oast_office::pay_run::{RunFigures, RunSummary};
use oast_rules::money::pay_run::{Act as Step, State};
use serde::Serialize;

use crate::desk::{Desk, Known};
use crate::link::To;
use crate::pages::money::{Users, may_take_part, waits_for};
use crate::words;

/// What may be done next.
#[derive(Debug, Default, Serialize)]
pub(in crate::pages::money) struct Next {
    /// Where to send that it was checked: one press.
    check: Option<String>,
    /// What may be done, each on a page that shows its effect first.
    acts: Vec<Act>,
    /// Who does what is next, when it is not the person who looks.
    waits: Option<String>,
}

/// Something that may be done.
#[derive(Debug, Serialize)]
struct Act {
    words: String,
    href: String,
    /// Whether it takes the run on its way.
    onwards: bool,
}

impl Act {
    fn new(words: impl Into<String>, run: &str, act: &str) -> Self {
        Self {
            words: words.into(),
            href: To::PayRunAct(run, act).to_string(),
            onwards: act != "reject",
        }
    }
}

impl Next {
    pub(in crate::pages::money) fn check(run: &str) -> Self {
        Self {
            check: Some(To::PayRunAct(run, "check").to_string()),
            ..Self::default()
        }
    }

    pub(in crate::pages::money) fn sample() -> Self {
        Self {
            check: None,
            acts: vec![Act::new("Pay £16,686,074.90 to homes", "PR-0002", "pay")],
            waits: Some("You proposed it, so somebody else approves it: Amir Approver.".to_owned()),
        }
    }
}

/// What is next for the person who looks at a run.
pub(in crate::pages::money) fn next(
    desk: &Desk,
    run: &RunSummary,
    figures: &RunFigures,
    users: &Users,
) -> Next {
    if desk.known() != Known::Now {
        return Next::default();
    }
    let id = run.pay_run.as_str();
    let mut next = Next::default();
    let waits = |act| Some(waits_for(desk, run, act, users));
    match run.state {
        State::Proposed => {
            if may_take_part(desk, run, Action::CheckPayRun) {
                next = Next::check(id);
            } else {
                next.waits = waits(Step::Check);
            }
        }
        State::Checked => {
            if may_take_part(desk, run, Action::DecidePayRun) {
                let words = format!(
                    "Approve {} lines, {} to homes",
                    words::count(figures.lines),
                    figures.to_homes
                );
                next.acts.push(Act::new(words, id, "approve"));
            } else {
                next.waits = waits(Step::Approve);
            }
        }
        State::Approved => {
            if may_take_part(desk, run, Action::PayPayRun) {
                let words = format!("Pay {} to homes", figures.to_homes);
                next.acts.push(Act::new(words, id, "pay"));
            } else {
                next.waits = waits(Step::Pay);
            }
        }
        State::Paid | State::Rejected => return next,
    }
    if desk.may(Action::DecidePayRun) {
        next.acts
            .push(Act::new("Reject it, with a reason", id, "reject"));
    }
    next
}
