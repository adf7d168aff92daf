use std::path::Path;

use jiff::Timestamp;
use oast_exchange::pack;
use oast_rules::facts::{Fact, Pack, Rows, TableVisitor, each_table};
use oast_store::{StoreError, Which};

use crate::{Office, OfficeError};

/// What an export wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exported {
    /// Each file's table and its rows.
    pub tables: Vec<(&'static str, usize)>,
}

impl Office {
    /// Writes the county as a data pack, as known at a time: importing it again changes nothing.
    pub fn export(
        &mut self,
        dir: &Path,
        known_at: Option<Timestamp>,
    ) -> Result<Exported, OfficeError> {
        let known_seq = self.known_seq(known_at)?;
        let pack = self.pack(known_seq)?;
        pack::write(dir, &pack).map_err(|error| OfficeError::Write {
            path: dir.to_path_buf(),
            why: error.to_string(),
        })?;
        let mut counting = Counting {
            pack: &pack,
            exported: Exported::default(),
        };
        let Ok(()) = each_table(&mut counting);
        Ok(counting.exported)
    }

    /// The whole county as known at an audit entry.
    pub(crate) fn pack(&mut self, known_seq: i64) -> Result<Pack, OfficeError> {
        let mut reading = Reading {
            office: self,
            known_seq,
            pack: Pack::default(),
        };
        each_table(&mut reading)?;
        Ok(reading.pack)
    }
}

struct Reading<'a> {
    office: &'a mut Office,
    known_seq: i64,
    pack: Pack,
}

impl TableVisitor for Reading<'_> {
    type Error = StoreError;

    fn visit<F: Fact>(&mut self) -> Result<(), StoreError>
    where
        Pack: Rows<F>,
    {
        let authority = self.office.authority.clone();
        *self.pack.rows_mut() =
            self.office
                .store
                .facts::<F>(&authority, self.known_seq, Which::All)?;
        Ok(())
    }
}

struct Counting<'a> {
    pack: &'a Pack,
    exported: Exported,
}

impl TableVisitor for Counting<'_> {
    type Error = std::convert::Infallible;

    fn visit<F: Fact>(&mut self) -> Result<(), Self::Error>
    where
        Pack: Rows<F>,
    {
        let rows: &Vec<F> = self.pack.rows();
        self.exported.tables.push((F::TABLE.name, rows.len()));
        Ok(())
    }
}
