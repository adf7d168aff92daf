//! The tables of a pay run: what stands out, adjustments, holds, elements and homes.

use oast_office::access::Action;
use oast_office::pay_run::{
    CauseTotal, Dear, ElementTotal, HomePayment, HomeTotal, RunFigures, RunSummary,
};
use oast_office::picture::Picture;
use oast_rules::facts::{Hold, PayRunLine, Side};
use oast_rules::money::pay_run::State;
use oast_units::{Date, HomeId, Pence};
use serde::Serialize;

use super::run::sample_table;
use super::{Users, element_words, home_cell, line_address, placement_cell};
use crate::answer::Fault;
use crate::desk::Desk;
use crate::link::{To, with_query};
use crate::list::{Cell, List, Table};
use crate::words;

/// Homes with the largest change that are shown first.
const LARGEST: usize = 10;

/// The tables of a run.
#[derive(Debug, Serialize)]
pub(super) struct Sums {
    /// What stands out, each with its sentence when there is nothing.
    outliers: Vec<Table>,
    causes: Table,
    /// What is held, while the run is open.
    holds: Option<Table>,
    elements: Table,
    homes: Table,
    /// For a paid run: whether all agrees, and the sums that must.
    reconciled: Option<Reconciled>,
}

/// That lines, postings and bank agree.
#[derive(Debug, Serialize)]
struct Reconciled {
    agrees: bool,
    table: Table,
    payments: Table,
}

impl Sums {
    pub(super) fn sample(full: bool) -> Self {
        let rows = || if full { vec![(), ()] } else { Vec::new() };
        let table = |id, caption, empty| sample_table(id, caption, rows(), empty);
        Self {
            outliers: vec![table(
                "largest",
                "Homes that changed most",
                "No home changed.",
            )],
            causes: table("causes", "Adjustments by cause", NO_CAUSES),
            holds: Some(table("holds", "Held", NO_HOLDS)),
            elements: table("elements", "By element", "There is nothing."),
            homes: table("homes", "By home", "There is nothing."),
            reconciled: (!full).then(|| Reconciled {
                agrees: true,
                table: sample_table("reconciliation", "Reconciliation", vec![()], ""),
                payments: sample_table("payments", "Paid to homes", vec![()], ""),
            }),
        }
    }
}

const NO_CAUSES: &str = "The run adjusts no earlier period.";
const NO_HOLDS: &str =
    "Nothing is held. What is held is kept out of runs until it is released, and is not lost.";

/// Draws the tables of a run.
pub(super) fn sums(desk: &mut Desk, run: &RunSummary, figures: &RunFigures) -> Result<Sums, Fault> {
    let picture = desk.picture()?;
    let id = run.pay_run.as_str();
    let people = desk.may(Action::SeePeople);
    let last = figures.before.as_deref();
    let mut outliers = Vec::new();
    if last.is_some() {
        let largest: Vec<&HomeTotal> = figures
            .homes
            .iter()
            .take(LARGEST)
            .filter(|home| home.net != home.last_run)
            .collect();
        let largest = homes_list(
            "largest",
            "Homes that changed most",
            id,
            last,
            &picture,
            largest,
        )
        .when_empty("No home is paid another amount than by the run before.");
        outliers.push(desk.table(largest)?);
        outliers.push(desk.table(first_list(id, figures, &picture))?);
        outliers.push(desk.table(dear_list(figures, &picture, people))?);
    }
    outliers.push(desk.table(below_list(figures, &picture, people))?);
    Ok(Sums {
        outliers,
        causes: desk.table(causes_list(id, &figures.causes))?,
        holds: held(desk, run, &picture)?,
        elements: desk.table(elements_list(id, last, &figures.elements))?,
        homes: desk.table(
            homes_list(
                "homes",
                "By home",
                id,
                last,
                &picture,
                figures.homes.iter().collect(),
            )
            .per_page(20),
        )?,
        reconciled: match run.state {
            State::Paid => Some(reconciled(desk, id, figures, &picture)?),
            _ => None,
        },
    })
}

fn homes_list<'a>(
    id: &'static str,
    caption: &str,
    run: &'a str,
    last: Option<&'a str>,
    picture: &'a Picture,
    homes: Vec<&'a HomeTotal>,
) -> List<'a, &'a HomeTotal> {
    let table = List::new(id, caption, homes)
        .column("home", "Home", move |home: &&HomeTotal| {
            let id = home.home_id.as_str();
            home_cell(picture, id, &To::Remittance(run, id))
        })
        .numbers("net", "This run, £", move |home| {
            let to = To::Remittance(run, home.home_id.as_str());
            Cell::money(home.net).to(to)
        });
    let Some(last) = last else {
        return table;
    };
    table
        .numbers("last_run", format!("{last}, £"), move |home| {
            let to = To::Remittance(last, home.home_id.as_str());
            Cell::money(home.last_run).to(to)
        })
        .numbers("change", "Change, £", |home| {
            Cell::money(home.net - home.last_run)
        })
}

