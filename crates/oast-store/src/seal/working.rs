//! Texts of working tables that lie sealed under the master key itself: they belong to somebody
//! who signs in, and go with their row.

use oast_seal::{Wrapper, is_sealed};
use oast_units::{Invalid, Raw};

use super::{Keyring, row_context};
use crate::StoreError;
use crate::access::text;
use crate::port::Connection;

/// Each table with such texts, the column by which its rows are known, and their columns.
const SEALED: [(&str, &str, &[&str]); 2] = [
    ("code_apps", "user_id", &["secret"]),
    ("invitations", "invitation_id", &["email", "name"]),
];

/// What a text is bound to: its place in the database.
fn context(authority: &str, (table, column): (&str, &str), id: &str) -> String {
    let mut context = String::new();
    row_context(&mut context, authority, table, [column, id].into_iter(), 0);
    context
}

/// The keyring to seal with now. The master key may have been changed since the connection was
/// opened: what is sealed under the old one nobody could read.
pub(crate) fn keyring_to_seal(connection: &mut dyn Connection) -> Result<Keyring, StoreError> {
    let keyring = connection.keyring().cloned().ok_or(StoreError::NoKey)?;
    if super::is_right_key(connection, &keyring)? {
        Ok(keyring)
    } else {
        Err(StoreError::WrongKey)
    }
}

/// Seals a text for a row of a working table.
pub(crate) fn seal_text(
    keyring: &Keyring,
    authority: &str,
    place: (&'static str, &str),
    id: &str,
    text: &str,
) -> Result<String, StoreError> {
    let context = context(authority, place, id);
    let sealed = keyring.wrapper().seal(&context, text);
    sealed.map_err(StoreError::Seal)
}

/// Opens a text of a row of a working table. One that was written before such texts were sealed is
/// as it stands.
pub(crate) fn open_text(
    keyring: Option<&Keyring>,
    authority: &str,
    place: (&'static str, &str),
    id: &str,
    stored: String,
) -> Result<String, StoreError> {
    if !is_sealed(&stored) {
        return Ok(stored);
    }
    let mut wrapper = keyring.ok_or(StoreError::NoKey)?.wrapper();
    let opened = wrapper.open(&context(authority, place, id), &stored);
    opened.ok_or_else(|| StoreError::Corrupt {
        table: place.0,
        why: Invalid::new(
            "a sealed text does not open: it or its place was altered, or the key is another",
        ),
    })
}

/// A sealed text as its table holds it.
struct Stored {
    authority: String,
    id: String,
    text: String,
}

fn all_sealed(
    connection: &mut dyn Connection,
    (table, key, column): (&'static str, &str, &str),
    limit: &str,
) -> Result<Vec<Stored>, StoreError> {
    let question = format!(
        "SELECT authority, {key}, {column} FROM {table} WHERE {column} LIKE 'sealed:1:%' {limit}"
    );
    let mut found = Vec::new();
    connection.query(&question, &[], &mut |row| {
        found.push(Stored {
            authority: text(row, table, 0)?,
            id: text(row, table, 1)?,
            text: text(row, table, 2)?,
        });
        Ok(())
    })?;
    Ok(found)
}

/// Whether any text is sealed so.
pub(super) fn any(connection: &mut dyn Connection) -> Result<bool, StoreError> {
    let mut any = false;
    for (table, key, columns) in SEALED {
        for column in columns {
            any |= !all_sealed(connection, (table, key, column), "LIMIT 1")?.is_empty();
        }
    }
    Ok(any)
}

/// Whether a key opens the first text that is sealed so; none where nothing is.
pub(super) fn opens(
    connection: &mut dyn Connection,
    wrapper: &mut Wrapper,
) -> Result<Option<bool>, StoreError> {
    for (table, key, columns) in SEALED {
        for column in columns {
            let found = all_sealed(connection, (table, key, column), "LIMIT 1")?;
            if let Some(stored) = found.first() {
                let context = context(&stored.authority, (table, column), &stored.id);
                return Ok(Some(wrapper.open(&context, &stored.text).is_some()));
            }
        }
    }
    Ok(None)
}

/// Seals every such text anew under another master key.
pub(super) fn reseal(
    connection: &mut dyn Connection,
    old: &mut Wrapper,
    new: &mut Wrapper,
) -> Result<u64, StoreError> {
    let mut resealed = 0;
    for (table, key, columns) in SEALED {
        for column in columns {
            for stored in all_sealed(connection, (table, key, column), "")? {
                let context = context(&stored.authority, (table, column), &stored.id);
                let text = old
                    .open(&context, &stored.text)
                    .ok_or(StoreError::WrongKey)?;
                let sealed = new.seal(&context, &text).map_err(StoreError::Seal)?;
                let parameters = [
                    Raw::Text(&sealed),
                    Raw::Text(&stored.authority),
                    Raw::Text(&stored.id),
                ];
                resealed += connection.execute(update(table, column), &parameters)?;
            }
        }
    }
    Ok(resealed)
}

/// The statement that writes a text anew.
fn update(table: &str, column: &str) -> &'static str {
    match (table, column) {
        ("code_apps", _) => {
            "UPDATE code_apps SET secret = $1 WHERE authority = $2 AND user_id = $3"
        }
        (_, "email") => {
            "UPDATE invitations SET email = $1 WHERE authority = $2 AND invitation_id = $3"
        }
        _ => "UPDATE invitations SET name = $1 WHERE authority = $2 AND invitation_id = $3",
    }
}
