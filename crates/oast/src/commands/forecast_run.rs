use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use oast_exchange::table::{Format, Table, Value};
use oast_forecast::scenario::Scenario;
use oast_forecast::simulate::{Line, Outcome, Range};
use oast_office::Office;
use oast_office::outlook::draw;
use oast_office::picture::Picture;
use oast_rules::facts::Category;
use oast_units::{Date, Pence};

use crate::cli::{Known, RunForecast};
use crate::context::Context;
use crate::output;

/// Draws scenarios and prints what they may cost.
pub(super) fn run_scenarios(context: &Context, how: &RunForecast) -> anyhow::Result<()> {
    let scenarios = scenarios(how)?;
    let picture = there(context, how.on, &how.known)?;
    let outcomes = draw(&picture, &scenarios, how.draws)?;
    let table = match context.format() {
        Format::Text => years(&scenarios, &outcomes),
        Format::Csv | Format::Json => months(&scenarios, &outcomes),
    };
    output::table(&table, context.format())
}

/// The scenarios of the files, or else the one that changes nothing, with what was set by hand.
fn scenarios(how: &RunForecast) -> anyhow::Result<Vec<Scenario>> {
    let read = |file: &PathBuf| read(file);
    let mut scenarios: Vec<Scenario> = how.scenarios.iter().map(read).collect::<Result<_, _>>()?;
    if scenarios.is_empty() {
        scenarios.push(Scenario::default());
    }
    for scenario in &mut scenarios {
        if let Some(seed) = how.seed {
            scenario.seed = seed;
        }
        for set in &how.set {
            let (key, value) = set.split_once('=').with_context(|| {
                format!("`--set {set}`: say which number and what it is, such as `--set stays.leaving=1.1`")
            })?;
            scenario.change(key.trim(), value)?;
        }
    }
    Ok(scenarios)
}

pub(super) fn read(file: &Path) -> anyhow::Result<Scenario> {
    let text = fs::read_to_string(file)
        .with_context(|| format!("the scenario {} cannot be read", file.display()))?;
    Scenario::read(&text).with_context(|| file.display().to_string())
}

/// What is there on the day.
pub(super) fn there(context: &Context, on: Option<Date>, known: &Known) -> anyhow::Result<Picture> {
    let day = on.map_or_else(|| context.today(), Ok)?;
    let mut office = context.existing_office()?;
    let known_seq = office.known_seq(known.known_at.map(|known| known.0))?;
    picture(&mut office, known_seq, day)
}

/// What is known on a day.
pub(super) fn picture(office: &mut Office, known_seq: i64, day: Date) -> anyhow::Result<Picture> {
    let facts = office.picture_facts(known_seq)?;
    let terms = Arc::new(office.terms().clone());
    Ok(Picture::new(Arc::new(facts), terms, day))
}

const RANGE: [&str; 4] = ["mean", "low", "middle", "high"];

/// A row for each year and line, for people to read.
fn years(scenarios: &[Scenario], outcomes: &[Outcome]) -> Table {
    let mut rows = Vec::new();
    for (scenario, outcome) in scenarios.iter().zip(outcomes) {
        for (index, year) in outcome.years.iter().enumerate() {
            let months = outcome
                .months_of_year
                .get(index)
                .copied()
                .unwrap_or_default();
            for line in Line::each() {
                let range = outcome.year(index, line);
                if range == Range::default() {
                    continue;
                }
                let mut row = vec![
                    Value::text(&scenario.name),
                    Value::text(format!("{year}{}", part(months))),
                    Value::text(line.words()),
                ];
                row.extend(money(range));
                rows.push(row);
            }
        }
    }
    let mut columns = vec!["scenario", "year", "line"];
    columns.extend(RANGE);
    Table { columns, rows }
}

fn part(months: usize) -> String {
    if months == 12 {
        String::new()
    } else {
        format!(" ({months} months)")
    }
}

fn money(range: Range) -> [Value; 4] {
    let pounds = |pence| Value::text(Pence::new(pence).short());
    [range.mean, range.low, range.middle, range.high].map(pounds)
}

/// A row for each month and line, with people as well as money.
fn months(scenarios: &[Scenario], outcomes: &[Outcome]) -> Table {
    let mut rows = Vec::new();
    for (scenario, outcome) in scenarios.iter().zip(outcomes) {
        for (index, month) in outcome.months.iter().enumerate() {
            let mut row = |of: &str, line: &str, values: [Value; 4]| {
                let mut row = vec![
                    Value::text(&scenario.name),
                    Value::Date(*month),
                    Value::text(of),
                    Value::text(line),
                ];
                row.extend(values);
                rows.push(row);
            };
            for line in Line::each() {
                let range = outcome.month(index, line);
                let values = [range.mean, range.low, range.middle, range.high];
                row(
                    "spend",
                    line.code(),
                    values.map(|pence| Value::Money(Pence::new(pence))),
                );
            }
            for category in Category::ALL {
                let range = outcome.people(index, *category);
                let values = [range.mean, range.low, range.middle, range.high];
                row("people", category.code(), values.map(tenths));
            }
        }
    }
    let mut columns = vec!["scenario", "month", "of", "line"];
    columns.extend(RANGE);
    Table { columns, rows }
}

/// Thousandths of a person, to one place.
fn tenths(thousandths: i64) -> Value {
    let tenths = (thousandths + 50).div_euclid(100);
    Value::text(format!("{}.{}", tenths / 10, tenths % 10))
}
