//! The record signed from time to time, by programs that run on.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use jiff::SignedDuration;
use oast_office::jobs::{Signing, Worker};
use oast_store::{Store, is_server};

use crate::cli_operation::Operation;
use crate::key_file;

/// In whose name the demonstration signs.
const DEMONSTRATION: &str = "demonstration/oast";

/// What the record is signed with; nothing where no key is given.
pub(crate) fn signing(how: &Operation, demo: Option<&Path>) -> anyhow::Result<Option<Signing>> {
    let Some(file) = how.signing_key_file.as_deref().or(demo) else {
        return Ok(None);
    };
    Ok(Some(Signing {
        signer: key_file::signing(file)?,
        every: SignedDuration::from_secs(how.checkpoint_every),
    }))
}

/// Has a worker sign from now on, where there is something to sign with.
pub(crate) fn start(worker: &Arc<Worker>, signing: Option<Signing>) -> anyhow::Result<()> {
    match signing {
        Some(signing) => worker
            .sign_in_turns(signing)
            .context("the thread for checkpoints"),
        None => Ok(()),
    }
}

/// The demonstration's key to sign with, beside its file, made if need be; none on a server, which
/// is no place for a file.
pub(crate) fn of_demo(address: &str) -> anyhow::Result<Option<PathBuf>> {
    if is_server(address) {
        return Ok(None);
    }
    let file = PathBuf::from(format!("{}.signing-key", Store::file(address)?));
    if !file.try_exists().unwrap_or(false) {
        key_file::make_signing(&file, DEMONSTRATION)?;
    }
    Ok(Some(file))
}
