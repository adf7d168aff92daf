use std::path::Path;

use oast_exchange::table::{Table, Value};
use oast_forecast::scenario::Scenario;
use oast_forecast::score::Verdict;
use oast_office::outlook::ForecastTold;
use oast_units::Date;

use super::forecast_run::{picture, read};
use crate::cli::Known;
use crate::context::Context;
use crate::output;

/// Draws a forecast and keeps it.
pub(super) fn keep(
    context: &Context,
    file: Option<&Path>,
    (draws, on): (u32, Option<Date>),
    why: &str,
) -> anyhow::Result<()> {
    let scenario = file.map_or_else(|| Ok(Scenario::default()), read)?;
    let day = on.map_or_else(|| context.today(), Ok)?;
    let mut office = context.existing_office()?;
    let known_seq = office.known_seq(None)?;
    let picture = picture(&mut office, known_seq, day)?;
    let told = ForecastTold {
        scenario: &scenario,
        draws,
        why,
    };
    let kept = office.keep_forecast(&picture, &told, context.actor())?;
    output::say(&format!("Kept as {kept}."))
}

/// Holds every kept forecast against what came.
pub(super) fn score(context: &Context, known: &Known) -> anyhow::Result<()> {
    let mut office = context.existing_office()?;
    let known_seq = office.known_seq(known.known_at.map(|known| known.0))?;
    let picture = picture(&mut office, known_seq, context.today()?)?;
    let mut rows = Vec::new();
    for scored in office.scored(&picture)? {
        for thing in &scored.things {
            rows.push(vec![
                Value::text(&scored.kept.forecast),
                Value::Date(scored.kept.on),
                Value::text(&scored.kept.name),
                Value::text(thing.thing.code()),
                Value::Number(number(thing.score.months)),
                Value::Number(number(thing.score.held)),
                Value::Number(thing.score.more_basis_points),
                Value::text(verdict(thing.score.verdict)),
            ]);
        }
    }
    let columns = vec![
        "forecast",
        "on",
        "scenario",
        "of",
        "months",
        "within_range",
        "off_basis_points",
        "verdict",
    ];
    output::table(&Table { columns, rows }, context.format())
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

const fn verdict(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::TooEarly => "too early",
        Verdict::Holds => "holds",
        Verdict::TooLow => "said too little",
        Verdict::TooHigh => "said too much",
    }
}
