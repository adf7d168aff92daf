use jiff::Timestamp;
use oast_seal::{Checkpoint, ConsistencyProof, EntryProof, Proof, SigningKey, Tree, to_hex};
use oast_store::{AuditEntry, StoreError, StoredCheckpoint, format_instant};

use crate::{Office, OfficeError};

/// The most entries of a record, as far as a number of the database goes.
const NEVER: &str = "the record has more entries than can be counted";

impl Office {
    /// Signs a checkpoint over the whole record and keeps it; none when the last one of the same
    /// key is over as many entries, or there is no entry yet.
    pub fn checkpoint(
        &mut self,
        signer: &SigningKey,
        at: Timestamp,
    ) -> Result<Option<StoredCheckpoint>, OfficeError> {
        let size = self.store.record_size()?;
        let last = self.store.checkpoint(&self.authority, size)?;
        let by_the_same = |kept: &StoredCheckpoint| {
            let note = kept.signed();
            note.is_ok_and(|note| note.verified(&signer.public()).is_ok())
        };
        if size == 0 || last.as_ref().is_some_and(by_the_same) {
            return Ok(None);
        }
        let tree = self.store.tree()?;
        let checkpoint = Checkpoint {
            origin: signer.name().to_owned(),
            size: tree.size(),
            root: root(&tree, tree.size())?,
            time: format_instant(at),
        };
        let kept = StoredCheckpoint {
            size: i64::try_from(tree.size()).map_err(|_| refused(NEVER))?,
            made_at: checkpoint.time.clone(),
            note: checkpoint.sign(signer).to_string(),
        };
        self.store.keep_checkpoint(&self.authority, &kept)?;
        Ok(Some(kept))
    }

    /// The checkpoints, newest first, at most so many.
    pub fn checkpoints(&mut self, limit: u32) -> Result<Vec<StoredCheckpoint>, OfficeError> {
        Ok(self.store.checkpoints(&self.authority, limit)?)
    }

    /// The proof that an entry is in the record of a checkpoint: the one over so many entries, or
    /// the last of all.
    pub fn prove_entry(&mut self, seq: i64, size: Option<i64>) -> Result<Proof, OfficeError> {
        let entry = self.store.audit_entry(seq)?.ok_or(OfficeError::NotFound {
            what: "audit entry",
            id: seq.to_string(),
            hint: "; oast audit list lists them".to_owned(),
        })?;
        let kept = match size {
            Some(size) => self.kept(size)?,
            None => self.checkpoints(1)?.into_iter().next().ok_or_else(|| {
                refused("no checkpoint was signed yet; sign one with: oast audit checkpoint")
            })?,
        };
        let tree = self.store.tree()?;
        let size = kept.size.unsigned_abs();
        self.must_fit(&kept, &tree)?;
        let path = tree.inclusion((seq - 1).unsigned_abs(), size);
        let path = path.ok_or_else(|| {
            refused(&format!(
                "entry {seq} was recorded after that checkpoint, which is over {size} entries; sign a new one with: oast audit checkpoint"
            ))
        })?;
        Ok(Proof::Entry(EntryProof {
            hash: entry.hash.clone(),
            entry: texts(entry),
            path: path.iter().map(|hash| to_hex(hash)).collect(),
            checkpoint: kept.note,
        }))
    }

    /// The proof that the record of one checkpoint begins with that of an older one, each named by
    /// how many entries it is over.
    pub fn prove_consistency(&mut self, older: i64, newer: i64) -> Result<Proof, OfficeError> {
        let (old, new) = (self.kept(older)?, self.kept(newer)?);
        let tree = self.store.tree()?;
        self.must_fit(&old, &tree)?;
        self.must_fit(&new, &tree)?;
        let path = tree.consistency(old.size.unsigned_abs(), new.size.unsigned_abs());
        let path = path.ok_or_else(|| refused("name the older checkpoint first"))?;
        Ok(Proof::Consistency(ConsistencyProof {
            older: old.note,
            path: path.iter().map(|hash| to_hex(hash)).collect(),
            newer: new.note,
        }))
    }

    fn kept(&mut self, size: i64) -> Result<StoredCheckpoint, OfficeError> {
        let kept = self.store.checkpoint(&self.authority, size)?;
        kept.ok_or(OfficeError::NotFound {
            what: "checkpoint over so many entries:",
            id: size.to_string(),
            hint: "; oast audit checkpoints lists them".to_owned(),
        })
    }

    /// Refuses to prove anything of a record that is not the one that was signed.
    fn must_fit(&self, kept: &StoredCheckpoint, tree: &Tree) -> Result<(), OfficeError> {
        let said = kept.signed()?;
        let said = said.unverified();
        if tree.root(said.size) == Some(said.root) {
            return Ok(());
        }
        Err(refused(&format!(
            "the record of {} does not fit the checkpoint over {} entries; oast audit verify says where",
            self.authority, said.size
        )))
    }
}

fn root(tree: &Tree, size: u64) -> Result<oast_seal::Hash, OfficeError> {
    let missing = || StoreError::Corrupt {
        table: "audit_entry",
        why: oast_units::Invalid::new("entries are missing"),
    };
    Ok(tree.root(size).ok_or_else(missing)?)
}

/// The texts of an entry, in the order in which they are hashed.
fn texts(entry: AuditEntry) -> [String; 9] {
    [
        entry.seq.to_string(),
        entry.authority,
        entry.recorded_at,
        entry.actor,
        entry.command,
        entry.subject,
        entry.detail,
        entry.content,
        entry.previous_hash,
    ]
}

fn refused(why: &str) -> OfficeError {
    OfficeError::Refused(why.to_owned())
}
