use std::io::{BufRead, Read};
use std::ops::Range;

use super::{COLUMNS_MAX, FIELD_BYTES_MAX, FILE_BYTES_MAX, ROW_BYTES_MAX};

/// Why a row cannot be split into fields.
#[derive(Debug)]
pub(super) struct RowFault {
    /// The line it begins on.
    pub(super) line: u32,
    /// What is wrong and what would be right.
    pub(super) why: String,
    /// Whether nothing after it can be read.
    pub(super) fatal: bool,
}

/// Splits a file into rows of fields, holding one row at a time.
pub(super) struct RowReader<R> {
    input: R,
    /// Lines read so far.
    lines: u32,
    /// Bytes read so far.
    bytes: u64,
    /// The row as it stands in the file.
    raw: Vec<u8>,
    /// The row's fields, one after another, with their quotation marks undone.
    text: String,
    /// Where each field stands in `text`.
    fields: Vec<Range<usize>>,
}

impl<R: BufRead> RowReader<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            input,
            lines: 0,
            bytes: 0,
            raw: Vec::new(),
            text: String::new(),
            fields: Vec::new(),
        }
    }

    /// How many fields the row has.
    pub(super) fn len(&self) -> usize {
        self.fields.len()
    }

    /// The text of a field; a field the row does not have is empty.
    pub(super) fn field(&self, index: usize) -> &str {
        let range = self.fields.get(index).cloned().unwrap_or_default();
        self.text.get(range).unwrap_or_default()
    }

    /// Reads the next row and gives the line it begins on, or `None` at the end of the file.
    /// Lines with nothing on them are passed over.
    pub(super) fn next_row(&mut self) -> Result<Option<u32>, RowFault> {
        loop {
            self.raw.clear();
            if !self.read_line()? {
                return Ok(None);
            }
            if self.lines == 1 {
                self.check_first_bytes()?;
            }
            if self.raw != b"\n" && !self.raw.is_empty() {
                break;
            }
        }
        let line = self.lines;
        let mut text = std::mem::take(&mut self.text).into_bytes();
        text.clear();
        self.fields.clear();
        if self.raw.contains(&b'"') {
            self.split_quoted(line, &mut text)?;
        } else {
            self.split_plain(&mut text);
        }
        self.check_size(line)?;
        self.text = decoded(text, line)?;
        Ok(Some(line))
    }

    /// Refuses a row with more or larger fields than any has.
    fn check_size(&self, line: u32) -> Result<(), RowFault> {
        if self.fields.len() > COLUMNS_MAX {
            let columns = self.fields.len();
            return Err(self.stop_at(
                line,
                format!("it has {columns} fields, and at most {COLUMNS_MAX} are read; look for what parts the columns"),
            ));
        }
        match self
            .fields
            .iter()
            .position(|field| field.len() > FIELD_BYTES_MAX)
        {
            Some(index) => Err(fault(
                line,
                format!(
                    "field {} is longer than {FIELD_BYTES_MAX} bytes; look for a quotation mark in the wrong place",
                    index + 1
                ),
            )),
            None => Ok(()),
        }
    }

    /// Adds one line of the file to the row, CRLF made LF. False at the end of the file.
    fn read_line(&mut self) -> Result<bool, RowFault> {
        let room = ROW_BYTES_MAX + 1 - self.raw.len() as u64;
        let read = (&mut self.input)
            .take(room)
            .read_until(b'\n', &mut self.raw)
            .map_err(|error| self.stop(format!("it cannot be read: {error}")))?;
        if read == 0 {
            return Ok(false);
        }
        self.lines += 1;
        self.bytes += read as u64;
        if self.raw.len() as u64 > ROW_BYTES_MAX {
            return Err(self.stop(format!(
                "the row is longer than {ROW_BYTES_MAX} bytes; look for a quotation mark that is never closed"
            )));
        }
        if self.bytes > FILE_BYTES_MAX {
            return Err(self.stop(format!(
                "the file is larger than {FILE_BYTES_MAX} bytes; split the county into several packs"
            )));
        }
        if self.raw.ends_with(b"\r\n") {
            self.raw.truncate(self.raw.len() - 2);
            self.raw.push(b'\n');
        }
        Ok(true)
    }

    /// Takes off a byte-order mark, and refuses what plainly is another kind of file.
    fn check_first_bytes(&mut self) -> Result<(), RowFault> {
        if self.raw.starts_with(&[0xEF, 0xBB, 0xBF]) {
            self.raw.drain(..3);
        }
        if self.raw.starts_with(&[0xFF, 0xFE]) || self.raw.starts_with(&[0xFE, 0xFF]) {
            return Err(self.stop("the file is UTF-16; save it again as CSV UTF-8".into()));
        }
        if self.raw.starts_with(b"PK\x03\x04") {
            return Err(
                self.stop("the file is a workbook or an archive; save it as CSV UTF-8".into())
            );
        }
        Ok(())
    }

    /// A fault after which nothing more can be read.
    fn stop(&self, why: String) -> RowFault {
        RowFault {
            line: self.lines.max(1),
            why,
            fatal: true,
        }
    }

    /// Likewise, of the row that begins on a line.
    fn stop_at(&self, line: u32, why: String) -> RowFault {
        RowFault {
            line,
            ..self.stop(why)
        }
    }

    /// Splits a row that has no quotation mark.
    fn split_plain(&mut self, text: &mut Vec<u8>) {
        std::mem::swap(text, &mut self.raw);
        if text.last() == Some(&b'\n') {
            text.pop();
        }
        let mut start = 0;
        for (at, byte) in text.iter().enumerate() {
            if *byte == b',' {
                self.fields.push(start..at);
                start = at + 1;
            }
        }
        self.fields.push(start..text.len());
    }

    /// Splits a row that has quotation marks; inside them a row may go on over several lines.
    fn split_quoted(&mut self, line: u32, text: &mut Vec<u8>) -> Result<(), RowFault> {
        let mut at = 0;
        loop {
            let start = text.len();
            at = if self.raw.get(at) == Some(&b'"') {
                self.quoted_field(line, at + 1, text)?
            } else {
                self.plain_field(line, at, text)?
            };
            self.fields.push(start..text.len());
            match self.raw.get(at) {
                Some(b',') => at += 1,
                Some(b'\n') | None => return Ok(()),
                Some(_) => {
                    return Err(fault(
                        line,
                        format!(
                            "text follows the closing quotation mark of field {}; double a quotation mark that is part of the text",
                            self.fields.len()
                        ),
                    ));
                }
            }
        }
    }

    /// Takes a field without quotation marks from `at`, and gives the place after it.
    fn plain_field(&self, line: u32, at: usize, text: &mut Vec<u8>) -> Result<usize, RowFault> {
        let rest = self.raw.get(at..).unwrap_or_default();
        let length = rest
            .iter()
            .position(|byte| matches!(byte, b',' | b'\n'))
            .unwrap_or(rest.len());
        let field = &rest[..length];
        if field.contains(&b'"') {
            return Err(fault(
                line,
                format!(
                    "field {} has a quotation mark inside it; put the whole field in quotation marks and double those inside",
                    self.fields.len() + 1
                ),
            ));
        }
        text.extend_from_slice(field);
        Ok(at + length)
    }

    /// Takes a field from after its opening quotation mark, reading on as far as its closing one,
    /// and gives the place after that.
    fn quoted_field(
        &mut self,
        line: u32,
        mut at: usize,
        text: &mut Vec<u8>,
    ) -> Result<usize, RowFault> {
        loop {
            let rest = self.raw.get(at..).unwrap_or_default();
            if let Some(length) = rest.iter().position(|byte| *byte == b'"') {
                text.extend_from_slice(&rest[..length]);
                at += length + 1;
                if self.raw.get(at) != Some(&b'"') {
                    return Ok(at);
                }
                text.push(b'"');
                at += 1;
            } else {
                text.extend_from_slice(rest);
                at = self.raw.len();
                if !self.read_line()? {
                    return Err(RowFault {
                        line,
                        why: format!(
                            "the quotation mark that opens field {} is never closed",
                            self.fields.len() + 1
                        ),
                        fatal: true,
                    });
                }
            }
        }
    }
}

