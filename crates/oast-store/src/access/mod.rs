//! Tables that are no facts: who is signed in, which forms were acted upon, who looked at whom.
//!
//! Nothing here decides a payment or a placement, so [`crate::Store::verify`] leaves these tables
//! out, and a session or a count of failures may be changed and taken away.

mod browsers;
mod factors;
mod failures;
mod forms;
mod invitations;
mod kept;
mod leaves;
mod purposes;
mod reads;
mod sessions;

pub use browsers::{
    ListedSession, end_council_session, end_named_session, note_browser, session_name, sessions_of,
};
pub use factors::{
    CodeAppRow, code_app, passkey_used, passkey_uses, recovery_codes_left, remove_code_app,
    set_code_app, set_recovery_codes, use_recovery_code, use_step,
};
pub use failures::{Failures, failures, failures_forgotten, failures_noted};
pub use invitations::{
    InvitationRow, close_invitation, insert_invitation, invitation, invitation_of_secret,
    invitations, renew_invitation,
};
pub use kept::{forget_steps, keep_step, kept_step, take_step};
pub use leaves::{LeaveRow, insert_leave, leaves, leaves_of};
pub use purposes::{note_session_purpose, session_purpose};
pub use reads::{Read, ReadFilter, append_reads, forget_purposes, reads};
pub use sessions::{
    SessionRow, end_session, end_sessions_of, forget_sessions, insert_session, last_seen, session,
    touch,
};

pub(crate) use forms::{note_done, refuse_done};

use oast_units::{Invalid, Raw};
use sha2::{Digest, Sha256};

use crate::StoreError;
use crate::port::{Dialect, Row};

/// The working tables and their indexes, as statements that make what is not there yet.
pub(crate) fn tables(dialect: Dialect) -> String {
    let Dialect {
        clustered, text, ..
    } = dialect;
    format!(
        "CREATE TABLE IF NOT EXISTS sessions (
  token_sha256 {text} NOT NULL,
  authority {text} NOT NULL,
  user_id {text} NOT NULL,
  how {text} NOT NULL,
  started_at {text} NOT NULL,
  seen_at {text} NOT NULL,
  ends_at {text} NOT NULL,
  ended_at {text},
  PRIMARY KEY (token_sha256)
){clustered};
CREATE INDEX IF NOT EXISTS sessions_user ON sessions (authority, user_id);
CREATE INDEX IF NOT EXISTS sessions_ends_at ON sessions (ends_at);
CREATE TABLE IF NOT EXISTS sign_in_failures (
  authority {text} NOT NULL,
  user_id {text} NOT NULL,
  failures BIGINT NOT NULL,
  failed_at {text} NOT NULL,
  locked_until {text},
  PRIMARY KEY (authority, user_id)
){clustered};
CREATE INDEX IF NOT EXISTS sign_in_failures_failed_at ON sign_in_failures (failed_at);
CREATE TABLE IF NOT EXISTS form_keys (
  authority {text} NOT NULL,
  form_key {text} NOT NULL,
  seq BIGINT NOT NULL,
  PRIMARY KEY (authority, form_key)
){clustered};
CREATE TABLE IF NOT EXISTS reads (
  authority {text} NOT NULL,
  read_at {text} NOT NULL,
  user_id {text} NOT NULL,
  person_id {text} NOT NULL,
  page {text} NOT NULL,
  purpose {text}
);
CREATE INDEX IF NOT EXISTS reads_person ON reads (authority, person_id, read_at);
CREATE INDEX IF NOT EXISTS reads_user ON reads (authority, user_id, read_at);
CREATE INDEX IF NOT EXISTS reads_read_at ON reads (authority, read_at);
CREATE TABLE IF NOT EXISTS session_purposes (
  token_sha256 {text} NOT NULL,
  authority {text} NOT NULL,
  purpose {text} NOT NULL,
  chosen_at {text} NOT NULL,
  PRIMARY KEY (token_sha256)
){clustered};
CREATE INDEX IF NOT EXISTS session_purposes_chosen_at ON session_purposes (chosen_at);
CREATE TABLE IF NOT EXISTS glass_leaves (
  authority {text} NOT NULL,
  user_id {text} NOT NULL,
  person_id {text} NOT NULL,
  reason {text} NOT NULL,
  begun_at {text} NOT NULL,
  ends_at {text} NOT NULL,
  seq BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS glass_leaves_user ON glass_leaves (authority, user_id, ends_at);
CREATE INDEX IF NOT EXISTS glass_leaves_begun_at ON glass_leaves (authority, begun_at);
"
    ) + &sign_on_tables(dialect)
}

