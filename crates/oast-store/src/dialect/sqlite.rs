//! SQLite, embedded in the program.

use std::path::Path;
use std::time::Duration;

use oast_units::Raw;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{CachedStatement, OpenFlags};

use crate::StoreError;
use crate::port::{Connection, Dialect, Engine, Inserter, Purpose, Row};

/// How long a writer waits for another before it gives up.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);
/// Statements kept prepared.
const STATEMENTS_KEPT: usize = 128;

/// How SQLite spells what the engines spell differently: a table is clustered by its primary key,
/// and its texts always sort by their bytes.
pub const DIALECT: Dialect = Dialect {
    engine: Engine::Sqlite,
    clustered: " WITHOUT ROWID",
    text: "TEXT",
    alone: None,
    create_index: "CREATE INDEX",
    after_tables: "CREATE VIEW IF NOT EXISTS audit_last AS
  SELECT * FROM audit_entry ORDER BY seq DESC LIMIT 1;",
};

/// A connection to one database file.
pub struct Sqlite(rusqlite::Connection);

impl Sqlite {
    /// Opens the file, making it if need be, with the settings that money needs: a write-ahead log
    /// that is flushed to the disk before a command is acknowledged.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let connection =
            rusqlite::Connection::open(path).map_err(StoreError::engine("be opened"))?;
        Self::set_up(
            connection,
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;",
        )
    }

    /// Opens a file that is there, to be read only.
    pub fn open_read_only(path: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = rusqlite::Connection::open_with_flags(path, flags)
            .map_err(StoreError::engine("be opened for reading"))?;
        Self::set_up(connection, "")
    }

    /// A database that lives only as long as the connection, for tests.
    pub fn in_memory() -> Result<Self, StoreError> {
        let connection =
            rusqlite::Connection::open_in_memory().map_err(StoreError::engine("be opened"))?;
        Self::set_up(connection, "")
    }

    fn set_up(connection: rusqlite::Connection, durability: &str) -> Result<Self, StoreError> {
        connection
            .busy_timeout(BUSY_TIMEOUT)
            .map_err(StoreError::engine("wait"))?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS_KEPT);
        let settings = format!(
            "{durability} PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;"
        );
        connection
            .execute_batch(&settings)
            .map_err(StoreError::engine("be set up"))?;
        Ok(Self(connection))
    }
}

impl Connection for Sqlite {
    fn begin(&mut self, purpose: Purpose) -> Result<(), StoreError> {
        self.run(match purpose {
            Purpose::Record | Purpose::Work => "BEGIN IMMEDIATE",
            Purpose::Look => "BEGIN",
        })
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        self.run("COMMIT")
    }

    fn rollback(&mut self) -> Result<(), StoreError> {
        // SQLite undoes a transaction by itself when the disk is full.
        if self.0.is_autocommit() {
            return Ok(());
        }
        self.run("ROLLBACK")
    }

    fn run(&mut self, statements: &str) -> Result<(), StoreError> {
        self.0
            .execute_batch(statements)
            .map_err(StoreError::engine("run a statement"))
    }

    fn execute(&mut self, statement: &str, parameters: &[Raw<'_>]) -> Result<u64, StoreError> {
        let mut prepared = self
            .0
            .prepare_cached(statement)
            .map_err(StoreError::engine("prepare a statement"))?;
        bind(&mut prepared, parameters)?;
        let touched = prepared
            .raw_execute()
            .map_err(StoreError::engine("run a statement"))?;
        Ok(touched as u64)
    }

    fn query(
        &mut self,
        question: &str,
        parameters: &[Raw<'_>],
        each: &mut dyn FnMut(&dyn Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut prepared = self
            .0
            .prepare_cached(question)
            .map_err(StoreError::engine("prepare a question"))?;
        bind(&mut prepared, parameters)?;
        let mut rows = prepared.raw_query();
        while let Some(row) = rows.next().map_err(StoreError::engine("read"))? {
            each(&SqliteRow(row))?;
        }
        Ok(())
    }

    fn inserter(
        &mut self,
        table: &str,
        columns: &[String],
    ) -> Result<Box<dyn Inserter + '_>, StoreError> {
        let places: Vec<String> = (1..=columns.len())
            .map(|place| format!("${place}"))
            .collect();
        let statement = format!(
            "INSERT INTO {table} ({}) VALUES ({})",
            columns.join(", "),
            places.join(", ")
        );
        let prepared = self
            .0
            .prepare_cached(&statement)
            .map_err(StoreError::engine("prepare an insertion"))?;
        Ok(Box::new(SqliteInserter { prepared, bound: 0 }))
    }

    /// What is deleted is overwritten where it lay (`secure_delete`); the write-ahead log, which
    /// still has it, is taken over into the file and cut to nothing.
    fn scrub(&mut self) -> Result<(), StoreError> {
        let truncate = "PRAGMA wal_checkpoint(truncate)";
        self.query(truncate, &[], &mut |row| match row.get(0)? {
            Raw::Integer(0) => Ok(()),
            _ => Err(StoreError::NotScrubbed),
        })
    }

    fn scope(&mut self, _: &str) {}

    fn dialect(&self) -> Dialect {
        DIALECT
    }
}

struct SqliteRow<'a>(&'a rusqlite::Row<'a>);

impl Row for SqliteRow<'_> {
    fn get(&self, column: usize) -> Result<Raw<'_>, StoreError> {
        let value = self
            .0
            .get_ref(column)
            .map_err(StoreError::engine("read a column"))?;
        Ok(match value {
            ValueRef::Null => Raw::Null,
            ValueRef::Integer(number) => Raw::Integer(number),
            ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
                Ok(text) => Raw::Text(text),
                Err(error) => return Err(StoreError::engine("read a text")(error)),
            },
            ValueRef::Real(_) | ValueRef::Blob(_) => {
                let kind =
                    rusqlite::Error::InvalidColumnType(column, "?".into(), value.data_type());
                return Err(StoreError::engine("read a column")(kind));
            }
        })
    }
}

struct SqliteInserter<'c> {
    prepared: CachedStatement<'c>,
    bound: usize,
}

impl Inserter for SqliteInserter<'_> {
    fn value(&mut self, value: Raw<'_>) -> Result<(), StoreError> {
        self.bound += 1;
        self.prepared
            .raw_bind_parameter(self.bound, to_sql(value))
            .map_err(StoreError::engine("take a value"))
    }

    fn end_row(&mut self) -> Result<(), StoreError> {
        self.bound = 0;
        self.prepared
            .raw_execute()
            .map_err(StoreError::engine("insert a row"))
            .map(drop)
    }
}

fn bind(prepared: &mut CachedStatement<'_>, parameters: &[Raw<'_>]) -> Result<(), StoreError> {
    for (index, parameter) in parameters.iter().enumerate() {
        prepared
            .raw_bind_parameter(index + 1, to_sql(*parameter))
            .map_err(StoreError::engine("take a parameter"))?;
    }
    Ok(())
}

fn to_sql(raw: Raw<'_>) -> ToSqlOutput<'_> {
    match raw {
        Raw::Null => ToSqlOutput::Owned(Value::Null),
        Raw::Integer(number) => ToSqlOutput::Owned(Value::Integer(number)),
        Raw::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
    }
}
