//! Proposing a pay run.

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::OfficeError;
use oast_office::jobs::Work;
use oast_office::pay_run::RunSummary;
use oast_rules::money::pay_calendar;
use oast_rules::money::pay_run::State;
use oast_units::{Date, Period};
use serde::Serialize;

use super::job;
use super::only_now;
use crate::answer::Fault;
use crate::desk::Desk;
use crate::form::Form;
use crate::page::Page;

/// Days ahead of today past which a last day is taken for a slip of the pen.
const AHEAD_DAYS_MAX: i32 = 366;

/// The form that proposes a run.
#[derive(Debug, Serialize)]
pub struct NewPage {
    form: Form,
    /// Up to when runs have paid.
    paid: String,
    /// The pay periods up to the day that is offered.
    periods: Vec<String>,
    /// The run that must be paid or rejected first.
    open: Option<String>,
}

impl Page for NewPage {
    const TEMPLATE: &'static str = "pages/money/new.html";

    fn title(&self) -> String {
        let error = if self.form.is_wrong() { "Error: " } else { "" };
        format!("{error}Propose a pay run")
    }

    fn samples() -> Vec<Self> {
        let until = Date::of(2026, 5, 24);
        let page = |form: Form, open: Option<&str>| Self {
            form,
            paid: "Runs have paid up to 26 April 2026.".to_owned(),
            periods: vec!["27 April 2026 to 24 May 2026".to_owned()],
            open: open.map(str::to_owned),
        };
        let mut offered = Form::default();
        offered.offer_date("until", until);
        let mut wrong = offered.clone();
        wrong.mistake(
            "until",
            "PR-0001 has paid up to 26 April 2026. Choose that day or a later one.",
        );
        vec![
            page(offered, None),
            page(wrong, None),
            page(Form::default(), Some("PR-0002")),
        ]
    }
}

/// The last run that was paid, and any run that still waits.
struct Standing {
    paid_until: Option<(String, Date)>,
    open: Option<String>,
}

impl Standing {
    fn of(desk: &mut Desk) -> Result<Self, Fault> {
        let runs: Vec<RunSummary> = desk.office()?.pay_runs(None)?;
        let last = runs
            .iter()
            .filter(|run| run.state == State::Paid)
            .max_by_key(|run| run.until);
        Ok(Self {
            paid_until: last.map(|run| (run.pay_run.clone(), run.until)),
            open: runs
                .iter()
                .find(|run| !run.state.is_final())
                .map(|run| run.pay_run.clone()),
        })
    }
}

/// Offers a last day: the end of the last pay period that is over, or of the one under way when
/// all before it is paid.
pub fn form(desk: &mut Desk) -> Result<Response, Fault> {
    only_now(desk)?;
    let standing = Standing::of(desk)?;
    let form = desk.form();
    let page = page(desk, &standing, form)?;
    desk.page(&page)
}

/// The last day of the last pay period that is over, when no run pays it yet and none is open.
pub(crate) fn due_until(desk: &mut Desk) -> Result<Option<Date>, Fault> {
    let standing = Standing::of(desk)?;
    let (terms, today) = (desk.terms(), desk.today());
    let calendar = pay_calendar(&terms, today).map_err(OfficeError::from)?;
    let over = calendar.holding(calendar.holding(today).from() - 1).to();
    let paid = standing.paid_until.is_some_and(|(_, until)| until >= over);
    Ok((!paid && standing.open.is_none()).then_some(over))
}

fn page(desk: &Desk, standing: &Standing, mut form: Form) -> Result<NewPage, Fault> {
    let (terms, today) = (desk.terms(), desk.today());
    let calendar = pay_calendar(&terms, today).map_err(OfficeError::from)?;
    let opening = terms.authority.pay_calendar.opening_date.dated_on(today);
    let newly_from = match &standing.paid_until {
        Some((_, until)) => until.next(),
        None => opening.map_err(OfficeError::from)?.value,
    };
    let under_way = calendar.holding(today);
    let over = calendar.holding(under_way.from() - 1).to();
    let offered = if over >= newly_from {
        over
    } else {
        calendar.holding(newly_from.max(today)).to()
    };
    form.offer_date("until", offered);
    let periods = Period::between(newly_from, offered).map_or_else(Vec::new, |span| {
        calendar
            .clipped_to(span)
            .map(|period| period.to_string())
            .collect()
    });
    let paid = match &standing.paid_until {
        Some((_, until)) => format!("Runs have paid up to {}.", until.long()),
        None => format!(
            "No run was paid yet. The first pays from {}.",
            newly_from.long()
        ),
    };
    Ok(NewPage {
        form,
        paid,
        periods,
        open: standing.open.clone(),
    })
}

/// Begins to propose a run.
pub fn submit(desk: &mut Desk) -> Result<Response, Fault> {
    only_now(desk)?;
    let standing = Standing::of(desk)?;
    let mut form = desk.form();
    // The same form sent again leads to its job, also when the run that it proposed is open now.
    let known = job::is_begun(desk, &form)?;
    let until = form.date("until", "the last day to pay until");
    if let Some(until) = until {
        match &standing.paid_until {
            Some((run, paid)) if until < *paid => form.mistake(
                "until",
                format!(
                    "{run} has paid up to {}. Choose that day or a later one.",
                    paid.long()
                ),
            ),
            _ if until - desk.today() > AHEAD_DAYS_MAX => form.mistake(
                "until",
                format!(
                    "{} is more than a year from now. Choose an earlier day.",
                    until.long()
                ),
            ),
            _ => {}
        }
    }
    match until {
        Some(until) if known || !form.is_wrong() => {
            job::begin(desk, &Work::ProposePayRun { until })
        }
        _ => {
            let page = page(desk, &standing, form)?;
            desk.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
    }
}
