use std::io::{self, Write};
use std::marker::PhantomData;

use oast_rules::facts::{CellWriter, Fact};
use oast_units::{Cell, Kind};

/// Bytes gathered before they are written on.
const BUFFER_BYTES: usize = 64 * 1024;

/// Writes facts of one kind as a CSV file of the data pack: UTF-8, lines ending in LF, quotation
/// marks only where a field needs them.
///
/// It gathers its own output, so that `W` may be a plain file.
pub struct FactCsv<F, W: Write> {
    output: W,
    buffer: String,
    fact: PhantomData<F>,
}

impl<F: Fact, W: Write> FactCsv<F, W> {
    /// Writes the header.
    pub fn new(output: W) -> io::Result<Self> {
        let mut buffer = String::with_capacity(BUFFER_BYTES + 4 * 1024);
        for (index, column) in F::TABLE.columns.iter().enumerate() {
            if index > 0 {
                buffer.push(',');
            }
            buffer.push_str(column.name);
        }
        buffer.push('\n');
        Ok(Self {
            output,
            buffer,
            fact: PhantomData,
        })
    }

    /// Writes one row.
    pub fn write(&mut self, fact: &F) -> io::Result<()> {
        fact.write(&mut Fields {
            buffer: &mut self.buffer,
            first: true,
        });
        self.buffer.push('\n');
        if self.buffer.len() >= BUFFER_BYTES {
            self.output.write_all(self.buffer.as_bytes())?;
            self.buffer.clear();
        }
        Ok(())
    }

    /// Writes on what is gathered, and gives back the output. Rows are lost without it.
    pub fn finish(mut self) -> io::Result<W> {
        self.output.write_all(self.buffer.as_bytes())?;
        self.output.flush()?;
        Ok(self.output)
    }
}

/// Takes the cells of one row.
struct Fields<'a> {
    buffer: &'a mut String,
    first: bool,
}

impl CellWriter for Fields<'_> {
    fn cell<T: Cell>(&mut self, value: &T) {
        if !self.first {
            self.buffer.push(',');
        }
        self.first = false;
        let start = self.buffer.len();
        value.write(self.buffer);
        if T::KIND == Kind::Text {
            quote_from(self.buffer, start);
        }
    }
}

/// Appends a field, in quotation marks when it needs them.
pub(crate) fn push_field(out: &mut String, field: &str) {
    let start = out.len();
    out.push_str(field);
    quote_from(out, start);
}

/// Puts what stands from `start` on in quotation marks, when it needs them.
fn quote_from(out: &mut String, start: usize) {
    let needs_quotes = |byte: &u8| matches!(byte, b',' | b'"' | b'\n' | b'\r');
    if !out.as_bytes()[start..].iter().any(needs_quotes) {
        return;
    }
    let field = out.split_off(start);
    out.push('"');
    for part in field.split_inclusive('"') {
        out.push_str(part);
        if part.ends_with('"') {
            out.push('"');
        }
    }
    out.push('"');
}
