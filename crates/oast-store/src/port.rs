use oast_units::Raw;

use crate::{Keyring, StoreError};

/// A row of an answer.
pub trait Row {
    /// The value of a column, counted from 0.
    fn get(&self, column: usize) -> Result<Raw<'_>, StoreError>;
}

/// Takes rows for one table as fast as the engine can.
pub trait Inserter {
    /// The next value of the row.
    fn value(&mut self, value: Raw<'_>) -> Result<(), StoreError>;
    /// Ends the row.
    fn end_row(&mut self) -> Result<(), StoreError>;
}

/// What the store asks of a database engine. Parameters are `$1`, `$2`, … in order of appearance.
pub trait Connection: Send {
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
}

/// Something that holds a connection: a store, or a command under way.
pub trait Connected {
    /// The connection.
    fn connection(&mut self) -> &mut dyn Connection;
}
