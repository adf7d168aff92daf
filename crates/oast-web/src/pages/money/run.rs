//! One pay run: what it comes to, what moved, what stands out, and what is to be done.

use axum::response::Response;
use oast_office::access::Action;
use oast_office::pay_run::{RunFigures, RunSummary};
use oast_rules::money::pay_run::State;
use oast_units::Pence;
use serde::Serialize;

use super::acts::next::{Next, next};
use super::sums::{Sums, sums};
use super::{Users, asked_run, figures, runs, state_tag, summary, within};
use crate::answer::Fault;
use crate::chart::{Bridge, Chart as _, Head, Movement, Unit};
use crate::desk::Desk;
use crate::form::Form;
use crate::link::{To, with_query};
use crate::list::{Asked, Cell, List, Table};
use crate::page::Page;
use crate::pages::parts::{Figure, Four};
use crate::words;

/// One pay run.
#[derive(Debug, Serialize)]
pub struct RunPage {
    run: String,
    state: Cell,
    span: String,
    says: String,
    four: Vec<Four>,
    movement: Option<Figure>,
    sums: Sums,
    /// What was done to it.
    steps: Vec<Step>,
    next: Next,
    form: Form,
    lines: String,
}

/// Something done to a run.
#[derive(Debug, Serialize)]
struct Step {
    what: String,
    who: String,
    when: String,
    why: Option<String>,
    /// The audit entry, for those who may see it.
    href: Option<String>,
}

impl Page for RunPage {
    const TEMPLATE: &'static str = "pages/money/run.html";

    fn title(&self) -> String {
        format!("Pay run {}", self.run)
    }

    fn samples() -> Vec<Self> {
        let page = |state, next, sums: Sums, movement| Self {
            run: "PR-0002".to_owned(),
            state: state_tag(state),
            span: "Newly pays 27 April 2026 to 24 May 2026".to_owned(),
            says: "PR-0002 pays homes £16,686,074.90.".to_owned(),
            four: vec![
                Four::new("To homes", "£16,686,074.90", "9,996 lines")
                    .at(To::PayRunLines("PR-0002")),
            ],
            movement,
            sums,
            steps: vec![Step {
                what: "Proposed".to_owned(),
                who: "Fiona Finance".to_owned(),
                when: "22 November 2026 at 10:02".to_owned(),
                why: None,
                href: Some(To::AuditEntry(7).to_string()),
            }],
            next,
            form: Form::default(),
            lines: To::PayRunLines("PR-0002").to_string(),
        };
        let bridge = || Some(Figure::sample("bridge"));
        vec![
            page(
                State::Proposed,
                Next::check("PR-0002"),
                Sums::sample(true),
                bridge(),
            ),
            page(State::Approved, Next::sample(), Sums::sample(true), None),
            page(State::Paid, Next::default(), Sums::sample(false), None),
        ]
    }
}

/// Shows a run.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let run = asked_run(desk)?;
    let figures = figures(desk, &run.pay_run)?;
    let users = Users::of(desk)?;
    let before = match &figures.before {
        Some(before) => Some(summary(desk, before)?),
        None => None,
    };
    let newly_from = before.map_or(run.opens_on, |before| before.until.next());
    let span = if newly_from > run.until {
        format!("Adjusts what was paid up to {}", run.until.long())
    } else {
        format!("Newly pays {} to {}", newly_from.long(), run.until.long())
    };
    let page = RunPage {
        state: state_tag(run.state),
        span,
        says: says(&run, &figures),
        four: four(&run, &figures),
        movement: bridge(desk, &run, &figures)?,
        sums: sums(desk, &run, &figures)?,
        steps: steps(desk, &run, &users)?,
        next: next(desk, &run, &figures, &users),
        form: desk.form(),
        lines: To::PayRunLines(&run.pay_run).to_string(),
        run: run.pay_run,
    };
    desk.page(&page)
}

/// The total and what moved since the last run, as a person would say it.
fn says(run: &RunSummary, figures: &RunFigures) -> String {
    let (id, total) = (&run.pay_run, figures.to_homes);
    let pays = match run.state {
        State::Paid => "paid",
        State::Rejected => "would have paid",
        _ => "pays",
    };
    let Some(before) = &figures.before else {
        return format!(
            "{id} {pays} homes {total}. It is the first run: there is none to compare it with."
        );
    };
    let change = total - figures.to_homes_before;
    let more = match change.get() {
        0 => return format!("{id} {pays} homes {total}, the same as {before}."),
        1.. => "more",
        _ => "less",
    };
    let mut largest: Vec<_> = figures.movement.iter().collect();
    largest.sort_by_key(|moved| -moved.change.abs());
    let parts: Vec<String> = largest
        .iter()
        .take(2)
        .map(|moved| {
            let kind = within(moved.kind.words());
            let does = match (moved.change < Pence::ZERO, run.state) {
                (true, State::Paid) => "took off",
                (true, _) => "take off",
                (false, State::Paid) => "added",
                (false, _) => "add",
            };
            format!("{kind} {does} {}", moved.change.abs())
        })
        .collect();
    let change = change.abs();
    format!(
        "{id} {pays} homes {total}, {change} {more} than {before}: {}.",
        parts.join(" and ")
    )
}

fn signed(amount: Pence) -> String {
    Unit::Pounds.difference(amount.get())
}

