use oast_exchange::table::{Table, Value};
use oast_office::budget::{BudgetLine, YearBudget};
use oast_office::outlook::expected;
use oast_office::picture::{Picture, SpendCategory};
use oast_rules::money::bridge::{Change, Step};
use oast_units::{Date, FinancialYear, Pence};

use super::successors;
use crate::cli::Budget;
use crate::context::Context;
use crate::exit::Refused;
use crate::output;

/// What stands in the column of categories on the line of all of them.
pub(super) const ALL: &str = "all";

pub(super) fn run(context: &Context, asked: &Budget) -> anyhow::Result<()> {
    let day = asked.on.map_or_else(|| context.today(), Ok)?;
    let known_at = asked.known.known_at.map(|known| known.0);
    let picture = context.existing_office()?.picture(day, known_at)?;
    let year = asked.year.unwrap_or_else(|| FinancialYear::of(day));
    let table = if asked.bridge {
        bridge(&picture, asked.month)?
    } else if let Some(file) = &asked.successors {
        successors::table(context, &picture, year, (asked, file))?
    } else {
        let expected = (year == FinancialYear::of(picture.day)).then(|| expected(&picture));
        let expected = expected.and_then(Result::ok);
        lines(&picture.year_budget(year, expected.as_ref())?)
    };
    output::table(&table, context.format())
}

/// The lines of a year: what stands against a budget first in their own sum, then in that of all.
fn lines(budget: &YearBudget) -> Table {
    let each = budget.lines.iter();
    let mut rows: Vec<Vec<Value>> = each.map(|(key, line)| row(key.code(), line)).collect();
    rows.push(row("with_a_budget", &budget.budgeted()));
    rows.push(row(
        ALL,
        &BudgetLine {
            budget: None,
            ..budget.total()
        },
    ));
    Table {
        columns: vec![
            "category",
            "budget",
            "spent",
            "committed",
            "outturn",
            "variance",
        ],
        rows,
    }
}

fn row(code: &str, line: &BudgetLine) -> Vec<Value> {
    vec![
        Value::text(code),
        Value::maybe(line.budget, Value::Money),
        Value::Money(line.spent),
        Value::Money(line.committed),
        Value::Money(line.outturn),
        Value::maybe(line.variance(), Value::Money),
    ]
}

/// What moved from the month before, a column for each step.
fn bridge(picture: &Picture, month: Option<Date>) -> anyhow::Result<Table> {
    let month = match month {
        Some(day) => Some(day.first_of_month()),
        None => picture.last_month_over(),
    };
    let bridge = month
        .and_then(|month| picture.bridge_to(month))
        .ok_or_else(|| no_bridge(picture))?;
    let categories = bridge.bridge.categories.iter();
    let mut rows: Vec<Vec<Value>> = categories
        .map(|(category, change)| moved(SpendCategory::from(*category).code(), change))
        .collect();
    rows.push(moved(ALL, &bridge.bridge.total()));
    let mut columns = vec!["category", "before"];
    columns.extend(Step::ALL.iter().map(|step| step.code()));
    columns.push("after");
    Ok(Table { columns, rows })
}

fn no_bridge(picture: &Picture) -> Refused {
    let months = &picture.spend().months;
    let span = months.get(1).zip(months.last());
    Refused(span.map_or_else(
        || "there is no month to lead to".to_owned(),
        |(first, last)| {
            format!(
                "--month: give a day from {first} to the end of the month that begins on {last}"
            )
        },
    ))
}

fn moved(code: &str, change: &Change) -> Vec<Value> {
    let steps = Step::ALL.iter().map(|step| change.steps.of(*step));
    let amounts = std::iter::once(change.before)
        .chain(steps)
        .chain([change.after]);
    std::iter::once(Value::text(code))
        .chain(amounts.map(|amount: Pence| Value::Money(amount)))
        .collect()
}
