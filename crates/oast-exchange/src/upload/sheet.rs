use std::convert::Infallible;

use oast_rules::facts::{Fact, Pack, Rows, Table, TableVisitor, each_table};
use oast_units::Kind;

use super::files::CsvFile;
use super::name::shown;
use super::xml::{Attributes, Node, walk};
use super::{UNPACKED_BYTES_MAX, number};
use crate::csv::{COLUMNS_MAX, push_field};
use crate::pack::PackFault;

/// What the numbers of a cell mean, by how it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Plain,
    Day,
    Percent,
}

impl Look {
    /// By the number of a format that every workbook has.
    pub(super) fn of_number(id: &str) -> Self {
        match id {
            "9" | "10" => Self::Percent,
            "14" | "15" | "16" | "17" | "22" => Self::Day,
            _ => Self::Plain,
        }
    }

    /// By a format of the workbook's own: `dd/mm/yyyy`. What it says in quotation marks or in
    /// brackets counts for nothing.
    pub(super) fn of_format(code: &str) -> Self {
        let (mut quoted, mut bracketed, mut plain) = (false, false, String::new());
        for letter in code.chars() {
            match letter {
                '"' => quoted = !quoted,
                '[' => bracketed = true,
                ']' => bracketed = false,
                _ if quoted || bracketed => {}
                _ => plain.push(letter.to_ascii_lowercase()),
            }
        }
        if plain.contains('%') {
            Self::Percent
        } else if plain.contains('y') || plain.contains('d') {
            Self::Day
        } else {
            Self::Plain
        }
    }
}

/// What the sheets of a workbook share.
pub(super) struct Shared<'w> {
    pub(super) texts: &'w [String],
    pub(super) looks: &'w [Look],
}

/// Reads a sheet as a CSV file of its name, within so many bytes.
///
/// # Errors
/// The outer when the workbook is not sound, the inner when cells of it cannot be taken.
pub(super) fn read(
    name: &str,
    part: &[u8],
    shared: &Shared<'_>,
    room: &mut u64,
) -> Result<Result<CsvFile, Vec<PackFault>>, String> {
    let mut reading = Reading {
        shared,
        table: table(name),
        file: CsvFile::empty(&format!("{}.csv", shown(name))),
        room,
        header: Vec::new(),
        row: 0,
        cells: Vec::new(),
        cell: None,
        faults: Vec::new(),
    };
    walk(part, &mut |node| reading.meet(node))?;
    let Reading { file, faults, .. } = reading;
    Ok(if faults.is_empty() {
        Ok(file)
    } else {
        Err(faults)
    })
}

/// The shape of a kind of fact, by its name.
fn table(name: &str) -> Option<Table> {
    struct Find<'n>(&'n str, Option<Table>);
    impl TableVisitor for Find<'_> {
        type Error = Infallible;
        fn visit<F: Fact>(&mut self) -> Result<(), Infallible>
        where
            Pack: Rows<F>,
        {
            if F::TABLE.name == self.0 {
                self.1 = Some(F::TABLE);
            }
            Ok(())
        }
    }
    let mut find = Find(name, None);
    let Ok(()) = each_table(&mut find);
    find.1
}

/// Most faults of a sheet's cells that are told.
const FAULTS_MAX: usize = 100;

struct Reading<'w, 'r> {
    shared: &'w Shared<'w>,
    table: Option<Table>,
    file: CsvFile,
    room: &'r mut u64,
    /// The names of the columns, once they are read.
    header: Vec<String>,
    /// The row that is read, from 1.
    row: u32,
    cells: Vec<String>,
    cell: Option<CellRead>,
    faults: Vec<PackFault>,
}

/// A cell while it is read.
struct CellRead {
    column: usize,
    kind: String,
    look: Look,
    text: String,
    /// Whether its words are being read.
    within: bool,
    /// Whether what is read is how its words are pronounced.
    aloud: bool,
    formula: bool,
}

impl Reading<'_, '_> {
    fn meet(&mut self, node: Node<'_>) -> Result<(), String> {
        match node {
            Node::Open("row", attributes) => self.begin_row(&attributes),
            Node::Open("c", attributes) => self.begin_cell(&attributes),
            Node::Open(element, _) => {
                self.in_cell(|cell| match element {
                    "v" | "t" => cell.within = !cell.aloud,
                    "rPh" => cell.aloud = true,
                    "f" => cell.formula = true,
                    _ => {}
                });
                Ok(())
            }
            Node::Text(text) => {
                self.in_cell(|cell| {
                    if cell.within {
                        cell.text.push_str(text);
                    }
                });
                Ok(())
            }
            Node::Close("c") => self.end_cell(),
            Node::Close("row") => self.end_row(),
            Node::Close(element) => {
                self.in_cell(|cell| match element {
                    "v" | "t" => cell.within = false,
                    "rPh" => cell.aloud = false,
                    _ => {}
                });
                Ok(())
            }
        }
    }

    fn in_cell(&mut self, work: impl FnOnce(&mut CellRead)) {
        if let Some(cell) = &mut self.cell {
            work(cell);
        }
    }

    fn begin_row(&mut self, attributes: &Attributes<'_>) -> Result<(), String> {
        let row = match attributes.get("r")? {
            Some(text) => text.parse().ok(),
            None => self.row.checked_add(1),
        };
        match row {
            Some(row) if row > self.row => self.row = row,
            _ => return Err("the rows of a sheet of it do not follow one another".into()),
        }
        self.cells.clear();
        Ok(())
    }