fn fault(line: u32, why: String) -> RowFault {
    RowFault {
        line,
        why,
        fatal: false,
    }
}

/// The bytes of a row as text.
fn decoded(bytes: Vec<u8>, line: u32) -> Result<String, RowFault> {
    if bytes.contains(&0) {
        return Err(fault(
            line,
            "it holds a NUL byte, which text never does; save the file again as CSV UTF-8".into(),
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let byte = error.as_bytes().get(at).copied().unwrap_or_default();
        fault(
            line,
            format!(
                "it is not UTF-8: byte {byte:#04X} stands at place {}; save the file again as CSV UTF-8",
                at + 1
            ),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &[u8]) -> Vec<Result<Vec<String>, String>> {
        let mut reader = RowReader::new(text);
        let mut rows = Vec::new();
        loop {
            match reader.next_row() {
                Ok(None) => return rows,
                Ok(Some(_)) => rows.push(Ok((0..reader.len())
                    .map(|index| reader.field(index).to_string())
                    .collect())),
                Err(fault) => {
                    rows.push(Err(format!("line {}: {}", fault.line, fault.why)));
                    if fault.fatal {
                        return rows;
                    }
                }
            }
        }
    }

    #[test]
    fn marks_line_ends_and_blank_lines_are_no_part_of_the_values() {
        let read = rows(b"\xEF\xBB\xBFa,b\r\n\r\n1,\r\n\"x, \"\"y\"\"\",\"two\r\nlines\"\n,");
        let expected: [&[&str]; 4] = [
            &["a", "b"],
            &["1", ""],
            &["x, \"y\"", "two\nlines"],
            &["", ""],
        ];
        assert_eq!(
            read,
            expected.map(|row| Ok(row.iter().map(ToString::to_string).collect()))
        );
    }

    #[test]
    fn what_could_be_read_in_two_ways_is_a_fault_and_the_next_row_is_read() {
        let read = rows(b"a\"b,c\n\"a\"b,c\nx\xE9y,\"z\"\nn\0,\nok,ok\n\"open,\nnever");
        let faults: Vec<_> = read.iter().map(|row| row.as_ref().err().cloned()).collect();
        let starts = [
            Some("line 1: field 1 has a quotation mark inside it"),
            Some("line 2: text follows the closing quotation mark of field 1"),
            Some("line 3: it is not UTF-8: byte 0xE9 stands at place 2"),
            Some("line 4: it holds a NUL byte"),
            None,
            Some("line 6: the quotation mark that opens field 1 is never closed"),
        ];
        assert_eq!(faults.len(), starts.len());
        for (fault, start) in faults.iter().zip(starts) {
            match (fault, start) {
                (Some(fault), Some(start)) => assert!(fault.starts_with(start), "{fault}"),
                (fault, start) => assert_eq!(fault.as_deref(), start),
            }
        }
    }

    #[test]
    fn a_row_without_end_is_not_taken_into_memory() {
        let mut endless = vec![b'"'];
        endless.resize(3 << 20, b'x');
        let read = rows(&endless);
        assert!(matches!(&read[..], [Err(why)] if why.contains("longer than 1048576 bytes")));
    }
}
