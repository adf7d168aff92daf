use oast_exchange::table::{Table, Value};
use oast_forecast::demand::{Path, Population, demand};
use oast_units::Date;

use super::forecast_run::picture;
use crate::context::Context;
use crate::output;

/// Prints how many people will need a place, by month and district, against the beds there are.
pub(super) fn run(
    context: &Context,
    on: Option<Date>,
    (months, beds): (u32, u32),
) -> anyhow::Result<()> {
    let day = on.map_or_else(|| context.today(), Ok)?;
    let mut office = context.existing_office()?;
    let known_seq = office.known_seq(None)?;
    let picture = picture(&mut office, known_seq, day)?;
    let (path, population) = (Path::kent()?, Population::kent()?);
    let mut rows = Vec::new();
    for one in demand(picture.start(), &path, &population, (months, beds)) {
        let district = one
            .district
            .as_ref()
            .map_or("", |district| district.as_str());
        let care = if one.nursing {
            "nursing"
        } else {
            "residential"
        };
        for month in &one.months {
            let people = |thousandths: i64| Value::Number((thousandths + 500) / 1_000);
            rows.push(vec![
                Value::text(district),
                Value::text(care),
                Value::Date(month.month),
                people(month.people),
                people(month.beds),
                people(month.beyond),
                Value::maybe(one.runs_out, Value::Date),
            ]);
        }
    }
    let columns = vec![
        "district",
        "care",
        "month",
        "people",
        "beds",
        "out_of_district",
        "beds_run_out",
    ];
    output::table(&Table { columns, rows }, context.format())
}
