use jiff::Timestamp;
use oast_units::Raw;

use super::{sha256, text};
use crate::{Connection, StoreError, format_instant};

const TABLE: &str = "session_purposes";

/// What the session of a token opens records for; none where nobody has said.
pub fn session_purpose(
    connection: &mut dyn Connection,
    authority: &str,
    token: &str,
) -> Result<Option<String>, StoreError> {
    let question =
        "SELECT purpose FROM session_purposes WHERE token_sha256 = $1 AND authority = $2";
    let token = sha256(token);
    let mut purpose = None;
    connection.query(
        question,
        &[Raw::Text(&token), Raw::Text(authority)],
        &mut |row| {
            purpose = Some(text(row, TABLE, 0)?);
            Ok(())
        },
    )?;
    Ok(purpose)
}

/// Notes what the session of a token opens records for from now on, and forgets what was said
/// before a time, when no session of then can still hold.
pub fn note_session_purpose(
    connection: &mut dyn Connection,
    authority: &str,
    token: &str,
    purpose: &str,
    at: Timestamp,
    forget_before: Timestamp,
) -> Result<(), StoreError> {
    let (token, at, oldest) = (
        sha256(token),
        format_instant(at),
        format_instant(forget_before),
    );
    let old = "DELETE FROM session_purposes WHERE chosen_at < $1";
    connection.execute(old, &[Raw::Text(&oldest)])?;
    let parameters = [
        Raw::Text(purpose),
        Raw::Text(&at),
        Raw::Text(&token),
        Raw::Text(authority),
    ];
    let again = "UPDATE session_purposes SET purpose = $1, chosen_at = $2 WHERE token_sha256 = $3 AND authority = $4";
    if connection.execute(again, &parameters)? > 0 {
        return Ok(());
    }
    let first = "INSERT INTO session_purposes (purpose, chosen_at, token_sha256, authority) VALUES ($1, $2, $3, $4)";
    connection.execute(first, &parameters).map(drop)
}
