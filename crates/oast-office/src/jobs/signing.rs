use std::sync::Arc;
use std::time::Duration;

use jiff::SignedDuration;
use oast_seal::SigningKey;
use oast_store::StoredCheckpoint;

use super::Worker;
use super::running::thread;
use crate::{Office, OfficeError};

/// How often the record is signed where nothing else is asked for.
pub const CHECKPOINT_EVERY: SignedDuration = SignedDuration::from_hours(1);
/// How often a program looks whether the next checkpoint's turn has come, at least.
const LOOK_EVERY: Duration = Duration::from_mins(1);

/// What the record is signed with, and how often.
#[derive(Debug, Clone)]
pub struct Signing {
    /// The key.
    pub signer: SigningKey,
    /// How long after one checkpoint's turn the next one comes.
    pub every: SignedDuration,
}

impl Worker {
    /// Signs a checkpoint when its turn has come, nobody else took it, and something was recorded
    /// since the last one.
    ///
    /// # Errors
    /// When the database fails. The turn is then gone, and the next one will do.
    pub fn sign_in_turn(
        &self,
        office: &mut Office,
        signing: &Signing,
    ) -> Result<Option<StoredCheckpoint>, OfficeError> {
        let now = self.machine.now();
        let authority = office.authority.clone();
        let next_at = now + signing.every;
        let store = &mut office.store;
        if !store.take_checkpoint_turn(&authority, now, next_at)? {
            return Ok(None);
        }
        let made = office.checkpoint(&signing.signer, now)?;
        if let Some(made) = &made {
            self.watch.checkpoint_signed(made.size);
        }
        Ok(made)
    }

    /// Signs checkpoints in turn, on a thread of its own, until the worker is stopped.
    ///
    /// # Errors
    /// When the machine has no threads to give.
    pub fn sign_in_turns(self: &Arc<Self>, signing: Signing) -> std::io::Result<()> {
        let worker = Arc::clone(self);
        thread("checkpoints", move || {
            let every = Duration::try_from(signing.every).unwrap_or(LOOK_EVERY);
            let mut office = None;
            while !worker.bell().is_stopped() {
                let signed = worker
                    .office(&mut office)
                    .and_then(|office| worker.sign_in_turn(office, &signing));
                if let Err(error) = signed {
                    office = None;
                    worker
                        .machine
                        .report(&format!("signing a checkpoint: {error}"));
                }
                worker.bell().pause(every.min(LOOK_EVERY));
            }
        })
    }
}
