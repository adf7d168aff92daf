use std::fmt;
use std::str::FromStr;

use base64ct::{Base64, Encoding as _};
use oast_units::Invalid;

use crate::{Hash, PublicKey, SigningKey};

/// What the line with the time begins with.
const TIME: &str = "time ";

/// What is signed: whose record, how many entries, the root of the tree over them, and when.
///
/// Its text is a checkpoint as C2SP describes it (`tlog-checkpoint`), with the time as an
/// extension line, so that the tools of others can read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Whose record: the name of the key that signs it.
    pub origin: String,
    /// How many entries, from the first on.
    pub size: u64,
    /// The root of the tree over their hashes.
    pub root: Hash,
    /// When it was signed, as the audit writes times: `2026-05-15T10:00:00.000000Z`.
    pub time: String,
}

impl Checkpoint {
    /// The text that is signed; it ends with a line feed.
    fn text(&self) -> String {
        let root = Base64::encode_string(&self.root);
        format!(
            "{}\n{}\n{root}\n{TIME}{}\n",
            self.origin, self.size, self.time
        )
    }

    /// Signs it; its origin becomes the name of the key.
    pub fn sign(mut self, key: &SigningKey) -> SignedCheckpoint {
        key.name().clone_into(&mut self.origin);
        let text = self.text();
        SignedCheckpoint {
            signature: key.sign(&text),
            checkpoint: self,
        }
    }

    fn read(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let checkpoint = Self {
            origin: lines.next()?.to_owned(),
            size: lines.next()?.parse().ok()?,
            root: Base64::decode_vec(lines.next()?).ok()?.try_into().ok()?,
            time: lines.next()?.strip_prefix(TIME)?.to_owned(),
        };
        // Nothing may be in it that is not told.
        (checkpoint.text() == text).then_some(checkpoint)
    }
}

/// A checkpoint with its signature: the text is that of C2SP's signed notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    checkpoint: Checkpoint,
    signature: String,
}

impl SignedCheckpoint {
    /// The checkpoint, once its signature is checked.
    pub fn verified(&self, key: &PublicKey) -> Result<&Checkpoint, Invalid> {
        let text = self.checkpoint.text();
        key.verify(&text, self.signature.trim_end_matches('\n'))?;
        if self.checkpoint.origin == key.name() {
            Ok(&self.checkpoint)
        } else {
            Err(Invalid::new(format!(
                "the checkpoint is one of '{}', and the key is that of '{}'",
                self.checkpoint.origin,
                key.name()
            )))
        }
    }

    /// The checkpoint as it says of itself, its signature unchecked.
    pub fn unverified(&self) -> &Checkpoint {
        &self.checkpoint
    }
}

impl fmt::Display for SignedCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.checkpoint.text(), self.signature)
    }
}

impl FromStr for SignedCheckpoint {
    type Err = Invalid;

    fn from_str(note: &str) -> Result<Self, Invalid> {
        let read = || {
            let (text, signature) = note.split_once("\n\n")?;
            let line = signature.strip_suffix('\n')?;
            let one = line.starts_with("\u{2014} ") && !line.contains('\n');
            one.then_some(())?;
            Some(Self {
                checkpoint: Checkpoint::read(&format!("{text}\n"))?,
                signature: signature.to_owned(),
            })
        };
        read().ok_or_else(|| {
            Invalid::new("it is no signed checkpoint: a name, a size, a root and a time on a line each, an empty line, and one signature")
        })
    }
}
