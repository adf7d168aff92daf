use oast_exchange::table::{Table, Value};
use oast_office::privacy::RetentionDue;
use oast_terms::Entry;

use crate::cli::Retention;
use crate::context::Context;
use crate::output;

pub(super) fn run(context: &Context, command: Retention) -> anyhow::Result<()> {
    let mut office = context.existing_office()?;
    match command {
        Retention::Due { on } => {
            let on = on.map_or_else(|| context.today(), Ok)?;
            let rows = office.retention_due(on)?.iter().map(row).collect();
            let columns = vec![
                "person_id",
                "ended_on",
                "died",
                "kept_until",
                "because",
                "kept_by",
                "how",
            ];
            output::table(&Table { columns, rows }, context.format())
        }
        Retention::Erase { on, dry_run } => {
            let erased = office.erase_due(on, dry_run, context.actor())?;
            let columns = vec!["person_id", "what"];
            let done = if dry_run { "would be erased" } else { "erased" };
            let mut rows: Vec<Vec<Value>> = Vec::new();
            for person in &erased.erased {
                rows.push(vec![text(person.as_str()), text(done)]);
            }
            for kept in &erased.kept {
                let why = format!("kept: {}", kept_by(kept));
                rows.push(vec![text(kept.person_id.as_str()), Value::Text(why)]);
            }
            output::table(&Table { columns, rows }, context.format())
        }
        Retention::Hold {
            person,
            reason,
            reference,
        } => {
            let from = context.today()?;
            let actor = context.actor();
            office.hold_legally(&person, from, &reason, reference.as_deref(), actor)?;
            output::say(&format!("{person} is under a legal hold."))
        }
        Retention::Lift { person, reason } => {
            let last_day = context.today()?;
            office.lift_legal_hold(&person, last_day, &reason, context.actor())?;
            output::say(&format!("The legal hold on {person} is lifted."))
        }
        Retention::Holds => {
            let holds = office.legal_holds()?.into_iter();
            let rows = holds.map(|hold| {
                vec![
                    text(hold.person_id.as_str()),
                    text(&hold.from.to_string()),
                    text(&hold.to.map_or(String::new(), |to| to.to_string())),
                    text(hold.reason.as_str()),
                    text(hold.reference.as_ref().map_or("", |text| text.as_str())),
                    text(hold.actor.as_str()),
                ]
            });
            let rows = rows.collect();
            let columns = vec!["person_id", "from", "to", "reason", "reference", "actor"];
            output::table(&Table { columns, rows }, context.format())
        }
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn kept_by(due: &RetentionDue) -> String {
    let obstacles: Vec<String> = due.obstacles.iter().map(ToString::to_string).collect();
    obstacles.join("; ")
}

/// What a list says of somebody: why they are due, and how that was worked out.
fn row(due: &RetentionDue) -> Vec<Value> {
    let steps = due.trace.iter().filter_map(|entry| match entry {
        Entry::Step(step) => Some(step.says.as_str()),
        _ => None,
    });
    vec![
        text(due.person_id.as_str()),
        text(&due.contact.ended_on.to_string()),
        text(if due.contact.died { "yes" } else { "no" }),
        text(&due.retention.kept_until.to_string()),
        text(due.retention.because),
        Value::Text(kept_by(due)),
        Value::Text(steps.collect::<Vec<_>>().join(" ")),
    ]
}
