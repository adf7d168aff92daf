use std::io::Write as _;

use oast_units::Raw;
use postgres::{Client, Statement};

use super::server;
use super::value::{Given, borrowed};
use crate::StoreError;
use crate::port::Inserter;

/// So many rows are inserted one by one before the rest is copied: most commands write a few.
const ONE_BY_ONE_MAX: usize = 8;
/// Bytes that are copied at a time.
const PART_BYTES: usize = 1 << 20;
/// How a copy in PostgreSQL's binary form begins: its signature, no flags, no more header.
const COPY_HEADER: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// And how it ends.
const COPY_TRAILER: [u8; 2] = (-1_i16).to_be_bytes();
/// The length that says that there is no value.
const NULL_LENGTH: [u8; 4] = (-1_i32).to_be_bytes();

pub(super) fn statement(table: &str, columns: &[String]) -> String {
    let places: Vec<String> = (1..=columns.len())
        .map(|place| format!("${place}"))
        .collect();
    format!(
        "INSERT INTO {table} ({}) VALUES ({})",
        columns.join(", "),
        places.join(", ")
    )
}

/// The statements of a copy. PostgreSQL copies into no table that keeps books apart, so rows are
/// copied into a table of the session's own, and go on from there past the table's policy.
pub(super) struct Copy {
    begin: String,
    rows: String,
    end: String,
}

impl Copy {
    pub(super) fn into(table: &str, columns: &[String]) -> Self {
        let columns = columns.join(", ");
        let own = format!("pg_temp.copied_{table}");
        Self {
            begin: format!(
                "SET LOCAL client_min_messages = warning;
                 CREATE TEMPORARY TABLE IF NOT EXISTS copied_{table} (LIKE {table})
                   ON COMMIT DELETE ROWS;
                 TRUNCATE {own}"
            ),
            rows: format!("COPY {own} ({columns}) FROM STDIN (FORMAT binary)"),
            end: format!("INSERT INTO {table} ({columns}) SELECT {columns} FROM {own}"),
        }
    }
}

/// A value that is kept until its row is whole.
enum Held {
    Null,
    Integer(i64),
    Text(String),
}

impl Held {
    fn given(&self) -> Given<'_> {
        Given(match self {
            Self::Null => Raw::Null,
            Self::Integer(number) => Raw::Integer(*number),
            Self::Text(text) => Raw::Text(text),
        })
    }
}

/// Inserts the first rows one by one, and copies the others when there are more.
pub(super) struct PostgresInserter<'c> {
    client: &'c mut Client,
    fault: &'c mut Option<StoreError>,
    insert: Statement,
    copy: Copy,
    columns: usize,
    rows: usize,
    row: Vec<Held>,
    in_row: bool,
    /// Rows to be copied, in PostgreSQL's binary form.
    part: Vec<u8>,
}

impl<'c> PostgresInserter<'c> {
    pub(super) fn new(
        client: &'c mut Client,
        fault: &'c mut Option<StoreError>,
        insert: Statement,
        copy: Copy,
        columns: usize,
    ) -> Self {
        Self {
            client,
            fault,
            insert,
            copy,
            columns,
            rows: 0,
            row: Vec::with_capacity(columns),
            in_row: false,
            part: Vec::new(),
        }
    }

    fn is_copying(&self) -> bool {
        self.rows >= ONE_BY_ONE_MAX
    }

    fn copy_value(&mut self, value: Raw<'_>) {
        if !std::mem::replace(&mut self.in_row, true) {
            // A row begins with the number of its values.
            let columns = i16::try_from(self.columns).unwrap_or(i16::MAX);
            self.part.extend_from_slice(&columns.to_be_bytes());
        }
        match value {
            Raw::Null => self.part.extend_from_slice(&NULL_LENGTH),
            Raw::Integer(number) => {
                self.part.extend_from_slice(&8_i32.to_be_bytes());
                self.part.extend_from_slice(&number.to_be_bytes());
            }
            Raw::Text(text) => {
                let length = i32::try_from(text.len()).unwrap_or(i32::MAX);
                self.part.extend_from_slice(&length.to_be_bytes());
                self.part.extend_from_slice(text.as_bytes());
            }
        }
    }

    /// Copies the rows of a part.
    fn send(&mut self) -> Result<(), StoreError> {
        let refused = |error: postgres::Error| server::fault("take rows", &error);
        let mut writer = self.client.copy_in(&self.copy.rows).map_err(refused)?;
        let sent = writer
            .write_all(COPY_HEADER)
            .and_then(|()| writer.write_all(&self.part))
            .and_then(|()| writer.write_all(&COPY_TRAILER));
        self.part.clear();
        sent.map_err(StoreError::engine("take rows"))?;
        writer.finish().map_err(refused).map(drop)
    }

    fn insert_row(&mut self) -> Result<(), StoreError> {
        let row: Vec<Given<'_>> = self.row.iter().map(Held::given).collect();
        let inserted = self.client.execute(&self.insert, &borrowed(&row));
        self.row.clear();
        inserted.map_err(|error| server::fault("insert a row", &error))?;
        self.rows += 1;
        if self.is_copying() {
            let begun = self.client.batch_execute(&self.copy.begin);
            begun.map_err(|error| server::fault("take rows", &error))?;
        }
        Ok(())
    }

    /// Copies what is left, and moves everything that was copied to its table.
    fn finish(&mut self) -> Result<(), StoreError> {
        if !self.part.is_empty() {
            self.send()?;
        }
        let moved = self.client.batch_execute(&self.copy.end);
        moved.map_err(|error| server::fault("take rows", &error))
    }
}

impl Inserter for PostgresInserter<'_> {
    fn value(&mut self, value: Raw<'_>) -> Result<(), StoreError> {
        if self.is_copying() {
            self.copy_value(value);
            return Ok(());
        }
        self.row.push(match value {
            Raw::Null => Held::Null,
            Raw::Integer(number) => Held::Integer(number),
            Raw::Text(text) => Held::Text(text.to_owned()),
        });
        Ok(())
    }

    fn end_row(&mut self) -> Result<(), StoreError> {
        self.in_row = false;
        let outcome = if !self.is_copying() {
            self.insert_row()
        } else if self.part.len() >= PART_BYTES {
            self.send()
        } else {
            return Ok(());
        };
        if outcome.is_err() {
            *self.fault = Some(StoreError::undone());
        }
        outcome
    }
}

impl Drop for PostgresInserter<'_> {
    fn drop(&mut self) {
        if self.fault.is_some() {
            return;
        }
        if self.in_row || !self.row.is_empty() {
            // Whoever stops within a row is not to commit the others.
            *self.fault = Some(StoreError::undone());
        } else if self.is_copying() {
            *self.fault = self.finish().err();
        }
    }
}
