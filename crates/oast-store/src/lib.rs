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
mod command;
pub mod copy;
pub mod dialect;
mod error;
mod facts;
mod port;
pub mod queue;
mod schema;
mod store;
mod verify;

pub use audit::{AuditEntry, AuditFilter, GENESIS};
pub use command::{Appender, Command, Request};
pub use error::StoreError;
pub use facts::{KeyRange, Which, scan};
pub use port::{Connected, Connection, Inserter, Row};
pub use schema::column_name;
pub use store::{Store, format_instant, parse_instant};
pub use verify::{AuditFault, Verified};
