//! Databases for tests: each test has one of its own, on the engine that the whole run is for.
//!
//! A run on PostgreSQL names a server in [`SERVER`]; `scripts/with-postgres` starts one. Without
//! it, a run is on SQLite.

use std::sync::atomic::{AtomicU32, Ordering};

use oast_store::{Keyring, Store, StoreError};

/// The environment variable with the address of a server on which databases may be made.
pub const SERVER: &str = "OAST_TEST_POSTGRES";

/// A database of a test's own, with its schema. A file is gone when this is dropped; a database of
/// a server goes with the server.
pub struct Scratch {
    /// Its address, as [`Store::open`] takes it.
    pub address: String,
    _folder: Option<tempfile::TempDir>,
}

impl Scratch {
    /// A new, empty one.
    ///
    /// # Panics
    /// When there is none to be had: a test cannot go on.
    pub fn new() -> Self {
        made().unwrap_or_else(|error| panic!("no database for a test: {error}"))
    }

    /// Opens it.
    ///
    /// # Panics
    /// When it does not open.
    pub fn open(&self) -> Store {
        open(&self.address).unwrap_or_else(|error| panic!("{}: {error}", self.address))
    }
}

impl Default for Scratch {
    fn default() -> Self {
        Self::new()
    }
}

/// A new, empty store that keeps to no book yet, and needs no keeping: on SQLite it is in memory.
///
/// # Panics
/// When there is none to be had.
pub fn store() -> Store {
    if std::env::var_os(SERVER).is_some() {
        return Scratch::new().open();
    }
    Store::in_memory().unwrap_or_else(|error| panic!("no database for a test: {error}"))
}

/// Its keys are no secret.
fn open(address: &str) -> Result<Store, StoreError> {
    Store::open(address)?.with_keyring(Keyring::example())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the run says which engine it is for"
)]
fn made() -> Result<Scratch, Box<dyn std::error::Error>> {
    let scratch = if let Ok(server) = std::env::var(SERVER) {
        Scratch {
            address: on_server(&server)?,
            _folder: None,
        }
    } else {
        let folder = tempfile::tempdir()?;
        Scratch {
            address: folder.path().join("county.sqlite").display().to_string(),
            _folder: Some(folder),
        }
    };
    Store::migrate(&scratch.address)?;
    Ok(scratch)
}

fn on_server(server: &str) -> Result<String, Box<dyn std::error::Error>> {
    static MADE: AtomicU32 = AtomicU32::new(0);
    let made = MADE.fetch_add(1, Ordering::Relaxed);
    let name = format!("scratch_{}_{made}", std::process::id());
    let mut client = postgres::Client::connect(server, postgres::NoTls)?;
    // The number of a process that is gone may come again.
    client.batch_execute(&format!("DROP DATABASE IF EXISTS {name}"))?;
    client.batch_execute(&format!("CREATE DATABASE {name}"))?;
    let (before, _) = server
        .rsplit_once('/')
        .ok_or("its address has no database")?;
    Ok(format!("{before}/{name}"))
}
