use oast_units::Invalid;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    Checkpoint, Hash, PublicKey, SignedCheckpoint, from_hex, hash_of_leaf, to_hex,
    verify_consistency, verify_inclusion,
};

/// A proof that needs no database: its text is JSON, in one form alone, so that not a byte of it
/// can be changed unnoticed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "proof", rename_all = "kebab-case", deny_unknown_fields)]
#[expect(
    clippy::large_enum_variant,
    reason = "there is one proof at a time, and none is moved about"
)]
pub enum Proof {
    /// That an entry is in the record of a checkpoint.
    Entry(EntryProof),
    /// That the record of one checkpoint begins with that of another.
    Consistency(ConsistencyProof),
}

/// That an entry is in the record of a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryProof {
    /// The nine texts of the entry, in the order in which they are hashed: its number, authority,
    /// time, actor, command, subject, detail, content, and the hash of the entry before it.
    pub entry: [String; 9],
    /// The entry's own hash, in hexadecimal.
    pub hash: String,
    /// The hashes beside the way from the entry up to the root, in hexadecimal.
    pub path: Vec<String>,
    /// The signed checkpoint.
    pub checkpoint: String,
}

/// That the record of one checkpoint begins with that of another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsistencyProof {
    /// The signed checkpoint of the shorter record.
    pub older: String,
    /// The hashes that both roots are made of, in hexadecimal.
    pub path: Vec<String>,
    /// The signed checkpoint of the longer record.
    pub newer: String,
}

/// What a proof has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proven {
    /// The entry is in the record of the checkpoint.
    Entry {
        /// Its number.
        seq: u64,
        /// Its hash, in hexadecimal.
        hash: String,
        /// The checkpoint.
        checkpoint: Checkpoint,
    },
    /// The record of the newer checkpoint begins with that of the older one.
    Consistency {
        /// The older one.
        older: Checkpoint,
        /// The newer one.
        newer: Checkpoint,
    },
}

impl Proof {
    /// The text of the proof.
    pub fn text(&self) -> Result<String, Invalid> {
        serde_json::to_string_pretty(self)
            .map(|text| text + "\n")
            .map_err(|why| Invalid::new(format!("the proof could not be written: {why}")))
    }

    /// Reads the text of a proof, in the one form in which it is written.
    pub fn read(text: &str) -> Result<Self, Invalid> {
        let proof: Self = serde_json::from_str(text)
            .map_err(|why| Invalid::new(format!("the file is no proof: {why}")))?;
        if proof.text()? == text {
            Ok(proof)
        } else {
            Err(Invalid::new(
                "the file is not written as a proof is: something in it was added, left out or put in another order",
            ))
        }
    }

    /// Checks everything that the proof says, against a public key that came some other way.
    pub fn verify(&self, key: &PublicKey) -> Result<Proven, Invalid> {
        match self {
            Self::Entry(proof) => proof.verify(key),
            Self::Consistency(proof) => proof.verify(key),
        }
    }
}

impl EntryProof {
    fn verify(&self, key: &PublicKey) -> Result<Proven, Invalid> {
        let signed: SignedCheckpoint = self.checkpoint.parse()?;
        let checkpoint = signed.verified(key)?;
        let canonical = serde_json::Value::from(self.entry.to_vec()).to_string();
        let hash: Hash = Sha256::digest(canonical).into();
        if to_hex(&hash) != self.hash {
            return Err(Invalid::new(
                "the entry does not have the hash that is given for it: one of them was altered",
            ));
        }
        let [number, ..] = &self.entry;
        let seq = number.parse().ok().filter(|seq: &u64| *seq > 0);
        let seq = seq
            .filter(|seq| seq.to_string() == *number)
            .ok_or_else(|| Invalid::new(format!("'{number}' is not the number of an entry")))?;
        let path = hashes(&self.path)?;
        let leaf = hash_of_leaf(&hash);
        if !verify_inclusion(leaf, seq - 1, checkpoint.size, &path, &checkpoint.root) {
            return Err(Invalid::new(format!(
                "the path does not lead from entry {seq} to the root of the checkpoint: the entry is not in that record, or the path was altered"
            )));
        }
        Ok(Proven::Entry {
            seq,
            hash: self.hash.clone(),
            checkpoint: checkpoint.clone(),
        })
    }
}

impl ConsistencyProof {
    fn verify(&self, key: &PublicKey) -> Result<Proven, Invalid> {
        let (older, newer): (SignedCheckpoint, SignedCheckpoint) =
            (self.older.parse()?, self.newer.parse()?);
        let (older, newer) = (older.verified(key)?, newer.verified(key)?);
        let path = hashes(&self.path)?;
        let (old, new) = ((older.size, &older.root), (newer.size, &newer.root));
        if !verify_consistency(old, new, &path) {
            return Err(Invalid::new(format!(
                "the path does not lead from the record of {} entries to that of {}: the record was rewritten between them, or the path was altered",
                older.size, newer.size
            )));
        }
        Ok(Proven::Consistency {
            older: older.clone(),
            newer: newer.clone(),
        })
    }
}

fn hashes(path: &[String]) -> Result<Vec<Hash>, Invalid> {
    path.iter()
        .map(|text| {
            from_hex(text).map_err(|why| Invalid::new(format!("a hash of the path: {why}")))
        })
        .collect()
}
