//! The database itself: its schema, and moving it.

use std::fmt::Write as _;

use oast_exchange::table::Format;
use oast_office::OfficeError;
use oast_store::Store;
use oast_units::Pence;

use crate::context::Context;
use crate::output;

/// Brings the schema up to date.
pub(super) fn migrate(context: &Context) -> anyhow::Result<()> {
    let migrated = Store::migrate(&context.database()?).map_err(OfficeError::Store)?;
    output::say(&match migrated.from {
        Some(from) if from >= migrated.to => {
            format!("The schema is up to date: version {from}.")
        }
        Some(from) => format!("The schema went from version {from} to {}.", migrated.to),
        None => format!("The schema was made: version {}.", migrated.to),
    })
}

/// Moves a whole database.
pub(super) fn copy(context: &Context, from: &str, to: &str) -> anyhow::Result<()> {
    let mut progress = context.progress();
    let mut store = Store::open(from).map_err(OfficeError::Store)?;
    let copied = store
        .copy_to(to, &mut |table, rows| progress.tell(table, rows))
        .map_err(OfficeError::Store)?;
    drop(progress);
    if context.format() == Format::Json {
        let answer = serde_json::json!({
            "tables": copied.tables.iter().cloned().collect::<std::collections::BTreeMap<_, _>>(),
            "ledger_pence": copied
                .ledger_pence
                .iter()
                .cloned()
                .collect::<std::collections::BTreeMap<_, _>>(),
            "entries": copied.entries,
            "head": copied.head,
        });
        return output::say(&format!("{answer:#}"));
    }
    let rows: u64 = copied.tables.iter().map(|(_, rows)| rows).sum();
    let mut text = format!(
        "{rows} rows of {} tables were copied, and both databases hold the same:",
        copied.tables.len()
    );
    for (authority, pence) in &copied.ledger_pence {
        write!(text, "\n- {authority}: postings of {}", Pence::new(*pence))?;
    }
    write!(
        text,
        "\n- {} audit entries, each as it was; the last one's hash is\n{}",
        copied.entries, copied.head
    )?;
    output::say(&text)
}
