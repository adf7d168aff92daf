use std::collections::BTreeMap;

use jiff::Timestamp;
use oast_units::Raw;

use super::{instant, maybe_instant, sha256, text};
use crate::{Connection, StoreError, format_instant};

const TABLE: &str = "sessions";

/// A session as it is stored. Its token is not: only the token's SHA-256 is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Whose session.
    pub user_id: String,
    /// How they showed who they are: `password`.
    pub how: String,
    /// When it began.
    pub started_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
    /// When it ends at the latest.
    pub ends_at: Timestamp,
    /// When it was ended before its time.
    pub ended_at: Option<Timestamp>,
}

/// Stores a session that begins.
pub fn insert_session(
    connection: &mut dyn Connection,
    authority: &str,
    token: &str,
    session: &SessionRow,
) -> Result<(), StoreError> {
    let statement = "INSERT INTO sessions (token_sha256, authority, user_id, how, started_at, seen_at, ends_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    let sha256 = sha256(token);
    let [started_at, seen_at, ends_at] =
        [session.started_at, session.seen_at, session.ends_at].map(format_instant);
    let parameters = [
        Raw::Text(&sha256),
        Raw::Text(authority),
        Raw::Text(&session.user_id),
        Raw::Text(&session.how),
        Raw::Text(&started_at),
        Raw::Text(&seen_at),
        Raw::Text(&ends_at),
    ];
    connection.execute(statement, &parameters).map(drop)
}

/// The session of a token, whether or not it has ended.
pub fn session(
    connection: &mut dyn Connection,
    authority: &str,
    token: &str,
) -> Result<Option<SessionRow>, StoreError> {
    let question = "SELECT user_id, how, started_at, seen_at, ends_at, ended_at FROM sessions WHERE token_sha256 = $1 AND authority = $2";
    let sha256 = sha256(token);
    let parameters = [Raw::Text(&sha256), Raw::Text(authority)];
    let mut session = None;
    connection.query(question, &parameters, &mut |row| {
        session = Some(SessionRow {
            user_id: text(row, TABLE, 0)?,
            how: text(row, TABLE, 1)?,
            started_at: instant(row, TABLE, 2)?,
            seen_at: instant(row, TABLE, 3)?,
            ends_at: instant(row, TABLE, 4)?,
            ended_at: maybe_instant(row, TABLE, 5)?,
        });
        Ok(())
    })?;
    Ok(session)
}

/// Notes that a session was used.
pub fn touch(
    connection: &mut dyn Connection,
    token: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    let statement = "UPDATE sessions SET seen_at = $1 WHERE token_sha256 = $2";
    let (sha256, at) = (sha256(token), format_instant(at));
    let parameters = [Raw::Text(&at), Raw::Text(&sha256)];
    connection.execute(statement, &parameters).map(drop)
}

/// When each user's sessions were last used, as far as they are still kept.
pub fn last_seen(
    connection: &mut dyn Connection,
    authority: &str,
) -> Result<BTreeMap<String, Timestamp>, StoreError> {
    let question =
        "SELECT user_id, MAX(seen_at) FROM sessions WHERE authority = $1 GROUP BY user_id";
    let mut seen = BTreeMap::new();
    connection.query(question, &[Raw::Text(authority)], &mut |row| {
        seen.insert(text(row, TABLE, 0)?, instant(row, TABLE, 1)?);
        Ok(())
    })?;
    Ok(seen)
}

/// Ends a session before its time.
pub fn end_session(
    connection: &mut dyn Connection,
    token: &str,
    at: Timestamp,
) -> Result<(), StoreError> {
    let statement =
        "UPDATE sessions SET ended_at = $1 WHERE token_sha256 = $2 AND ended_at IS NULL";
    let (sha256, at) = (sha256(token), format_instant(at));
    let parameters = [Raw::Text(&at), Raw::Text(&sha256)];
    connection.execute(statement, &parameters).map(drop)
}

/// Ends every session of a user; gives how many there were.
pub fn end_sessions_of(
    connection: &mut dyn Connection,
    authority: &str,
    user_id: &str,
    at: Timestamp,
) -> Result<u64, StoreError> {
    let statement = "UPDATE sessions SET ended_at = $1 WHERE authority = $2 AND user_id = $3 AND ended_at IS NULL AND ends_at > $1";
    let at = format_instant(at);
    let parameters = [Raw::Text(&at), Raw::Text(authority), Raw::Text(user_id)];
    connection.execute(statement, &parameters)
}

/// Takes away sessions that would have ended by a time at the latest.
pub fn forget_sessions(
    connection: &mut dyn Connection,
    ended_by: Timestamp,
) -> Result<(), StoreError> {
    let at = format_instant(ended_by);
    let statement = "DELETE FROM sessions WHERE ends_at <= $1";
    connection.execute(statement, &[Raw::Text(&at)]).map(drop)
}
