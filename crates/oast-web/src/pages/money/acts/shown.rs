//! The effect of something done to a pay run, shown before it is done.

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::access::Action;
use oast_office::pay_run::{Paid, RunFigures, RunSummary};
use oast_rules::money::pay_run::{Act, State};
use serde::Serialize;

use crate::answer::Fault;
use crate::desk::Desk;
use crate::form::Form;
use crate::link::To;
use crate::list::{Cell, List, Table};
use crate::page::Page;
use crate::pages::money::run::sample_table;
use crate::pages::money::sums::payments_list;
use crate::pages::money::{Users, asked_run, figures, may_take_part, only_now, waits_for};
use crate::words;

/// What something done to a run does.
#[derive(Debug, Serialize)]
pub struct ActPage {
    run: String,
    heading: String,
    says: String,
    effect: Table,
    payments: Option<Table>,
    /// Why it cannot be done by this person, or now.
    refused: Option<String>,
    form: Form,
    action: String,
    button: String,
    /// Whether it wants a reason.
    reason: bool,
}

impl Page for ActPage {
    const TEMPLATE: &'static str = "pages/money/act.html";

    fn title(&self) -> String {
        let error = if self.form.is_wrong() { "Error: " } else { "" };
        format!("{error}{}", self.heading)
    }

    fn samples() -> Vec<Self> {
        let page = |reason: bool, refused: Option<&str>, form| Self {
            run: "PR-0002".to_owned(),
            heading: "Approve PR-0002".to_owned(),
            says: "PR-0002 was proposed by Fiona Finance.".to_owned(),
            effect: sample_table("effect", "What changes", vec![()], ""),
            payments: reason.then(|| sample_table("payments", "Payments by home", vec![()], "")),
            refused: refused.map(str::to_owned),
            form,
            action: To::PayRunAct("PR-0002", "approve").to_string(),
            button: "Approve 9,996 lines, £16,686,074.90 to homes".to_owned(),
            reason,
        };
        let mut wrong = Form::default();
        wrong.mistake("reason", "A run is rejected with a reason.");
        vec![
            page(false, None, Form::default()),
            page(
                false,
                Some("You proposed it, so somebody else approves it: Amir Approver."),
                Form::default(),
            ),
            page(true, None, wrong),
        ]
    }
}

/// Shows the effect of an act; with the form as it was sent, what is wrong with it.
pub(super) fn show(desk: &mut Desk, act: Act, sent: Option<Form>) -> Result<Response, Fault> {
    only_now(desk)?;
    let run = asked_run(desk)?;
    let figures = figures(desk, &run.pay_run)?;
    let users = Users::of(desk)?;
    let id = run.pay_run.as_str();
    let paid = match act {
        Act::Pay => Some(desk.office()?.would_pay(&figures.homes, None)?),
        _ => None,
    };
    let payments = match &paid {
        Some(paid) => {
            let picture = desk.picture()?;
            let list = payments_list(id, paid.homes.clone(), &picture).per_page(20);
            Some(desk.table(list)?)
        }
        None => None,
    };
    let status = match &sent {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let page = ActPage {
        heading: format!("{} {id}", verb(act)),
        says: says(&run, act, &users),
        effect: desk.table(effect(&run, &figures, act, paid.as_ref()))?,
        payments,
        refused: refused(desk, &run, act, &users),
        form: sent.unwrap_or_else(|| desk.form()),
        action: To::PayRunAct(id, code(act)).to_string(),
        button: button(act, &figures, paid.as_ref()),
        reason: act == Act::Reject,
        run: run.pay_run,
    };
    desk.page_with(status, &page)
}

const fn code(act: Act) -> &'static str {
    match act {
        Act::Check => "check",
        Act::Approve => "approve",
        Act::Reject => "reject",
        Act::Pay => "pay",
    }
}

const fn verb(act: Act) -> &'static str {
    match act {
        Act::Check => "Check",
        Act::Approve => "Approve",
        Act::Reject => "Reject",
        Act::Pay => "Pay",
    }
}

fn button(act: Act, figures: &RunFigures, paid: Option<&Paid>) -> String {
    match (act, paid) {
        (Act::Check, _) => "I have checked this run".to_owned(),
        (Act::Approve, _) => format!(
            "Approve {} lines, {} to homes",
            words::count(figures.lines),
            figures.to_homes
        ),
        (Act::Reject, _) => format!("Reject {} lines", words::count(figures.lines)),
        (Act::Pay, Some(paid)) => {
            let homes = paid.homes.iter().filter(|home| !home.paid.is_zero());
            let homes = words::so_many(homes.count(), "home", "homes");
            format!("Pay {} to {homes}", paid.bank)
        }
        (Act::Pay, None) => "Pay".to_owned(),
    }
}

