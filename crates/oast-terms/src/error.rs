use std::fmt;

/// Something wrong with a terms file, and where: one sentence for the person who wrote it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TermsError {
    /// The file, relative to the terms folder.
    pub file: String,
    /// The line, from 1; none when it is the file itself that is wrong.
    pub line: Option<u32>,
    /// What is wrong, and what would be right.
    pub says: String,
}

impl TermsError {
    /// A problem with a file as a whole.
    pub fn of_file(file: impl Into<String>, says: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            line: None,
            says: says.into(),
        }
    }

    /// A problem on a line of a file.
    pub fn at(file: impl Into<String>, line: u32, says: impl Into<String>) -> Self {
        Self {
            file: file.into(),
            line: Some(line),
            says: says.into(),
        }
    }
}

/// `kent/spot/payment.toml:12: the term has no citation`.
impl fmt::Display for TermsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.says),
            None => write!(f, "{}: {}", self.file, self.says),
        }
    }
}

impl std::error::Error for TermsError {}
