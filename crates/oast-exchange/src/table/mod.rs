//! A list for a terminal, a program or a spreadsheet: text in columns, CSV, JSON, or a workbook.

mod xlsx;

use std::fmt;
use std::io::{self, Write};
use std::str::FromStr;

use oast_units::{Date, Invalid, Pence, Percent};

use crate::csv::push_field;
use crate::spreadsheet::guarded;

pub use crate::spreadsheet::WorkbookError;

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// In aligned columns, for people.
    #[default]
    Text,
    /// Comma-separated values with the columns' names.
    Csv,
    /// A list of objects; money is a text of pounds with two decimals, and a percentage a text
    /// without its sign, so that they stay exact.
    Json,
}

impl FromStr for Format {
    type Err = Invalid;

    fn from_str(text: &str) -> Result<Self, Invalid> {
        match text {
            "text" => Ok(Self::Text),
            "csv" => Ok(Self::Csv),
            "json" => Ok(Self::Json),
            _ => Err(Invalid::new(format!(
                "'{text}' is not a format; use one of text, csv, json"
            ))),
        }
    }
}

/// One value of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing is known.
    Empty,
    /// Words.
    Text(String),
    /// A whole number: a count.
    Number(i64),
    /// A percentage.
    Percent(Percent),
    /// Money.
    Money(Pence),
    /// A date.
    Date(Date),
}

impl Value {
    /// Words, from whatever can be shown.
    pub fn text(value: impl fmt::Display) -> Self {
        Self::Text(value.to_string())
    }

    /// A value that may not be known.
    pub fn maybe<T>(value: Option<T>, known: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Empty, known)
    }

    /// Whether it stands to the right of its column.
    fn is_amount(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Percent(_) | Self::Money(_))
    }

    /// As people read it, on one line and without what would move a terminal's cursor.
    fn words(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text
                .chars()
                .map(|c| if c.is_control() { ' ' } else { c })
                .collect(),
            Self::Number(number) => number.to_string(),
            Self::Percent(percent) => format!("{percent}%").replace('-', "−"),
            Self::Money(amount) => amount.to_string(),
            Self::Date(date) => date.to_string(),
        }
    }

    /// As data; a text is guarded from being taken for a formula.
    fn push_csv(&self, out: &mut String) {
        match self {
            Self::Empty => {}
            Self::Text(text) => push_field(out, &guarded(text)),
            Self::Number(number) => out.push_str(&number.to_string()),
            Self::Percent(percent) => out.push_str(&percent.to_string()),
            Self::Money(amount) => amount.write_plain(out),
            Self::Date(date) => date.write_iso(out),
        }
    }

    fn json(&self) -> serde_json::Value {
        match self {
            Self::Empty => serde_json::Value::Null,
            Self::Text(text) => text.as_str().into(),
            Self::Number(number) => (*number).into(),
            Self::Percent(percent) => percent.to_string().into(),
            Self::Money(amount) => amount.plain().into(),
            Self::Date(date) => date.to_string().into(),
        }
    }
}

/// A list with named columns.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The names of the columns: `weekly_price`.
    pub columns: Vec<&'static str>,
    /// The rows, each with a value for every column.
    pub rows: Vec<Vec<Value>>,
}

impl Table {
    /// Writes the whole list.
    pub fn write(&self, format: Format, output: impl Write) -> io::Result<()> {
        let mut writer = TableWriter::new(output, format, &self.columns)?;
        for row in &self.rows {
            writer.row(row)?;
        }
        writer.finish().map(drop)
    }
}

/// Writes a list row by row. CSV and JSON are passed on as they come; text is kept until the end,
/// since the width of a column depends on every row.
pub struct TableWriter<W: Write> {
    output: W,
    format: Format,
    columns: Vec<&'static str>,
    rows: u64,
    buffer: String,
    kept: Vec<Vec<Value>>,
}

impl<W: Write> TableWriter<W> {
    /// Begins a list.
    pub fn new(mut output: W, format: Format, columns: &[&'static str]) -> io::Result<Self> {
        match format {
            Format::Text => {}
            Format::Csv => writeln!(output, "{}", columns.join(","))?,
            Format::Json => output.write_all(b"[")?,
        }
        Ok(Self {
            output,
            format,
            columns: columns.to_vec(),
            rows: 0,
            buffer: String::new(),
            kept: Vec::new(),
        })
    }

    /// Writes a row: a value for every column, in their order.
    pub fn row(&mut self, values: &[Value]) -> io::Result<()> {
        debug_assert_eq!(values.len(), self.columns.len());
        self.buffer.clear();
        match self.format {
            Format::Text => self.kept.push(values.to_vec()),
            Format::Csv => {
                for (index, value) in values.iter().enumerate() {
                    if index > 0 {
                        self.buffer.push(',');
                    }
                    value.push_csv(&mut self.buffer);
                }
                self.buffer.push('\n');
            }
            Format::Json => {
                self.buffer
                    .push_str(if self.rows == 0 { "\n  {" } else { ",\n  {" });
                for (index, (name, value)) in self.columns.iter().zip(values).enumerate() {
                    if index > 0 {
                        self.buffer.push_str(", ");
                    }
                    for part in ["\"", name, "\": ", &value.json().to_string()] {
                        self.buffer.push_str(part);
                    }
                }
                self.buffer.push('}');
            }
        }
        self.rows += 1;
        self.output.write_all(self.buffer.as_bytes())
    }

    /// Ends the list, and gives back the output.
    pub fn finish(mut self) -> io::Result<W> {
        match self.format {
            Format::Text => self.write_text()?,
            Format::Csv => {}
            Format::Json => {
                let end: &[u8] = if self.rows == 0 { b"]\n" } else { b"\n]\n" };
                self.output.write_all(end)?;
            }
        }
        self.output.flush()?;
        Ok(self.output)
    }

    fn write_text(&mut self) -> io::Result<()> {
        let headings = self
            .columns
            .iter()
            .map(|name| heading(name))
            .collect::<Vec<_>>();
        let rows: Vec<Vec<String>> = self
            .kept
            .iter()
            .map(|row| row.iter().map(Value::words).collect())
            .collect();
        let width = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            cells
                .chain(&headings[column..=column])
                .map(|cell| cell.chars().count())
                .max()
        };
        let is_amount = |column: usize| {
            let mut values = self.kept.iter().filter_map(|row| row.get(column));
            values.any(Value::is_amount)
        };
        let shapes: Vec<(usize, bool)> = (0..headings.len())
            .map(|column| (width(column).unwrap_or_default(), is_amount(column)))
            .collect();
        let rule: Vec<String> = shapes.iter().map(|(width, _)| "-".repeat(*width)).collect();
        for row in [&headings, &rule].into_iter().chain(&rows) {
            writeln!(self.output, "{}", aligned(row, &shapes))?;
        }
        Ok(())
    }
}

/// A column's name as people read it: `Weekly price`.
fn heading(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first
        .into_iter()
        .chain(letters.map(|c| if c == '_' { ' ' } else { c }))
        .collect()
}

/// A row with each cell at its column's width, amounts to the right.
fn aligned(row: &[String], shapes: &[(usize, bool)]) -> String {
    let cells: Vec<String> = row
        .iter()
        .zip(shapes)
        .map(|(cell, (width, right))| match right {
            true => format!("{cell:>width$}"),
            false => format!("{cell:<width$}"),
        })
        .collect();
    cells.join("  ").trim_end().to_string()
}
