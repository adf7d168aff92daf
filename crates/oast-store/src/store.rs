use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use oast_rules::facts::Fact;
use oast_units::{Invalid, Raw};

use crate::access;
use crate::audit::{self, AuditEntry, AuditFilter, GENESIS};
use crate::command::{Command, Request};
use crate::dialect::postgres::{Postgres, Server};
use crate::dialect::sqlite::Sqlite;
use crate::facts::{Which, gather};
use crate::port::{Connected, Connection, EVERY_BOOK, Engine, Purpose, in_transaction};
use crate::queue::{self, Lease};
use crate::schema::{self, Migrated};
use crate::{Keyring, StoreError};

/// A database, open.
pub struct Store {
    pub(crate) connection: Box<dyn Connection>,
    kept_to: String,
    lease: Option<Lease>,
}

impl Store {
    /// Opens the database at an address: `postgres://` and a server ([`Server::parse`]), or the
    /// path of a file, with `sqlite:` before it or not. A file and its folder are made if need be,
    /// and its schema is brought up to date; a server's schema has to be there
    /// ([`Store::migrate`]).
    ///
    /// Nothing personal can be read or recorded until it is given its key, with
    /// [`Store::with_keyring`]; the record can be verified without.
    pub fn open(address: &str) -> Result<Self, StoreError> {
        let mut store = Self::connect(address)?;
        match store.engine() {
            Engine::Sqlite => schema::migrate(store.connection.as_mut()).map(drop)?,
            Engine::Postgres => schema::check(store.connection.as_mut())?,
        }
        Ok(store)
    }

    /// A database that lives only as long as it is held, for tests. Its keys are no secret.
    pub fn in_memory() -> Result<Self, StoreError> {
        let mut store = Self::with(Sqlite::in_memory()?);
        schema::migrate(store.connection.as_mut())?;
        store.with_keyring(Keyring::example())
    }

    /// Brings the schema of the database at an address up to date, and gives the version that it
    /// had before, if it had one. Older programs that are still running go on: what they know
    /// keeps its form.
    pub fn migrate(address: &str) -> Result<Migrated, StoreError> {
        let mut store = Self::connect(address)?;
        store.connection.scope(EVERY_BOOK);
        schema::migrate(store.connection.as_mut())
    }

