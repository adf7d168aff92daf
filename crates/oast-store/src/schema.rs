use oast_rules::facts::{Fact, FactVisitor, Table, each_fact};
use oast_units::Kind;

use crate::StoreError;
use crate::port::{Connection, Dialect, Engine, Purpose, in_transaction};

/// The latest version of the schema that this program knows.
pub(crate) const VERSION: i64 = 6;
/// The oldest version whose programs can go on with a database of this one: what they know keeps
/// its form, and what is new they leave alone. A change that takes something away first adds what
/// replaces it, in one version; and takes it away in a later one, whose number this becomes.
const OLDEST: i64 = 4;

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
        // Not a reference to audit_entry: an entry is written after its rows, and engines then look
        // through every table for rows that wait for it. `verify` finds rows without an entry.
        "seq BIGINT NOT NULL".to_owned(),
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
{}{}{}{}",
            crate::access::tables(dialect),
            crate::queue::tables(dialect),
            crate::checkpoints::tables(dialect),
            crate::seal::tables(dialect)
        ),
    );
    match each_fact(&mut tables) {
        Ok(()) => tables.1 + INDEXES,
        Err(never) => match never {},
    }
}

/// What a migration did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migrated {
    /// The version before, if the database had one.
    pub from: Option<i64>,
    /// The version now.
    pub to: i64,
}

/// Where the version of a database is written, with the oldest version whose programs may use it.
const VERSIONS: &str = "\
CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL PRIMARY KEY);
CREATE TABLE IF NOT EXISTS schema_oldest (oldest BIGINT NOT NULL PRIMARY KEY);";

/// Brings a database to the latest schema: tables in one transaction, then indexes, and at last the
/// version. Cut off between, it is done again from the start; what is there already is left alone.
pub(crate) fn migrate(connection: &mut dyn Connection) -> Result<Migrated, StoreError> {
    let from = version(connection)?;
    let done = Migrated { from, to: VERSION };
    // Most often there is nothing to do, and whoever writes need not be waited for.
    if from == Some(VERSION) {
        return Ok(done);
    }
    if let Some(alone) = connection.dialect().alone
        && number(connection, alone)? == Some(0)
    {
        return Err(StoreError::Busy);
    }
    let definition = definition(connection.dialect());
    let (indexes, tables): (Vec<&str>, Vec<&str>) = definition
        .split_inclusive(";\n")
        .partition(|statement| statement.trim_start().starts_with(INDEX));
    in_transaction(connection, Purpose::Record, |connection| {
        if let Some(found) = version(connection)?.filter(|found| *found > VERSION) {
            return check_oldest(connection, found);
        }
        connection.run(VERSIONS)?;
        connection.run(&tables.concat())?;
        connection.run(connection.dialect().after_tables)
    })?;
    let create = connection.dialect().create_index;
    for index in indexes {
        connection.run(&index.trim().replacen(INDEX, create, 1))?;
    }
    in_transaction(connection, Purpose::Record, |connection| {
        let note = format!(
            "INSERT INTO schema_version (version) SELECT {VERSION} WHERE NOT EXISTS
               (SELECT 1 FROM schema_version WHERE version >= {VERSION});
             INSERT INTO schema_oldest (oldest) SELECT {OLDEST} WHERE NOT EXISTS
               (SELECT 1 FROM schema_oldest WHERE oldest >= {OLDEST});"
        );
        connection.run(&note)
    })?;
    Ok(done)
}

/// How the definition of an index begins.
const INDEX: &str = "CREATE INDEX";

/// Refuses a database whose schema is older than this program's, or too new for it.
pub(crate) fn check(connection: &mut dyn Connection) -> Result<(), StoreError> {
    match version(connection)? {
        Some(VERSION) => Ok(()),
        Some(found) if found > VERSION => check_oldest(connection, found),
        found => Err(StoreError::NotMigrated {
            found,
            known: VERSION,
        }),
    }
}

/// Refuses a newer database unless it still serves programs of this version.
fn check_oldest(connection: &mut dyn Connection, found: i64) -> Result<(), StoreError> {
    match number(connection, "SELECT MAX(oldest) FROM schema_oldest")? {
        Some(oldest) if oldest <= VERSION => Ok(()),
        _ => Err(StoreError::Newer {
            found,
            known: VERSION,
        }),
    }
}

/// The version of a database's schema; none when it has no tables yet.
pub(crate) fn version(connection: &mut dyn Connection) -> Result<Option<i64>, StoreError> {
    let there = match connection.dialect().engine {
        Engine::Sqlite => {
            "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_version'"
        }
        Engine::Postgres => {
            "SELECT COUNT(*) FROM pg_class WHERE oid = to_regclass('schema_version')"
        }
    };
    if number(connection, there)? == Some(0) {
        return Ok(None);
    }
    number(connection, "SELECT MAX(version) FROM schema_version")
}

/// The number that a question asks for.
fn number(connection: &mut dyn Connection, question: &str) -> Result<Option<i64>, StoreError> {
    let mut number = None;
    connection.query(question, &[], &mut |row| {
        if let oast_units::Raw::Integer(found) = row.get(0)? {
            number = Some(found);
        }
        Ok(())
    })?;
    Ok(number)
}
