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
    /// Somebody else has taken the job over, and does its work. Nothing was done here.
    #[error("job {job} was taken over by another worker, which does it; nothing was done here")]
    LeaseLost {
        /// The job.
        job: String,
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
