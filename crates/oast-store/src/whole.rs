//! Whole databases, table by table: read at one moment, and filled in one transaction.

use oast_units::Raw;

use crate::copy::{TableShape, tables};
use crate::port::{Connected, EVERY_BOOK, Purpose};
use crate::{Store, StoreError, schema};

impl Store {
    /// The version of the schema that this program makes.
    pub const fn schema_version() -> i64 {
        schema::VERSION
    }

    /// Every table that holds something of a county: facts, the record, working tables.
    pub fn tables(&mut self) -> Result<Vec<TableShape>, StoreError> {
        tables(self.connection())
    }

    /// Reads the whole database, every authority's book, as it is at one moment, while others go on
    /// writing. The store looks at every book from then on.
    pub fn at_one_moment<T, E: From<StoreError>>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.connection().scope(EVERY_BOOK);
        self.connection().begin(Purpose::Look)?;
        let done = read(self);
        self.connection().rollback()?;
        done
    }

    /// Gives every row of a table.
    pub fn each_row<E: From<StoreError>>(
        &mut self,
        table: &TableShape,
        mut each: impl FnMut(&[Raw<'_>]) -> Result<(), E>,
    ) -> Result<(), E> {
        let question = format!("SELECT {} FROM {}", table.columns.join(", "), table.name);
        let mut stopped = None;
        let asked = self.connection().query(&question, &[], &mut |row| {
            if stopped.is_some() {
                return Ok(());
            }
            let mut values = Vec::with_capacity(table.columns.len());
            for column in 0..table.columns.len() {
                values.push(row.get(column)?);
            }
            stopped = each(&values).err();
            Ok(())
        });
        match stopped {
            Some(error) => Err(error),
            None => Ok(asked?),
        }
    }

    /// Whose books the record holds, in order of their names.
    pub fn authorities(&mut self) -> Result<Vec<String>, StoreError> {
        let mut authorities = Vec::new();
        let question = "SELECT DISTINCT authority FROM audit_entry ORDER BY authority";
        self.connection().query(question, &[], &mut |row| {
            if let Raw::Text(authority) = row.get(0)? {
                authorities.push(authority.to_owned());
            }
            Ok(())
        })?;
        Ok(authorities)
    }

    /// The first table that has a row, if there is one.
    pub fn first_table_in_use(&mut self) -> Result<Option<String>, StoreError> {
        self.connection().scope(EVERY_BOOK);
        for table in self.tables()? {
            let mut rows = false;
            let question = format!("SELECT 1 FROM {} LIMIT 1", table.name);
            self.connection().query(&question, &[], &mut |_| {
                rows = true;
                Ok(())
            })?;
            if rows {
                return Ok(Some(table.name));
            }
        }
        Ok(None)
    }

    /// Fills an empty database, every authority's book, in one transaction: what `fill` adds is
    /// there wholly once it has looked at it and found it right, or not at all.
    pub fn fill<T, E: From<StoreError>>(
        &mut self,
        fill: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.connection().scope(EVERY_BOOK);
        self.connection().begin(Purpose::Record)?;
        match fill(self) {
            Ok(done) => {
                self.connection().commit()?;
                Ok(done)
            }
            Err(error) => {
                self.connection().rollback()?;
                Err(error)
            }
        }
    }

    /// Adds rows to a table, for as long as there are any.
    pub fn add_rows<E: From<StoreError>>(
        &mut self,
        table: &TableShape,
        mut next: impl FnMut(&mut Vec<Value>) -> Result<bool, E>,
    ) -> Result<u64, E> {
        let mut inserter = self.connection().inserter(&table.name, &table.columns)?;
        let (mut row, mut rows) = (Vec::with_capacity(table.columns.len()), 0);
        while next(&mut row)? {
            for value in row.drain(..) {
                inserter.value(value.raw())?;
            }
            inserter.end_row()?;
            rows += 1;
        }
        Ok(rows)
    }
}

/// A value of a row that is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// None.
    Null,
    /// A whole number.
    Integer(i64),
    /// A text.
    Text(String),
}

impl Value {
    fn raw(&self) -> Raw<'_> {
        match self {
            Self::Null => Raw::Null,
            Self::Integer(number) => Raw::Integer(*number),
            Self::Text(text) => Raw::Text(text),
        }
    }
}