fn first_list<'a>(
    run: &'a str,
    figures: &'a RunFigures,
    picture: &'a Picture,
) -> List<'a, &'a HomeId> {
    let net = |id: &HomeId| {
        let home = figures.homes.iter().find(|home| home.home_id == *id);
        home.map(|home| home.net)
    };
    List::new(
        "first",
        "Homes paid for the first time",
        figures.first_paid.iter().collect(),
    )
    .column("home", "Home", move |id: &&HomeId| {
        home_cell(picture, id.as_str(), &To::Home(id.as_str()))
    })
    .numbers("net", "This run, £", move |id| {
        Cell::maybe_money(net(id)).to(To::Remittance(run, id.as_str()))
    })
    .per_page(15)
    .when_empty("Every home was paid by a run before, so its bank account is known to be right.")
}

fn dear_list<'a>(
    figures: &'a RunFigures,
    picture: &'a Picture,
    people: bool,
) -> List<'a, &'a Dear> {
    let above = figures.complex_above.map_or(String::new(), |rate| {
        format!(" above {} a week", rate.weekly())
    });
    List::new(
        "dear",
        format!("New placements with a care fee{above}"),
        figures.dear.iter().collect(),
    )
    .column("placement", "Placement", move |dear: &&Dear| {
        placement_cell(picture, dear.placement_id.as_str(), people)
    })
    .column("home", "Home", move |dear| {
        let home = dear.home_id.as_str();
        home_cell(picture, home, &To::Home(home))
    })
    .numbers("days", "Days", |dear| Cell::number(i64::from(dear.days)))
    .numbers("amount", "Care fee, £", |dear| {
        let id = dear.placement_id.as_str();
        Cell::money(dear.amount).to(line_address(
            id,
            Side::Home,
            oast_rules::facts::Element::CareFee,
            dear.period_from,
        ))
    })
    .numbers("weekly", "£ a week", |dear| {
        Cell::money(dear.weekly).to(To::Rate(
            dear.placement_id.as_str(),
            first_day(picture, dear),
        ))
    })
    .per_page(15)
    .when_empty("No new placement has a care fee that calls for an assessment of complex needs.")
}

/// The first day that a new placement's line pays.
fn first_day(picture: &Picture, dear: &Dear) -> Date {
    let at = picture.facts.placement(dear.placement_id.as_str());
    let case = at.and_then(|at| picture.facts.case(at));
    case.map_or(dear.period_from, |case| {
        case.placement.started_on.max(dear.period_from)
    })
}

fn below_list<'a>(
    figures: &'a RunFigures,
    picture: &'a Picture,
    people: bool,
) -> List<'a, &'a PayRunLine> {
    let shown = figures.below_nothing.len();
    let more = figures.below_nothing_count > shown as u64;
    let caption = if more {
        format!(
            "Fees below nothing: the largest {shown} of {}",
            words::count(figures.below_nothing_count)
        )
    } else {
        "Fees below nothing".to_owned()
    };
    List::new("below", caption, figures.below_nothing.iter().collect())
        .column("placement", "Placement", move |line: &&PayRunLine| {
            placement_cell(picture, line.placement_id.as_str(), people)
        })
        .column("home", "Home", move |line| {
            let home = line.home_id.as_str();
            home_cell(picture, home, &To::Home(home))
        })
        .column("element", "Element", |line| {
            Cell::text(element_words(line.element))
        })
        .column("period_from", "Pay period from", |line| {
            Cell::date(line.period_from)
        })
        .numbers("amount", "Amount, £", |line| {
            let id = line.placement_id.as_str();
            Cell::money(line.amount).to(line_address(id, line.side, line.element, line.period_from))
        })
        .column("cause", "Why", |line| Cell::maybe(line.cause.as_ref()))
        .per_page(15)
        .when_empty("No fee is below nothing.")
}

fn causes_list<'a>(run: &'a str, causes: &'a [CauseTotal]) -> List<'a, &'a CauseTotal> {
    let to = move |cause: &str| {
        with_query(
            To::PayRunLines(run),
            [("only", "adjustments"), ("cause", cause)],
        )
    };
    List::new("causes", "Adjustments by cause", causes.iter().collect())
        .column("cause", "Cause", |(cause, _, _): &&CauseTotal| {
            Cell::text(cause)
        })
        .numbers("lines", "Lines", move |(cause, lines, _)| {
            Cell::number(i64::try_from(*lines).unwrap_or(i64::MAX)).to(to(cause))
        })
        .numbers("amount", "Amount, £", move |(cause, _, sum)| {
            Cell::money(*sum).to(to(cause))
        })
        .per_page(15)
        .when_empty(NO_CAUSES)
}

/// What is held, while a run is open: its lines are without it.
fn held(desk: &mut Desk, run: &RunSummary, picture: &Picture) -> Result<Option<Table>, Fault> {
    if run.state.is_final() {
        return Ok(None);
    }
    let (known_at, people) = (desk.known_at(), desk.may(Action::SeePeople));
    let held = desk.office()?.holds(known_at)?;
    let users = Users::of(desk)?;
    let list = holds_list(held, picture, people, &users).per_page(10);
    desk.table(list).map(Some)
}

