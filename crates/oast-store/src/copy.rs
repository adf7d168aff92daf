//! Whole databases, table by table: read at one moment, and filled in one transaction.

use oast_units::Raw;

use crate::port::Connected;
use crate::{Store, StoreError, schema};

/// The table that says which schema there is; a database has its own.
const VERSIONS: &str = "schema_version";

/// A table, as the program's schema defines it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableShape {
    /// Its name.
    pub name: String,
    /// Its columns, in their order.
    pub columns: Vec<String>,
}

/// Every table that there is, facts and working tables alike, as the schema defines them: so that
/// a table that is added is never forgotten.
pub fn tables() -> Vec<TableShape> {
    shapes(&schema::definition(crate::dialect::sqlite::DIALECT))
}

/// The version of the schema that this program makes.
pub const fn schema_version() -> i64 {
    schema::VERSION
}

fn shapes(definition: &str) -> Vec<TableShape> {
    let mut tables: Vec<TableShape> = Vec::new();
    let mut inside = false;
    for line in definition.lines() {
        if let Some(table) = line.strip_prefix("CREATE TABLE IF NOT EXISTS ") {
            let (name, one_line) = table.split_once(" (").unwrap_or((table, ""));
            tables.push(TableShape {
                name: name.to_owned(),
                columns: Vec::new(),
            });
            inside = one_line.is_empty();
        } else if inside && line.starts_with(')') {
            inside = false;
        } else if let (true, Some(table)) = (inside, tables.last_mut()) {
            let word = line.split_whitespace().next().unwrap_or_default();
            if word.starts_with(|letter: char| letter.is_ascii_lowercase()) {
                table.columns.push(word.to_owned());
            }
        }
    }
    tables.retain(|table| table.name != VERSIONS);
    tables
}

impl Store {
    /// Reads the whole database as it is at one moment, while others go on writing.
    pub fn at_one_moment<T, E: From<StoreError>>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.connection().run("BEGIN")?;
        let done = read(self);
        self.connection().run("ROLLBACK")?;
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
        for table in tables() {
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

    /// Fills an empty database in one transaction: what `fill` adds is there wholly once it has
    /// looked at it and found it right, or not at all.
    pub fn fill<T, E: From<StoreError>>(
        &mut self,
        fill: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        self.connection().run("BEGIN IMMEDIATE")?;
        match fill(self) {
            Ok(done) => {
                self.connection().run("COMMIT")?;
                Ok(done)
            }
            Err(error) => {
                self.connection().run("ROLLBACK")?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_of_the_database_is_among_the_shapes_with_its_columns() {
        let mut store = Store::in_memory().unwrap();
        let mut found = Vec::new();
        let question = "SELECT m.name, c.name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c WHERE m.type = 'table' ORDER BY m.rowid, c.cid";
        store
            .connection()
            .query(question, &[], &mut |row| {
                if let (Raw::Text(table), Raw::Text(column)) = (row.get(0)?, row.get(1)?) {
                    found.push((table.to_owned(), column.to_owned()));
                }
                Ok(())
            })
            .unwrap();
        found.retain(|(table, _)| table != VERSIONS);
        let mut shaped: Vec<(String, String)> = tables()
            .into_iter()
            .flat_map(|table| {
                let name = table.name;
                table
                    .columns
                    .into_iter()
                    .map(move |column| (name.clone(), column))
            })
            .collect();
        found.sort();
        shaped.sort();
        assert!(found.len() > 100);
        assert_eq!(shaped, found);
    }
}