/// What signing on keeps: steps between two requests, invitations, and what people show beside a
/// password.
fn sign_on_tables(dialect: Dialect) -> String {
    let Dialect {
        clustered, text, ..
    } = dialect;
    format!(
        "CREATE TABLE IF NOT EXISTS session_browsers (
  token_sha256 {text} NOT NULL,
  authority {text} NOT NULL,
  browser {text} NOT NULL,
  council_session {text},
  PRIMARY KEY (token_sha256)
){clustered};
CREATE INDEX IF NOT EXISTS session_browsers_council ON session_browsers (council_session);
CREATE TABLE IF NOT EXISTS kept_steps (
  key_sha256 {text} NOT NULL,
  authority {text} NOT NULL,
  kind {text} NOT NULL,
  content {text} NOT NULL,
  ends_at {text} NOT NULL,
  PRIMARY KEY (key_sha256)
){clustered};
CREATE INDEX IF NOT EXISTS kept_steps_ends_at ON kept_steps (ends_at);
CREATE TABLE IF NOT EXISTS invitations (
  authority {text} NOT NULL,
  invitation_id {text} NOT NULL,
  home_id {text},
  user_id {text},
  email {text} NOT NULL,
  name {text} NOT NULL,
  standing {text} NOT NULL,
  invited_by {text} NOT NULL,
  made_at {text} NOT NULL,
  ends_at {text} NOT NULL,
  state {text} NOT NULL,
  secret_sha256 {text} NOT NULL,
  PRIMARY KEY (authority, invitation_id)
){clustered};
CREATE INDEX IF NOT EXISTS invitations_secret ON invitations (secret_sha256);
CREATE TABLE IF NOT EXISTS code_apps (
  authority {text} NOT NULL,
  user_id {text} NOT NULL,
  secret {text} NOT NULL,
  last_step BIGINT NOT NULL,
  PRIMARY KEY (authority, user_id)
){clustered};
CREATE TABLE IF NOT EXISTS recovery_codes (
  authority {text} NOT NULL,
  user_id {text} NOT NULL,
  code_sha256 {text} NOT NULL,
  PRIMARY KEY (authority, user_id, code_sha256)
){clustered};
CREATE TABLE IF NOT EXISTS passkey_uses (
  authority {text} NOT NULL,
  passkey_id {text} NOT NULL,
  uses BIGINT NOT NULL,
  used_at {text} NOT NULL,
  PRIMARY KEY (authority, passkey_id)
){clustered};
"
    )
}

/// The SHA-256 of a secret, as it is stored.
fn sha256(secret: &str) -> String {
    crate::audit::hex(&Sha256::digest(secret))
}

/// The text of a column that always has one.
pub(crate) fn text(
    row: &dyn Row,
    table: &'static str,
    column: usize,
) -> Result<String, StoreError> {
    maybe_text(row, column)?.ok_or_else(|| StoreError::Corrupt {
        table,
        why: Invalid::new(format!("no text in column {column}")),
    })
}

/// The text of a column, if it has one.
pub(crate) fn maybe_text(row: &dyn Row, column: usize) -> Result<Option<String>, StoreError> {
    Ok(match row.get(column)? {
        Raw::Text(text) => Some(text.to_owned()),
        Raw::Integer(_) | Raw::Null => None,
    })
}

/// The instant of a column, if it has one.
pub(crate) fn maybe_instant(
    row: &dyn Row,
    table: &'static str,
    column: usize,
) -> Result<Option<jiff::Timestamp>, StoreError> {
    match row.get(column)? {
        Raw::Text(text) => crate::parse_instant(text)
            .map(Some)
            .map_err(|why| StoreError::Corrupt { table, why }),
        Raw::Integer(_) | Raw::Null => Ok(None),
    }
}

/// The instant of a column that always has one.
pub(crate) fn instant(
    row: &dyn Row,
    table: &'static str,
    column: usize,
) -> Result<jiff::Timestamp, StoreError> {
    maybe_instant(row, table, column)?.ok_or_else(|| StoreError::Corrupt {
        table,
        why: Invalid::new(format!("no time in column {column}")),
    })
}
