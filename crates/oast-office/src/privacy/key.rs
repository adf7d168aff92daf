use oast_store::{Connected as _, EVERY_BOOK, Keyring, StoreError, seal};

use crate::office::request;
use crate::{Action, Actor, Office, OfficeError};

impl Office {
    /// Wraps every key of the database anew under another master key, in one command; gives how
    /// many there are. This office goes on under the old key and is of no more use.
    pub fn rotate_key(&mut self, to: &Keyring, actor: Actor<'_>) -> Result<u64, OfficeError> {
        self.admit(actor, Action::ManageUsers)?;
        let authority = self.authority.clone();
        let request = request(&authority, actor, "key rotate", "");
        let rewrapped = self.store.command(request, |command| {
            let connection = command.connection();
            let keyring = connection.keyring().cloned().ok_or(StoreError::NoKey)?;
            // Whatever the book: one key opens the whole database.
            connection.scope(EVERY_BOOK);
            let rewrapped = seal::rewrap(connection, &keyring, to);
            connection.scope(&authority);
            let rewrapped = rewrapped?;
            command.note("keys", rewrapped);
            Ok::<u64, OfficeError>(rewrapped)
        })?;
        self.store.connection().scrub()?;
        Ok(rewrapped)
    }
}
