use std::fmt::Write as _;

use oast_exchange::table::{Format, Table, Value};

use crate::cli::Audit;
use crate::context::Context;
use crate::exit::NotVerified;
use crate::output;

pub(super) fn run(context: &Context, command: Audit) -> anyhow::Result<()> {
    let mut office = context.keyless_office()?;
    match command {
        Audit::Verify => {
            context.progress().tell("verifying the record", 0);
            let verified = office
                .store()
                .verify()
                .map_err(oast_office::OfficeError::Store)?;
            let mut faults: Vec<String> = verified.faults.iter().map(ToString::to_string).collect();
            faults.extend(office.ledger_faults()?);
            if context.format() == Format::Json {
                let answer = serde_json::json!({
                    "entries": verified.entries,
                    "rows": verified.rows,
                    "head": verified.head,
                    "faults": &faults,
                });
                output::say(&format!("{answer:#}"))?;
            } else {
                let mut text = format!(
                    "{} entries and {} rows looked at; the last entry's hash is\n{}",
                    verified.entries, verified.rows, verified.head
                );
                if faults.is_empty() {
                    text.push_str("\nThe record verifies: nothing was altered, removed or moved, and the ledger balances.");
                }
                for fault in &faults {
                    write!(text, "\n- {fault}")?;
                }
                output::say(&text)?;
            }
            match faults.len() {
                0 => Ok(()),
                faults => Err(NotVerified(faults).into()),
            }
        }
        Audit::List => {
            let entries = office
                .store()
                .audit_entries()
                .map_err(oast_office::OfficeError::Store)?;
            let rows = entries
                .into_iter()
                .map(|entry| {
                    vec![
                        Value::Number(entry.seq),
                        Value::Text(entry.recorded_at),
                        Value::Text(entry.actor),
                        Value::Text(entry.command),
                        Value::Text(entry.subject),
                        Value::Text(entry.hash),
                    ]
                })
                .collect();
            let columns = vec!["seq", "recorded_at", "actor", "command", "subject", "hash"];
            output::table(&Table { columns, rows }, context.format())
        }
    }
}
