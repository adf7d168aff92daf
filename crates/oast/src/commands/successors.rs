use std::path::Path;

use oast_exchange::table::{Table, Value};
use oast_office::picture::Picture;
use oast_office::reorganisation::{Divided, Part, Plan, Postcodes, Split};
use oast_units::FinancialYear;

use super::budget::ALL;
use crate::cli::{Budget, ILLUSTRATIONS};
use crate::context::Context;
use crate::exit::Refused;

/// What stands for what is outside the county, or of which no district is known.
const NO_DISTRICT: &str = "no district of the county";

/// What each authority of each split would have.
pub(super) fn table(
    context: &Context,
    picture: &Picture,
    year: FinancialYear,
    (asked, file): (&Budget, &Path),
) -> anyhow::Result<Table> {
    let postcodes = Postcodes::bundled(context.authority());
    let plan = plan(context, picture, &postcodes, file)?;
    let divided: Vec<Divided> = chosen(&plan, asked.split.as_deref())?
        .into_iter()
        .map(|split| picture.divided(split, year, asked.sharing, &postcodes))
        .collect::<Result<_, _>>()?;
    Ok(if asked.crossings {
        crossings(&divided)
    } else {
        parts(&divided)
    })
}

fn plan(
    context: &Context,
    picture: &Picture,
    postcodes: &Postcodes,
    file: &Path,
) -> anyhow::Result<Plan> {
    let districts = postcodes.districts(picture);
    if file == Path::new(ILLUSTRATIONS) {
        let authority = context.authority();
        return Plan::bundled(authority, &districts)?.ok_or_else(|| {
            let why = format!("there is no example split of {authority}; give --successors a file");
            Refused(why).into()
        });
    }
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file).map_err(|why| Refused(format!("{name}: {why}")))?;
    Ok(Plan::read(&name, &text, &districts)?)
}

fn chosen<'p>(plan: &'p Plan, name: Option<&str>) -> Result<Vec<&'p Split>, Refused> {
    let Some(name) = name else {
        return Ok(plan.splits.iter().collect());
    };
    let found = plan.named(name).ok_or_else(|| {
        let names: Vec<&str> = plan.splits.iter().map(|split| &*split.name).collect();
        Refused(format!(
            "'{name}' is not a split of the file; they are {}",
            names.join(", ")
        ))
    })?;
    Ok(vec![found])
}

fn parts(divided: &[Divided]) -> Table {
    let mut rows = Vec::new();
    for each in divided {
        let parts = each.parts.iter();
        rows.extend(parts.map(|part| row(each, part.name.as_deref().unwrap_or(NO_DISTRICT), part)));
        rows.push(row(each, ALL, &each.whole()));
    }
    Table {
        columns: vec![
            "split",
            "authority",
            "people",
            "placed_by_home",
            "weekly",
            "outturn",
            "outturn_with_a_budget",
            "budget",
            "variance",
            "homes",
            "beds",
            "appointments",
            "blocks",
            "shared_providers",
        ],
        rows,
    }
}

fn row(divided: &Divided, name: &str, part: &Part) -> Vec<Value> {
    vec![
        Value::text(&divided.name),
        Value::text(name),
        Value::Number(part.people),
        Value::Number(part.by_home),
        Value::Money(part.weekly),
        Value::Money(part.year),
        Value::Money(part.budgeted),
        Value::maybe(part.budget, Value::Money),
        Value::maybe(part.variance(), Value::Money),
        Value::Number(part.homes),
        Value::Number(part.beds),
        Value::Number(part.appointments),
        Value::Number(part.blocks),
        Value::Number(part.shared_providers),
    ]
}

fn crossings(divided: &[Divided]) -> Table {
    let mut rows = Vec::new();
    for each in divided {
        rows.extend(each.crossings.iter().map(|crossing| {
            vec![
                Value::text(&each.name),
                Value::text(&crossing.of),
                Value::text(crossing.living_in.as_deref().unwrap_or(NO_DISTRICT)),
                Value::Number(crossing.people),
                Value::Money(crossing.weekly),
            ]
        }));
    }
    Table {
        columns: vec!["split", "authority", "living_in", "people", "weekly"],
        rows,
    }
}
