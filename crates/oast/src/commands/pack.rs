use std::fmt::Write as _;
use std::path::Path;

use oast_exchange::table::{Format, Table, Value};
use oast_generate::{DEFAULT_PLACEMENTS, GenerateError, Plan, Summary};
use oast_office::{CHANGES_TOLD_MAX, ImportOptions, Imported};

use crate::context::{Context, KnownAt};
use crate::exit::Refused;
use crate::output;
use crate::progress::Progress;

/// Warnings that are told one by one.
const WARNINGS_TOLD_MAX: usize = 20;

pub(super) fn generate(
    context: &Context,
    county: &str,
    seed: u64,
    placements: Option<u64>,
    out: &Path,
) -> anyhow::Result<()> {
    let plan = Plan {
        seed,
        placements: placements.unwrap_or(DEFAULT_PLACEMENTS),
    };
    let summary = generated(context, county, &plan, out)?;
    output::say(&summary.to_string())
}

/// Generates a county, with progress.
pub(super) fn generated(
    context: &Context,
    county: &str,
    plan: &Plan,
    out: &Path,
) -> anyhow::Result<Summary> {
    let mut progress = context.progress();
    oast_generate::generate(county, plan, out, &mut |done, _| {
        progress.tell("generating lives", done);
    })
    .map_err(|error| match error {
        GenerateError::Write { .. } => error.into(),
        refused => Refused(refused.to_string()).into(),
    })
}

pub(super) fn import(
    context: &Context,
    dir: &Path,
    dry_run: bool,
    replace: bool,
) -> anyhow::Result<()> {
    let mut office = context.office()?;
    let options = ImportOptions { dry_run, replace };
    let mut progress = context.progress();
    let imported = office.import(dir, context.actor(), options, &mut |part, done| {
        tell_part(&mut progress, part, done);
    })?;
    drop(progress);
    tell(context, &imported, dry_run)
}

/// Says which file is read or which table is stored.
pub(super) fn tell_part(progress: &mut Progress, part: &str, done: u64) {
    if progress.is_plain() {
        match part.strip_suffix(".csv") {
            Some(_) => progress.tell("reading the pack", done),
            None if part == "checking" => progress.tell("checking the county", done),
            None => progress.tell("storing the facts", done),
        }
    } else {
        progress.tell(part, done);
    }
}

fn tell(context: &Context, imported: &Imported, dry_run: bool) -> anyhow::Result<()> {
    let count = |count: usize| Value::Number(i64::try_from(count).unwrap_or(i64::MAX));
    let rows = imported
        .tables
        .iter()
        .map(|table| {
            vec![
                Value::text(table.table),
                count(table.new),
                count(table.corrected),
                count(table.same),
                count(table.vanished),
                Value::text(if table.withdrawn && table.vanished > 0 {
                    "withdrawn"
                } else {
                    ""
                }),
            ]
        })
        .collect();
    let columns = vec![
        "table",
        "new",
        "corrected",
        "same",
        "vanished",
        "done_with_vanished",
    ];
    output::table(&Table { columns, rows }, context.format())?;
    if context.format() != Format::Text {
        return Ok(());
    }
    let mut text = String::new();
    for change in &imported.changes {
        writeln!(text, "change: {change}")?;
    }
    if imported.changes.len() == CHANGES_TOLD_MAX {
        writeln!(text, "and perhaps more changes: these are the first")?;
    }
    for warning in imported.warnings.iter().take(WARNINGS_TOLD_MAX) {
        writeln!(text, "warning: {warning}")?;
    }
    if imported.warnings.len() > WARNINGS_TOLD_MAX {
        writeln!(
            text,
            "and {} more warnings",
            imported.warnings.len() - WARNINGS_TOLD_MAX
        )?;
    }
    let vanished: usize = imported
        .tables
        .iter()
        .filter(|table| !table.withdrawn)
        .map(|table| table.vanished)
        .sum();
    if vanished > 0 {
        writeln!(
            text,
            "{vanished} known facts are not in the pack; they stay, unless you import with --replace."
        )?;
    }
    match imported.seq {
        Some(seq) => write!(text, "Recorded as audit entry {seq}.")?,
        None if dry_run => write!(text, "Nothing was stored: this was a dry run.")?,
        None => write!(text, "Nothing was stored: all of it was known already.")?,
    }
    output::say(&text)
}

pub(super) fn export(
    context: &Context,
    dir: &Path,
    known_at: Option<KnownAt>,
) -> anyhow::Result<()> {
    let mut office = context.existing_office()?;
    let exported = office.export(dir, known_at.map(|known| known.0))?;
    let rows = exported
        .tables
        .into_iter()
        .map(|(table, rows)| {
            vec![
                Value::text(format!("{table}.csv")),
                Value::Number(i64::try_from(rows).unwrap_or(i64::MAX)),
            ]
        })
        .collect();
    output::table(
        &Table {
            columns: vec!["file", "rows"],
            rows,
        },
        context.format(),
    )
}
