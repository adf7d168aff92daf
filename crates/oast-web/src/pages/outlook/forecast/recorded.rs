use oast_forecast::scenario::{Field, Scenario, Starts};
use oast_forecast::start::{Recorded, Start};
use oast_rules::facts::Category;
use serde::Serialize;

use super::tables::{Row, columns};
use crate::answer::Fault;
use crate::chart::Unit;
use crate::list::{Cell, List, Table};
use crate::pages::outlook::lines::{self, Draw};
use crate::words;

/// What the record shows of people leaving, and what the scenario makes of it.
#[derive(Debug, Serialize)]
pub(super) struct Seen {
    says: String,
    table: Table,
}

/// The recorded rates of leaving; none where the scenario is not drawn from them.
pub(super) fn seen(
    start: &Start,
    scenario: &Scenario,
    draw: Draw<'_>,
) -> Result<Option<Seen>, Fault> {
    if scenario.starts != Starts::Placements {
        return Ok(None);
    }
    let recorded = start.history.recorded(scenario);
    let span = format!(
        "in the {} up to {}",
        words::so_many(
            usize::try_from(start.history.whole_months()).unwrap_or_default(),
            "month",
            "months"
        ),
        start.day.long()
    );
    shown(&span, scenario, recorded, draw).map(Some)
}

fn shown(
    span: &str,
    scenario: &Scenario,
    recorded: Vec<Recorded>,
    draw: Draw<'_>,
) -> Result<Seen, Fault> {
    let left: i64 = recorded.iter().map(|one| one.left).sum();
    let months: i64 = recorded.iter().map(|one| one.months).sum();
    let own = Scenario::default();
    let leaving = Field::named("stays.leaving");
    let factor = leaving.map_or_else(String::new, |field| scenario.said(field));
    let changed = leaving.is_some_and(|field| scenario.said(field) != own.said(field));
    let makes = if changed {
        format!(
            "The scenario has everybody leave {factor} times as fast; the last column is what it draws with."
        )
    } else {
        "The scenario changes nothing about it.".to_owned()
    };
    Ok(Seen {
        says: format!(
            "{} people left {span}, over {} months that people were there together, by what the council’s placements record of their first and last days. {makes}",
            words::signed(left),
            words::signed(months)
        ),
        table: draw(list(recorded, changed))?,
    })
}

fn list(recorded: Vec<Recorded>, changed: bool) -> List<'static, Row> {
    let rate = |hundredths| Cell::text(Unit::Percent.short(hundredths));
    let rows = recorded.into_iter().map(|one| {
        let assumed = if changed {
            rate(one.assumed)
        } else {
            Cell::empty()
        };
        vec![
            Cell::text(one.category.words()),
            Cell::text(one.span),
            Cell::number(one.months),
            Cell::number(one.left),
            rate(one.monthly),
            assumed,
        ]
    });
    let columns = columns(&[
        ("category", "Category"),
        ("since_start", "Since the start"),
        ("months", "Months seen"),
        ("left", "Left"),
        ("monthly", "Leave a month"),
        ("assumed", "In this scenario"),
    ]);
    let caption = "Recorded rates of leaving".to_owned();
    lines::list(("recorded", caption), 2, &columns, rows.collect())
        .when_empty("Nobody was there in the months that are looked back on.")
}

/// As it may be.
pub(super) fn sample(changed: bool, draw: Draw<'_>) -> Result<Seen, Fault> {
    let one = |category, span: &str, months, left, monthly| Recorded {
        category,
        span: span.to_owned(),
        months,
        left,
        monthly,
        assumed: monthly,
    };
    let recorded = vec![
        one(Category::Residential, "The first month", 812, 47, 575),
        one(Category::Residential, "1 to 3 months", 1_604, 61, 381),
        one(Category::Nursing, "The first month", 203, 25, 1_180),
    ];
    let mut scenario = Scenario::default();
    if changed {
        let change = scenario.change("stays.leaving", "1.1");
        change.map_err(|error| Fault::Broken(error.to_string()))?;
    }
    let span = "in the 24 months up to 1 April 2026";
    shown(span, &scenario, recorded, draw)
}
