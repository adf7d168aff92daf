use jiff::Timestamp;
use oast_units::Raw;

use super::{instant, maybe_text, sha256, text};
use crate::{Connection, StoreError, format_instant};

const TABLE: &str = "sessions";
/// So many digits of the SHA-256 of its token name a session: enough to be its own.
const NAME_DIGITS: usize = 20;

/// A session in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedSession {
    /// What it is called in the list. It opens nothing.
    pub name: String,
    /// Whose it is.
    pub user_id: String,
    /// How they showed who they are.
    pub how: String,
    /// When it began.
    pub started_at: Timestamp,
    /// When it was last used, to the minute.
    pub seen_at: Timestamp,
    /// When it ends at the latest.
    pub ends_at: Timestamp,
    /// What kind of browser it was begun with, in words.
    pub browser: Option<String>,
}

/// What a list calls the session of a token.
pub fn session_name(token: &str) -> String {
    let mut name = sha256(token);
    name.truncate(NAME_DIGITS);
    name
}

/// Notes what a session was begun with: the kind of browser, and what the council's sign-in calls
/// the session there.
pub fn note_browser(
    connection: &mut dyn Connection,
    authority: &str,
    token: &str,
    browser: &str,
    council_session: Option<&str>,
) -> Result<(), StoreError> {
    let token = sha256(token);
    let parameters = [
        Raw::Text(&token),
        Raw::Text(authority),
        Raw::Text(browser),
        council_session.map_or(Raw::Null, Raw::Text),
    ];
    let statement = "INSERT INTO session_browsers (token_sha256, authority, browser, council_session) VALUES ($1, $2, $3, $4)";
    connection.execute(statement, &parameters)?;
    let old = "DELETE FROM session_browsers WHERE NOT EXISTS (SELECT 1 FROM sessions WHERE sessions.token_sha256 = session_browsers.token_sha256)";
    connection.execute(old, &[]).map(drop)
}

/// A user's sessions that have not been ended and may still hold, the last used first.
pub fn sessions_of(
    connection: &mut dyn Connection,
    authority: &str,
    user_id: &str,
    now: Timestamp,
) -> Result<Vec<ListedSession>, StoreError> {
    let question = "SELECT s.token_sha256, s.user_id, s.how, s.started_at, s.seen_at, s.ends_at, b.browser FROM sessions s LEFT JOIN session_browsers b ON b.token_sha256 = s.token_sha256 WHERE s.authority = $1 AND s.user_id = $2 AND s.ended_at IS NULL AND s.ends_at > $3 ORDER BY s.seen_at DESC, s.token_sha256";
    let now = format_instant(now);
    let parameters = [Raw::Text(authority), Raw::Text(user_id), Raw::Text(&now)];
    let mut found = Vec::new();
    connection.query(question, &parameters, &mut |row| {
        let mut name = text(row, TABLE, 0)?;
        name.truncate(NAME_DIGITS);
        found.push(ListedSession {
            name,
            user_id: text(row, TABLE, 1)?,
            how: text(row, TABLE, 2)?,
            started_at: instant(row, TABLE, 3)?,
            seen_at: instant(row, TABLE, 4)?,
            ends_at: instant(row, TABLE, 5)?,
            browser: maybe_text(row, 6)?,
        });
        Ok(())
    })?;
    Ok(found)
}

/// Ends a user's session by the name that a list gives it; whether there was one to end.
pub fn end_named_session(
    connection: &mut dyn Connection,
    authority: &str,
    (user_id, name): (&str, &str),
    at: Timestamp,
) -> Result<bool, StoreError> {
    // Between the first and the last token that begin like the name: digits sort before a tilde.
    let at = format_instant(at);
    let after = format!("{name}~");
    let parameters = [
        Raw::Text(&at),
        Raw::Text(authority),
        Raw::Text(user_id),
        Raw::Text(name),
        Raw::Text(&after),
    ];
    if name.len() != NAME_DIGITS {
        return Ok(false);
    }
    let statement = "UPDATE sessions SET ended_at = $1 WHERE authority = $2 AND user_id = $3 AND token_sha256 >= $4 AND token_sha256 < $5 AND ended_at IS NULL";
    Ok(connection.execute(statement, &parameters)? > 0)
}

/// Ends the sessions that belong to one at the council's sign-in; gives how many there were.
pub fn end_council_session(
    connection: &mut dyn Connection,
    authority: &str,
    council_session: &str,
    at: Timestamp,
) -> Result<u64, StoreError> {
    let at = format_instant(at);
    let parameters = [
        Raw::Text(&at),
        Raw::Text(authority),
        Raw::Text(council_session),
    ];
    let statement = "UPDATE sessions SET ended_at = $1 WHERE authority = $2 AND ended_at IS NULL AND EXISTS (SELECT 1 FROM session_browsers b WHERE b.token_sha256 = sessions.token_sha256 AND b.council_session = $3)";
    connection.execute(statement, &parameters)
}
