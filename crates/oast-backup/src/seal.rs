//! How a backup is sealed, and opened again.

use std::io::{BufRead, BufReader, Read, Write};

use age::secrecy::{ExposeSecret as _, SecretString};
use age::x25519::{Identity, Recipient};
use age::{DecryptError, Decryptor, Encryptor};

use crate::BackupError;
use crate::lines::damaged;

/// How a sealed file begins.
const AGE: &[u8] = b"age-encryption.org/";

/// How a backup is sealed.
pub enum Seal {
    /// For whoever holds one of the keys of these recipients, `age1…`.
    Recipients(Vec<Recipient>),
    /// With a passphrase.
    Passphrase(SecretString),
    /// Not at all: whoever has the file can read everything, and alter it.
    Plain,
}

/// What opens a backup.
pub enum Opener {
    /// The keys of a file.
    Keys(Vec<Identity>),
    /// A passphrase.
    Passphrase(SecretString),
    /// Nothing was given.
    Nothing,
}

impl Seal {
    /// Seals for recipients, by their words.
    pub fn recipients(words: &[String]) -> Result<Self, BackupError> {
        let read = |words: &String| {
            words.parse().map_err(|_| {
                let says = format!("'{words}' is not a recipient; it begins with age1, and oast backup-key makes one");
                BackupError::Key(says)
            })
        };
        Ok(Self::Recipients(
            words.iter().map(read).collect::<Result<_, _>>()?,
        ))
    }

    /// Seals with a passphrase, without the end of its line.
    pub fn passphrase(text: &str) -> Result<Self, BackupError> {
        Ok(Self::Passphrase(passphrase(text)?))
    }
}

impl Opener {
    /// Opens with the keys of a file: each on a line of its own, `AGE-SECRET-KEY-1…`.
    pub fn keys(text: &str) -> Result<Self, BackupError> {
        let lines = text.lines().map(str::trim);
        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let keys: Result<Vec<Identity>, _> = lines.map(str::parse).collect();
        match keys {
            Ok(keys) if !keys.is_empty() => Ok(Self::Keys(keys)),
            _ => {
                let says =
                    "the file holds no key; a key is a line that begins with AGE-SECRET-KEY-1";
                Err(BackupError::Key(says.to_owned()))
            }
        }
    }

    /// Opens with a passphrase, without the end of its line.
    pub fn passphrase(text: &str) -> Result<Self, BackupError> {
        Ok(Self::Passphrase(passphrase(text)?))
    }
}

fn passphrase(text: &str) -> Result<SecretString, BackupError> {
    match text.lines().next().unwrap_or_default() {
        "" => Err(BackupError::Key(
            "the passphrase is empty; write one on the first line of its file".to_owned(),
        )),
        line => Ok(SecretString::from(line.to_owned())),
    }
}

/// A new key: the recipient to back up for, and the text of the file to keep elsewhere.
pub fn new_key() -> (String, String) {
    let key = Identity::generate();
    let recipient = key.to_public().to_string();
    let file = format!(
        "# Opens backups that are made for {recipient}\n{}\n",
        key.to_string().expose_secret()
    );
    (recipient, file)
}

/// Where the lines of a backup are written to.
pub(crate) enum Sealed<W: Write> {
    Age(Box<age::stream::StreamWriter<W>>),
    Plain(W),
}

impl<W: Write> Sealed<W> {
    pub(crate) fn new(seal: &Seal, out: W) -> Result<Self, BackupError> {
        let encryptor = match seal {
            Seal::Plain => return Ok(Self::Plain(out)),
            Seal::Passphrase(words) => Encryptor::with_user_passphrase(words.clone()),
            Seal::Recipients(recipients) => {
                let recipients = recipients.iter().map(|one| one as &dyn age::Recipient);
                Encryptor::with_recipients(recipients)
                    .map_err(|why| BackupError::Key(why.to_string()))?
            }
        };
        let sealed = encryptor.wrap_output(out);
        let sealed = sealed.map_err(|why| BackupError::Key(why.to_string()))?;
        Ok(Self::Age(Box::new(sealed)))
    }

    /// Ends the sealing, and gives back what was written to.
    pub(crate) fn finish(self) -> std::io::Result<W> {
        match self {
            Self::Age(sealed) => sealed.finish(),
            Self::Plain(out) => Ok(out),
        }
    }
}

impl<W: Write> Write for Sealed<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        match self {
            Self::Age(sealed) => sealed.write(bytes),
            Self::Plain(out) => out.write(bytes),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match self {
            Self::Age(sealed) => sealed.flush(),
            Self::Plain(out) => out.flush(),
        }
    }
}

/// Opens what was sealed.
pub(crate) fn open<'r>(
    file: impl Read + 'r,
    opener: &Opener,
) -> Result<Box<dyn Read + 'r>, BackupError> {
    let mut file = BufReader::new(file);
    let begins = file
        .fill_buf()
        .map_err(|_| damaged("it cannot be read"))?
        .starts_with(AGE);
    if !begins {
        return Ok(Box::new(file));
    }
    let refused = |why: DecryptError| match why {
        DecryptError::NoMatchingKeys
        | DecryptError::DecryptionFailed
        | DecryptError::KeyDecryptionFailed
        | DecryptError::ExcessiveWork { .. } => BackupError::WrongKey,
        _ => damaged("it is no longer sealed as it was"),
    };
    let sealed = Decryptor::new_buffered(file).map_err(refused)?;
    let bytes = match opener {
        Opener::Nothing => return Err(BackupError::Sealed),
        Opener::Keys(keys) => sealed.decrypt(keys.iter().map(|key| key as &dyn age::Identity)),
        Opener::Passphrase(words) => {
            let identity = age::scrypt::Identity::new(words.clone());
            sealed.decrypt(std::iter::once(&identity as &dyn age::Identity))
        }
    };
    Ok(Box::new(bytes.map_err(refused)?))
}
