use oast_units::Raw;

use crate::{Keyring, StoreError};

/// A row of an answer.
pub trait Row {
    /// The value of a column, counted from 0.
    fn get(&self, column: usize) -> Result<Raw<'_>, StoreError>;
}

/// Takes rows for one table as fast as the engine can.
///
/// An engine may find only after the last row that it cannot take one of them: it then says so when
/// the connection is next asked for something, at the latest to be committed.
pub trait Inserter {
    /// The next value of the row.
    fn value(&mut self, value: Raw<'_>) -> Result<(), StoreError>;
    /// Ends the row.
    fn end_row(&mut self) -> Result<(), StoreError>;
}

/// What a transaction is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To record: one at a time, so that the numbers of the audit entries follow each other in the
    /// order in which they are committed.
    Record,
    /// To read alone, everything as it was at one moment, while others go on recording.
    Look,
    /// To change a table that is no fact: one at a time, beside whoever records where the engine
    /// allows it.
    Work,
}

/// What the store asks of a database engine. Parameters are `$1`, `$2`, … in order of appearance.
pub trait Connection: Send {
    /// Begins a transaction.
    fn begin(&mut self, purpose: Purpose) -> Result<(), StoreError>;

    /// Commits it. After an error nothing of it is there, unless the connection broke while the
    /// engine was committing: then it may be.
    fn commit(&mut self) -> Result<(), StoreError>;

    /// Undoes it.
    fn rollback(&mut self) -> Result<(), StoreError>;

    /// Runs statements that take nothing and answer nothing.
    fn run(&mut self, statements: &str) -> Result<(), StoreError>;

    /// Runs one statement, giving the number of rows it touched.
    fn execute(&mut self, statement: &str, parameters: &[Raw<'_>]) -> Result<u64, StoreError>;

    /// Asks, giving each row in turn.
    fn query(
        &mut self,
        question: &str,
        parameters: &[Raw<'_>],
        each: &mut dyn FnMut(&dyn Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError>;

    /// Prepares to insert many rows into some columns of a table.
    fn inserter(
        &mut self,
        table: &str,
        columns: &[String],
    ) -> Result<Box<dyn Inserter + '_>, StoreError>;

    /// What the database's personal columns are sealed with, where it was given.
    fn keyring(&self) -> Option<&Keyring> {
        None
    }

    /// Sees to it that what was deleted and committed is in none of the engine's own files, as far
    /// as the engine can.
    fn scrub(&mut self) -> Result<(), StoreError> {
        Ok(())
    }

    /// Says whose book this connection is for, which an engine with a lock of its own then keeps
    /// to: rows of another authority are not there. [`EVERY_BOOK`] opens it to all.
    fn scope(&mut self, authority: &str);

    /// What this engine spells in its own way.
    fn dialect(&self) -> Dialect;
}

/// The scope of what looks at every authority's book: verification, copies, backups.
pub const EVERY_BOOK: &str = "*";

/// What the engines spell differently.
#[derive(Debug, Clone, Copy)]
pub struct Dialect {
    /// The engine's name.
    pub engine: Engine,
    /// After the columns of a table that is kept in the order of its primary key.
    pub clustered: &'static str,
    /// The type of a text that sorts by its bytes.
    pub text: &'static str,
    /// Asks to be the only one who changes the schema: 0 when another does.
    pub alone: Option<&'static str>,
    /// The beginning of the statement that makes an index on a table that may be in use.
    pub create_index: &'static str,
    /// Statements run when tables were made, for what an engine does beyond the others.
    pub after_tables: &'static str,
}

/// A database engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// SQLite, embedded in the program.
    Sqlite,
    /// PostgreSQL, a server of its own.
    Postgres,
}

/// Does something in one transaction, which is undone when it fails.
pub(crate) fn in_transaction<T, E: From<StoreError>>(
    connection: &mut dyn Connection,
    purpose: Purpose,
    work: impl FnOnce(&mut dyn Connection) -> Result<T, E>,
) -> Result<T, E> {
    connection.begin(purpose)?;
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

/// Something that holds a connection: a store, or a command under way.
pub trait Connected {
    /// The connection.
    fn connection(&mut self) -> &mut dyn Connection;
}