fn says(run: &RunSummary, act: Act, users: &Users) -> String {
    let by = |state: State| {
        let step = run.steps.iter().find(|(each, _, _)| each == state.code());
        step.map(|(_, actor, _)| users.name(actor))
    };
    let proposer = users.name(&run.proposed_by);
    match act {
        Act::Check => format!(
            "{proposer} proposed it. Checking says that you have looked at what moved and what stands out."
        ),
        Act::Approve => format!(
            "{proposer} proposed it, and {} checked it. Approving pays nothing yet: paying is a step of its own.",
            by(State::Checked).unwrap_or_else(|| "nobody".to_owned())
        ),
        Act::Reject => format!(
            "{proposer} proposed it. Nothing of a rejected run is posted or paid, and a new run can be proposed at once."
        ),
        Act::Pay => format!(
            "{proposer} proposed it, and {} approved it. What is paid is final: a mistake is put right by the next run.",
            by(State::Approved).unwrap_or_else(|| "nobody".to_owned())
        ),
    }
}

/// Why the person who asks cannot do it, or why nobody can now.
fn refused(desk: &Desk, run: &RunSummary, act: Act, users: &Users) -> Option<String> {
    let needs = match act {
        Act::Check => run.state == State::Proposed,
        Act::Approve => run.state == State::Checked,
        Act::Reject => !run.state.is_final(),
        Act::Pay => run.state == State::Approved,
    };
    if !needs {
        let state = run.state.code();
        return Some(format!(
            "{} is {state}, so this is not the next step.",
            run.pay_run
        ));
    }
    let action = match act {
        Act::Check => Action::CheckPayRun,
        Act::Approve => Action::DecidePayRun,
        Act::Pay => Action::PayPayRun,
        // Whoever decides may always say no.
        Act::Reject => return None,
    };
    let may = may_take_part(desk, run, action);
    (!may).then(|| waits_for(desk, run, act, users))
}

/// One row of what changes: what, before, and after.
type Change = (&'static str, Cell, Cell);

/// Before and after, side by side.
fn effect(
    run: &RunSummary,
    figures: &RunFigures,
    act: Act,
    paid: Option<&Paid>,
) -> List<'static, Change> {
    let lines = To::PayRunLines(&run.pay_run).to_string();
    let next = match act {
        Act::Check => State::Checked,
        Act::Approve => State::Approved,
        Act::Reject => State::Rejected,
        Act::Pay => State::Paid,
    };
    let mut rows: Vec<Change> = vec![(
        "The run is",
        Cell::text(run.state.code()),
        Cell::text(next.code()),
    )];
    let total = || Cell::money(figures.to_homes).to(&lines);
    match (act, paid) {
        (Act::Approve, _) => rows.push((
            "Approved for payment to homes",
            Cell::text("nothing"),
            total(),
        )),
        (Act::Reject, _) => {
            rows.push(("Waits to be paid to homes", total(), Cell::text("nothing")));
        }
        (Act::Pay, Some(paid)) => {
            let nothing = || Cell::text("nothing");
            rows.push(("Posted to the ledger, to homes", nothing(), total()));
            rows.push((
                "Posted to the ledger, billed",
                nothing(),
                Cell::money(figures.billed).to(&lines),
            ));
            let payments = |amount| Cell::money(amount).to("#payments");
            rows.push(("Paid through the bank", nothing(), payments(paid.bank)));
            rows.push((
                "Recovered from homes' earlier debts",
                nothing(),
                payments(paid.recovered),
            ));
            rows.push((
                "Carried as new debts of homes",
                nothing(),
                payments(paid.carried),
            ));
        }
        _ => {}
    }
    List::new("effect", "What changes", rows)
        .column("what", "What", |(what, _, _): &Change| Cell::text(what))
        .numbers("before", "Before", |(_, before, _)| before.clone())
        .numbers("after", "After", |(_, _, after)| after.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_act_has_an_address_and_a_verb() {
        for act in [Act::Check, Act::Approve, Act::Reject, Act::Pay] {
            assert_eq!(verb(act).to_lowercase(), code(act));
        }
    }
}
