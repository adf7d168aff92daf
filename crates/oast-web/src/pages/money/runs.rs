//! The pay runs.

use axum::response::Response;
use oast_office::OfficeError;
use oast_office::access::Action;
use oast_office::pay_run::RunSummary;
use oast_rules::money::pay_run::State;
use oast_store::AuditEntry;
use oast_units::{Date, Pence};
use serde::Serialize;

use super::{Users, state_tag};
use crate::answer::Fault;
use crate::desk::{Desk, Known};
use crate::link::{To, with_query};
use crate::list::{Asked, Cell, List, Table};
use crate::page::Page;
use crate::words;

/// The pay runs.
#[derive(Debug, Serialize)]
pub struct RunsPage {
    table: Table,
    /// Where to propose one, for those who may now.
    propose: Option<String>,
    /// Why none can be proposed now.
    open: Option<String>,
    holds: String,
}

impl Page for RunsPage {
    const TEMPLATE: &'static str = "pages/money/runs.html";

    fn title(&self) -> String {
        "Pay runs".to_owned()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/pay-runs",
            query: &[],
        };
        let row = |run: &str, state| Row {
            run: run.to_owned(),
            state,
            from: Date::of(2026, 3, 30),
            until: Date::of(2026, 4, 26),
            steps: vec![("proposed", "Fiona Finance".to_owned(), "today".to_owned())],
            to_homes: Some(Pence::new(1_668_607_490)),
            billed: Some(Pence::pounds(740_000)),
        };
        let page = |rows, propose: bool, open: Option<&str>| Self {
            table: list(rows).table(asked),
            propose: propose.then(|| To::PayRunNew.to_string()),
            open: open.map(str::to_owned),
            holds: To::Holds.to_string(),
        };
        let two = vec![row("PR-0002", State::Checked), row("PR-0001", State::Paid)];
        vec![
            page(two, false, Some("PR-0002")),
            page(Vec::new(), true, None),
        ]
    }
}

/// One run of the list.
struct Row {
    run: String,
    state: State,
    /// The first day that no run before it paid.
    from: Date,
    until: Date,
    /// What was done, by whom, when.
    steps: Vec<(&'static str, String, String)>,
    to_homes: Option<Pence>,
    billed: Option<Pence>,
}

/// Shows the runs, the latest first.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let known_at = desk.known_at();
    let runs = desk.office()?.pay_runs(known_at)?;
    let users = Users::of(desk)?;
    let mut rows = Vec::with_capacity(runs.len());
    let mut paid_until: Option<Date> = None;
    for run in &runs {
        rows.push(row(desk, &users, run, paid_until)?);
        if run.state == State::Paid {
            paid_until = Some(run.until);
        }
    }
    rows.reverse();
    let open = runs.iter().find(|run| !run.state.is_final());
    let may = desk.may(Action::ProposePayRun) && desk.known() == Known::Now;
    let page = RunsPage {
        table: desk.table(list(rows))?,
        propose: (may && open.is_none()).then(|| To::PayRunNew.to_string()),
        open: open.filter(|_| may).map(|run| run.pay_run.clone()),
        holds: To::Holds.to_string(),
    };
    desk.page(&page)
}

fn row(
    desk: &mut Desk,
    users: &Users,
    run: &RunSummary,
    paid_until: Option<Date>,
) -> Result<Row, Fault> {
    let entries = entries(desk, run)?;
    let detail = entries
        .first()
        .and_then(Option::as_ref)
        .and_then(|entry| serde_json::from_str::<serde_json::Value>(&entry.detail).ok());
    let noted = |name: &str| {
        let text = detail.as_ref()?.get(name)?.as_str()?;
        text.parse::<Pence>().ok()
    };
    Ok(Row {
        run: run.pay_run.clone(),
        state: run.state,
        from: paid_until.map_or(run.opens_on, Date::next),
        until: run.until,
        steps: steps(run, users, &entries),
        to_homes: noted("to_homes"),
        billed: noted("billed"),
    })
}

/// The audit entries of a run: the proposal and each step.
pub(super) fn entries(desk: &mut Desk, run: &RunSummary) -> Result<Vec<Option<AuditEntry>>, Fault> {
    let store = desk.office()?.store();
    let found = run.entries.iter().map(|seq| store.audit_entry(*seq));
    Ok(found.collect::<Result<_, _>>().map_err(OfficeError::from)?)
}

/// What was done to a run: the state that it came to, who, and when.
pub(super) fn steps(
    run: &RunSummary,
    users: &Users,
    entries: &[Option<AuditEntry>],
) -> Vec<(&'static str, String, String)> {
    let proposed = (State::Proposed.code(), run.proposed_by.as_str());
    let later = run.steps.iter().map(|(state, actor, _)| {
        let state = State::of(state).map_or("", State::code);
        (state, actor.as_str())
    });
    std::iter::once(proposed)
        .chain(later)
        .enumerate()
        .map(|(index, (state, actor))| {
            let entry = entries.get(index).and_then(Option::as_ref);
            let when = entry.map_or(String::new(), |entry| words::uk_time_of(&entry.recorded_at));
            (state, users.name(actor), when)
        })
        .collect()
}

fn list(rows: Vec<Row>) -> List<'static, Row> {
    let step = |row: &Row, state: State| {
        let found = row.steps.iter().find(|(each, _, _)| *each == state.code());
        found.map_or_else(Cell::empty, |(_, who, when)| Cell::text(who).hint(when))
    };
    let lines = |row: &Row, side: &str| with_query(To::PayRunLines(&row.run), [("side", side)]);
    List::new("pay-runs", "Pay runs", rows)
        .column("pay_run", "Run", |row| {
            Cell::text(&row.run).to(To::PayRun(&row.run))
        })
        .column("state", "State", |row| state_tag(row.state))
        .column("from", "Newly pays from", |row| Cell::date(row.from))
        .column("until", "Up to", |row| Cell::date(row.until))
        .column("proposed", "Proposed by", move |row| {
            step(row, State::Proposed)
        })
        .column("approved", "Approved by", move |row| {
            step(row, State::Approved)
        })
        .column("paid", "Paid by", move |row| step(row, State::Paid))
        .numbers("to_homes", "To homes, £", move |row| {
            Cell::maybe_money(row.to_homes).to(lines(row, "home"))
        })
        .numbers("billed", "Billed, £", move |row| {
            Cell::maybe_money(row.billed).to(lines(row, "bill"))
        })
        .when_empty("No run has been proposed yet. A run pays homes everything that is due and not yet paid up to a day; a finance officer proposes it, and somebody else approves it before it is paid.")
}
