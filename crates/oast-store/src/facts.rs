use std::fmt::Write as _;
use std::marker::PhantomData;

use oast_rules::facts::{CellReader, CellWriter, Fact, Table};
use oast_units::{Cell, Invalid, Personal, Raw};

use crate::StoreError;
use crate::port::{Connection, Row};
use crate::schema::{column_name, columns, key_columns};
use crate::seal::{KEY_OF_ROW, Keys, Opened, Opener, subject_kind};

/// A range of the first column of a kind of fact's key: after one value, up to another.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KeyRange<'a> {
    /// Only keys after this one.
    pub after: Option<&'a str>,
    /// Only keys up to this one, itself included.
    pub to: Option<&'a str>,
}

/// Which facts of a kind to read.
#[derive(Debug, Clone, Copy)]
pub enum Which<'a> {
    /// All of them.
    All,
    /// Those whose first key column lies in a range.
    In(KeyRange<'a>),
    /// Those whose first key column is this.
    Of(&'a str),
    /// Those whose first two key columns are these.
    OfBoth(&'a str, &'a str),
    /// Those of which some key column, named as in the data pack, is this text.
    By(&'static str, &'a str),
}

/// The facts of a kind as they were known at an audit entry, in order of their keys. Withdrawn
/// facts are left out.
pub fn gather<F: Fact>(
    connection: &mut dyn Connection,
    authority: &str,
    known_seq: i64,
    which: Which<'_>,
) -> Result<Vec<F>, StoreError> {
    let mut facts = Vec::new();
    scan(connection, authority, known_seq, which, |fact, _| {
        facts.push(fact);
        Ok(())
    })?;
    Ok(facts)
}

/// The last of the facts that [`gather`] gives: the only one, where its whole key is asked for.
pub fn find<F: Fact>(
    connection: &mut dyn Connection,
    authority: &str,
    known_seq: i64,
    which: Which<'_>,
) -> Result<Option<F>, StoreError> {
    let mut found = None;
    scan(connection, authority, known_seq, which, |fact, _| {
        found = Some(fact);
        Ok(())
    })?;
    Ok(found)
}

/// Reads the facts of a kind as they were known at an audit entry, in order of their keys, each
/// with the number of the entry that recorded it. Withdrawn facts are left out.
pub fn scan<'w, F: Fact>(
    connection: &mut dyn Connection,
    authority: &'w str,
    known_seq: i64,
    which: Which<'w>,
    mut each: impl FnMut(F, i64) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    // The sign before the number leaves the search to the key: nearly every row is old enough.
    let personal = F::TABLE.first_personal().is_some();
    let beforehand = personal && matches!(which, Which::All);
    let key = if personal && !beforehand {
        key_of_row::<F>()
    } else {
        String::new()
    };
    let mut question = format!(
        "SELECT {}, withdrawn, seq{key} FROM {} WHERE authority = $1 AND +seq <= $2",
        columns(&F::TABLE).join(", "),
        F::TABLE.name
    );
    let mut parameters = vec![Raw::Text(authority), Raw::Integer(known_seq)];
    let keys = key_columns(&F::TABLE);
    let first = keys.first().map_or("", String::as_str);
    let mut narrow = |column: &str, sign: &str, value: Option<&'w str>| {
        if let Some(value) = value {
            parameters.push(Raw::Text(value));
            let _ = write!(question, " AND {column} {sign} ${}", parameters.len());
        }
    };
    match which {
        Which::All => {}
        Which::Of(key) => narrow(first, "=", Some(key)),
        Which::In(range) => {
            narrow(first, ">", range.after);
            narrow(first, "<=", range.to);
        }
        Which::OfBoth(key, next) => {
            narrow(first, "=", Some(key));
            narrow(keys.get(1).map_or("", String::as_str), "=", Some(next));
        }
        Which::By(name, value) => narrow(&key_column(&F::TABLE, name)?, "=", Some(value)),
    }
    let _ = write!(question, " ORDER BY {}, seq", keys.join(", "));
    let mut latest = Latest::<F>::default();
    let keys = if beforehand {
        Some(Keys::read(connection, authority, subject_kind::<F>())?)
    } else {
        None
    };
    let mut opener = Opener::new(authority, connection.keyring()).with_keys(keys);
    connection.query(&question, &parameters, &mut |row| {
        let values = opener.open::<F>(row)?;
        let (fact, withdrawn, seq) = read_row::<F>(row, values)?;
        if let Some((before, before_seq)) = latest.take(fact, withdrawn, seq) {
            each(before, before_seq)?;
        }
        Ok(())
    })?;
    match latest.finish() {
        Some((last, seq)) => each(last, seq),
        None => Ok(()),
    }
}

