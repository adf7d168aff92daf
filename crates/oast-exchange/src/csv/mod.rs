//! Comma-separated values (RFC 4180): read strictly, written canonically.
//!
//! Reading takes UTF-8 with or without a byte-order mark, lines that end in LF or CRLF, and fields
//! with or without quotation marks. Anything that could be read in two ways is a fault, never a
//! guess.

mod reader;
mod rows;
mod writer;

pub use reader::FactReader;
pub use writer::FactCsv;

pub(crate) use writer::push_field;

/// Most rows in one file.
pub const FILE_ROWS_MAX: u64 = 5_000_000;
/// Most bytes in one file: 2 GiB.
pub const FILE_BYTES_MAX: u64 = 2 << 30;
/// Most bytes in one row: 1 MiB. A quotation mark left open would otherwise swallow the file.
pub const ROW_BYTES_MAX: u64 = 1 << 20;
/// Most columns of one file; those of the data pack have about twenty.
pub const COLUMNS_MAX: usize = 256;
/// Most bytes of one field: 32 KiB, about what a cell of a spreadsheet holds.
pub const FIELD_BYTES_MAX: usize = 32 << 10;
