use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use oast_store::{GENESIS, Store};

use crate::lines::{Head, Sum, end_line, row_line, table_line};
use crate::seal::Sealed;
use crate::{BackupError, Seal};

/// What was backed up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackedUp {
    /// Rows of all tables.
    pub rows: u64,
    /// The number of the last audit entry.
    pub seq: i64,
    /// Its hash: whoever notes it down can tell what a backup holds.
    pub head: String,
}

/// Writes the whole database into a new file, as it is at one moment, while others go on writing.
/// The file has its name once it is whole and on the disk.
pub fn back_up(store: &mut Store, to: &Path, seal: &Seal) -> Result<BackedUp, BackupError> {
    if to.exists() {
        return Err(BackupError::Exists(to.to_owned()));
    }
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = to.with_file_name(name);
    let written = write(store, &part, seal).and_then(|done| {
        std::fs::rename(&part, to).map_err(BackupError::file(to, "written"))?;
        Ok(done)
    });
    if written.is_err() {
        let _ = std::fs::remove_file(&part);
    }
    written
}

fn write(store: &mut Store, part: &Path, seal: &Seal) -> Result<BackedUp, BackupError> {
    let failed = BackupError::file(part, "written");
    let file = new_file(part).map_err(&failed)?;
    let sealed = Sealed::new(seal, BufWriter::new(file))?;
    let mut out = Out {
        to: GzEncoder::new(sealed, Compression::fast()),
        sum: Sum::default(),
        rows: 0,
        failed: &failed,
    };
    let done = store.at_one_moment(|store| out.database(store))?;
    let sealed = out.to.finish().map_err(&failed)?;
    let written = sealed.finish().map_err(&failed)?;
    let file = written
        .into_inner()
        .map_err(|why| failed(why.into_error()))?;
    file.sync_all().map_err(&failed)?;
    Ok(done)
}

/// A new file that nobody else can read.
fn new_file(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// The lines as they are written.
struct Out<'a, W: Write> {
    to: W,
    sum: Sum,
    rows: u64,
    failed: &'a dyn Fn(std::io::Error) -> BackupError,
}

impl<W: Write> Out<'_, W> {
    fn database(&mut self, store: &mut Store) -> Result<BackedUp, BackupError> {
        let seq = store.known_seq(None)?;
        let entry = store.audit_entry(seq)?;
        let head = Head {
            schema: Store::schema_version(),
            seq,
            hash: entry.map_or(GENESIS.to_owned(), |entry| entry.hash),
        };
        self.line(&head.line())?;
        for table in store.tables()? {
            self.line(&table_line(&table.name, &table.columns))?;
            store.each_row(&table, |row| {
                self.rows += 1;
                self.line(&row_line(row))
            })?;
        }
        let end = end_line(self.rows, &self.sum.hex());
        self.line(&end)?;
        Ok(BackedUp {
            rows: self.rows,
            seq,
            head: head.hash,
        })
    }

    fn line(&mut self, line: &str) -> Result<(), BackupError> {
        self.sum.add(line);
        self.to.write_all(line.as_bytes()).map_err(self.failed)?;
        self.to.write_all(b"\n").map_err(self.failed)
    }
}
