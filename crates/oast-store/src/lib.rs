//! Facts, ledger and audit, kept so that nothing is ever changed and everything can be asked as it
//! was known.
//!
//! Every row of a fact table carries `seq`, the number of the audit entry that recorded it. To
//! correct a fact is to append a row with the same key and a later `seq`; to ask what was known at
//! a time is to ignore every later `seq`. So one number is the whole of recorded time.
//!
//! Queries are written once, in the SQL that SQLite and PostgreSQL share, against the
//! [`Connection`] port; what differs between engines lives in [`dialect`].

pub mod access;
mod audit;
mod checkpoints;
mod command;
mod copy;
pub mod dialect;
mod error;
mod facts;
mod port;
pub mod queue;
mod schema;
pub mod seal;
mod store;
mod verify;
mod whole;

pub use audit::{AuditEntry, AuditFilter, GENESIS};
pub use checkpoints::StoredCheckpoint;
pub use command::{Appender, Command, Request};
pub use copy::{Copied, TableShape, tables};
pub use error::StoreError;
pub use facts::{KeyRange, Which, find, gather, scan};
pub use port::{Connected, Connection, Dialect, EVERY_BOOK, Engine, Inserter, Purpose, Row};
pub use schema::{Migrated, column_name};
pub use seal::Keyring;
pub use store::{Store, format_instant, is_server, parse_instant};
pub use verify::{AuditFault, Verified};
pub use whole::Value;
