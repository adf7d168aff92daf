//! The peer of a pay run: SQLite alone, inserting the rows that the run wrote, from memory, into
//! empty tables of the same schema, in one transaction under the same settings.

use std::path::Path;

use oast_store::Store;
use rusqlite::types::{ToSqlOutput, Value as SqlValue, ValueRef};
use rusqlite::{CachedStatement, Connection};
use serde_json::{Value, json};

use crate::county::remove;
use crate::memory::peak_bytes;
use crate::pay_run::PAID;
use crate::stopwatch::timed;

/// What a pay run writes: its lines when it is proposed, the postings and payments when it is paid.
pub(crate) const TABLES: [&str; 3] = ["pay_run_lines", "postings", "payments"];
/// What the rows refer to.
const AUDIT: &str = "audit_entry";
/// As the store sets its own connections.
const SETTINGS: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536;";

/// The rows of a table, their texts end to end.
struct Table {
    name: &'static str,
    columns: Vec<String>,
    cells: Vec<Cell>,
    texts: Vec<u8>,
}

enum Cell {
    Null,
    Integer(i64),
    Text { from: u32, bytes: u32 },
}

/// Reads the rows that a run left and inserts them into an empty database.
pub(crate) fn measure(out: &Path) -> anyhow::Result<Value> {
    let source = Connection::open(out.join(PAID))?;
    let audit = Table::read(&source, AUDIT)?;
    let tables = TABLES.map(|name| Table::read(&source, name));
    let tables = tables.into_iter().collect::<anyhow::Result<Vec<_>>>()?;
    drop(source);
    let path = out.join("inserted.sqlite");
    remove(&path)?;
    drop(Store::open(&path.display().to_string())?);
    let connection = Connection::open(&path)?;
    connection.execute_batch(SETTINGS)?;
    connection.execute_batch("BEGIN IMMEDIATE")?;
    audit.insert(&connection)?;
    connection.execute_batch("COMMIT")?;
    let (inserted, seconds) = timed(|| {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        tables
            .iter()
            .try_for_each(|table| table.insert(&connection))?;
        connection.execute_batch("COMMIT")
    });
    inserted?;
    let rows: usize = tables.iter().map(Table::rows).sum();
    let peak_bytes = peak_bytes();
    drop(connection);
    remove(&path)?;
    Ok(json!({
        "engine": "sqlite",
        "version": rusqlite::version(),
        "rows": rows,
        "seconds": seconds,
        "peak_bytes": peak_bytes,
    }))
}

impl Table {
    fn read(source: &Connection, name: &'static str) -> anyhow::Result<Self> {
        let mut question = source.prepare(&format!("SELECT * FROM {name}"))?;
        let columns: Vec<String> = question.column_names().map(str::to_owned).collect();
        let (mut cells, mut texts) = (Vec::new(), Vec::new());
        let mut rows = question.query([])?;
        while let Some(row) = rows.next()? {
            for column in 0..columns.len() {
                cells.push(match row.get_ref(column)? {
                    ValueRef::Integer(number) => Cell::Integer(number),
                    ValueRef::Text(text) => {
                        let from = u32::try_from(texts.len())?;
                        texts.extend_from_slice(text);
                        Cell::Text {
                            from,
                            bytes: u32::try_from(text.len())?,
                        }
                    }
                    _ => Cell::Null,
                });
            }
        }
        drop(rows);
        drop(question);
        Ok(Self {
            name,
            columns,
            cells,
            texts,
        })
    }

    fn rows(&self) -> usize {
        self.cells.len() / self.columns.len().max(1)
    }

    /// Inserts every row with one prepared statement.
    fn insert(&self, connection: &Connection) -> rusqlite::Result<()> {
        let places: Vec<String> = (1..=self.columns.len())
            .map(|place| format!("?{place}"))
            .collect();
        let (columns, places) = (self.columns.join(", "), places.join(", "));
        let statement = format!("INSERT INTO {} ({columns}) VALUES ({places})", self.name);
        let mut prepared = connection.prepare_cached(&statement)?;
        self.cells
            .chunks(self.columns.len().max(1))
            .try_for_each(|row| self.insert_row(row, &mut prepared))
    }

    fn insert_row(&self, row: &[Cell], prepared: &mut CachedStatement<'_>) -> rusqlite::Result<()> {
        for (cell, place) in row.iter().zip(1..) {
            let value = match *cell {
                Cell::Null => ToSqlOutput::Owned(SqlValue::Null),
                Cell::Integer(number) => ToSqlOutput::Owned(SqlValue::Integer(number)),
                Cell::Text { from, bytes } => {
                    let text = &self.texts[from as usize..][..bytes as usize];
                    ToSqlOutput::Borrowed(ValueRef::Text(text))
                }
            };
            prepared.raw_bind_parameter(place, value)?;
        }
        prepared.raw_execute().map(drop)
    }
}