    fn begin_cell(&mut self, attributes: &Attributes<'_>) -> Result<(), String> {
        let column = match attributes.get("r")? {
            Some(place) => column(&place),
            None => Some(self.cells.len()),
        };
        let column = column.filter(|column| *column >= self.cells.len());
        let Some(column) = column else {
            return Err("the cells of a sheet of it do not follow one another".into());
        };
        if column >= COLUMNS_MAX {
            return Err(format!(
                "a sheet of it has more than {COLUMNS_MAX} columns, which no file of a data pack has"
            ));
        }
        let look = attributes
            .get("s")?
            .and_then(|index| index.parse::<usize>().ok());
        let look = look.and_then(|index| self.shared.looks.get(index)).copied();
        self.cell = Some(CellRead {
            column,
            kind: attributes.get("t")?.unwrap_or_default(),
            look: look.unwrap_or(Look::Plain),
            text: String::new(),
            within: false,
            aloud: false,
            formula: false,
        });
        Ok(())
    }

    fn end_cell(&mut self) -> Result<(), String> {
        let Some(cell) = self.cell.take() else {
            return Ok(());
        };
        let column = cell.column;
        self.cells.resize(column, String::new());
        let text = match self.text_of(cell) {
            Ok(text) => text,
            Err(why) if self.faults.len() < FAULTS_MAX => {
                self.faults.push(PackFault {
                    line: Some(u64::from(self.row)),
                    column: Some(self.column_name(column)),
                    ..PackFault::of_file("", why)
                });
                String::new()
            }
            Err(_) => String::new(),
        };
        // A text that many cells share is small in the workbook and large in what it says.
        *self.room = self
            .room
            .checked_sub(text.len() as u64 + 1)
            .ok_or_else(|| {
                let most = UNPACKED_BYTES_MAX >> 20;
                format!(
                    "it comes to more than {most} MiB, which is the most that is taken at a time"
                )
            })?;
        self.cells.push(text);
        Ok(())
    }

    /// What a cell says, as the data pack writes it.
    fn text_of(&self, cell: CellRead) -> Result<String, String> {
        if cell.formula {
            return Err("the cell holds a formula; put its value in its place".into());
        }
        match cell.kind.as_str() {
            "s" => {
                let index = cell.text.trim().parse::<usize>().ok();
                let text = index.and_then(|index| self.shared.texts.get(index));
                text.cloned()
                    .ok_or_else(|| "the cell's text is missing; save it again as XLSX".into())
            }
            "inlineStr" | "str" => Ok(cell.text),
            "b" => Err("the cell holds TRUE or FALSE; write yes or no".into()),
            "e" => Err(format!("the cell holds the error {}", shown(&cell.text))),
            "" | "n" if cell.text.is_empty() => Ok(String::new()),
            "" | "n" => self.number(&cell),
            "d" => Ok(cell.text.trim_end_matches("T00:00:00").to_owned()),
            other => Err(format!(
                "the cell is of a kind '{}' that is not taken",
                shown(other)
            )),
        }
    }

    fn number(&self, cell: &CellRead) -> Result<String, String> {
        let plain = number::plain(cell.text.trim())
            .ok_or_else(|| format!("the cell's number {} is out of range", shown(&cell.text)))?;
        let is_money = || {
            let name = self.column_name(cell.column);
            let columns = self.table.map_or(&[][..], |table| table.columns);
            let mut named = columns.iter().filter(|column| column.name == name);
            named.any(|column| column.kind == Kind::Pence)
        };
        match cell.look {
            Look::Percent => Err(
                "the cell shows a percentage, which is kept as a hundredth; write it as text, such as 2.8".into(),
            ),
            Look::Day => number::day(&plain).ok_or_else(|| {
                "the cell is no whole day from 1 March 1900; write it as text, such as 2026-04-03".into()
            }),
            Look::Plain if is_money() => Ok(number::money(&plain)),
            Look::Plain => Ok(plain),
        }
    }

    fn column_name(&self, column: usize) -> String {
        let name = self.header.get(column).cloned().unwrap_or_default();
        if name.is_empty() {
            format!("column {}", column + 1)
        } else {
            name
        }
    }

    #[expect(
        clippy::unnecessary_wraps,
        reason = "each node of a sheet is answered in the same shape"
    )]
    fn end_row(&mut self) -> Result<(), String> {
        if self.cells.iter().all(String::is_empty) {
            return Ok(());
        }
        if self.header.is_empty() {
            while self.cells.last().is_some_and(String::is_empty) {
                self.cells.pop();
            }
            self.header.clone_from(&self.cells);
        }
        let width = self.header.len();
        let said = self.cells.iter().rposition(|cell| !cell.is_empty());
        self.cells
            .resize(width.max(said.map_or(0, |last| last + 1)), String::new());
        let mut line = String::new();
        for (index, cell) in self.cells.iter().enumerate() {
            if index > 0 {
                line.push(',');
            }
            push_field(&mut line, cell);
        }
        line.push('\n');
        self.file.push(&line, self.row);
        Ok(())
    }
}

/// The column of a place such as `AB12`, from 0.
fn column(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_uppercase);
    let column = letters
        .take(4)
        .fold(0, |sum, letter| sum * 26 + usize::from(letter - b'A') + 1);
    column.checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_names_its_column_and_a_format_says_what_numbers_mean() {
        let columns = ["A1", "Z9", "AA10", "XFD1048576", "1", ""].map(column);
        assert_eq!(
            columns,
            [Some(0), Some(25), Some(26), Some(16_383), None, None]
        );
        for (code, look) in [
            ("dd/mm/yyyy", Look::Day),
            ("[$-809]d mmmm yyyy", Look::Day),
            ("0.0%", Look::Percent),
            ("\"day\" 0", Look::Plain),
            ("[Red]#,##0.00", Look::Plain),
        ] {
            assert_eq!(Look::of_format(code), look, "{code}");
        }
    }
}
