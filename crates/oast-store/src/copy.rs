use oast_units::Raw;

use crate::port::{Connection, Engine, Purpose};
use crate::store::Store;
use crate::{GENESIS, StoreError};

/// A table as the database has it, whatever it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableShape {
    /// Its name.
    pub name: String,
    /// The names of its columns, in their order.
    pub columns: Vec<String>,
}

/// What was copied from one database to another, and holds in both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Copied {
    /// Each table and its rows.
    pub tables: Vec<(String, u64)>,
    /// Each authority and the sum of its postings, in pence.
    pub ledger_pence: Vec<(String, i64)>,
    /// Audit entries.
    pub entries: u64,
    /// The hash of the last audit entry.
    pub head: String,
}

/// Every table that holds something of a county: facts, the record, working tables. The schema's
/// own version is left out.
pub fn tables(connection: &mut dyn Connection) -> Result<Vec<TableShape>, StoreError> {
    let (names, columns) = match connection.dialect().engine {
        Engine::Sqlite => (
            "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
            "SELECT name FROM pragma_table_info($1) ORDER BY cid",
        ),
        Engine::Postgres => (
            "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1",
            "SELECT attname::text FROM pg_attribute
             WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
        ),
    };
    let mut shapes = Vec::new();
    for name in texts(connection, names, &[])? {
        if !(name.starts_with("schema_") || name.starts_with("sqlite_")) {
            let columns = texts(connection, columns, &[Raw::Text(&name)])?;
            shapes.push(TableShape { name, columns });
        }
    }
    Ok(shapes)
}

fn texts(
    connection: &mut dyn Connection,
    question: &str,
    parameters: &[Raw<'_>],
) -> Result<Vec<String>, StoreError> {
    let mut texts = Vec::new();
    connection.query(question, parameters, &mut |row| {
        if let Raw::Text(text) = row.get(0)? {
            texts.push(text.to_owned());
        }
        Ok(())
    })?;
    Ok(texts)
}

impl Store {
    /// Copies everything to the empty database at an address, of this engine or another, and checks
    /// there that it is the same: rows, sums of the ledger, and the whole chain of the audit. Until
    /// the last check has passed, nothing is committed there. Nobody records here meanwhile.
    ///
    /// `tell` is told each table and its rows.
    pub fn copy_to(
        &mut self,
        address: &str,
        tell: &mut dyn FnMut(&str, u64),
    ) -> Result<Copied, StoreError> {
        Self::migrate(address)?;
        let mut there = Self::open(address)?;
        self.over_every_book(|from| {
            held(from, |from| {
                there.over_every_book(|to| held(to, |to| copy(from, to, tell)))
            })
        })
    }
}

/// Does something in a transaction that keeps others from recording.
fn held<T>(
    connection: &mut dyn Connection,
    work: impl FnOnce(&mut dyn Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    connection.begin(Purpose::Record)?;
    match work(connection) {
        Ok(done) => {
            connection.commit()?;
            Ok(done)
        }
        Err(error) => {
            connection.rollback()?;
            Err(error)
        }
    }
}

fn copy(
    from: &mut dyn Connection,
    to: &mut dyn Connection,
    tell: &mut dyn FnMut(&str, u64),
) -> Result<Copied, StoreError> {
    let shapes = tables(from)?;
    let theirs = tables(to)?;
    for shape in &theirs {
        if count(to, &shape.name)? > 0 {
            return Err(StoreError::NotEmpty(shape.name.clone()));
        }
    }
    for shape in &shapes {
        let columns = theirs.iter().find(|table| table.name == shape.name);
        let fits = columns.is_some_and(|table| {
            let has = |name| table.columns.contains(name);
            shape.columns.iter().all(has)
        });
        if !fits {
            return Err(StoreError::NoPlace(shape.name.clone()));
        }
        tell(&shape.name, copy_table(from, to, shape)?);
    }
    let (ours, copied) = (summed(from, &shapes)?, summed(to, &shapes)?);
    if ours != copied {
        return Err(StoreError::NotTheSame);
    }
    let faults = crate::verify::verify(to)?.faults;
    match faults.first() {
        Some(fault) => Err(StoreError::NotVerified(fault.to_string())),
        None => Ok(copied),
    }
}

fn copy_table(
    from: &mut dyn Connection,
    to: &mut dyn Connection,
    shape: &TableShape,
) -> Result<u64, StoreError> {
    let mut inserter = to.inserter(&shape.name, &shape.columns)?;
    let question = format!("SELECT {} FROM {}", shape.columns.join(", "), shape.name);
    let mut rows = 0;
    from.query(&question, &[], &mut |row| {
        for column in 0..shape.columns.len() {
            inserter.value(row.get(column)?)?;
        }
        rows += 1;
        inserter.end_row()
    })?;
    Ok(rows)
}

fn count(connection: &mut dyn Connection, table: &str) -> Result<u64, StoreError> {
    let mut rows = 0;
    connection.query(&format!("SELECT COUNT(*) FROM {table}"), &[], &mut |row| {
        if let Raw::Integer(number) = row.get(0)? {
            rows = u64::try_from(number).unwrap_or_default();
        }
        Ok(())
    })?;
    Ok(rows)
}

/// What must be the same in both.
fn summed(connection: &mut dyn Connection, shapes: &[TableShape]) -> Result<Copied, StoreError> {
    let mut copied = Copied {
        head: GENESIS.to_owned(),
        ..Copied::default()
    };
    for shape in shapes {
        let rows = count(connection, &shape.name)?;
        copied.tables.push((shape.name.clone(), rows));
    }
    let sums = "SELECT authority, CAST(SUM(amount_pence) AS BIGINT) FROM postings
                GROUP BY authority ORDER BY authority";
    connection.query(sums, &[], &mut |row| {
        if let (Raw::Text(authority), Raw::Integer(pence)) = (row.get(0)?, row.get(1)?) {
            copied.ledger_pence.push((authority.to_owned(), pence));
        }
        Ok(())
    })?;
    if let Some(last) = crate::audit::last(connection)? {
        copied.entries = u64::try_from(last.seq).unwrap_or_default();
        copied.head = last.hash;
    }
    Ok(copied)
}
