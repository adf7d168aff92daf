use std::io;
use std::path::PathBuf;

use oast_rules::price::RateError;
use oast_units::Invalid;

/// Why a county was not generated. Nothing is left half written.
#[derive(Debug, thiserror::Error)]
pub enum GenerateError {
    /// There is no example of that name.
    #[error("there is no example county '{county}'; there is {known}")]
    UnknownCounty {
        /// What was asked for.
        county: String,
        /// Those there are.
        known: String,
    },
    /// More or fewer placements than can be made.
    #[error("{asked} placements cannot be generated; ask for 1 to {most}")]
    Size {
        /// What was asked for.
        asked: u64,
        /// The most there can be.
        most: u64,
    },
    /// The folder holds something already.
    #[error("the folder {} is not empty; name a new one, so that nothing is overwritten", .path.display())]
    NotEmpty {
        /// The folder.
        path: PathBuf,
    },
    /// A file or folder could not be written.
    #[error("{} cannot be written: {source}", .path.display())]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The example's own files are wrong.
    #[error("{file} of the example county: {why}")]
    Example {
        /// The file.
        file: String,
        /// What is wrong with it.
        why: String,
    },
    /// A value that was made is not one that a data pack may hold.
    #[error("the generator made a value that a data pack may not hold: {0}")]
    Value(#[from] Invalid),
    /// A placement that was made has no rate.
    #[error("the generator made a placement without a rate: {0}")]
    Rate(#[from] RateError),
}

impl GenerateError {
    /// A fault of one of the example's own files.
    pub(crate) fn example(file: &str, why: impl std::fmt::Display) -> Self {
        Self::Example {
            file: file.to_string(),
            why: why.to_string(),
        }
    }
}
