use std::path::Path;

use crate::cli::Key;
use crate::context::Context;
use crate::exit::Refused;
use crate::{key_file, output};

pub(super) fn run(context: &Context, command: Key) -> anyhow::Result<()> {
    match command {
        Key::New {
            file,
            signing: None,
        } => make(&file),
        Key::New {
            file,
            signing: Some(name),
        } => make_signing(&file, &name),
        Key::Public { file } => output::say(&key_file::signing(&file)?.public().to_string()),
        Key::Rotate { to } => {
            let new = key_file::keyring(&to)?;
            let mut office = context.existing_office()?;
            let rewrapped = office.rotate_key(&new, context.actor())?;
            output::say(&format!(
                "{rewrapped} keys are wrapped under {} now; give that file with --key-file from here on, and destroy the old one once no backup needs it",
                to.display()
            ))
        }
    }
}

fn make(file: &Path) -> anyhow::Result<()> {
    if key_file::make(file)? {
        return output::say(&format!(
            "a new key is in {}; keep a copy of it apart from the database",
            file.display()
        ));
    }
    Err(there_already(file))
}

fn make_signing(file: &Path, name: &str) -> anyhow::Result<()> {
    let Some(key) = key_file::make_signing(file, name)? else {
        return Err(there_already(file));
    };
    output::say(&format!(
        "a new key to sign with is in {}; publish its public key:\n{}",
        file.display(),
        key.public()
    ))
}

fn there_already(file: &Path) -> anyhow::Error {
    Refused(format!(
        "{} is there already, and was left as it is",
        file.display()
    ))
    .into()
}
