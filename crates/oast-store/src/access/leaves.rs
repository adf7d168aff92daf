use jiff::Timestamp;
use oast_units::Raw;

use super::{instant, text};
use crate::audit::Narrowed;
use crate::port::Row;
use crate::{Connection, StoreError, format_instant};

const TABLE: &str = "glass_leaves";
const COLUMNS: &str = "user_id, person_id, reason, begun_at, ends_at, seq";

/// Leave to open one person's record in an emergency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeaveRow {
    /// Who has it.
    pub user_id: String,
    /// Whose record it opens.
    pub person_id: String,
    /// Why, in their own words.
    pub reason: String,
    /// When it began.
    pub begun_at: Timestamp,
    /// When it ends; it does not hold at that instant.
    pub ends_at: Timestamp,
    /// The audit entry that says so.
    pub seq: i64,
}

/// Stores leave that begins. It is never changed: it ends by itself.
pub fn insert_leave(
    connection: &mut dyn Connection,
    authority: &str,
    leave: &LeaveRow,
) -> Result<(), StoreError> {
    let statement = "INSERT INTO glass_leaves (authority, user_id, person_id, reason, begun_at, ends_at, seq) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let [begun_at, ends_at] = [leave.begun_at, leave.ends_at].map(format_instant);
    let parameters = [
        Raw::Text(authority),
        Raw::Text(&leave.user_id),
        Raw::Text(&leave.person_id),
        Raw::Text(&leave.reason),
        Raw::Text(&begun_at),
        Raw::Text(&ends_at),
        Raw::Integer(leave.seq),
    ];
    connection.execute(statement, &parameters).map(drop)
}

/// The leave that a user has at a time, the newest first.
pub fn leaves_of(
    connection: &mut dyn Connection,
    authority: &str,
    user_id: &str,
    at: Timestamp,
) -> Result<Vec<LeaveRow>, StoreError> {
    let at = format_instant(at);
    let mut narrowed = Narrowed::new(authority);
    narrowed.by("user_id =", Some(Raw::Text(user_id)));
    narrowed.by("begun_at <=", Some(Raw::Text(&at)));
    narrowed.by("ends_at >", Some(Raw::Text(&at)));
    found(connection, narrowed, LEAVES_AT_ONCE_MAX)
}

/// All leave that began at a time or later, the newest first, at most so many.
pub fn leaves(
    connection: &mut dyn Connection,
    authority: &str,
    from: Option<Timestamp>,
    limit: u32,
) -> Result<Vec<LeaveRow>, StoreError> {
    let from = from.map(format_instant);
    let mut narrowed = Narrowed::new(authority);
    narrowed.by("begun_at >=", from.as_deref().map(Raw::Text));
    found(connection, narrowed, limit)
}

/// More people than anybody opens in an hour of emergencies.
const LEAVES_AT_ONCE_MAX: u32 = 1_000;

fn found(
    connection: &mut dyn Connection,
    narrowed: Narrowed<'_>,
    limit: u32,
) -> Result<Vec<LeaveRow>, StoreError> {
    let (filters, parameters) = narrowed.newest("begun_at", limit);
    let question = format!("SELECT {COLUMNS} FROM {TABLE} {filters}");
    let mut leaves = Vec::new();
    connection.query(&question, &parameters, &mut |row| {
        leaves.push(leave(row)?);
        Ok(())
    })?;
    Ok(leaves)
}

fn leave(row: &dyn Row) -> Result<LeaveRow, StoreError> {
    Ok(LeaveRow {
        user_id: text(row, TABLE, 0)?,
        person_id: text(row, TABLE, 1)?,
        reason: text(row, TABLE, 2)?,
        begun_at: instant(row, TABLE, 3)?,
        ends_at: instant(row, TABLE, 4)?,
        seq: match row.get(5)? {
            Raw::Integer(seq) => seq,
            Raw::Text(_) | Raw::Null => 0,
        },
    })
}
