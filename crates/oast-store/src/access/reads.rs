use jiff::Timestamp;
use oast_units::Raw;

use super::{instant, maybe_text, text};
use crate::audit::Narrowed;
use crate::{Connection, StoreError, format_instant};

const TABLE: &str = "reads";

/// Somebody looked at what is known about a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// When.
    pub at: Timestamp,
    /// Who looked.
    pub user_id: String,
    /// At whom.
    pub person_id: String,
    /// What they looked at: the address of a page.
    pub page: String,
    /// What for, where they were asked.
    pub purpose: Option<String>,
}

/// Which reads to list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReadFilter<'a> {
    /// Only of one person.
    pub person: Option<&'a str>,
    /// Only by one user.
    pub user: Option<&'a str>,
    /// Only for one purpose.
    pub purpose: Option<&'a str>,
    /// Only at this time or later.
    pub from: Option<Timestamp>,
    /// Only at this time or earlier.
    pub to: Option<Timestamp>,
}

/// Appends reads. They are never changed.
pub fn append_reads(
    connection: &mut dyn Connection,
    authority: &str,
    reads: &[Read],
) -> Result<(), StoreError> {
    let statement = "INSERT INTO reads (authority, read_at, user_id, person_id, page, purpose) VALUES ($1, $2, $3, $4, $5, $6)";
    for read in reads {
        let at = format_instant(read.at);
        let parameters = [
            Raw::Text(authority),
            Raw::Text(&at),
            Raw::Text(&read.user_id),
            Raw::Text(&read.person_id),
            Raw::Text(&read.page),
            read.purpose.as_deref().map_or(Raw::Null, Raw::Text),
        ];
        connection.execute(statement, &parameters)?;
    }
    Ok(())
}

/// Reads that fit a filter, newest first, at most so many.
pub fn reads(
    connection: &mut dyn Connection,
    authority: &str,
    filter: &ReadFilter<'_>,
    limit: u32,
) -> Result<Vec<Read>, StoreError> {
    let (from, to) = (
        filter.from.map(format_instant),
        filter.to.map(format_instant),
    );
    let mut narrowed = Narrowed::new(authority);
    narrowed.by("person_id =", filter.person.map(Raw::Text));
    narrowed.by("user_id =", filter.user.map(Raw::Text));
    narrowed.by("purpose =", filter.purpose.map(Raw::Text));
    narrowed.by("read_at >=", from.as_deref().map(Raw::Text));
    narrowed.by("read_at <=", to.as_deref().map(Raw::Text));
    let (filters, parameters) = narrowed.newest("read_at", limit);
    let question =
        format!("SELECT read_at, user_id, person_id, page, purpose FROM reads {filters}");
    let mut found = Vec::new();
    connection.query(&question, &parameters, &mut |row| {
        found.push(Read {
            at: instant(row, TABLE, 0)?,
            user_id: text(row, TABLE, 1)?,
            person_id: text(row, TABLE, 2)?,
            page: text(row, TABLE, 3)?,
            purpose: maybe_text(row, 4)?,
        });
        Ok(())
    })?;
    Ok(found)
}

/// Forgets why people looked at somebody who is erased, which may say something of them. That they
/// looked, and when, stays.
pub fn forget_purposes(
    connection: &mut dyn Connection,
    authority: &str,
    person_id: &str,
) -> Result<(), StoreError> {
    let statement = "UPDATE reads SET purpose = NULL WHERE authority = $1 AND person_id = $2 AND purpose IS NOT NULL";
    let parameters = [Raw::Text(authority), Raw::Text(person_id)];
    connection.execute(statement, &parameters).map(drop)
}
