//! Files in and out of a county.
//!
//! - [`pack`]: the data pack, a folder of CSV files that outside programs are written against.
//! - [`csv`]: rows read strictly and written canonically, one kind of fact at a time.
//! - [`remittance`]: what a home is told of each payment, as CSV and as a workbook.
//! - [`archive`]: several files as one, a ZIP file.
//! - [`upload`]: a data pack that was sent: files, workbooks or a ZIP, from whoever it may be.
//! - [`table`]: a list for people or programs, as text, CSV, JSON or a workbook.
//!
//! Nothing here is half done: a pack with a fault is refused whole with every fault in it, and a
//! folder's files are written under other names before they take their places.

pub mod archive;
pub mod csv;
mod nearest;
pub mod pack;
pub mod remittance;
mod spreadsheet;
pub mod table;
pub mod upload;