    fn connect(address: &str) -> Result<Self, StoreError> {
        if is_server(address) {
            return Ok(Self::with(Postgres::connect(Server::parse(address)?)?));
        }
        let path = Self::file(address)?;
        if let Some(folder) = Path::new(path)
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            std::fs::create_dir_all(folder)
                .map_err(|error| StoreError::Folder(folder.display().to_string(), error))?;
        }
        Ok(Self::with(Sqlite::open(Path::new(path))?))
    }

    /// A store on a connection whose database has its schema: a test may put something between.
    pub fn with(connection: impl Connection + 'static) -> Self {
        Self {
            connection: Box::new(connection),
            kept_to: String::new(),
            lease: None,
        }
    }

    /// Works for a job from now on, or for none: the next command ends the job in its own
    /// transaction, and is refused as [`StoreError::LeaseLost`] once somebody else has taken the
    /// job over. So whatever a worker does late does nothing.
    pub fn under_lease(&mut self, lease: Option<Lease>) {
        self.lease = lease;
    }

    /// Whether an address holds a password in the open. The command line is no place for one:
    /// everybody on the machine can read it there.
    pub fn address_holds_password(address: &str) -> bool {
        is_server(address) && Server::holds_password(address)
    }

    /// The file of an address that is no server's.
    pub fn file(address: &str) -> Result<&str, StoreError> {
        let path = address.strip_prefix("sqlite:").unwrap_or(address);
        if path.is_empty() || path.contains("://") {
            return Err(StoreError::Address(address.to_owned()));
        }
        Ok(path)
    }

    /// Whether the database has the schema that this program needs, or a later one that still
    /// serves it.
    pub fn has_known_schema(&mut self) -> bool {
        schema::check(self.connection.as_mut()).is_ok()
    }

    /// Which engine keeps the database.
    pub fn engine(&self) -> Engine {
        self.connection.dialect().engine
    }

    /// Keeps this store to one authority's book from now on. An engine that can refuses it the rows
    /// of every other, whatever a question asks for: a second lock under the first, which is that
    /// every question names its authority.
    pub fn keep_to(&mut self, authority: &str) {
        authority.clone_into(&mut self.kept_to);
        self.connection.scope(authority);
    }

    /// Looks at every authority's book for a while: for what concerns the whole database, as
    /// verification does.
    pub fn over_every_book<T>(&mut self, work: impl FnOnce(&mut dyn Connection) -> T) -> T {
        self.connection.scope(EVERY_BOOK);
        let done = work(self.connection.as_mut());
        self.connection.scope(&self.kept_to);
        done
    }

    /// The number of the last audit entry recorded by a time, or of the last of all: 0 when there
    /// is none. Everything known then has this number or a lower one.
    pub fn known_seq(&mut self, at: Option<Timestamp>) -> Result<i64, StoreError> {
        let at = at.map(format_instant);
        let (question, parameters) = match &at {
            Some(at) => (
                "SELECT MAX(seq) FROM audit_entry WHERE recorded_at <= $1",
                vec![Raw::Text(at)],
            ),
            None => ("SELECT MAX(seq) FROM audit_entry", vec![]),
        };
        let mut seq = 0;
        self.connection.query(question, &parameters, &mut |row| {
            if let Raw::Integer(number) = row.get(0)? {
                seq = number;
            }
            Ok(())
        })?;
        Ok(seq)
    }

    /// Every fact of a kind, as known at an audit entry, in order of their keys.
    pub fn all<F: Fact>(&mut self, authority: &str, known_seq: i64) -> Result<Vec<F>, StoreError> {
        self.facts(authority, known_seq, Which::All)
    }

    /// Some facts of a kind, as known at an audit entry, in order of their keys.
    pub fn facts<F: Fact>(
        &mut self,
        authority: &str,
        known_seq: i64,
        which: Which<'_>,
    ) -> Result<Vec<F>, StoreError> {
        gather(self.connection.as_mut(), authority, known_seq, which)
    }

    /// The audit entries of every book, first to last: they are one chain.
    pub fn audit_entries(&mut self) -> Result<Vec<AuditEntry>, StoreError> {
        self.over_every_book(|connection| {
            let mut entries = Vec::new();
            audit::each(connection, |entry| {
                entries.push(entry);
                Ok(())
            })?;
            Ok(entries)
        })
    }

    /// Audit entries of an authority's book that fit a filter, newest first, at most so many.
    pub fn audit_page(
        &mut self,
        authority: &str,
        filter: &AuditFilter<'_>,
        limit: u32,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        audit::page(self.connection.as_mut(), authority, filter, limit)
    }

    /// One audit entry.
    pub fn audit_entry(&mut self, seq: i64) -> Result<Option<AuditEntry>, StoreError> {
        audit::entry(self.connection.as_mut(), seq)
    }

    /// Carries out a command in one transaction: what `work` appends, the audit entry and the
    /// outbox message are committed together. When `work` fails, nothing happened. A request with
    /// the key of a form that was acted upon is refused as [`StoreError::AlreadyDone`].
    ///
    /// The time recorded is the one asked for, or just after the last entry's if that is later:
    /// recorded time never goes back, whatever a clock does.
    pub fn command<T, E: From<StoreError>>(
        &mut self,
        request: Request<'_>,
        work: impl FnOnce(&mut Command<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let lease = self.lease.as_ref();
        in_transaction(self.connection.as_mut(), Purpose::Record, |connection| {
            carry_out(connection, lease, request, work)
        })
    }

    /// Does something in one transaction without an audit entry: for the tables that are no facts.
    pub fn working<T>(
        &mut self,
        work: impl FnOnce(&mut dyn Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        in_transaction(self.connection.as_mut(), Purpose::Work, work)
    }
}

impl Connected for Store {
    fn connection(&mut self) -> &mut dyn Connection {
        self.connection.as_mut()
    }
}

/// Carries out a command in the transaction that is under way.
fn carry_out<T, E: From<StoreError>>(
    connection: &mut dyn Connection,
    lease: Option<&Lease>,
    request: Request<'_>,
    act: impl FnOnce(&mut Command<'_>) -> Result<T, E>,
) -> Result<T, E> {
    if let Some(key) = request.form_key {
        access::refuse_done(connection, request.authority, key)?;
    }
    let last = audit::last(connection)?;
    let (seq, previous_hash, earliest) = match &last {
        Some(entry) => {
            let recorded = parse_instant(&entry.recorded_at).map_err(corrupt_time)?;
            (
                entry.seq + 1,
                entry.hash.clone(),
                recorded + SignedDuration::from_micros(1),
            )
        }
        None => (1, GENESIS.to_owned(), Timestamp::MIN),
    };
    let entry = AuditEntry {
        seq,
        authority: request.authority.to_owned(),
        recorded_at: format_instant(request.at.max(earliest)),
        actor: request.actor.to_owned(),
        command: request.command.to_owned(),
        subject: request.subject.to_owned(),
        detail: String::new(),
        content: String::new(),
        previous_hash,
        hash: String::new(),
    };
    let mut command = Command::new(connection, entry);
    let done = act(&mut command)?;
    let entry = command.finish()?;
    if let Some(key) = request.form_key {
        access::note_done(connection, &entry, key)?;
    }
    if let Some(lease) = lease {
        queue::end_with_command(connection, lease, entry.seq, &entry.recorded_at)?;
    }
    Ok(done)
}

/// Whether an address is a server's.
pub fn is_server(address: &str) -> bool {
    address.starts_with("postgres://") || address.starts_with("postgresql://")
}

fn corrupt_time(why: Invalid) -> StoreError {
    StoreError::Corrupt {
        table: "audit_entry",
        why,
    }
}

/// An instant as the audit writes it: UTC with microseconds, so that texts sort as instants do.
pub fn format_instant(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S.%6fZ").to_string()
}

/// An instant that a person or the audit wrote: `2026-05-15T10:00:00Z`, with or without a fraction.
pub fn parse_instant(text: &str) -> Result<Timestamp, Invalid> {
    text.parse().map_err(|_| {
        Invalid::new(format!(
            "'{text}' is not a time; write it as 2026-05-15T10:00:00Z"
        ))
    })
}
