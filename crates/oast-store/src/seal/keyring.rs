use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use oast_seal::{KEY_BYTES, MasterKey, SubjectKey, Wrapper};
use oast_units::Raw;

use crate::port::{Connection, Dialect, Inserter, Purpose, Row};
use crate::{Store, StoreError};

/// Fills bytes with what nobody can foresee.
type Chance = dyn Fn(&mut [u8]) -> std::io::Result<()> + Send + Sync;

/// What a database's personal columns are sealed and opened with: the master key, and chance for
/// new keys.
#[derive(Clone)]
pub struct Keyring {
    master: MasterKey,
    chance: Arc<Chance>,
}

impl Keyring {
    /// The keyring of a master key.
    pub fn new(
        master: MasterKey,
        chance: impl Fn(&mut [u8]) -> std::io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        Self {
            master,
            chance: Arc::new(chance),
        }
    }

    /// A keyring whose keys are no secret: for the tests and measurements of this project.
    pub fn example() -> Self {
        let next = AtomicU64::new(0);
        Self::new(MasterKey::new([0; KEY_BYTES]), move |bytes| {
            for chunk in bytes.chunks_mut(8) {
                let number = next.fetch_add(1, Ordering::Relaxed).to_le_bytes();
                chunk.copy_from_slice(&number[..chunk.len()]);
            }
            Ok(())
        })
    }

    pub(crate) fn wrapper(&self) -> Wrapper {
        self.master.wrapper()
    }

    /// A key that has not been used.
    pub(crate) fn new_key(&self) -> Result<SubjectKey, StoreError> {
        let mut bytes = [0; KEY_BYTES];
        (self.chance)(&mut bytes).map_err(StoreError::Chance)?;
        Ok(SubjectKey::new(bytes))
    }
}

impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(a keyring)")
    }
}

impl Store {
    /// Whether anything is sealed in it, so that it can be used with its own key alone.
    pub fn is_sealed(&mut self) -> Result<bool, StoreError> {
        self.over_every_book(super::is_sealed_at_all)
    }

    /// The same database with the keyring of its personal columns. Refuses, before anything is
    /// read or written, a key that is not the one under which the database was sealed.
    pub fn with_keyring(mut self, keyring: Keyring) -> Result<Self, StoreError> {
        if !self.over_every_book(|connection| super::is_right_key(connection, &keyring))? {
            return Err(StoreError::WrongKey);
        }
        self.connection = Box::new(WithKeys {
            inner: self.connection,
            keyring,
        });
        Ok(self)
    }
}

/// A connection with the keyring of its database.
struct WithKeys {
    inner: Box<dyn Connection>,
    keyring: Keyring,
}

impl Connection for WithKeys {
    fn begin(&mut self, purpose: Purpose) -> Result<(), StoreError> {
        self.inner.begin(purpose)
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        self.inner.commit()
    }

    fn rollback(&mut self) -> Result<(), StoreError> {
        self.inner.rollback()
    }

    fn scope(&mut self, authority: &str) {
        self.inner.scope(authority);
    }

    fn dialect(&self) -> Dialect {
        self.inner.dialect()
    }

    fn run(&mut self, statements: &str) -> Result<(), StoreError> {
        self.inner.run(statements)
    }

    fn execute(&mut self, statement: &str, parameters: &[Raw<'_>]) -> Result<u64, StoreError> {
        self.inner.execute(statement, parameters)
    }

    fn query(
        &mut self,
        question: &str,
        parameters: &[Raw<'_>],
        each: &mut dyn FnMut(&dyn Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.inner.query(question, parameters, each)
    }

    fn inserter(
        &mut self,
        table: &str,
        columns: &[String],
    ) -> Result<Box<dyn Inserter + '_>, StoreError> {
        self.inner.inserter(table, columns)
    }

    fn keyring(&self) -> Option<&Keyring> {
        Some(&self.keyring)
    }

    fn scrub(&mut self) -> Result<(), StoreError> {
        self.inner.scrub()
    }
}
