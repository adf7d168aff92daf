//! The lines of a backup, and the sum of all that was written before.

use oast_store::Value;
use oast_units::Raw;
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use crate::BackupError;

/// The version of the form of the lines.
pub(crate) const FORM: u64 = 1;

/// The first line: what the file is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Head {
    /// The version of the schema of the database.
    pub(crate) schema: i64,
    /// The number of the last audit entry.
    pub(crate) seq: i64,
    /// Its hash.
    pub(crate) hash: String,
}

impl Head {
    pub(crate) fn line(&self) -> String {
        let Self { schema, seq, hash } = self;
        json!({ "oast_backup": FORM, "schema": schema, "audit_seq": seq, "audit_hash": hash })
            .to_string()
    }

    pub(crate) fn read(line: &str) -> Result<Self, BackupError> {
        let json = parse(line)?;
        if json["oast_backup"] != FORM {
            return Err(damaged("it does not begin as a backup of Oast does"));
        }
        match (
            json["schema"].as_i64(),
            json["audit_seq"].as_i64(),
            json["audit_hash"].as_str(),
        ) {
            (Some(schema), Some(seq), Some(hash)) => Ok(Self {
                schema,
                seq,
                hash: hash.to_owned(),
            }),
            _ => Err(damaged("its first line does not say what it holds")),
        }
    }
}

/// What a line is about, after the first.
pub(crate) enum Line {
    /// The rows of a table follow, with these columns.
    Table(String, Vec<String>),
    /// A row.
    Row(Vec<Value>),
    /// There were so many rows in all, and the lines before this have this SHA-256.
    End(u64, String),
}

/// The line before the rows of a table.
pub(crate) fn table_line(name: &str, columns: &[String]) -> String {
    json!({ "table": name, "columns": columns }).to_string()
}

/// The line of a row.
pub(crate) fn row_line(row: &[Raw<'_>]) -> String {
    let values = row.iter().map(|value| match value {
        Raw::Null => Json::Null,
        Raw::Integer(number) => Json::from(*number),
        Raw::Text(text) => Json::from(*text),
    });
    Json::Array(values.collect()).to_string()
}

/// The last line.
pub(crate) fn end_line(rows: u64, sum: &str) -> String {
    json!({ "end": true, "rows": rows, "sha256": sum }).to_string()
}

/// Reads a line after the first.
pub(crate) fn read(line: &str) -> Result<Line, BackupError> {
    let json = parse(line)?;
    if let Json::Array(values) = json {
        let values: Option<Vec<Value>> = values.into_iter().map(value).collect();
        return match values {
            Some(values) => Ok(Line::Row(values)),
            None => Err(damaged("a row holds what no column can")),
        };
    }
    if let (Some(rows), Some(sum)) = (json["rows"].as_u64(), json["sha256"].as_str()) {
        return Ok(Line::End(rows, sum.to_owned()));
    }
    let columns = json["columns"].as_array().into_iter().flatten();
    let columns = columns.filter_map(|column| column.as_str().map(str::to_owned));
    match json["table"].as_str() {
        Some(name) => Ok(Line::Table(name.to_owned(), columns.collect())),
        None => Err(damaged("a line says nothing that is known")),
    }
}

fn value(json: Json) -> Option<Value> {
    match json {
        Json::Null => Some(Value::Null),
        Json::Number(number) => number.as_i64().map(Value::Integer),
        Json::String(text) => Some(Value::Text(text)),
        _ => None,
    }
}

fn parse(line: &str) -> Result<Json, BackupError> {
    serde_json::from_str(line).map_err(|_| damaged("a line of it is not what was written"))
}

pub(crate) fn damaged(why: &str) -> BackupError {
    BackupError::Damaged(why.to_owned())
}

/// The SHA-256 of lines, each with its end.
#[derive(Clone, Default)]
pub(crate) struct Sum(Sha256);

impl Sum {
    pub(crate) fn add(&mut self, line: &str) {
        self.0.update(line);
        self.0.update(b"\n");
    }

    pub(crate) fn hex(&self) -> String {
        use std::fmt::Write as _;
        let mut text = String::new();
        for byte in self.0.clone().finalize() {
            let _ = write!(text, "{byte:02x}");
        }
        text
    }
}
