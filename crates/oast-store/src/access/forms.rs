use oast_units::Raw;

use crate::audit::{self, AuditEntry};
use crate::{Connection, StoreError};

/// Refuses a form that was acted upon.
pub(crate) fn refuse_done(
    connection: &mut dyn Connection,
    authority: &str,
    form_key: &str,
) -> Result<(), StoreError> {
    let mut done = None;
    let question = "SELECT seq FROM form_keys WHERE authority = $1 AND form_key = $2";
    let parameters = [Raw::Text(authority), Raw::Text(form_key)];
    connection.query(question, &parameters, &mut |row| {
        if let Raw::Integer(seq) = row.get(0)? {
            done = Some(seq);
        }
        Ok(())
    })?;
    let Some(seq) = done else {
        return Ok(());
    };
    let entry = audit::entry(connection, seq)?;
    let subject = entry.map_or(String::new(), |entry| entry.subject);
    Err(StoreError::AlreadyDone { seq, subject })
}

/// Notes that a form was acted upon.
pub(crate) fn note_done(
    connection: &mut dyn Connection,
    entry: &AuditEntry,
    form_key: &str,
) -> Result<(), StoreError> {
    let statement = "INSERT INTO form_keys (authority, form_key, seq) VALUES ($1, $2, $3)";
    let parameters = [
        Raw::Text(&entry.authority),
        Raw::Text(form_key),
        Raw::Integer(entry.seq),
    ];
    connection.execute(statement, &parameters).map(drop)
}

impl crate::Store {
    /// Refuses the key of a form that was acted upon, as [`crate::Store::command`] does, before any
    /// work is done for it.
    pub fn refuse_done(&mut self, authority: &str, form_key: &str) -> Result<(), StoreError> {
        use crate::port::Connected;
        refuse_done(self.connection(), authority, form_key)
    }
}
