//! A data pack that was sent rather than laid in a folder: CSV files, workbooks whose sheets are
//! named like its files, or one ZIP of them.
//!
//! Whoever sends it may mean harm. Everything is read in memory within the limits below, and
//! nothing is unpacked onto a disk, so that a path in an archive leads nowhere. What is left over
//! are [`Files`] of CSV, which are read as those of a folder are.

mod archive;
mod files;
mod name;
mod number;
mod sheet;
mod workbook;
mod xml;

pub use files::{CsvFile, Files};
pub use name::{shown, visible};

use crate::pack::PackFault;
use archive::Archive;

/// Most files that are sent at a time.
pub const FILES_MAX: usize = 64;
/// Most bytes that are sent at a time: 16 MiB. The pack of the example county has 4.
pub const SENT_BYTES_MAX: usize = 16 << 20;
/// Most bytes of one file as it is sent: 12 MiB.
pub const FILE_BYTES_MAX: usize = 12 << 20;
/// Most entries of an archive.
pub const ENTRIES_MAX: u64 = 256;
/// Most bytes that everything that is sent comes to when it is unpacked: 48 MiB.
pub const UNPACKED_BYTES_MAX: u64 = 48 << 20;
/// How many times as large as its packed bytes an entry may become.
pub const RATIO_MAX: u64 = 200;
/// Entries that unpack to no more than this may have any ratio, in bytes: a few zeros do no harm.
const RATIO_FREE_BYTES: u64 = 1 << 20;
/// Most rows of all files together.
pub const ROWS_MAX: u64 = 500_000;

/// A file as it was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// The name that the sender gives, whatever it is.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What a file is, by its first bytes and its name.
enum Kind {
    Csv,
    Workbook,
    Archive,
}

/// Unpacks what was sent to files of CSV, or says everything that is wrong with it.
///
/// # Errors
/// When a limit is passed, an archive or workbook is not sound, or a name comes twice.
pub fn unpack(sent: Vec<Sent>) -> Result<Files, Vec<PackFault>> {
    let of_all = |why: String| Err(vec![PackFault::of_folder(why)]);
    if sent.is_empty() {
        return of_all("no file was sent; choose the files of a data pack".to_owned());
    }
    if sent.len() > FILES_MAX {
        return of_all(format!(
            "{} files were sent, and at most {FILES_MAX} are taken at a time",
            sent.len()
        ));
    }
    let bytes: usize = sent.iter().map(|file| file.bytes.len()).sum();
    if bytes > SENT_BYTES_MAX {
        return of_all(too_much_sent());
    }
    let mut unpacking = Unpacking {
        files: Files::default(),
        room: UNPACKED_BYTES_MAX,
        faults: Vec::new(),
    };
    for file in sent {
        unpacking.take(file);
    }
    if unpacking.faults.is_empty() {
        Ok(unpacking.files)
    } else {
        Err(unpacking.faults)
    }
}

/// What is said to whoever sends too much at a time.
pub fn too_much_sent() -> String {
    format!(
        "what was sent is larger than {} MiB; send fewer files at a time, or a ZIP of them",
        SENT_BYTES_MAX >> 20
    )
}

/// What has been unpacked so far.
struct Unpacking {
    files: Files,
    /// How many more bytes may be unpacked.
    room: u64,
    faults: Vec<PackFault>,
}

impl Unpacking {
    fn fault(&mut self, name: &str, why: impl Into<String>) {
        self.faults.push(PackFault::of_file(name, why.into()));
    }

    fn take(&mut self, sent: Sent) {
        let name = match name::base(&sent.name) {
            Ok(name) => name,
            Err(why) => return self.fault(&shown(&sent.name), why),
        };
        if sent.bytes.len() > FILE_BYTES_MAX {
            let most = FILE_BYTES_MAX >> 20;
            return self.fault(&name, format!("the file is larger than {most} MiB"));
        }
        match kind(&name, &sent.bytes) {
            Ok(Kind::Csv) => self.csv(&name, sent.bytes),
            Ok(Kind::Workbook) => self.workbook(&name, &sent.bytes),
            Ok(Kind::Archive) => self.archive(&name, &sent.bytes),
            Err(why) => self.fault(&name, why),
        }
    }

    fn csv(&mut self, name: &str, bytes: Vec<u8>) {
        self.add(CsvFile::new(name, bytes));
    }

    /// Adds a file under its name, in small letters, unless there is one already.
    fn add(&mut self, file: CsvFile) {
        let name = file.name.clone();
        if let Err(why) = self.files.add(file) {
            self.fault(&name, why);
        }
    }

    fn workbook(&mut self, name: &str, bytes: &[u8]) {
        let read = Archive::open(bytes, self.room)
            .and_then(|mut archive| workbook::sheets(&mut archive).map(|found| (found, archive)));
        match read {
            Ok((sheets, archive)) => {
                self.room = archive.room();
                for (sheet, read) in sheets {
                    match read {
                        Ok(file) => self.add(file),
                        Err(mut faults) => {
                            for fault in &mut faults {
                                fault.file = format!("{name}, sheet {}", shown(&sheet));
                            }
                            self.faults.append(&mut faults);
                        }
                    }
                }
            }
            Err(why) => self.fault(name, why),
        }
    }

    fn archive(&mut self, name: &str, bytes: &[u8]) {
        let entries = Archive::open(bytes, self.room).and_then(|mut archive| {
            let entries = archive.files()?;
            self.room = archive.room();
            Ok(entries)
        });
        let entries = match entries {
            Ok(entries) => entries,
            Err(why) => return self.fault(name, why),
        };
        for (entry, bytes) in entries {
            match kind(&entry, &bytes) {
                Ok(Kind::Csv) => self.csv(&entry, bytes),
                Ok(Kind::Workbook | Kind::Archive) => {
                    let why = format!(
                        "it holds {entry}, an archive or workbook of its own; put CSV files alone into a ZIP"
                    );
                    self.fault(name, why);
                }
                Err(why) => self.fault(&format!("{name}, {entry}"), why),
            }
        }
    }
}

/// What a file is; one whose bytes and name disagree is neither.
fn kind(name: &str, bytes: &[u8]) -> Result<Kind, String> {
    let packed = bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06");
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    match ending.to_ascii_lowercase().as_str() {
        "csv" if packed => {
            Err("it is named as CSV and is an archive or a workbook; save it as CSV UTF-8".into())
        }
        "csv" => Ok(Kind::Csv),
        "xlsx" if packed => Ok(Kind::Workbook),
        "zip" if packed => Ok(Kind::Archive),
        "xlsx" => Err("it is named as a workbook and is none; save it again as XLSX".into()),
        "zip" => Err("it is named as a ZIP and is none; pack the files again".into()),
        "xls" | "xlsm" | "xlsb" | "ods" => {
            Err("workbooks of this kind are not taken; save it as XLSX, or as CSV UTF-8".into())
        }
        _ => Err("it is neither CSV, XLSX nor ZIP; those are what is taken".into()),
    }
}
