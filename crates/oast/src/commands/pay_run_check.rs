//! What there is to look at before a run is approved.

use oast_exchange::table::{Format, Table, Value};
use oast_office::pay_run::CheckReport;

use crate::context::Context;
use crate::exit::Refused;
use crate::output;

/// Rows of each part of the report for people.
const REPORT_ROWS: usize = 15;

/// Tells a report: whole for programs by element, and in its parts for people.
pub(super) fn tell(context: &Context, report: &CheckReport) -> anyhow::Result<()> {
    if context.format() != Format::Text {
        return output::table(&elements(report), context.format());
    }
    let run = &report.run;
    output::say(&format!(
        "Pay run {} for {} to {}: {}, proposed by {}\n",
        run.pay_run,
        run.opens_on.long(),
        run.until.long(),
        run.state.code(),
        run.proposed_by
    ))?;
    output::table(&elements(report), Format::Text)?;
    output::say("\nHomes with the largest change since the last run")?;
    output::table(&homes(report), Format::Text)?;
    if !report.causes.is_empty() {
        output::say("\nAdjustments by cause")?;
        output::table(&causes(report), Format::Text)?;
    }
    if !report.holds.is_empty() {
        output::say(&format!(
            "\n{} elements are held: oast pay-run holds",
            report.holds.len()
        ))?;
    }
    if report.elements.is_empty() {
        return Err(Refused(format!("pay run {} has no lines", run.pay_run)).into());
    }
    Ok(())
}

fn number(count: u64) -> Value {
    Value::Number(i64::try_from(count).unwrap_or(i64::MAX))
}

fn elements(report: &CheckReport) -> Table {
    let rows = report.elements.iter().map(|total| {
        vec![
            Value::text(total.element),
            Value::text(total.side),
            number(total.lines),
            Value::Money(total.current),
            Value::Money(total.adjustments),
            Value::Money(total.last_run),
        ]
    });
    let columns = vec![
        "element",
        "side",
        "lines",
        "current",
        "adjustments",
        "last_run",
    ];
    Table {
        columns,
        rows: rows.collect(),
    }
}

fn homes(report: &CheckReport) -> Table {
    let rows = report.homes.iter().take(REPORT_ROWS).map(|home| {
        vec![
            Value::text(&home.home_id),
            Value::text(&home.name),
            Value::Money(home.net),
            Value::Money(home.last_run),
            Value::Money(home.net - home.last_run),
        ]
    });
    let columns = vec!["home_id", "home", "net", "last_run", "change"];
    Table {
        columns,
        rows: rows.collect(),
    }
}

fn causes(report: &CheckReport) -> Table {
    let rows = report
        .causes
        .iter()
        .take(REPORT_ROWS)
        .map(|(cause, lines, sum)| vec![number(*lines), Value::Money(*sum), Value::text(cause)]);
    Table {
        columns: vec!["lines", "amount", "cause"],
        rows: rows.collect(),
    }
}
