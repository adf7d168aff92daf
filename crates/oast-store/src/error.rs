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
    NotScrubbed,
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
    /// The database has no schema of Oast's, or an older one, and is not brought up to date unless
    /// that is asked for.
    #[error("the database has {}; bring it up to date with: oast migrate", .found.map_or_else(
        || "no tables of Oast yet".to_owned(),
        |found| format!("schema version {found}, and this program needs {known}"),
    ))]
    NotMigrated {
        /// The version found, if there is one.
        found: Option<i64>,
        /// The version that is needed.
        known: i64,
    },
    /// The database's server cannot be reached, or went away. Nothing of what was under way is
    /// there, unless it went away while it was committing.
    #[error("the database cannot be reached just now; try again in a moment ({why})")]
    Gone {
        /// What kept it from answering.
        why: String,
    },
    /// Somebody else was recording for too long.
    #[error("somebody else is recording just now; try again in a moment")]
    Busy,
    /// Something is to be copied into a database that holds something already.
    #[error("the database to copy to is not empty: {0} has rows; give a new one")]
    NotEmpty(String),
    /// The database to copy to has no place for a table or for a column of it.
    #[error("the database to copy to has no place for all of {0}; migrate the other one first")]
    NoPlace(String),
    /// After a copy, the two databases do not hold the same.
    #[error("the copy does not hold what the original holds, and was undone")]
    NotTheSame,
    /// A copy does not verify.
    #[error("the copy does not verify, and was undone: {0}")]
    NotVerified(String),
    /// Somebody else has taken the job over, and does its work. Nothing was done here.
    #[error("job {job} was taken over by another worker, which does it; nothing was done here")]
    LeaseLost {
        /// The job.
        job: String,
    },
    /// The address of the database is not understood.
    #[error(
        "'{0}' is not a database; give the path of a file, sqlite: and a path, or postgres:// and a server"
    )]
    Address(String),
    /// The address of a server is not understood, or something that it names is not there.
    #[error("the address of the database's server does not serve: {0}")]
    ServerAddress(String),
    /// The folder of the database could not be made.
    #[error("the folder {0} could not be made: {1}")]
    Folder(String, std::io::Error),
}

impl StoreError {
    /// The server went away.
    pub(crate) fn gone() -> Self {
        Self::Gone {
            why: "the connection was lost".to_owned(),
        }
    }

    /// Something failed earlier in the same transaction.
    pub(crate) fn undone() -> Self {
        Self::Engine {
            doing: "commit",
            why: "something in the transaction failed, and all of it was undone".into(),
        }
    }

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
