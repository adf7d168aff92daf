use std::collections::BTreeMap;
use std::convert::Infallible;
use std::path::Path;

use oast_rules::check::{Finding, Severity, check};
use oast_rules::facts::{Fact, Pack, Rows, TableVisitor, each_table};
use oast_terms::Terms;

use super::fault::{Faults, PackFault};
use super::source::Source;
use crate::csv::FactReader;
use crate::nearest::nearest;

/// Rows between two reports of progress.
const PROGRESS_ROWS: u64 = 20_000;

/// A pack as it was read, with the place of each row in its file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReadPack {
    /// The facts, each table in the order of its file.
    pub pack: Pack,
    /// Where each of them stands.
    pub lines: Lines,
}

impl ReadPack {
    /// Checks the facts against the terms, each finding with its place in the files.
    pub fn check(&self, terms: &Terms) -> Checked {
        let mut checked = Checked::default();
        for finding in check(&self.pack, terms) {
            let list = match finding.severity {
                Severity::Refused => &mut checked.refused,
                Severity::Warning => &mut checked.warnings,
            };
            list.push(self.place(finding));
        }
        checked
    }

    /// A finding with its place in the files.
    fn place(&self, finding: Finding) -> PackFault {
        PackFault {
            file: format!("{}.csv", finding.table),
            line: self.lines.of(finding.table, finding.row),
            column: Some(finding.column.to_string()),
            why: finding.message,
        }
    }
}

/// What the checks found in a pack.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// Why the pack is refused; none when it may be taken in.
    pub refused: Vec<PackFault>,
    /// What somebody should look at, though the pack may be taken in.
    pub warnings: Vec<PackFault>,
}

/// The line of each row in its file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lines(BTreeMap<&'static str, Vec<u32>>);

impl Lines {
    /// The line, from 1, of a row (from 0) of a table: `lines.of("placements", 0)` is often 2.
    pub fn of(&self, table: &str, row: usize) -> Option<u64> {
        self.0.get(table)?.get(row).copied().map(u64::from)
    }

    /// Whether the pack has a file of a table, even an empty one.
    pub fn holds(&self, table: &str) -> bool {
        self.0.contains_key(table)
    }
}

/// Reads every file of a data pack, or says everything that is wrong with it.
///
/// `progress` is told the file and the rows read of it so far, now and then and at its end.
///
/// A file that is not there is empty, though a folder with none of them is not a pack. A `.csv`
/// file of another name is a fault: it is more likely a slip than a note.
pub fn read(dir: &Path, progress: &mut dyn FnMut(&str, u64)) -> Result<ReadPack, Vec<PackFault>> {
    read_from(&dir, progress)
}

/// The same, wherever the files are.
pub(crate) fn read_from(
    source: &dyn Source,
    progress: &mut dyn FnMut(&str, u64),
) -> Result<ReadPack, Vec<PackFault>> {
    let mut reading = Reading {
        source,
        progress,
        files: source.names().map_err(|fault| vec![fault])?,
        read: ReadPack::default(),
        faults: Faults::default(),
        known: Vec::new(),
        rows: 0,
    };
    let Ok(()) = each_table(&mut reading);
    reading.refuse_unknown_files();
    reading.faults.into_result()?;
    Ok(reading.read)
}

struct Reading<'a> {
    source: &'a dyn Source,
    progress: &'a mut dyn FnMut(&str, u64),
    files: Vec<String>,
    read: ReadPack,
    faults: Faults,
    known: Vec<String>,
    /// The rows of every file so far.
    rows: u64,
}

impl TableVisitor for Reading<'_> {
    type Error = Infallible;

    fn visit<F: Fact>(&mut self) -> Result<(), Infallible>
    where
        Pack: Rows<F>,
    {
        let file = format!("{}.csv", F::TABLE.name);
        if self.files.contains(&file) {
            self.read_file::<F>(&file);
        }
        self.known.push(file);
        Ok(())
    }
}

impl Reading<'_> {
    fn read_file<F: Fact>(&mut self, file: &str)
    where
        Pack: Rows<F>,
    {
        let reader = self
            .source
            .open(file)
            .map_err(|why| vec![PackFault::of_file(file, why)])
            .and_then(|input| FactReader::<F, _>::new(file, input));
        let reader = match reader {
            Ok(reader) => reader,
            Err(faults) => return self.faults.extend(faults),
        };
        let (mut facts, mut lines, mut rows) = (Vec::new(), Vec::new(), 0);
        for row in reader {
            match row {
                Ok((line, fact)) => {
                    facts.push(fact);
                    lines.push(line);
                }
                Err(faults) => self.faults.extend(faults),
            }
            rows += 1;
            self.rows += 1;
            if self.rows > self.source.rows_max() {
                let most = self.source.rows_max();
                let why =
                    format!("all files together have more than {most} rows; send fewer at a time");
                return self.faults.add(PackFault::of_file(file, why));
            }
            if rows % PROGRESS_ROWS == 0 {
                (self.progress)(file, rows);
            }
        }
        (self.progress)(file, rows);
        *self.read.pack.rows_mut() = facts;
        self.read.lines.0.insert(F::TABLE.name, lines);
    }

    fn refuse_unknown_files(&mut self) {
        let known = || self.known.iter().map(String::as_str);
        if !self.files.iter().any(|file| self.known.contains(file)) {
            self.faults.add(PackFault::of_folder(self.source.nothing()));
        }
        for file in &self.files {
            if self.known.contains(file) {
                continue;
            }
            let why = match nearest(stem(file), known().map(stem)) {
                Some(near) => format!("it is not a file of a data pack; {near}.csv may be meant"),
                None => format!(
                    "it is not a file of a data pack; those are {}",
                    known().collect::<Vec<_>>().join(", ")
                ),
            };
            self.faults.add(PackFault::of_file(file, why));
        }
    }
}

/// A file's name without its ending.
fn stem(file: &str) -> &str {
    file.rsplit_once('.').map_or(file, |(stem, _)| stem)
}
