//! What is done to a pay run: checked, approved, rejected, paid.

pub(super) mod next;
mod shown;

use axum::response::Response;
use oast_office::jobs::Work;
use oast_office::{Actor, Office, OfficeError};
use oast_rules::money::pay_run::Act;

pub use shown::ActPage;

use super::job;
use super::{asked_run, only_now, told_in};
use crate::answer::{self, Fault};
use crate::desk::Desk;
use crate::form::Form;
use crate::link::{To, with_query};

/// Shows what checking a run does.
pub fn check_form(desk: &mut Desk) -> Result<Response, Fault> {
    shown::show(desk, Act::Check, None)
}

/// Records that a run was checked.
pub fn check(desk: &mut Desk) -> Result<Response, Fault> {
    act(desk, Act::Check, |office, run, actor, _| {
        office.check_pay_run(run, actor).map(drop)
    })
}

/// Shows what approving a run does.
pub fn approve_form(desk: &mut Desk) -> Result<Response, Fault> {
    shown::show(desk, Act::Approve, None)
}

/// Approves a run.
pub fn approve(desk: &mut Desk) -> Result<Response, Fault> {
    act(desk, Act::Approve, |office, run, actor, _| {
        office.approve_pay_run(run, actor)
    })
}

/// Asks why a run is rejected.
pub fn reject_form(desk: &mut Desk) -> Result<Response, Fault> {
    shown::show(desk, Act::Reject, None)
}

/// Rejects a run.
pub fn reject(desk: &mut Desk) -> Result<Response, Fault> {
    act(desk, Act::Reject, |office, run, actor, form| {
        office.reject_pay_run(run, form.value("reason"), actor)
    })
}

/// Shows what paying a run does.
pub fn pay_form(desk: &mut Desk) -> Result<Response, Fault> {
    shown::show(desk, Act::Pay, None)
}

/// Begins to pay a run.
pub fn pay(desk: &mut Desk) -> Result<Response, Fault> {
    only_now(desk)?;
    let run = asked_run(desk)?.pay_run;
    job::begin(desk, &Work::PayPayRun { run })
}

/// Does something to a run and goes back to it; a refusal is shown on the form.
fn act(
    desk: &mut Desk,
    act: Act,
    work: impl FnOnce(&mut Office, &str, Actor<'_>, &Form) -> Result<(), OfficeError>,
) -> Result<Response, Fault> {
    only_now(desk)?;
    let run = desk.part("run").to_owned();
    asked_run(desk)?;
    let mut form = desk.form();
    match desk.command(|office, actor| work(office, &run, actor, &form)) {
        Ok(()) => desk.done_at(&To::PayRun(&run)),
        Err(OfficeError::AlreadyDone { seq, .. }) => {
            let seq = seq.to_string();
            let to = with_query(To::PayRun(&run), [("done", seq.as_str())]);
            Ok(answer::see_other(&to))
        }
        Err(error) => {
            let field = if act == Act::Reject { "reason" } else { "act" };
            told_in(&mut form, field, error)?;
            shown::show(desk, act, Some(form))
        }
    }
}
