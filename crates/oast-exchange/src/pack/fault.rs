use std::fmt;

/// Most faults of a pack that are told one by one.
pub const FAULTS_REPORTED_MAX: usize = 1_000;

/// One thing wrong with a data pack, where it is, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackFault {
    /// The file's name, such as `placements.csv`; empty when it is of no one file.
    pub file: String,
    /// The line in the file, from 1, the header being line 1.
    pub line: Option<u64>,
    /// The column.
    pub column: Option<String>,
    /// What is wrong, as a sentence without its capital and full stop.
    pub why: String,
}

impl PackFault {
    /// A fault of the folder as a whole.
    pub(crate) fn of_folder(why: impl Into<String>) -> Self {
        Self::of_file("", why.into())
    }

    /// A fault of a file as a whole.
    pub(crate) fn of_file(file: &str, why: String) -> Self {
        Self {
            file: file.to_string(),
            line: None,
            column: None,
            why,
        }
    }

    /// A fault of a row as a whole.
    pub(crate) fn of_line(file: &str, line: u32, why: String) -> Self {
        Self {
            line: Some(u64::from(line)),
            ..Self::of_file(file, why)
        }
    }
}

/// `placements.csv line 12, started_on: there is no 29 February 2025`
impl fmt::Display for PackFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.file.is_empty() {
            return f.write_str(&self.why);
        }
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, " line {line}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", {column}")?;
        }
        write!(f, ": {}", self.why)
    }
}

impl std::error::Error for PackFault {}

/// Gathers faults up to the most that are told, and counts the rest.
#[derive(Debug, Default)]
pub(super) struct Faults {
    told: Vec<PackFault>,
    untold: u64,
}

impl Faults {
    pub(super) fn add(&mut self, fault: PackFault) {
        if self.told.len() < FAULTS_REPORTED_MAX {
            self.told.push(fault);
        } else {
            self.untold += 1;
        }
    }

    pub(super) fn extend(&mut self, faults: Vec<PackFault>) {
        for fault in faults {
            self.add(fault);
        }
    }

    /// The faults, the last of them saying how many more there are; none is `Ok`.
    pub(super) fn into_result(mut self) -> Result<(), Vec<PackFault>> {
        if self.untold > 0 {
            self.told
                .push(PackFault::of_folder(format!("and {} more", self.untold)));
        }
        if self.told.is_empty() {
            Ok(())
        } else {
            Err(self.told)
        }
    }
}