/// What is held, with who held it and why.
pub(super) fn holds_list<'a>(
    held: Vec<Hold>,
    picture: &'a Picture,
    people: bool,
    users: &'a Users,
) -> List<'a, Hold> {
    List::new("holds", "Held", held)
        .column("placement", "Placement", move |hold| {
            placement_cell(picture, hold.placement_id.as_str(), people)
        })
        .column("element", "Element", |hold| {
            Cell::text(element_words(hold.element))
        })
        .column("reason", "Why", |hold| Cell::text(&hold.reason))
        .column("by", "Held by", |hold| {
            Cell::text(users.name(hold.actor.as_str()))
        })
        .when_empty(NO_HOLDS)
}

fn elements_list<'a>(
    run: &'a str,
    last: Option<&'a str>,
    elements: &'a [ElementTotal],
) -> List<'a, &'a ElementTotal> {
    let to = |run: &str, sum: &ElementTotal, only: &str| {
        with_query(
            To::PayRunLines(run),
            [
                ("element", sum.element.code()),
                ("side", sum.side.code()),
                ("only", only),
            ],
        )
    };
    let table = List::new("elements", "By element", elements.iter().collect())
        .column("element", "Element", |sum: &&ElementTotal| {
            Cell::text(element_words(sum.element))
        })
        .column("side", "Side", |sum| Cell::text(sum.side.words()))
        .numbers("lines", "Lines", |sum| {
            Cell::number(i64::try_from(sum.lines).unwrap_or(i64::MAX))
        })
        .numbers("current", "Newly due, £", move |sum| {
            Cell::money(sum.current).to(to(run, sum, "current"))
        })
        .numbers("adjustments", "Adjustments, £", move |sum| {
            Cell::money(sum.adjustments).to(to(run, sum, "adjustments"))
        });
    let Some(last) = last else {
        return table;
    };
    table.numbers("last_run", format!("{last}, £"), move |sum| {
        Cell::money(sum.last_run).to(to(last, sum, ""))
    })
}

fn reconciled(
    desk: &mut Desk,
    run: &str,
    figures: &RunFigures,
    picture: &Picture,
) -> Result<Reconciled, Fault> {
    let (_, payments) = desk.office()?.payments(run)?;
    let sum = |of: fn(&HomePayment) -> Pence| -> Pence { payments.iter().map(of).sum() };
    let (bank, recovered, carried) = (
        sum(|home| home.paid),
        sum(|home| home.recovered),
        sum(|home| home.carried),
    );
    let posted = figures.posted.unwrap_or_default();
    let agrees = figures.to_homes == posted && posted == bank + recovered - carried;
    let lines = with_query(To::PayRunLines(run), [("side", "home")]);
    let rows = vec![
        ("Sum of the lines", figures.to_homes, lines.clone()),
        ("Posted to the ledger", posted, lines),
        ("Paid through the bank", bank, "#payments".to_owned()),
        (
            "Recovered from earlier debts",
            recovered,
            "#payments".to_owned(),
        ),
        ("Carried as new debts", -carried, "#payments".to_owned()),
        (
            "Bank, recovered and carried together",
            bank + recovered - carried,
            "#payments".to_owned(),
        ),
    ];
    let table = List::new("reconciliation", "Reconciliation", rows)
        .column("what", "What", |(what, _, _)| Cell::text(what))
        .numbers("amount", "Amount, £", |(_, amount, to)| {
            Cell::money(*amount).to(to)
        });
    Ok(Reconciled {
        agrees,
        table: desk.table(table)?,
        payments: desk.table(payments_list(run, payments, picture).per_page(20))?,
    })
}

/// What homes are paid, and what becomes of their debts.
pub(super) fn payments_list<'a>(
    run: &'a str,
    payments: Vec<HomePayment>,
    picture: &'a Picture,
) -> List<'a, HomePayment> {
    List::new("payments", "Payments by home", payments)
        .column("home", "Home", move |payment: &HomePayment| {
            let id = payment.home_id.as_str();
            home_cell(picture, id, &To::Remittance(run, id))
        })
        .numbers("net", "Lines, £", move |payment| {
            let to = with_query(
                To::PayRunLines(run),
                [("home", payment.home_id.as_str()), ("side", "home")],
            );
            Cell::money(payment.net).to(to)
        })
        .numbers("debt_before", "Owed before, £", |payment| {
            Cell::money(payment.debt_before)
        })
        .numbers("recovered", "Recovered, £", |payment| {
            Cell::money(payment.recovered)
        })
        .numbers("carried", "Carried, £", |payment| {
            Cell::money(payment.carried)
        })
        .numbers("paid", "Through the bank, £", move |payment| {
            Cell::money(payment.paid).to(To::Remittance(run, payment.home_id.as_str()))
        })
        .when_empty("No home is paid anything.")
}