/// The last column of a question: the wrapped key of each row.
fn key_of_row<F: Fact>() -> String {
    let subject = key_columns(&F::TABLE).into_iter().next();
    let key = KEY_OF_ROW
        .replace("{table}", F::TABLE.name)
        .replace("{kind}", subject_kind::<F>())
        .replace("{subject}", &subject.unwrap_or_default());
    format!(", {key}")
}

/// The name of a key column, as text is put into a question. Only a key may be asked for: of
/// another column an older version could answer where the newer one does not.
fn key_column(table: &Table, name: &str) -> Result<String, StoreError> {
    table
        .key_indexes()
        .map(|index| table.columns[index])
        .find(|column| column.name == name)
        .map(|column| column_name(column.name, column.kind))
        .ok_or_else(|| StoreError::Corrupt {
            table: table.name,
            why: Invalid::new(format!("{name} is no part of its key")),
        })
}

/// Keeps the last row of each key as rows go by in order.
struct Latest<F> {
    held: Option<(F, bool, i64)>,
    key: KeyText,
    next_key: KeyText,
}

impl<F> Default for Latest<F> {
    fn default() -> Self {
        Self {
            held: None,
            key: KeyText::default(),
            next_key: KeyText::default(),
        }
    }
}

impl<F: Fact> Latest<F> {
    /// Takes the next row; gives the one before when that was the last of its key and stands.
    fn take(&mut self, fact: F, withdrawn: bool, seq: i64) -> Option<(F, i64)> {
        self.next_key.0.clear();
        fact.write_key(&mut self.next_key);
        let before = self.held.replace((fact, withdrawn, seq));
        let same_key = self.key.0 == self.next_key.0;
        std::mem::swap(&mut self.key, &mut self.next_key);
        match before {
            Some((fact, false, seq)) if !same_key => Some((fact, seq)),
            _ => None,
        }
    }

    fn finish(self) -> Option<(F, i64)> {
        match self.held {
            Some((fact, false, seq)) => Some((fact, seq)),
            _ => None,
        }
    }
}

/// The text of a key, its parts separated so that it sorts as they do.
#[derive(Debug, Default, Clone)]
pub(crate) struct KeyText(pub(crate) String);

impl CellWriter for KeyText {
    fn cell<T: Cell>(&mut self, value: &T) {
        if !self.0.is_empty() {
            self.0.push('\u{1f}');
        }
        value.write(&mut self.0);
    }
}

fn read_row<F: Fact>(row: &dyn Row, opened: Opened<'_>) -> Result<(F, bool, i64), StoreError> {
    let mut reader = RowReader {
        row,
        column: 0,
        opened,
        fault: None,
        kind: PhantomData::<F>,
    };
    let fact = F::read(&mut reader);
    let (column, fault) = (reader.column, reader.fault);
    let fact = fact.ok_or_else(|| {
        fault.unwrap_or(StoreError::Corrupt {
            table: F::TABLE.name,
            why: Invalid::new("unreadable"),
        })
    })?;
    match (row.get(column)?, row.get(column + 1)?) {
        (Raw::Integer(withdrawn), Raw::Integer(seq)) => Ok((fact, withdrawn != 0, seq)),
        _ => Err(StoreError::Corrupt {
            table: F::TABLE.name,
            why: Invalid::new("a row without the number of its audit entry"),
        }),
    }
}

struct RowReader<'a, F> {
    row: &'a dyn Row,
    column: usize,
    opened: Opened<'a>,
    fault: Option<StoreError>,
    kind: PhantomData<F>,
}

impl<F: Fact> RowReader<'_, F> {
    /// Keeps the first fault, with the name of its column.
    fn kept<T>(&mut self, column: usize, read: Result<T, Invalid>) -> Option<T> {
        let corrupt = |why| StoreError::Corrupt {
            table: F::TABLE.name,
            why: Invalid::new(format!("{}: {why}", F::TABLE.columns[column].name)),
        };
        read.map_err(|why| self.fault.get_or_insert(corrupt(why)))
            .ok()
    }
}

impl<F: Fact> CellReader for RowReader<'_, F> {
    fn cell<T: Cell>(&mut self) -> Option<T> {
        let column = self.column;
        self.column += 1;
        match self.row.get(column) {
            Ok(raw) => self.kept(column, T::from_raw(raw)),
            Err(fault) => {
                self.fault.get_or_insert(fault);
                None
            }
        }
    }

    fn personal<T: Personal>(&mut self) -> Option<T> {
        let read = match &mut self.opened {
            Opened::Plain => return self.cell(),
            Opened::Erased => Ok(T::erased()),
            Opened::Values(values) => T::from_raw(Raw::Text(values.next())),
        };
        let column = self.column;
        self.column += 1;
        self.kept(column, read)
    }
}
