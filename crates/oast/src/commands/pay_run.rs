use std::fmt::Write as _;
use std::io::Write as _;

use oast_exchange::table::{Table, TableWriter, Value};
use oast_office::pay_run::{Paid, Proposed};
use oast_office::{Office, OfficeError};
use oast_rules::facts::{PayRunLine, Side};
use oast_units::Date;

use super::{pay_run_check, remittance};
use crate::cli::PayRun;
use crate::context::{Context, KnownAt};
use crate::output::{self, Output};

/// The columns of a run's lines: a public interface.
const LINE_COLUMNS: [&str; 7] = [
    "placement_id",
    "element",
    "period_from",
    "period_to",
    "days",
    "amount",
    "cause",
];

pub(super) fn run(context: &Context, command: PayRun) -> anyhow::Result<()> {
    let mut office = context.existing_office()?;
    match command {
        PayRun::Propose {
            until,
            dry_run,
            known,
        } if dry_run || known.known_at.is_some() => preview(context, until, known.known_at),
        PayRun::Propose { until, .. } => {
            let proposed = propose(context, &mut office, until)?;
            output::say(&proposed_text(&proposed))
        }
        PayRun::List { known } => list(context, known.known_at),
        PayRun::Check { run, look, known } => {
            let report = if look || known.known_at.is_some() {
                office.pay_run_report(&run, known.known_at.map(|known| known.0))?
            } else {
                office.check_pay_run(&run, context.actor())?
            };
            pay_run_check::tell(context, &report)
        }
        PayRun::Approve { run } => {
            office.approve_pay_run(&run, context.actor())?;
            output::say(&format!(
                "Pay run {run} is approved by {}.",
                context.actor().name
            ))
        }
        PayRun::Reject { run, reason } => {
            office.reject_pay_run(&run, &reason, context.actor())?;
            output::say(&format!("Pay run {run} is rejected: {reason}"))
        }
        PayRun::Pay { run } => {
            let paid = pay(context, &mut office, &run)?;
            output::say(&paid_text(&run, &paid))
        }
        PayRun::Show {
            run,
            remittances: Some(dir),
            ..
        } => remittance::write(context, &mut office, &run, &dir),
        PayRun::Show { run, known, .. } => show(context, &run, known.known_at),
        PayRun::Hold {
            placement,
            element,
            reason,
        } => {
            office.hold(&placement, element, &reason, context.actor())?;
            output::say(&format!(
                "The {} of placement {placement} is held: {reason}",
                element.words()
            ))
        }
        PayRun::Release { placement, element } => {
            office.release(&placement, element, context.actor())?;
            output::say(&format!(
                "The {} of placement {placement} is released.",
                element.words()
            ))
        }
        PayRun::Holds { known } => holds(context, &mut office, known.known_at),
        PayRun::Instalment { home, per_run } => {
            office.agree_instalment(&home, per_run, context.actor())?;
            output::say(&format!(
                "Up to {per_run} of home {home}'s debt is kept back from each run."
            ))
        }
    }
}

fn propose(context: &Context, office: &mut Office, until: Date) -> anyhow::Result<Proposed> {
    let mut progress = context.progress();
    Ok(
        office.propose_pay_run(until, context.actor(), &mut |lines| {
            progress.tell("working out lines", lines);
        })?,
    )
}

fn pay(context: &Context, office: &mut Office, run: &str) -> anyhow::Result<Paid> {
    let mut progress = context.progress();
    Ok(office.pay_pay_run(run, context.actor(), &mut |lines| {
        progress.tell("posting", lines);
    })?)
}

fn holds(context: &Context, office: &mut Office, known_at: Option<KnownAt>) -> anyhow::Result<()> {
    let rows = office
        .holds(known_at.map(|known| known.0))?
        .into_iter()
        .map(|hold| {
            vec![
                Value::text(hold.placement_id),
                Value::text(hold.element),
                Value::text(hold.actor),
                Value::text(hold.reason),
            ]
        })
        .collect();
    let columns = vec!["placement_id", "element", "held_by", "reason"];
    output::table(&Table { columns, rows }, context.format())
}

pub(super) fn proposed_text(proposed: &Proposed) -> String {
    let mut text = match &proposed.run {
        Some(run) => format!(
            "Pay run {run} is proposed: {} lines, of which {} adjust earlier periods.\n  to homes {:>16}\n  billed   {:>16}",
            proposed.lines, proposed.adjustments, proposed.to_homes, proposed.billed
        ),
        None => "There is nothing to pay: everything due is posted.".to_owned(),
    };
    for problem in &proposed.problems {
        let _ = write!(text, "\n  left out: {problem}");
    }
    text
}

pub(super) fn paid_text(run: &str, paid: &Paid) -> String {
    format!(
        "Pay run {run} is paid to {} homes, and reconciles.\n  lines     {:>16}\n  postings  {:>16}\n  recovered {:>16}  of earlier debts\n  carried   {:>16}  as new debts\n  bank      {:>16}\n  billed    {:>16}",
        paid.homes
            .iter()
            .filter(|home| !home.paid.is_zero())
            .count(),
        paid.lines,
        paid.postings,
        paid.recovered,
        paid.carried,
        paid.bank,
        paid.billed
    )
}

fn list(context: &Context, known_at: Option<KnownAt>) -> anyhow::Result<()> {
    let rows = context
        .existing_office()?
        .pay_runs(known_at.map(|known| known.0))?
        .into_iter()
        .map(|run| {
            let steps: Vec<String> = run
                .steps
                .iter()
                .map(|(state, actor, _)| format!("{state} by {actor}"))
                .collect();
            vec![
                Value::Text(run.pay_run),
                Value::text(run.state.code()),
                Value::Date(run.opens_on),
                Value::Date(run.until),
                Value::Text(run.proposed_by),
                Value::Text(steps.join(", ")),
            ]
        })
        .collect();
    let columns = vec![
        "pay_run",
        "state",
        "opens_on",
        "until",
        "proposed_by",
        "since",
    ];
    output::table(&Table { columns, rows }, context.format())
}

fn preview(context: &Context, until: Date, known_at: Option<KnownAt>) -> anyhow::Result<()> {
    let mut office = context.existing_office()?;
    let mut writer = output::rows(&LINE_COLUMNS, context.format())?;
    office.preview_pay_run(
        until,
        known_at.map(|known| known.0),
        |line| write_line(&mut writer, &line),
        |why| {
            let _ = writeln!(std::io::stderr(), "oast: left out: {why}");
        },
    )?;
    writer.finish()?;
    Ok(())
}

fn show(context: &Context, run: &str, known_at: Option<KnownAt>) -> anyhow::Result<()> {
    let mut office = context.existing_office()?;
    let mut writer = output::rows(&LINE_COLUMNS, context.format())?;
    office.pay_run_lines(run, known_at.map(|known| known.0), |line| {
        write_line(&mut writer, &line)
    })?;
    writer.finish()?;
    Ok(())
}

/// Writes a line that pays a home; bills are no part of what a run pays.
fn write_line(writer: &mut TableWriter<Output>, line: &PayRunLine) -> Result<(), OfficeError> {
    if line.side == Side::Bill {
        return Ok(());
    }
    writer
        .row(&[
            Value::text(&line.placement_id),
            Value::text(line.element),
            Value::Date(line.period_from),
            Value::Date(line.period_to),
            Value::Number(i64::from(line.days)),
            Value::Money(line.amount),
            Value::maybe(line.cause.as_ref(), Value::text),
        ])
        .map_err(OfficeError::Output)
}
