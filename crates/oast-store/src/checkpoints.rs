use jiff::Timestamp;
use oast_seal::{SignedCheckpoint, Tree, from_hex};
use oast_units::{Invalid, Raw};

use crate::access::text;
use crate::port::Dialect;
use crate::port::{Connected as _, Connection, Row};
use crate::{Store, StoreError, format_instant};

const TABLE: &str = "checkpoints";

/// A checkpoint as it is kept: a signed statement of the root over the first entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCheckpoint {
    /// How many entries it is over.
    pub size: i64,
    /// When it was signed, as the audit writes times.
    pub made_at: String,
    /// Its text with its signature.
    pub note: String,
}

impl StoredCheckpoint {
    /// What it says, its signature unchecked.
    pub fn signed(&self) -> Result<SignedCheckpoint, StoreError> {
        self.note.parse().map_err(corrupt)
    }
}

/// The table of checkpoints, and the way to the hashes of many entries without their words.
pub(crate) fn tables(dialect: Dialect) -> String {
    let Dialect {
        clustered, text, ..
    } = dialect;
    format!(
        "CREATE TABLE IF NOT EXISTS checkpoints (
  authority {text} NOT NULL,
  size BIGINT NOT NULL,
  made_at {text} NOT NULL,
  note {text} NOT NULL,
  PRIMARY KEY (authority, size, made_at)
){clustered};
CREATE TABLE IF NOT EXISTS checkpoint_turns (
  authority {text} NOT NULL PRIMARY KEY,
  next_at {text} NOT NULL
){clustered};
CREATE INDEX IF NOT EXISTS audit_entry_hashes ON audit_entry (seq, hash);
"
    )
}

impl Store {
    /// The Merkle tree over the hashes of the entries, first to last.
    pub fn tree(&mut self) -> Result<Tree, StoreError> {
        let mut tree = Tree::default();
        let question = "SELECT seq, hash FROM audit_entry ORDER BY seq";
        let mut push = |row: &dyn Row| {
            let (Raw::Integer(seq), Raw::Text(hash)) = (row.get(0)?, row.get(1)?) else {
                return Err(corrupt(Invalid::new("an entry without a hash")));
            };
            if u64::try_from(seq).ok() != Some(tree.size() + 1) {
                return Err(corrupt(Invalid::new(format!(
                    "the entry before entry {seq} is missing"
                ))));
            }
            tree.push(&from_hex::<32>(hash).map_err(corrupt)?);
            Ok(())
        };
        self.over_every_book(|connection| connection.query(question, &[], &mut push))?;
        Ok(tree)
    }

    /// How many entries the record has, in every book: the chain goes through all of them.
    pub fn record_size(&mut self) -> Result<i64, StoreError> {
        let mut size = 0;
        self.over_every_book(|connection| {
            let question = "SELECT MAX(seq) FROM audit_entry";
            connection.query(question, &[], &mut |row| {
                if let Raw::Integer(number) = row.get(0)? {
                    size = number;
                }
                Ok(())
            })
        })?;
        Ok(size)
    }

    /// Takes the turn to sign the next checkpoint of a book; gives whether it was to be had. Of
    /// any number of programs that ask at once, one gets it, and nobody again before `next_at`.
    pub fn take_checkpoint_turn(
        &mut self,
        authority: &str,
        now: Timestamp,
        next_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let (now, next_at) = (format_instant(now), format_instant(next_at));
        let again =
            "UPDATE checkpoint_turns SET next_at = $1 WHERE authority = $2 AND next_at <= $3";
        let parameters = [Raw::Text(&next_at), Raw::Text(authority), Raw::Text(&now)];
        if self.connection().execute(again, &parameters)? > 0 {
            return Ok(true);
        }
        let first = "INSERT INTO checkpoint_turns (authority, next_at) VALUES ($1, $2) ON CONFLICT DO NOTHING";
        let parameters = [Raw::Text(authority), Raw::Text(&next_at)];
        Ok(self.connection().execute(first, &parameters)? > 0)
    }

    /// The checkpoints, newest first, at most so many.
    pub fn checkpoints(
        &mut self,
        authority: &str,
        limit: u32,
    ) -> Result<Vec<StoredCheckpoint>, StoreError> {
        let question = "SELECT size, made_at, note FROM checkpoints WHERE authority = $1 ORDER BY size DESC, made_at DESC LIMIT $2";
        let parameters = [Raw::Text(authority), Raw::Integer(i64::from(limit))];
        let mut found = Vec::new();
        self.connection().query(question, &parameters, &mut |row| {
            found.push(read(row)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// The last checkpoint over just so many entries.
    pub fn checkpoint(
        &mut self,
        authority: &str,
        size: i64,
    ) -> Result<Option<StoredCheckpoint>, StoreError> {
        let question = "SELECT size, made_at, note FROM checkpoints WHERE authority = $1 AND size = $2 ORDER BY made_at";
        let parameters = [Raw::Text(authority), Raw::Integer(size)];
        let mut found = None;
        self.connection().query(question, &parameters, &mut |row| {
            found = Some(read(row)?);
            Ok(())
        })?;
        Ok(found)
    }

    /// Keeps a checkpoint. It is never changed.
    pub fn keep_checkpoint(
        &mut self,
        authority: &str,
        checkpoint: &StoredCheckpoint,
    ) -> Result<(), StoreError> {
        let statement = "INSERT INTO checkpoints (authority, size, made_at, note) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
        let parameters = [
            Raw::Text(authority),
            Raw::Integer(checkpoint.size),
            Raw::Text(&checkpoint.made_at),
            Raw::Text(&checkpoint.note),
        ];
        self.connection().execute(statement, &parameters).map(drop)
    }
}

/// The sizes of the checkpoints that do not fit the entries as they are.
pub(crate) fn unfitting(
    connection: &mut dyn Connection,
    tree: &Tree,
) -> Result<Vec<i64>, StoreError> {
    let mut sizes = Vec::new();
    let question = "SELECT size, made_at, note FROM checkpoints ORDER BY size";
    connection.query(question, &[], &mut |row| {
        let kept = read(row)?;
        let fits = kept.signed().is_ok_and(|signed| {
            let said = signed.unverified();
            i64::try_from(said.size).ok() == Some(kept.size)
                && tree.root(said.size) == Some(said.root)
        });
        if !fits {
            sizes.push(kept.size);
        }
        Ok(())
    })?;
    Ok(sizes)
}

fn read(row: &dyn Row) -> Result<StoredCheckpoint, StoreError> {
    let Raw::Integer(size) = row.get(0)? else {
        return Err(corrupt(Invalid::new("a checkpoint without a size")));
    };
    Ok(StoredCheckpoint {
        size,
        made_at: text(row, TABLE, 1)?,
        note: text(row, TABLE, 2)?,
    })
}

fn corrupt(why: Invalid) -> StoreError {
    StoreError::Corrupt { table: TABLE, why }
}
