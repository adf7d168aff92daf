use jiff::Timestamp;
use oast_units::Raw;

use super::{sha256, text};
use crate::{Connection, StoreError, format_instant};

const TABLE: &str = "kept_steps";

/// Keeps what one step of a sign-in leaves for the next, under a key of which only the SHA-256 is
/// stored, and forgets what ran out.
pub fn keep_step(
    connection: &mut dyn Connection,
    authority: &str,
    (kind, key): (&str, &str),
    content: &str,
    (now, ends_at): (Timestamp, Timestamp),
) -> Result<(), StoreError> {
    let now = format_instant(now);
    let old = "DELETE FROM kept_steps WHERE ends_at <= $1";
    connection.execute(old, &[Raw::Text(&now)])?;
    let (key, ends_at) = (sha256(key), format_instant(ends_at));
    let parameters = [
        Raw::Text(&key),
        Raw::Text(authority),
        Raw::Text(kind),
        Raw::Text(content),
        Raw::Text(&ends_at),
    ];
    let statement = "INSERT INTO kept_steps (key_sha256, authority, kind, content, ends_at) VALUES ($1, $2, $3, $4, $5)";
    connection.execute(statement, &parameters).map(drop)
}

/// What was kept under a key, unless it ran out. It stays.
pub fn kept_step(
    connection: &mut dyn Connection,
    authority: &str,
    (kind, key): (&str, &str),
    now: Timestamp,
) -> Result<Option<String>, StoreError> {
    let (key, now) = (sha256(key), format_instant(now));
    let parameters = [
        Raw::Text(&key),
        Raw::Text(authority),
        Raw::Text(kind),
        Raw::Text(&now),
    ];
    let question = "SELECT content FROM kept_steps WHERE key_sha256 = $1 AND authority = $2 AND kind = $3 AND ends_at > $4";
    let mut content = None;
    connection.query(question, &parameters, &mut |row| {
        content = Some(text(row, TABLE, 0)?);
        Ok(())
    })?;
    Ok(content)
}

/// Takes away what was kept under a key; whether it was still there. Of many who take it at once,
/// one is told that it was.
pub fn take_step(
    connection: &mut dyn Connection,
    authority: &str,
    key: &str,
) -> Result<bool, StoreError> {
    let key = sha256(key);
    let statement = "DELETE FROM kept_steps WHERE key_sha256 = $1 AND authority = $2";
    let parameters = [Raw::Text(&key), Raw::Text(authority)];
    Ok(connection.execute(statement, &parameters)? > 0)
}

/// Takes away everything that was kept of a kind: whoever keeps one thing at a time makes room.
pub fn forget_steps(
    connection: &mut dyn Connection,
    authority: &str,
    kind: &str,
) -> Result<(), StoreError> {
    let statement = "DELETE FROM kept_steps WHERE kind = $1 AND authority = $2";
    let parameters = [Raw::Text(kind), Raw::Text(authority)];
    connection.execute(statement, &parameters).map(drop)
}
