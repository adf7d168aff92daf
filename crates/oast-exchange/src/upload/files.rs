use std::io::BufRead;

use super::ROWS_MAX;
use super::name::shown;
use crate::pack::{PackFault, ReadPack, Source, read_from};

/// A file of a data pack in memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CsvFile {
    /// Its name: `placements.csv`.
    pub name: String,
    bytes: Vec<u8>,
    /// For each line, the row of the sheet that it was; empty for what was sent as CSV.
    rows: Vec<u32>,
}

impl CsvFile {
    pub(super) fn new(name: &str, bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            ..Self::empty(name)
        }
    }

    pub(super) fn empty(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            bytes: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// Adds what one row of a sheet says.
    pub(super) fn push(&mut self, lines: &str, row: u32) {
        self.bytes.extend_from_slice(lines.as_bytes());
        let count = lines.bytes().filter(|byte| *byte == b'\n').count();
        self.rows.extend(std::iter::repeat_n(row, count));
    }
}

/// The files of a data pack in memory, each with a name of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Files(Vec<CsvFile>);

impl Files {
    pub(super) fn add(&mut self, file: CsvFile) -> Result<(), String> {
        if self
            .0
            .iter()
            .any(|each| each.name.eq_ignore_ascii_case(&file.name))
        {
            return Err("it was sent twice; send it once".into());
        }
        self.0.push(file);
        Ok(())
    }

    /// The names of the files, in the order in which they came.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|file| file.name.as_str())
    }

    /// Reads every file, or says everything that is wrong with them, as [`crate::pack::read`] does
    /// with those of a folder.
    ///
    /// # Errors
    /// Every fault, with its place in what was sent.
    pub fn read(&self, progress: &mut dyn FnMut(&str, u64)) -> Result<ReadPack, Vec<PackFault>> {
        read_from(self, progress).map_err(|faults| self.placed(faults))
    }

    /// Faults with the rows of sheets in place of the lines that were made of them.
    pub fn placed(&self, mut faults: Vec<PackFault>) -> Vec<PackFault> {
        for fault in &mut faults {
            let file = self.0.iter().find(|file| file.name == fault.file);
            let line = fault.line.and_then(|line| usize::try_from(line).ok());
            let row = file
                .zip(line)
                .and_then(|(file, line)| file.rows.get(line.checked_sub(1)?));
            if let Some(row) = row {
                fault.line = Some(u64::from(*row));
            }
        }
        faults
    }

    /// The files as one text, to be kept; none when they are no text.
    pub fn to_text(&self) -> Option<String> {
        let mut text = String::new();
        for file in &self.0 {
            let content = std::str::from_utf8(&file.bytes).ok()?;
            let rows: Vec<String> = file.rows.iter().map(ToString::to_string).collect();
            let head = [
                file.name.as_str(),
                &rows.join(","),
                &content.len().to_string(),
            ];
            text.push_str(&head.join("\n"));
            text.push('\n');
            text.push_str(content);
        }
        Some(text)
    }

    /// The files that were kept as one text; none when it is no such text.
    pub fn from_text(mut text: &str) -> Option<Self> {
        let mut files = Self::default();
        while !text.is_empty() {
            let (name, rest) = text.split_once('\n')?;
            let (rows, rest) = rest.split_once('\n')?;
            let (length, rest) = rest.split_once('\n')?;
            let (content, rest) = rest.split_at_checked(length.parse().ok()?)?;
            let rows: Result<Vec<u32>, _> = match rows {
                "" => Ok(Vec::new()),
                rows => rows.split(',').map(str::parse).collect(),
            };
            let file = CsvFile {
                rows: rows.ok()?,
                ..CsvFile::new(name, content.as_bytes().to_vec())
            };
            files.add(file).ok()?;
            text = rest;
        }
        Some(files)
    }
}

impl Source for Files {
    fn names(&self) -> Result<Vec<String>, PackFault> {
        Ok(self.0.iter().map(|file| shown(&file.name)).collect())
    }

    fn open(&self, name: &str) -> Result<Box<dyn BufRead + '_>, String> {
        let file = self.0.iter().find(|file| file.name == name);
        let file = file.ok_or_else(|| "it is not there".to_owned())?;
        Ok(Box::new(file.bytes.as_slice()))
    }

    fn nothing(&self) -> &'static str {
        "none of what was sent is a file of a data pack, such as placements.csv"
    }

    fn rows_max(&self) -> u64 {
        ROWS_MAX
    }
}
