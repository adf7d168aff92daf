use oast_exchange::table::{Format, Table, Value};
use oast_forecast::percent;
use oast_forecast::published::{Case, Row, Tables, Way};
use oast_units::Pence;

use super::{forecast_demand, forecast_kept, forecast_pack, forecast_run};
use crate::cli::Forecast;
use crate::context::Context;
use crate::output;

pub(super) fn run(context: &Context, command: &Forecast) -> anyhow::Result<()> {
    match command {
        Forecast::Run(how) => forecast_run::run_scenarios(context, how),
        Forecast::Keep {
            scenario,
            why,
            draws,
            on,
        } => forecast_kept::keep(context, scenario.as_deref(), (*draws, *on), why),
        Forecast::Pack(how) => forecast_pack::write(context, how),
        Forecast::Demand { months, beds, on } => {
            forecast_demand::run(context, *on, (*months, *beds))
        }
        Forecast::Score { known } => forecast_kept::score(context, known),
        Forecast::Published { model } => {
            let case = Case::kent()?;
            let tables = if *model { case.model() } else { case.exact() };
            let table = match context.format() {
                Format::Text => for_people(&case, &tables),
                Format::Csv | Format::Json => cells(&tables),
            };
            output::table(&table, context.format())
        }
    }
}

/// A row for each cell.
fn cells(tables: &Tables) -> Table {
    let rows = tables.rows().into_iter().map(|cell| {
        vec![
            Value::Number(cell.way.option()),
            Value::Number(cell.year),
            Value::text(cell.row.code()),
            Value::Number(cell.pounds),
        ]
    });
    Table {
        columns: vec!["option", "year", "category", "amount"],
        rows: rows.collect(),
    }
}

/// A column for each year, as the document has them.
fn for_people(case: &Case, tables: &Tables) -> Table {
    let mut rows = Vec::new();
    for way in Way::ALL {
        let name = case.printed().of(way).name.clone();
        let head = format!("Option {}: {name}", way.option());
        rows.push(with_years(head, case.years.clone().map(Value::Text)));
        for row in Tables::each_row() {
            let cells = tables.row(way, row);
            if cells.iter().any(Option::is_some) {
                let cells = cells.map(|cell| {
                    Value::maybe(cell, |pounds| Value::text(Pence::pounds(pounds).short()))
                });
                rows.push(with_years(row.words().to_owned(), cells));
            }
            if row == Row::Increase {
                let growth = tables
                    .growth(way)
                    .map(|growth| Value::maybe(growth, |growth| Value::text(percent(growth, 1))));
                rows.push(with_years("the same in per cent".to_owned(), growth));
            }
        }
    }
    Table {
        columns: vec!["", "year_1", "year_2", "year_3", "year_4"],
        rows,
    }
}

fn with_years(name: String, years: [Value; 4]) -> Vec<Value> {
    std::iter::once(Value::Text(name)).chain(years).collect()
}
