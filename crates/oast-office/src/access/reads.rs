use oast_store::access::{self, Read, ReadFilter};
use oast_store::{AuditEntry, Connected};

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
}
