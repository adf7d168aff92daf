use std::path::PathBuf;

use oast_office::OfficeError;
use oast_store::StoreError;

/// Why there is no backup, or why it was not restored. Nothing is then half done.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The record could not be looked at.
    #[error(transparent)]
    Office(#[from] OfficeError),
    /// A file could not be read or written.
    #[error("{} could not be {doing}: {why}", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What was being done: `written`.
        doing: &'static str,
        /// Why.
        why: std::io::Error,
    },
    /// There is a file of that name.
    #[error("{} is there already; give another name, so that no backup is lost", .0.display())]
    Exists(PathBuf),
    /// The words of a key are no key.
    #[error("{0}")]
    Key(String),
    /// The file is encrypted, and no key was given.
    #[error("the backup is encrypted; give its key with --identity-file or --passphrase-file")]
    Sealed,
    /// The file does not open with what was given.
    #[error("the backup does not open with this key or passphrase; use the one it was made for")]
    WrongKey,
    /// The file is not what was written: cut short, altered, or no backup at all.
    #[error("the backup is not whole: {0}; use another one")]
    Damaged(String),
    /// The file was written by a newer program.
    #[error(
        "the backup has schema version {found}, but this program knows only {known}; restore it with a newer program"
    )]
    Newer {
        /// The version found.
        found: i64,
        /// The latest version known.
        known: i64,
    },
    /// The database to restore into is in use.
    #[error("the database is not empty: {0} holds rows; restore into a new one")]
    NotEmpty(String),
    /// What was restored is not what it should be, and was taken away again.
    #[error("the backup does not verify, and nothing was restored:\n  {}", .0.join("\n  "))]
    NotVerified(Vec<String>),
}

impl BackupError {
    pub(crate) fn file(
        path: &std::path::Path,
        doing: &'static str,
    ) -> impl Fn(std::io::Error) -> Self {
        let path = path.to_owned();
        move |why| Self::File {
            path: path.clone(),
            doing,
            why,
        }
    }
}
