use std::io::Write;

use oast_exchange::table::{Format, Value};
use oast_office::OfficeError;
use oast_units::{Date, Period};

use crate::context::{Context, KnownAt};
use crate::exit::Refused;
use crate::output;

const COLUMNS: [&str; 7] = [
    "placement_id",
    "element",
    "payer",
    "payee",
    "period_from",
    "period_to",
    "amount",
];

pub(super) fn due(
    context: &Context,
    from: Date,
    to: Date,
    known_at: Option<KnownAt>,
) -> anyhow::Result<()> {
    let span = Period::new(from, to).map_err(|why| Refused(format!("--from and --to: {why}")))?;
    let mut office = context.existing_office()?;
    let mut writer = output::rows(&COLUMNS, context.format())?;
    let mut problems = 0;
    office.due(
        span,
        known_at.map(|known| known.0),
        |row| {
            writer
                .row(&[
                    Value::text(&row.placement_id),
                    Value::text(row.element),
                    Value::text(row.payer),
                    Value::text(row.payee),
                    Value::Date(row.period.from()),
                    Value::Date(row.period.to()),
                    Value::Money(row.amount),
                ])
                .map_err(OfficeError::Output)
        },
        |why| {
            problems += 1;
            let _ = writeln!(std::io::stderr(), "oast: left out: {why}");
        },
    )?;
    writer.finish()?;
    match problems {
        0 => Ok(()),
        _ if context.format() == Format::Text => Ok(()),
        count => Err(Refused(format!(
            "{count} placements could not be worked out and were left out"
        ))
        .into()),
    }
}
