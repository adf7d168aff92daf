//! The machine that servers and workers run on: its clock, its chance, and how it is stopped.

use std::sync::Arc;

use jiff::Timestamp;
use oast_office::{Machine, Office, OfficeError, OpenOffice};
use oast_store::Store;
use oast_terms::Terms;

use crate::context::Context;
use crate::{chance, clock};

/// The machine's clock and chance; or the time that was asked for, standing still.
pub(crate) struct ThisMachine {
    at: Option<Timestamp>,
}

impl ThisMachine {
    pub(crate) fn of(context: &Context) -> Self {
        Self {
            at: context.fixed_time(),
        }
    }
}

impl Machine for ThisMachine {
    fn now(&self) -> Timestamp {
        self.at.unwrap_or_else(clock::now)
    }

    fn steady(&self) -> Timestamp {
        clock::now()
    }

    fn report(&self, says: &str) {
        tracing::error!(target: "oast", "{says}");
    }

    fn chance(&self, bytes: &mut [u8]) -> std::io::Result<()> {
        chance::fill(bytes)
    }
}

/// Opens connections to the database of the settings.
pub(crate) fn opener(context: &Context, terms: &Arc<Terms>) -> anyhow::Result<Box<OpenOffice>> {
    let (address, authority) = (context.database()?, context.authority().to_owned());
    let (_, keyring) = context.store()?;
    let terms = Arc::clone(terms);
    Ok(Box::new(move || {
        let store = Store::open(&address)
            .and_then(|store| store.with_keyring(keyring.clone()))
            .map_err(OfficeError::Store)?;
        Ok(Office::new(store, Arc::clone(&terms), &authority))
    }))
}

/// Listens, from now on, for being told to stop; what is given is done when that happens. It is for
/// before a program says that it runs: whoever reads that may tell it to stop at once.
pub(crate) fn told_to_stop() -> std::io::Result<impl Future<Output = ()> + Send> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut terminated = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}
