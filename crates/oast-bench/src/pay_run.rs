//! A county's first pay run, end to end: proposed, checked, approved, posted and paid.

use std::path::Path;

use anyhow::Context as _;
use jiff::Timestamp;
use oast_office::Actor;
use oast_rules::money::pay_calendar;
use oast_units::Date;
use serde_json::{Value, json};

use crate::cli::PayRun;
use crate::county::{COUNTY, open, remove};
use crate::due::terms;
use crate::insert::TABLES;
use crate::memory::peak_bytes;
use crate::stopwatch::timed;

/// The database after the run.
pub(crate) const PAID: &str = "paid.sqlite";
const PROPOSED_AT: &str = "2026-04-27T09:00:00Z";

/// Runs it over a copy of the county, which is made first, by another process so that its memory
/// is not counted, when it is not there.
pub(crate) fn measure(wanted: &PayRun) -> anyhow::Result<Value> {
    let (county, paid) = (wanted.out.join(COUNTY), wanted.out.join(PAID));
    let made = if county.exists() {
        Value::Null
    } else {
        make_county(wanted)?
    };
    remove(&paid)?;
    std::fs::copy(&county, &paid)?;
    // The copy reaches the disk now, not within the first command's time.
    std::fs::File::open(&paid)?.sync_all()?;
    let mut run = run(&paid)?;
    run["county"] = made;
    Ok(run)
}

fn make_county(wanted: &PayRun) -> anyhow::Result<Value> {
    let output = std::process::Command::new(std::env::current_exe()?)
        .args([
            "county",
            "--placements",
            &wanted.placements.to_string(),
            "--out",
        ])
        .arg(&wanted.out)
        .stderr(std::process::Stdio::inherit())
        .output()?;
    anyhow::ensure!(output.status.success(), "the county could not be made");
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn run(database: &Path) -> anyhow::Result<Value> {
    let at: Timestamp = PROPOSED_AT.parse()?;
    let (proposer, approver) = (Actor::operator("ann", at), Actor::operator("bob", at));
    let until = first_period_ends()?;
    let mut office = open(database)?;
    let (proposed, propose) = timed(|| office.propose_pay_run(until, proposer, &mut |_| ()));
    let proposed = proposed?;
    let id = proposed.run.context("the run has no lines")?.to_string();
    let (checked, check) = timed(|| office.check_pay_run(&id, proposer));
    checked?;
    let (approved, approve) = timed(|| office.approve_pay_run(&id, approver));
    approved?;
    let (paid, pay) = timed(|| office.pay_pay_run(&id, approver, &mut |_| ()));
    let paid = paid?;
    anyhow::ensure!(paid.reconciles(), "the run does not reconcile");
    let peak_bytes = peak_bytes();
    drop(office);
    Ok(json!({
        "engine": "oast",
        "until": until.to_string(),
        "seconds": propose + check + approve + pay,
        "propose_seconds": propose,
        "check_seconds": check,
        "approve_seconds": approve,
        "pay_seconds": pay,
        "problems": proposed.problems.len(),
        "rows": rows(database)?,
        "bank": paid.bank.plain(),
        "peak_bytes": peak_bytes,
    }))
}

/// The last day of the pay period that pay runs open in.
fn first_period_ends() -> anyhow::Result<Date> {
    let terms = terms()?;
    let opening = terms
        .authority
        .pay_calendar
        .opening_date
        .dated_on(Date::of(2026, 4, 1))?
        .value;
    Ok(pay_calendar(&terms, opening)?.holding(opening).to())
}

/// How many rows the run has written to each of its tables.
fn rows(database: &Path) -> anyhow::Result<Value> {
    let connection = rusqlite::Connection::open(database)?;
    let mut rows = serde_json::Map::new();
    for table in TABLES {
        let count = format!("SELECT COUNT(*) FROM {table}");
        let count: i64 = connection.query_row(&count, [], |row| row.get(0))?;
        rows.insert(table.to_owned(), count.into());
    }
    Ok(Value::Object(rows))
}
