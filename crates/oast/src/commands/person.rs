use oast_exchange::table::{Table, Value};

use crate::cli::Person;
use crate::context::Context;
use crate::output;

pub(super) fn run(context: &Context, command: Person) -> anyhow::Result<()> {
    let mut office = context.existing_office()?;
    match command {
        Person::Export { person, to } => {
            let written = office.export_person(&person, &to, context.actor())?;
            let rows = written.lists.into_iter().map(|(name, rows)| {
                let rows = i64::try_from(rows).unwrap_or(i64::MAX);
                vec![Value::Text(name.to_owned()), Value::Number(rows)]
            });
            let rows = rows.collect();
            let columns = vec!["list", "rows"];
            output::table(&Table { columns, rows }, context.format())
        }
    }
}
