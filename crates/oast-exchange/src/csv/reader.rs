use std::io::BufRead;
use std::marker::PhantomData;

use oast_rules::facts::{CellReader, Fact};
use oast_units::{Cell, is_hidden};

use super::FILE_ROWS_MAX;
use super::rows::{RowFault, RowReader};
use crate::nearest::nearest;
use crate::pack::PackFault;

/// Reads facts of one kind from a CSV file, row by row.
///
/// Each item is a fact with the line it begins on (from 1, the header being line 1), or every
/// fault of one row. After a fault the reader goes on with the next row, so that all are found.
pub struct FactReader<F, R> {
    file: String,
    rows: RowReader<R>,
    /// For each column of the fact, its place in the file's rows.
    places: Vec<Option<usize>>,
    width: usize,
    count: u64,
    done: bool,
    fact: PhantomData<F>,
}

impl<F: Fact, R: BufRead> FactReader<F, R> {
    /// Reads the header. `file` is the name that faults give.
    ///
    /// Columns may stand in any order, and one whose values may be empty may be left out; a column
    /// that is not known, or that stands twice, is a fault.
    pub fn new(file: &str, input: R) -> Result<Self, Vec<PackFault>> {
        let mut rows = RowReader::new(input);
        let line = rows
            .next_row()
            .map_err(|fault| vec![row_fault(file, fault)])?;
        if line.is_none() {
            let why = format!(
                "it is empty; its first line must name the columns: {}",
                column_names::<F>()
            );
            return Err(vec![PackFault::of_file(file, why)]);
        }
        let places = places::<F, R>(file, &rows)?;
        let width = rows.len();
        Ok(Self {
            file: file.to_string(),
            rows,
            places,
            width,
            count: 0,
            done: false,
            fact: PhantomData,
        })
    }

    /// Reads the fact of the row that is held.
    fn fact(&self, line: u32) -> Result<F, Vec<PackFault>> {
        if self.rows.len() != self.width {
            return Err(vec![self.ragged(line)]);
        }
        let mut cells = Cells {
            reader: self,
            line,
            next: 0,
            faults: Vec::new(),
        };
        match F::read(&mut cells) {
            Some(fact) if cells.faults.is_empty() => Ok(fact),
            _ if (0..self.width).all(|index| self.rows.field(index).is_empty()) => {
                let why = "the row holds nothing; take it out".into();
                Err(vec![PackFault::of_line(&self.file, line, why)])
            }
            _ => Err(cells.faults),
        }
    }

    fn ragged(&self, line: u32) -> PackFault {
        let found = self.rows.len();
        let plural = if found == 1 { "field" } else { "fields" };
        PackFault::of_line(
            &self.file,
            line,
            format!(
                "it has {found} {plural} where the header has {}; look for a comma too many or too few, and put text that holds a comma in quotation marks",
                self.width
            ),
        )
    }
}

impl<F: Fact, R: BufRead> Iterator for FactReader<F, R> {
    type Item = Result<(u32, F), Vec<PackFault>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let line = match self.rows.next_row() {
            Ok(Some(line)) => line,
            Ok(None) => {
                self.done = true;
                return None;
            }
            Err(fault) => {
                self.done = fault.fatal;
                return Some(Err(vec![row_fault(&self.file, fault)]));
            }
        };
        self.count += 1;
        if self.count > FILE_ROWS_MAX {
            self.done = true;
            let why = format!(
                "the file has more than {FILE_ROWS_MAX} rows; split the county into several packs"
            );
            return Some(Err(vec![PackFault::of_line(&self.file, line, why)]));
        }
        Some(self.fact(line).map(|fact| (line, fact)))
    }
}

/// Gives the cells of one row in the order of the fact's columns.
struct Cells<'a, F, R> {
    reader: &'a FactReader<F, R>,
    line: u32,
    next: usize,
    faults: Vec<PackFault>,
}

impl<F: Fact, R: BufRead> CellReader for Cells<'_, F, R> {
    fn cell<T: Cell>(&mut self) -> Option<T> {
        let index = self.next;
        self.next += 1;
        let place = self.reader.places.get(index).copied().flatten();
        let text = place.map_or("", |place| self.reader.rows.field(place));
        let value = if let Some(hidden) = text.chars().find(|each| is_hidden(*each)) {
            Err(format!(
                "it holds the character U+{:04X}, which is not seen and changes how the rest is read; take it out",
                u32::from(hidden)
            ))
        } else if text.is_empty() && !T::OPTIONAL {
            Err("it is empty, and a value is needed".to_string())
        } else {
            T::parse(text).map_err(|why| why.0)
        };
        value
            .map_err(|why| {
                let column = F::TABLE.columns.get(index).map_or("", |column| column.name);
                self.faults.push(PackFault {
                    file: self.reader.file.clone(),
                    line: Some(u64::from(self.line)),
                    column: Some(column.to_string()),
                    why,
                });
            })
            .ok()
    }
}

fn row_fault(file: &str, fault: RowFault) -> PackFault {
    PackFault::of_line(file, fault.line, fault.why)
}

fn column_names<F: Fact>() -> String {
    let names: Vec<_> = F::TABLE.columns.iter().map(|column| column.name).collect();
    names.join(", ")
}

/// Finds each column of the fact in the header that is held, or says everything wrong with it.
fn places<F: Fact, R: BufRead>(
    file: &str,
    header: &RowReader<R>,
) -> Result<Vec<Option<usize>>, Vec<PackFault>> {
    let columns = F::TABLE.columns;
    let mut places = vec![None; columns.len()];
    let mut faults = Vec::new();
    let mut fault = |why| faults.push(PackFault::of_line(file, 1, why));
    let ends_in_cr = (0..header.len()).any(|index| header.field(index).contains('\r'));
    if header.len() == 1 || ends_in_cr {
        let why = other_dialect::<F>(header.field(0), ends_in_cr);
        return Err(vec![PackFault::of_line(file, 1, why)]);
    }
    for index in 0..header.len() {
        let name = header.field(index);
        match columns.iter().position(|column| column.name == name) {
            None => fault(unknown_column::<F>(name)),
            Some(place) if places[place].is_some() => {
                fault(format!("the column {name} stands twice; keep one"));
            }
            Some(place) => places[place] = Some(index),
        }
    }
    for (column, place) in columns.iter().zip(&places) {
        if place.is_none() && !column.optional {
            fault(format!("the column {} is missing", column.name));
        }
    }
    if faults.is_empty() {
        Ok(places)
    } else {
        Err(faults)
    }
}

fn unknown_column<F: Fact>(name: &str) -> String {
    let known = F::TABLE.columns.iter().map(|column| column.name);
    let meant = nearest(name, known)
        .map(|near| format!("; {near} may be meant"))
        .unwrap_or_default();
    format!(
        "the column '{name}' is not known{meant}; the columns are {}",
        column_names::<F>()
    )
}

/// What a header most likely is that is not one of commas and line feeds.
fn other_dialect<F: Fact>(header: &str, ends_in_cr: bool) -> String {
    let instead = if ends_in_cr {
        "its lines end in a carriage return alone; end them in LF or CRLF"
    } else if header.contains(';') {
        "its columns are parted by semicolons; part them by commas"
    } else if header.contains('\t') {
        "its columns are parted by tabs; part them by commas"
    } else {
        "its first line has no comma"
    };
    format!(
        "{instead}: the first line must name the columns {}",
        column_names::<F>()
    )
}
