use oast_rules::facts::{Fact, FactVisitor, Table, each_fact};
use oast_units::Kind;

use crate::StoreError;
use crate::port::Connection;

/// The latest version of the schema that this program knows.
pub(crate) const VERSION: i64 = 4;

/// What is looked for by something else than a key: the placements of a person and in a home, and
/// what an audit entry recorded of the placements. The number stands alone in its indexes, so that
/// nobody mistakes one for a way to the rows of a key.
const INDEXES: &str = "\
CREATE INDEX IF NOT EXISTS placements_person ON placements (authority, person_id);
CREATE INDEX IF NOT EXISTS placements_home ON placements (authority, home_id);
CREATE INDEX IF NOT EXISTS placements_seq ON placements (seq);
CREATE INDEX IF NOT EXISTS category_changes_seq ON category_changes (seq);
CREATE INDEX IF NOT EXISTS assessments_seq ON assessments (seq);
CREATE INDEX IF NOT EXISTS absences_seq ON absences (seq);
CREATE INDEX IF NOT EXISTS one_to_one_seq ON one_to_one (seq);
CREATE INDEX IF NOT EXISTS contributions_seq ON contributions (seq);
CREATE INDEX IF NOT EXISTS one_offs_seq ON one_offs (seq);
CREATE INDEX IF NOT EXISTS notices_seq ON notices (seq);
";

/// What the engines spell differently in a table's definition.
#[derive(Debug, Clone, Copy)]
pub struct Dialect {
    /// After the columns of a table that is kept in the order of its primary key.
    pub clustered: &'static str,
    /// The type of a text that sorts by its bytes.
    pub text: &'static str,
}

/// The name of a pack's column in the database: a word that SQL does not own, with the unit of
/// money in it.
pub fn column_name(name: &str, kind: Kind) -> String {
    let name = match name {
        "from" => "valid_from",
        "to" => "valid_to",
        "on" => "happened_on",
        "until" => "until_on",
        name => name,
    };
    match kind {
        Kind::Pence => format!("{name}_pence"),
        Kind::Text | Kind::Integer => name.to_owned(),
    }
}

/// The names of a kind of fact's own columns.
pub(crate) fn columns(table: &Table) -> Vec<String> {
    table
        .columns
        .iter()
        .map(|column| column_name(column.name, column.kind))
        .collect()
}

/// The names of the columns of its key.
pub(crate) fn key_columns(table: &Table) -> Vec<String> {
    let columns = columns(table);
    table
        .key_indexes()
        .filter_map(|index| columns.get(index).cloned())
        .collect()
}

fn fact_table(table: &Table, dialect: Dialect) -> String {
    let key = key_columns(table);
    let mut lines = vec![
        format!("authority {} NOT NULL", dialect.text),
        "seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED".to_owned(),
        "withdrawn BIGINT NOT NULL CHECK (withdrawn IN (0, 1))".to_owned(),
    ];
    for (column, name) in table.columns.iter().zip(columns(table)) {
        let kind = match column.kind {
            Kind::Text => dialect.text,
            Kind::Integer | Kind::Pence => "BIGINT",
        };
        let required = if !column.optional || key.contains(&name) {
            " NOT NULL"
        } else {
            ""
        };
        lines.push(format!("{name} {kind}{required}"));
    }
    lines.push(format!("PRIMARY KEY (authority, {}, seq)", key.join(", ")));
    format!(
        "CREATE TABLE IF NOT EXISTS {} (\n  {}\n){};\n",
        table.name,
        lines.join(",\n  "),
        dialect.clustered
    )
}

/// The whole schema, as statements that make what is not there yet: so a new kind of fact and a new
/// working table need no migration of their own, only a later version.
pub(crate) fn definition(dialect: Dialect) -> String {
    struct Tables(Dialect, String);
    impl FactVisitor for Tables {
        type Error = std::convert::Infallible;
        fn visit<F: Fact>(&mut self) -> Result<(), Self::Error> {
            self.1.push_str(&fact_table(&F::TABLE, self.0));
            Ok(())
        }
    }
    let text = dialect.text;
    let mut tables = Tables(
        dialect,
        format!(
            "CREATE TABLE IF NOT EXISTS audit_entry (
  seq BIGINT NOT NULL PRIMARY KEY,
  authority {text} NOT NULL,
  recorded_at {text} NOT NULL,
  actor {text} NOT NULL,
  command {text} NOT NULL,
  subject {text} NOT NULL,
  detail {text} NOT NULL,
  content {text} NOT NULL,
  previous_hash {text} NOT NULL,
  hash {text} NOT NULL UNIQUE
);
CREATE INDEX IF NOT EXISTS audit_entry_recorded_at ON audit_entry (recorded_at);
CREATE INDEX IF NOT EXISTS audit_entry_actor ON audit_entry (actor, seq);
CREATE INDEX IF NOT EXISTS audit_entry_command ON audit_entry (command, seq);
CREATE INDEX IF NOT EXISTS audit_entry_subject ON audit_entry (subject, seq);
CREATE TABLE IF NOT EXISTS outbox (
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  number BIGINT NOT NULL,
  authority {text} NOT NULL,
  topic {text} NOT NULL,
  payload {text} NOT NULL,
  PRIMARY KEY (seq, number)
);
CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL PRIMARY KEY);
INSERT INTO schema_version (version) VALUES ({VERSION});
{}",
            crate::access::tables(dialect)
        ),
    );
    match each_fact(&mut tables) {
        Ok(()) => tables.1 + INDEXES,
        Err(never) => match never {},
    }
}

/// Brings a database to the latest schema, in one transaction.
pub(crate) fn migrate(connection: &mut dyn Connection, dialect: Dialect) -> Result<(), StoreError> {
    // Most often there is nothing to do, and whoever writes need not be waited for.
    if version(connection) == Some(VERSION) {
        return Ok(());
    }
    connection.run("BEGIN IMMEDIATE")?;
    match migrate_in_transaction(connection, dialect) {
        Ok(()) => connection.run("COMMIT"),
        Err(error) => {
            connection.run("ROLLBACK")?;
            Err(error)
        }
    }
}

fn migrate_in_transaction(
    connection: &mut dyn Connection,
    dialect: Dialect,
) -> Result<(), StoreError> {
    match version(connection) {
        Some(VERSION) => Ok(()),
        Some(found) if found > VERSION => Err(StoreError::Newer {
            found,
            known: VERSION,
        }),
        _ => connection.run(&definition(dialect)),
    }
}

/// The version of a database's schema; none when it has no tables yet.
pub(crate) fn version(connection: &mut dyn Connection) -> Option<i64> {
    let mut version = None;
    connection
        .query("SELECT MAX(version) FROM schema_version", &[], &mut |row| {
            if let oast_units::Raw::Integer(number) = row.get(0)? {
                version = Some(number);
            }
            Ok(())
        })
        .ok()?;
    version
}