fn four(run: &RunSummary, figures: &RunFigures) -> Vec<Four> {
    let lines = |query: &[(&str, &str)]| with_query(To::PayRunLines(&run.pay_run), query.to_vec());
    let lines_words = words::so_many(
        usize::try_from(figures.lines).unwrap_or(usize::MAX),
        "line",
        "lines",
    );
    let placements = usize::try_from(figures.placements).unwrap_or(usize::MAX);
    let adjusting = usize::try_from(figures.adjusting).unwrap_or(usize::MAX);
    let adjusted: Pence = figures
        .elements
        .iter()
        .filter(|sum| sum.side == oast_rules::facts::Side::Home)
        .map(|sum| sum.adjustments)
        .sum();
    vec![
        Four::new(
            "To homes",
            &figures.to_homes.to_string(),
            &format!("{lines_words}, billed ones included"),
        )
        .at(lines(&[("side", "home")])),
        Four::new(
            "For",
            &words::so_many(placements, "placement", "placements"),
            &format!(
                "in {}",
                words::so_many(figures.homes.len(), "home", "homes")
            ),
        )
        .at("#homes"),
        Four::new(
            "Of it adjustments",
            &adjusted.to_string(),
            &words::so_many(adjusting, "line", "lines"),
        )
        .at(lines(&[("only", "adjustments")])),
        Four::new(
            "Billed",
            &figures.billed.to_string(),
            "to people, third parties and the NHS",
        )
        .at(lines(&[("side", "bill")])),
    ]
}

/// What moved, from the run before to this one.
fn bridge(desk: &Desk, run: &RunSummary, figures: &RunFigures) -> Result<Option<Figure>, Fault> {
    let Some(before) = &figures.before else {
        return Ok(None);
    };
    let id = &run.pay_run;
    let address = |moved: &oast_office::pay_run::Moved| address_of(id, before, moved.kind);
    let largest = figures
        .movement
        .iter()
        .max_by_key(|moved| moved.change.abs());
    let title = largest.map_or_else(
        || format!("{id} pays the same as {before}"),
        |moved| {
            format!(
                "What moved most since {before}: {}, {}",
                within(moved.kind.words()),
                signed(moved.change)
            )
        },
    );
    let chart = Bridge {
        head: Head {
            id: "movement-chart".to_owned(),
            title: title.clone(),
            description: String::new(),
        },
        unit: Unit::Pounds,
        start: (
            format!("Paid to homes by {before}"),
            figures.to_homes_before.get(),
        ),
        movements: figures
            .movement
            .iter()
            .map(|moved| Movement {
                label: moved.kind.words().to_owned(),
                value: moved.change.get(),
                href: Some(address(moved)),
            })
            .collect(),
        end: format!("To homes by {id}"),
    };
    let list = List::new(
        "movement",
        format!("From {before} to {id}"),
        figures.movement.clone(),
    )
    .column("what", "What moved", |moved| {
        Cell::text(moved.kind.words()).to(address(moved))
    })
    .numbers("count", "Placements or lines", |moved| {
        Cell::number(i64::try_from(moved.count).unwrap_or(i64::MAX))
    })
    .numbers("change", "Change, £", |moved| {
        Cell::money(moved.change).to(address(moved))
    })
    .totals(vec![
        Cell::text("Together"),
        Cell::empty(),
        Cell::money(figures.to_homes - figures.to_homes_before),
    ])
    .when_empty("Nothing moved.");
    let table = desk.table(list)?;
    Ok(Some(Figure {
        title,
        svg: chart.figure(),
        table,
    }))
}

/// What is behind a movement.
fn address_of(run: &str, before: &str, kind: oast_office::pay_run::MovementKind) -> String {
    use oast_office::pay_run::MovementKind as Kind;
    let adjustments = [("only", "adjustments"), ("side", "home")];
    match kind {
        Kind::AdjustmentsBefore => with_query(To::PayRunLines(before), adjustments),
        Kind::Adjustments => with_query(To::PayRunLines(run), adjustments),
        _ => To::PayRunMoved(run, kind.code()).to_string(),
    }
}

/// What was done to the run, first to last.
fn steps(desk: &mut Desk, run: &RunSummary, users: &Users) -> Result<Vec<Step>, Fault> {
    let entries = runs::entries(desk, run)?;
    let may_see = desk.may(Action::SeeAudit);
    let steps = runs::steps(run, users, &entries).into_iter().enumerate();
    Ok(steps
        .map(|(index, (state, who, when))| {
            let step = index.checked_sub(1).and_then(|index| run.steps.get(index));
            let entry = run.entries.get(index).filter(|_| may_see);
            Step {
                what: crate::form::sentence(state)
                    .trim_end_matches('.')
                    .to_owned(),
                who,
                when,
                why: step.and_then(|(_, _, why)| why.clone()),
                href: entry.map(|seq| To::AuditEntry(*seq).to_string()),
            }
        })
        .collect())
}

/// A table for showing what the page looks like.
pub(super) fn sample_table(id: &'static str, caption: &str, rows: Vec<()>, empty: &str) -> Table {
    let asked = Asked {
        path: "/pay-runs/PR-0002",
        query: &[],
    };
    List::new(id, caption, rows)
        .column("what", "What", |()| {
            Cell::text("Orchard House").to(To::Home("H0001"))
        })
        .numbers("amount", "Amount, £", |()| {
            Cell::money(Pence::pounds(880)).to(To::PayRunLines("PR-0002"))
        })
        .when_empty(empty)
        .table(asked)
}
