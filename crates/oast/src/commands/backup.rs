use std::io::Write as _;
use std::path::Path;

use oast_backup::{BackupError, Opener, Restored, Seal};
use oast_store::Store;

use crate::cli_operation::{Backup, Opened};
use crate::context::Context;
use crate::exit::Refused;
use crate::output;

/// Backs the database up, or checks a backup.
pub(super) fn backup(context: &Context, how: &Backup) -> anyhow::Result<()> {
    if let Some(file) = &how.target.verify {
        let folder = scratch(file)?;
        let restored = oast_backup::verify(file, &opener(&how.opened)?, folder.path());
        let restored = restored.map_err(told)?;
        return output::say(&format!(
            "The backup restores and verifies: {}.",
            found(&restored)
        ));
    }
    let Some(to) = &how.target.to else {
        return Err(Refused("say where to with --to".to_owned()).into());
    };
    let seal = seal(how)?;
    let mut office = context.keyless_office()?;
    context.progress().tell("backing up", 0);
    let done = oast_backup::back_up(office.store(), to, &seal).map_err(told)?;
    let (rows, seq, head) = (done.rows, done.seq, done.head);
    output::say(&format!(
        "{} holds {rows} rows as at audit entry {seq}, whose hash is\n{head}",
        to.display()
    ))
}

/// Restores a backup into an empty database.
pub(super) fn restore(
    context: &Context,
    file: &Path,
    to: &str,
    opened: &Opened,
) -> anyhow::Result<()> {
    let key = opener(opened)?;
    let made = Store::file(to).is_ok_and(|path| !Path::new(path).exists());
    context.progress().tell("restoring", 0);
    let restored = Store::migrate(to)
        .and_then(|_| Store::open(to))
        .map_err(BackupError::from)
        .and_then(|mut store| oast_backup::restore(file, &key, &mut store));
    if let (Err(_), true, Ok(path)) = (&restored, made, Store::file(to)) {
        // What was made for a backup that is none goes with it.
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{path}{ending}"));
        }
    }
    let restored = restored.map_err(told)?;
    output::say(&format!("Restored and verified: {}.", found(&restored)))
}

/// Makes a key.
pub(super) fn new_key(to: &Path) -> anyhow::Result<()> {
    let (recipient, text) = oast_backup::new_key();
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let written = options.open(to).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.map_err(|why| Refused(format!("{} could not be written: {why}", to.display())))?;
    output::say(&format!(
        "The key is in {}. Keep it apart from the backups, and back up with\n--recipient {recipient}",
        to.display()
    ))
}

fn found(restored: &Restored) -> String {
    let Restored {
        rows,
        entries,
        head,
    } = restored;
    format!("{rows} rows and {entries} audit entries, the last with the hash\n{head}")
}

/// A folder beside a backup, which goes when it was used: there is room where the backup is.
fn scratch(file: &Path) -> anyhow::Result<tempfile::TempDir> {
    let beside = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = tempfile::tempdir_in(beside.unwrap_or(Path::new(".")));
    Ok(folder.map_err(|why| Refused(format!("there is no room to restore into: {why}")))?)
}

fn seal(how: &Backup) -> anyhow::Result<Seal> {
    if how.plain {
        return Ok(Seal::Plain);
    }
    if let Some(file) = &how.opened.passphrase_file {
        return Seal::passphrase(&text(file)?).map_err(told);
    }
    if how.recipients.is_empty() {
        let says = "say how it is encrypted: with --recipient, or --passphrase-file; or, with care, --plain";
        return Err(Refused(says.to_owned()).into());
    }
    Seal::recipients(&how.recipients).map_err(told)
}

fn opener(opened: &Opened) -> anyhow::Result<Opener> {
    match (&opened.identity_file, &opened.passphrase_file) {
        (Some(file), _) => Opener::keys(&text(file)?).map_err(told),
        (None, Some(file)) => Opener::passphrase(&text(file)?).map_err(told),
        (None, None) => Ok(Opener::Nothing),
    }
}

fn text(file: &Path) -> anyhow::Result<String> {
    let read = std::fs::read_to_string(file);
    Ok(read.map_err(|why| Refused(format!("{} could not be read: {why}", file.display())))?)
}

/// What went wrong; what another file or key would put right is a refusal.
fn told(error: BackupError) -> anyhow::Error {
    match error {
        BackupError::Store(error) => oast_office::OfficeError::Store(error).into(),
        BackupError::Office(error) => error.into(),
        error @ BackupError::File { .. } => error.into(),
        error => Refused(error.to_string()).into(),
    }
}
