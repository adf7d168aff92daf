use oast_units::Invalid;

/// Why the store could not do what was asked. Nothing is then half done.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database engine refused or failed.
    #[error("the database could not {doing}: {why}")]
    Engine {
        /// What was being done.
        doing: &'static str,
        /// The engine's own words.
        why: Box<dyn std::error::Error + Send + Sync>,
    },
    /// A stored value is not what its column should hold.
    #[error("the database holds a value that it should not: {table}, {why}")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// What is wrong.
        why: Invalid,
    },
    /// Rows were handed over out of the order of their keys.
    #[error(
        "the rows of {table} were not in the order of their keys at {key}; this is a fault of the program"
    )]
    Order {
        /// The table.
        table: &'static str,
        /// The key that came too late.
        key: String,
    },
    /// The key given is not the one under which the database was sealed.
    #[error(
        "the key does not open this database: it was sealed under another; give the file of the right one with --key-file"
    )]
    WrongKey,
    /// Something personal was to be read or written, and no key was given.
    #[error(
        "the database was opened without its key, so nothing personal can be read or recorded; give the key's file with --key-file"
    )]
    NoKey,
    /// Something personal was to be recorded of a person who was erased.
    #[error(
        "the record of person {0} was erased, and nothing that names them is recorded again; leave them out, or give somebody who has come back a new reference"
    )]
    Erased(String),
    /// A value could not be sealed.
    #[error("a personal value could not be sealed: {0}")]
    Seal(Invalid),
    /// There were no random bytes to be had for a new key.
    #[error("the system gave no random bytes: {0}")]
    Chance(std::io::Error),
    /// Others were reading, so that what was deleted may still be in the write-ahead log.
    #[error(
        "the keys are destroyed, but others were using the database, so its write-ahead log may still hold them; run the command again when nobody does"
    )]
    Busy,
    /// The database belongs to a newer program.
    #[error(
        "the database has schema version {found}, but this program knows only {known}; use a newer program"
    )]
    Newer {
        /// The version found.
        found: i64,
        /// The latest version known.
        known: i64,
    },
    /// The form was sent before, and was acted upon then. Nothing was done now.
    #[error("this was done before, as audit entry {seq}, and is not done twice: {subject}")]
    AlreadyDone {
        /// The audit entry of the time that it was done.
        seq: i64,
        /// To what it was done.
        subject: String,
    },
    /// The address of the database is not understood.
    #[error("'{0}' is not a database; give the path of a file, or sqlite: and a path")]
    Address(String),
    /// The folder of the database could not be made.
    #[error("the folder {0} could not be made: {1}")]
    Folder(String, std::io::Error),
}

impl StoreError {
    pub(crate) fn engine<E>(doing: &'static str) -> impl FnOnce(E) -> Self
    where
        E: std::error::Error + Send + Sync + 'static,
    {
        move |error| Self::Engine {
            doing,
            why: Box::new(error),
        }
    }
}
