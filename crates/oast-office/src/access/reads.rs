use std::collections::BTreeMap;

use jiff::Timestamp;
use oast_store::access::{self, Read, ReadFilter};
use oast_store::{AuditEntry, Connected};
use oast_units::Raw;

use crate::{Office, OfficeError};

pub use oast_store::AuditFilter;

impl Office {
    /// Records that people were looked at, in one transaction.
    pub fn record_reads(&mut self, reads: &[Read]) -> Result<(), OfficeError> {
        if reads.is_empty() {
            return Ok(());
        }
        let authority = &self.authority;
        Ok(self
            .store
            .working(|connection| access::append_reads(connection, authority, reads))?)
    }

    /// Who looked at whom, newest first, at most so many.
    pub fn reads(&mut self, filter: &ReadFilter<'_>, limit: u32) -> Result<Vec<Read>, OfficeError> {
        let connection = self.store.connection();
        Ok(access::reads(connection, &self.authority, filter, limit)?)
    }

    /// A page of the record: entries that fit a filter, newest first, at most so many. The next
    /// page is before the last entry's number.
    pub fn audit_page(
        &mut self,
        filter: &AuditFilter<'_>,
        limit: u32,
    ) -> Result<Vec<AuditEntry>, OfficeError> {
        Ok(self.store.audit_page(&self.authority, filter, limit)?)
    }

    /// One entry of the record, if it is there.
    pub fn audit_entry(&mut self, seq: i64) -> Result<Option<AuditEntry>, OfficeError> {
        Ok(self.store.audit_entry(seq)?)
    }

    /// The messages that an entry left in the outbox: each one's topic, and what it says as JSON.
    pub fn messages(&mut self, seq: i64) -> Result<Vec<(String, String)>, OfficeError> {
        let question =
            "SELECT topic, payload FROM outbox WHERE authority = $1 AND seq = $2 ORDER BY number";
        let parameters = [Raw::Text(&self.authority), Raw::Integer(seq)];
        let mut messages = Vec::new();
        self.store
            .connection()
            .query(question, &parameters, &mut |row| {
                if let (Raw::Text(topic), Raw::Text(payload)) = (row.get(0)?, row.get(1)?) {
                    messages.push((topic.to_owned(), payload.to_owned()));
                }
                Ok(())
            })?;
        Ok(messages)
    }

    /// When each user's sessions were last used, as far as sessions are still kept.
    pub fn last_seen(&mut self) -> Result<BTreeMap<String, Timestamp>, OfficeError> {
        let connection = self.store.connection();
        Ok(access::last_seen(connection, &self.authority)?)
    }
}
