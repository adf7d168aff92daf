use oast_units::Raw;
use sha2::{Digest, Sha256};

use crate::StoreError;
use crate::port::{Connection, Row};

/// What the first entry names as the hash before it.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

const COLUMNS: &str =
    "seq, authority, recorded_at, actor, command, subject, detail, content, previous_hash, hash";

/// One entry of the audit chain: who did what, when, and what it wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// Its number, from 1, without a gap.
    pub seq: i64,
    /// Whose book it is in.
    pub authority: String,
    /// When, as UTC with microseconds: `2026-05-15T10:00:00.000000Z`. Later than the entry before.
    pub recorded_at: String,
    /// Who.
    pub actor: String,
    /// What was done: `import`, `pay-run approve`.
    pub command: String,
    /// To what: a pay run, a folder.
    pub subject: String,
    /// Anything else worth knowing, as JSON.
    pub detail: String,
    /// What it wrote, table by table, as JSON: rows and their SHA-256.
    pub content: String,
    /// The hash of the entry before.
    pub previous_hash: String,
    /// The hash of this entry.
    pub hash: String,
}

impl AuditEntry {
    /// The hash that the entry should have: SHA-256 over its canonical form, which is the JSON
    /// array, without spaces, of its fields as strings in the order of the columns.
    pub fn canonical_hash(&self) -> String {
        let seq = self.seq.to_string();
        let fields = [
            &seq,
            &self.authority,
            &self.recorded_at,
            &self.actor,
            &self.command,
            &self.subject,
            &self.detail,
            &self.content,
            &self.previous_hash,
        ];
        let canonical = serde_json::Value::from(fields.map(std::string::String::as_str).to_vec());
        hex(&Sha256::digest(canonical.to_string()))
    }
}

/// Which audit entries to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AuditFilter<'a> {
    /// Only what somebody did.
    pub actor: Option<&'a str>,
    /// Only one command: `pay-run approve`.
    pub command: Option<&'a str>,
    /// Only what was done to this.
    pub subject: Option<&'a str>,
    /// Only entries with a lower number: the last one of the page before.
    pub before_seq: Option<i64>,
    /// Only entries with a higher number.
    pub after_seq: Option<i64>,
}

/// The newest entries that fit a filter. Each of its fields has an index that ends in `seq`, so
/// that a page of a long record is found without sorting it.
pub(crate) fn page(
    connection: &mut dyn Connection,
    authority: &str,
    filter: &AuditFilter<'_>,
    limit: u32,
) -> Result<Vec<AuditEntry>, StoreError> {
    let mut narrowed = Narrowed::new(authority);
    narrowed.by("actor =", filter.actor.map(Raw::Text));
    narrowed.by("command =", filter.command.map(Raw::Text));
    narrowed.by("subject =", filter.subject.map(Raw::Text));
    narrowed.by("seq <", filter.before_seq.map(Raw::Integer));
    narrowed.by("seq >", filter.after_seq.map(Raw::Integer));
    let (filters, parameters) = narrowed.newest("seq", limit);
    let question = format!("SELECT {COLUMNS} FROM audit_entry {filters}");
    let mut entries = Vec::new();
    connection.query(&question, &parameters, &mut |row| {
        entries.push(read(row)?);
        Ok(())
    })?;
    Ok(entries)
}

/// The end of a question that is narrowed by what was asked for, with its parameters.
pub(crate) struct Narrowed<'a> {
    filters: String,
    parameters: Vec<Raw<'a>>,
}

impl<'a> Narrowed<'a> {
    pub(crate) fn new(authority: &'a str) -> Self {
        Self {
            filters: "WHERE authority = $1".to_owned(),
            parameters: vec![Raw::Text(authority)],
        }
    }

    /// Narrows by a column and a sign, `seq <`, when there is a value to compare with.
    pub(crate) fn by(&mut self, column_and_sign: &str, value: Option<Raw<'a>>) {
        use std::fmt::Write as _;
        if let Some(value) = value {
            self.parameters.push(value);
            let place = self.parameters.len();
            let _ = write!(self.filters, " AND {column_and_sign} ${place}");
        }
    }

    /// Asks for the last rows by a column, at most so many, the last first.
    pub(crate) fn newest(mut self, column: &str, limit: u32) -> (String, Vec<Raw<'a>>) {
        self.parameters.push(Raw::Integer(i64::from(limit)));
        let place = self.parameters.len();
        let filters = format!("{} ORDER BY {column} DESC LIMIT ${place}", self.filters);
        (filters, self.parameters)
    }
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// The last entry of any book, if there is one: the chain goes through all of them.
pub(crate) fn last(connection: &mut dyn Connection) -> Result<Option<AuditEntry>, StoreError> {
    one(connection, "audit_last", &[])
}

/// One entry, if it is there.
pub(crate) fn entry(
    connection: &mut dyn Connection,
    seq: i64,
) -> Result<Option<AuditEntry>, StoreError> {
    one(
        connection,
        "audit_entry WHERE seq = $1",
        &[Raw::Integer(seq)],
    )
}

fn one(
    connection: &mut dyn Connection,
    which: &str,
    parameters: &[Raw<'_>],
) -> Result<Option<AuditEntry>, StoreError> {
    let mut found = None;
    let question = format!("SELECT {COLUMNS} FROM {which}");
    connection.query(&question, parameters, &mut |row| {
        found = Some(read(row)?);
        Ok(())
    })?;
    Ok(found)
}

/// Every entry in order of its number.
pub(crate) fn each(
    connection: &mut dyn Connection,
    mut each: impl FnMut(AuditEntry) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let question = format!("SELECT {COLUMNS} FROM audit_entry ORDER BY seq");
    connection.query(&question, &[], &mut |row| each(read(row)?))
}

/// Appends an entry.
pub(crate) fn append(
    connection: &mut dyn Connection,
    entry: &AuditEntry,
) -> Result<(), StoreError> {
    let statement = format!(
        "INSERT INTO audit_entry ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
    );
    let parameters = [
        Raw::Integer(entry.seq),
        Raw::Text(&entry.authority),
        Raw::Text(&entry.recorded_at),
        Raw::Text(&entry.actor),
        Raw::Text(&entry.command),
        Raw::Text(&entry.subject),
        Raw::Text(&entry.detail),
        Raw::Text(&entry.content),
        Raw::Text(&entry.previous_hash),
        Raw::Text(&entry.hash),
    ];
    connection.execute(&statement, &parameters).map(drop)
}

fn read(row: &dyn Row) -> Result<AuditEntry, StoreError> {
    let text = |column| match row.get(column) {
        Ok(Raw::Text(text)) => Ok(text.to_owned()),
        Ok(other) => Err(corrupt(&format!("{other:?} where a text should be"))),
        Err(error) => Err(error),
    };
    let Raw::Integer(seq) = row.get(0)? else {
        return Err(corrupt("an entry without a number"));
    };
    Ok(AuditEntry {
        seq,
        authority: text(1)?,
        recorded_at: text(2)?,
        actor: text(3)?,
        command: text(4)?,
        subject: text(5)?,
        detail: text(6)?,
        content: text(7)?,
        previous_hash: text(8)?,
        hash: text(9)?,
    })
}

fn corrupt(why: &str) -> StoreError {
    StoreError::Corrupt {
        table: "audit_entry",
        why: oast_units::Invalid::new(why),
    }
}
