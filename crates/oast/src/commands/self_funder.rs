use oast_exchange::table::{Table, Value};
use oast_rules::placement::self_funder::{Depletion, Told};

use crate::cli::SelfFunder;
use crate::context::Context;
use crate::output;

pub(super) fn run(context: &Context, command: SelfFunder) -> anyhow::Result<()> {
    let SelfFunder::Runway { on, known } = command;
    let today = on.map_or_else(|| context.today(), Ok)?;
    let mut office = context.existing_office()?;
    let rows = office
        .runways(today, known.known_at.map(|known| known.0))?
        .into_iter()
        .map(|row| {
            vec![
                Value::text(&row.report.person_id),
                Value::text(&row.report.home_id),
                Value::Money(row.report.capital),
                Value::Money(row.runway.drawdown),
                depletion(row.runway.earliest),
                depletion(row.runway.expected),
                depletion(row.runway.latest),
                Value::maybe(row.runway.notify_by, Value::Date),
                Value::Date(row.report.reported_on),
                Value::text(told(row.told)),
            ]
        })
        .collect();
    let columns = vec![
        "person_id",
        "home_id",
        "capital",
        "drawdown_per_week",
        "earliest",
        "expected",
        "latest",
        "notify_by",
        "reported_on",
        "told",
    ];
    output::table(&Table { columns, rows }, context.format())
}

fn depletion(depletion: Depletion) -> Value {
    match depletion {
        Depletion::On(day) => Value::Date(day),
        Depletion::NotBy(day) => Value::text(format!("after {day}")),
        Depletion::Never => Value::text("never"),
    }
}

fn told(told: Told) -> String {
    match told {
        Told::NotNeeded => "not needed".into(),
        Told::OnTime => "on time".into(),
        Told::Late(days) => format!("late by {days} days"),
        Told::NotYet => "not yet due".into(),
        Told::Missing(days) => format!("missing for {days} days"),
    }
}
