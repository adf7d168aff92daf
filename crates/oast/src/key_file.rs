//! The files that keys are kept in: 64 hexadecimal digits each, for their owner alone.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use oast_seal::{KEY_BYTES, MasterKey, SigningKey};
use oast_store::{Keyring, Store};

use crate::chance;
use crate::exit::Refused;

/// For the owner alone, to read and to write.
const OWNER_ONLY: u32 = 0o600;

/// The file of a database's key where none is named: beside the database.
pub(crate) fn beside(database: &str) -> PathBuf {
    PathBuf::from(format!("{database}.key"))
}

/// Makes a file of a new master key; gives whether it did, as one that is there is left alone.
pub(crate) fn make(file: &Path) -> anyhow::Result<bool> {
    write(file, &MasterKey::new(random()?).to_hex())
}

/// Makes a file of a new key to sign with, in a name; none where one is there, which is left alone.
pub(crate) fn make_signing(file: &Path, name: &str) -> anyhow::Result<Option<SigningKey>> {
    let key = SigningKey::new(name, random()?)?;
    Ok(write(file, &key.secret_text())?.then_some(key))
}

fn random() -> anyhow::Result<[u8; KEY_BYTES]> {
    let mut bytes = [0; KEY_BYTES];
    chance::fill(&mut bytes).context("random bytes for a key")?;
    Ok(bytes)
}

/// Writes a key's text to a file that is not there yet.
///
/// It is written under another name first, so that nobody ever reads half a key, and two programs
/// that start at once come to use the same one.
fn write(file: &Path, key: &str) -> anyhow::Result<bool> {
    let mut draft = file.as_os_str().to_owned();
    draft.push(format!(".{}", std::process::id()));
    let written = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(OWNER_ONLY)
        .open(&draft)
        .and_then(|mut to| {
            writeln!(to, "{key}")?;
            to.sync_all()
        })
        .and_then(|()| match fs::hard_link(&draft, file) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
            linked => linked.map(|()| true),
        });
    let _ = fs::remove_file(&draft);
    written.with_context(|| format!("the key file {}", file.display()))
}

/// The text of a key file.
fn read(file: &Path) -> anyhow::Result<String> {
    fs::read_to_string(file).map_err(|error| {
        Refused(format!(
            "the key file {} cannot be read: {error}; make one with: oast key new FILE",
            file.display()
        ))
        .into()
    })
}

/// The keyring of a key file.
pub(crate) fn keyring(file: &Path) -> anyhow::Result<Keyring> {
    let master: MasterKey = read(file)?.parse().map_err(|why| {
        Refused(format!(
            "{} holds no key: {why}; make one with: oast key new FILE",
            file.display()
        ))
    })?;
    Ok(Keyring::new(master, chance::fill))
}

/// The key to sign with that a file holds.
pub(crate) fn signing(file: &Path) -> anyhow::Result<SigningKey> {
    let key = read(file)?.parse::<SigningKey>();
    key.map_err(|why| Refused(format!("{}: {why}", file.display())).into())
}

/// The keyring of a database with a key file of its own beside it, which is made where nothing is
/// sealed yet. Tells when it was.
pub(crate) fn of_database(
    store: &mut Store,
    database: &str,
    tell: impl FnOnce(&str),
) -> anyhow::Result<Keyring> {
    let file = beside(database);
    let missing = !file.try_exists().unwrap_or(false);
    if missing && store.is_sealed()? {
        return Err(Refused(format!(
            "personal data in {database} is sealed, and its key is not at {}; give its file with --key-file",
            file.display()
        ))
        .into());
    }
    if missing && make(&file)? {
        tell(&format!(
            "a key for personal data was made at {}; keep a copy of it apart from the database, as nothing else opens it",
            file.display()
        ));
    }
    keyring(&file)
}
