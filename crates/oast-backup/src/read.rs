use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use flate2::bufread::GzDecoder;
use oast_office::ledger_faults;
use oast_store::{Store, TableShape, Value};

use crate::lines::{Head, Line, Sum, damaged, read};
use crate::{BackupError, Opener, seal};

/// Faults that are told at most.
const FAULTS_TOLD_MAX: usize = 20;

/// What was restored, and found right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Rows of all tables.
    pub rows: u64,
    /// Audit entries that were verified.
    pub entries: u64,
    /// The hash of the last of them.
    pub head: String,
}

/// Restores a backup into an empty database. It is there once every row was counted, the record
/// verified and the ledger balanced; otherwise the database stays empty.
pub fn restore(from: &Path, opener: &Opener, into: &mut Store) -> Result<Restored, BackupError> {
    let file = File::open(from).map_err(BackupError::file(from, "read"))?;
    let bytes = seal::open(file, opener)?;
    let lines = BufReader::new(GzDecoder::new(BufReader::new(bytes)));
    if let Some(table) = into.first_table_in_use()? {
        return Err(BackupError::NotEmpty(table));
    }
    into.fill(|store| {
        let mut lines = Lines::new(lines);
        let head = Head::read(&lines.needed()?)?;
        if head.schema > Store::schema_version() {
            return Err(BackupError::Newer {
                found: head.schema,
                known: Store::schema_version(),
            });
        }
        let rows = fill(store, &mut lines)?;
        check(store, &head, rows)
    })
}

/// Restores a backup into a database that is thrown away, to see whether it could be.
pub fn verify(from: &Path, opener: &Opener, folder: &Path) -> Result<Restored, BackupError> {
    let path = folder.join("verify.sqlite");
    let mut store = Store::open(&path.display().to_string())?;
    restore(from, opener, &mut store)
}

/// The lines of a file, one after the other.
struct Lines<R> {
    from: R,
    sum: Sum,
    line: String,
}

impl<R: BufRead> Lines<R> {
    fn new(from: R) -> Self {
        Self {
            from,
            sum: Sum::default(),
            line: String::new(),
        }
    }

    /// The next line, if there is one.
    fn next(&mut self) -> Result<Option<&str>, BackupError> {
        self.line.clear();
        let cut = |_| damaged("it ends too early or was altered");
        if self.from.read_line(&mut self.line).map_err(cut)? == 0 {
            return Ok(None);
        }
        Ok(Some(self.line.trim_end_matches('\n')))
    }

    /// The next line, which must be there, and counts for the sum.
    fn needed(&mut self) -> Result<String, BackupError> {
        let line = self.next()?.map(str::to_owned);
        let line = line.ok_or_else(|| damaged("it ends too early"))?;
        self.sum.add(&line);
        Ok(line)
    }
}

/// Adds the rows of every table, and gives how many there were.
fn fill(store: &mut Store, lines: &mut Lines<impl BufRead>) -> Result<u64, BackupError> {
    let known = store.tables()?;
    let mut rows = 0;
    let mut sum = lines.sum.hex();
    let mut line = read(&lines.needed()?)?;
    loop {
        line = match line {
            Line::Table(name, columns) => {
                let table = shape(&known, name, columns)?;
                let (added, after) = add(store, lines, &table, &mut sum)?;
                rows += added;
                after
            }
            Line::End(all, of_all) => {
                if all != rows || of_all != sum {
                    return Err(damaged("its rows are not those that were written"));
                }
                if lines.next()?.is_some() {
                    return Err(damaged("something stands after its end"));
                }
                return Ok(rows);
            }
            Line::Row(_) => return Err(damaged("a row belongs to no table")),
        };
    }
}

/// The table of the database that a table of the file fills.
fn shape(
    known: &[TableShape],
    name: String,
    columns: Vec<String>,
) -> Result<TableShape, BackupError> {
    let table = known.iter().find(|table| table.name == name);
    let table = table.ok_or_else(|| damaged(&format!("there is no table {name}")))?;
    match columns
        .iter()
        .find(|column| !table.columns.contains(column))
    {
        Some(column) => Err(damaged(&format!("table {name} has no column {column}"))),
        None => Ok(TableShape { name, columns }),
    }
}

/// Adds the rows of one table; gives how many there were, and the line after them. `sum` is that of
/// the lines before it.
fn add(
    store: &mut Store,
    lines: &mut Lines<impl BufRead>,
    table: &TableShape,
    sum: &mut String,
) -> Result<(u64, Line), BackupError> {
    let mut after = None;
    let width = table.columns.len();
    let rows = store.add_rows(table, |row: &mut Vec<Value>| {
        let before = lines.sum.clone();
        match read(&lines.needed()?)? {
            Line::Row(values) if values.len() == width => {
                *row = values;
                Ok(true)
            }
            Line::Row(_) => Err(damaged("a row has more or fewer values than its table")),
            line => {
                *sum = before.hex();
                after = Some(line);
                Ok(false)
            }
        }
    })?;
    match after {
        Some(line) => Ok((rows, line)),
        None => Err(damaged("it ends too early")),
    }
}

/// Looks at what was restored, before anybody else can.
fn check(store: &mut Store, head: &Head, rows: u64) -> Result<Restored, BackupError> {
    let verified = store.verify_filled()?;
    let mut faults: Vec<String> = verified.faults.iter().map(ToString::to_string).collect();
    if verified.head != head.hash || store.known_seq(None)? != head.seq {
        faults.push("the last audit entry is not the one that was backed up".to_owned());
    }
    for authority in store.authorities()? {
        faults.extend(ledger_faults(store, &authority)?);
    }
    if faults.is_empty() {
        return Ok(Restored {
            rows,
            entries: verified.entries,
            head: verified.head,
        });
    }
    faults.truncate(FAULTS_TOLD_MAX);
    Err(BackupError::NotVerified(faults))
}
