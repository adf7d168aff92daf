use std::collections::BTreeMap;

use jiff::Timestamp;
use oast_units::{Invalid, Raw};

use super::{instant, sha256, text};
use crate::port::Row;
use crate::seal::{keyring_to_seal, open_text, seal_text};
use crate::{Connection, StoreError, format_instant};

const CODE_APPS: &str = "code_apps";
/// The column of a code app's secret.
const SECRET: &str = "secret";
const PASSKEY_USES: &str = "passkey_uses";

/// What a user's app for codes and the server share.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeAppRow {
    /// The secret, in letters.
    pub secret: String,
    /// The step of the last code that was used.
    pub last_step: i64,
}

impl std::fmt::Debug for CodeAppRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(an app for codes)")
    }
}

fn integer(row: &dyn Row, table: &'static str, column: usize) -> Result<i64, StoreError> {
    match row.get(column)? {
        Raw::Integer(number) => Ok(number),
        Raw::Text(_) | Raw::Null => Err(StoreError::Corrupt {
            table,
            why: Invalid::new(format!("no number in column {column}")),
        }),
    }
}

/// A user's app for codes, if they have one.
pub fn code_app(
    connection: &mut dyn Connection,
    authority: &str,
    user_id: &str,
) -> Result<Option<CodeAppRow>, StoreError> {
    let question = "SELECT secret, last_step FROM code_apps WHERE authority = $1 AND user_id = $2";
    let parameters = [Raw::Text(authority), Raw::Text(user_id)];
    let mut found = None;
    connection.query(question, &parameters, &mut |row| {
        found = Some(CodeAppRow {
            secret: text(row, CODE_APPS, 0)?,
            last_step: integer(row, CODE_APPS, 1)?,
        });
        Ok(())
    })?;
    let Some(mut app) = found else {
        return Ok(None);
    };
    let place = (CODE_APPS, SECRET);
    app.secret = open_text(connection.keyring(), authority, place, user_id, app.secret)?;
    Ok(Some(app))
}

/// Gives a user an app for codes, whose secret lies sealed under the database's key, in the place
/// of any that they had.
pub fn set_code_app(
    connection: &mut dyn Connection,
    authority: &str,
    user_id: &str,
    app: &CodeAppRow,
) -> Result<(), StoreError> {
    remove_code_app(connection, authority, user_id)?;
    let (keyring, place) = (keyring_to_seal(connection)?, (CODE_APPS, SECRET));
    let secret = seal_text(&keyring, authority, place, user_id, &app.secret)?;
    let statement =
        "INSERT INTO code_apps (authority, user_id, secret, last_step) VALUES ($1, $2, $3, $4)";
    let parameters = [
        Raw::Text(authority),
        Raw::Text(user_id),
        Raw::Text(&secret),
        Raw::Integer(app.last_step),
    ];
    connection.execute(statement, &parameters).map(drop)
}

/// Takes a user's app for codes away, with its recovery codes; whether there was one.
pub fn remove_code_app(
    connection: &mut dyn Connection,
    authority: &str,
    user_id: &str,
) -> Result<bool, StoreError> {
    let parameters = [Raw::Text(authority), Raw::Text(user_id)];
    let codes = "DELETE FROM recovery_codes WHERE authority = $1 AND user_id = $2";
    connection.execute(codes, &parameters)?;
    let app = "DELETE FROM code_apps WHERE authority = $1 AND user_id = $2";
    Ok(connection.execute(app, &parameters)? > 0)
}

/// Notes that the code of a step was used; whether no code of that step or a later one was before.
/// Of many who use one at once, one is told so.
pub fn use_step(
    connection: &mut dyn Connection,
    authority: &str,
    user_id: &str,
    step: i64,
) -> Result<bool, StoreError> {
    let statement = "UPDATE code_apps SET last_step = $1 WHERE authority = $2 AND user_id = $3 AND last_step < $1";
    let parameters = [Raw::Integer(step), Raw::Text(authority), Raw::Text(user_id)];
    Ok(connection.execute(statement, &parameters)? > 0)
}

/// Gives a user recovery codes, in the place of those that they had. Only the SHA-256 of each is
/// stored: a code has as much chance in it as nobody can try through.
pub fn set_recovery_codes(
    connection: &mut dyn Connection,
    authority: &str,
    user_id: &str,
    codes: &[String],
) -> Result<(), StoreError> {
    let old = "DELETE FROM recovery_codes WHERE authority = $1 AND user_id = $2";
    connection.execute(old, &[Raw::Text(authority), Raw::Text(user_id)])?;
    let statement =
        "INSERT INTO recovery_codes (authority, user_id, code_sha256) VALUES ($1, $2, $3)";
    for code in codes {
        let code = sha256(code);
        let parameters = [Raw::Text(authority), Raw::Text(user_id), Raw::Text(&code)];
        connection.execute(statement, &parameters)?;
    }
    Ok(())
}

/// How many recovery codes a user has left.
pub fn recovery_codes_left(
    connection: &mut dyn Connection,
    authority: &str,
    user_id: &str,
) -> Result<i64, StoreError> {
    let question = "SELECT COUNT(*) FROM recovery_codes WHERE authority = $1 AND user_id = $2";
    let parameters = [Raw::Text(authority), Raw::Text(user_id)];
    let mut left = 0;
    connection.query(question, &parameters, &mut |row| {
        left = integer(row, "recovery_codes", 0)?;
        Ok(())
    })?;
    Ok(left)
}

/// Uses a recovery code up; whether it was one of the user's.
pub fn use_recovery_code(
    connection: &mut dyn Connection,
    authority: &str,
    user_id: &str,
    code: &str,
) -> Result<bool, StoreError> {
    let statement =
        "DELETE FROM recovery_codes WHERE authority = $1 AND user_id = $2 AND code_sha256 = $3";
    let code = sha256(code);
    let parameters = [Raw::Text(authority), Raw::Text(user_id), Raw::Text(&code)];
    Ok(connection.execute(statement, &parameters)? > 0)
}

/// How often a passkey was used, by its device's count, and when last; by its identifier.
pub fn passkey_uses(
    connection: &mut dyn Connection,
    authority: &str,
) -> Result<BTreeMap<String, (i64, Timestamp)>, StoreError> {
    let question = "SELECT passkey_id, uses, used_at FROM passkey_uses WHERE authority = $1";
    let mut uses = BTreeMap::new();
    connection.query(question, &[Raw::Text(authority)], &mut |row| {
        let id = text(row, PASSKEY_USES, 0)?;
        let count = integer(row, PASSKEY_USES, 1)?;
        uses.insert(id, (count, instant(row, PASSKEY_USES, 2)?));
        Ok(())
    })?;
    Ok(uses)
}

/// Notes that a passkey was used.
pub fn passkey_used(
    connection: &mut dyn Connection,
    authority: &str,
    passkey_id: &str,
    uses: i64,
    at: Timestamp,
) -> Result<(), StoreError> {
    let at = format_instant(at);
    let parameters = [
        Raw::Integer(uses),
        Raw::Text(&at),
        Raw::Text(authority),
        Raw::Text(passkey_id),
    ];
    let again =
        "UPDATE passkey_uses SET uses = $1, used_at = $2 WHERE authority = $3 AND passkey_id = $4";
    if connection.execute(again, &parameters)? > 0 {
        return Ok(());
    }
    let first =
        "INSERT INTO passkey_uses (uses, used_at, authority, passkey_id) VALUES ($1, $2, $3, $4)";
    connection.execute(first, &parameters).map(drop)
}
