use jiff::Timestamp;
use oast_units::Raw;

use super::{instant, maybe_instant};
use crate::{Connection, StoreError, format_instant};

const TABLE: &str = "sign_in_failures";

/// How often somebody failed to sign in under a name, whether or not it is a user's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failures {
    /// How often since they last succeeded.
    pub failures: i64,
    /// The last time.
    pub failed_at: Timestamp,
    /// Until when nobody may try again under that name.
    pub locked_until: Option<Timestamp>,
}

/// The failures under a name; none when there are none.
pub fn failures(
    connection: &mut dyn Connection,
    authority: &str,
    user_id: &str,
) -> Result<Option<Failures>, StoreError> {
    let question = "SELECT failures, failed_at, locked_until FROM sign_in_failures WHERE authority = $1 AND user_id = $2";
    let parameters = [Raw::Text(authority), Raw::Text(user_id)];
    let mut found = None;
    connection.query(question, &parameters, &mut |row| {
        let Raw::Integer(failures) = row.get(0)? else {
            return Ok(());
        };
        found = Some(Failures {
            failures,
            failed_at: instant(row, TABLE, 1)?,
            locked_until: maybe_instant(row, TABLE, 2)?,
        });
        Ok(())
    })?;
    Ok(found)
}

/// Notes a failure under a name.
pub fn failures_noted(
    connection: &mut dyn Connection,
    authority: &str,
    user_id: &str,
    noted: Failures,
) -> Result<(), StoreError> {
    let failed_at = format_instant(noted.failed_at);
    let locked_until = noted.locked_until.map(format_instant);
    let parameters = [
        Raw::Integer(noted.failures),
        Raw::Text(&failed_at),
        locked_until.as_deref().map_or(Raw::Null, Raw::Text),
        Raw::Text(authority),
        Raw::Text(user_id),
    ];
    let again = "UPDATE sign_in_failures SET failures = $1, failed_at = $2, locked_until = $3 WHERE authority = $4 AND user_id = $5";
    if connection.execute(again, &parameters)? > 0 {
        return Ok(());
    }
    let first = "INSERT INTO sign_in_failures (failures, failed_at, locked_until, authority, user_id) VALUES ($1, $2, $3, $4, $5)";
    connection.execute(first, &parameters).map(drop)
}

/// Forgets the failures under a name, and everybody's that are older than a time.
pub fn failures_forgotten(
    connection: &mut dyn Connection,
    authority: &str,
    user_id: Option<&str>,
    older_than: Timestamp,
) -> Result<(), StoreError> {
    let older_than = format_instant(older_than);
    let old = "DELETE FROM sign_in_failures WHERE failed_at < $1";
    connection.execute(old, &[Raw::Text(&older_than)])?;
    if let Some(user_id) = user_id {
        let own = "DELETE FROM sign_in_failures WHERE authority = $1 AND user_id = $2";
        connection.execute(own, &[Raw::Text(authority), Raw::Text(user_id)])?;
    }
    Ok(())
}
