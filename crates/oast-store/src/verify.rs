use std::collections::BTreeMap;
use std::fmt;

use oast_rules::facts::{Fact, FactVisitor, each_fact};
use oast_seal::{Tree, from_hex};
use oast_units::Raw;
use serde_json::Value;

use crate::audit::{self, AuditEntry, GENESIS};
use crate::checkpoints;
use crate::command::{Content, DONE, done_message};
use crate::port::{Connection, Purpose, in_transaction};
use crate::schema::{columns, key_columns};
use crate::{Store, StoreError};

/// Something that shows the record was altered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditFault {
    /// The numbers of the entries do not follow.
    Missing {
        /// The number that should come next.
        expected: i64,
        /// The number that does.
        found: i64,
    },
    /// An entry does not name the hash of the one before.
    Link {
        /// The entry.
        seq: i64,
    },
    /// An entry's own hash does not fit its words.
    Altered {
        /// The entry.
        seq: i64,
    },
    /// An entry was recorded before the one in front of it.
    Time {
        /// The entry.
        seq: i64,
    },
    /// The rows that an entry wrote are not those it says it wrote.
    Rows {
        /// The entry.
        seq: i64,
        /// The table.
        table: String,
    },
    /// Rows or messages whose audit entry is gone.
    Orphans {
        /// The entry they name.
        seq: i64,
        /// The table.
        table: String,
    },
    /// A checkpoint whose root is not that of the entries that it is over.
    Checkpoint {
        /// How many entries it is over.
        size: i64,
    },
    /// An entry without the outbox message that every command leaves.
    NoMessage {
        /// The entry.
        seq: i64,
    },
}

impl fmt::Display for AuditFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { expected, found } => {
                write!(
                    f,
                    "entry {expected} is missing: the next one found is {found}"
                )
            }
            Self::Link { seq } => write!(f, "entry {seq} does not follow from the entry before it"),
            Self::Altered { seq } => {
                write!(f, "entry {seq} has been altered: its hash does not fit it")
            }
            Self::Time { seq } => write!(f, "entry {seq} is dated before the entry in front of it"),
            Self::Rows { seq, table } => {
                write!(
                    f,
                    "the rows that entry {seq} wrote to {table} are not those it recorded"
                )
            }
            Self::Orphans { seq, table } => {
                write!(f, "{table} holds rows of entry {seq}, which is missing")
            }
            Self::Checkpoint { size } => {
                write!(
                    f,
                    "the checkpoint over {size} entries does not fit them: they, or it, were altered after it was signed"
                )
            }
            Self::NoMessage { seq } => write!(f, "entry {seq} has lost its outbox message"),
        }
    }
}

/// What a verification found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// Audit entries looked at.
    pub entries: u64,
    /// Rows looked at, in every table.
    pub rows: u64,
    /// The hash of the last entry: whoever notes it down can tell later that nothing before it has
    /// changed.
    pub head: String,
    /// Everything that is wrong.
    pub faults: Vec<AuditFault>,
}

impl Store {
    /// Checks the whole record: that the audit entries follow one from another, and that every row
    /// in every table is what the entry that wrote it says it wrote.
    /// It goes through every authority's book: the chain is one. Others may record meanwhile; what
    /// they do is left for the next time.
    pub fn verify(&mut self) -> Result<Verified, StoreError> {
        self.over_every_book(|connection| in_transaction(connection, Purpose::Look, verify))
    }

    /// Verifies what [`Store::fill`] has added so far, within its transaction.
    pub fn verify_filled(&mut self) -> Result<Verified, StoreError> {
        verify(self.connection.as_mut())
    }
}

pub(crate) fn verify(connection: &mut dyn Connection) -> Result<Verified, StoreError> {
    let mut verified = Verified {
        head: GENESIS.to_owned(),
        ..Verified::default()
    };
    let mut expected: BTreeMap<i64, serde_json::Map<String, Value>> = BTreeMap::new();
    let mut books: BTreeMap<i64, Book> = BTreeMap::new();
    let mut before: Option<AuditEntry> = None;
    let mut tree = Tree::default();
    audit::each(connection, |entry| {
        check_entry(&entry, before.as_ref(), &mut verified.faults);
        let content = serde_json::from_str(&entry.content).unwrap_or_default();
        expected.insert(entry.seq, content);
        books.insert(entry.seq, Book::of(&entry));
        verified.entries += 1;
        tree.push(&from_hex::<32>(&entry.hash).unwrap_or_default());
        verified.head.clone_from(&entry.hash);
        before = Some(entry);
        Ok(())
    })?;
    for size in checkpoints::unfitting(connection, &tree)? {
        verified.faults.push(AuditFault::Checkpoint { size });
    }
    check_messages(connection, &books, &mut verified.faults)?;
    let mut rows = RowCheck {
        connection,
        books: &books,
        expected: &mut expected,
        verified: &mut verified,
    };
    each_fact(&mut rows)?;
    for (seq, tables) in expected {
        for table in tables.keys() {
            verified.faults.push(AuditFault::Rows {
                seq,
                table: table.clone(),
            });
        }
    }
    Ok(verified)
}

fn check_entry(entry: &AuditEntry, before: Option<&AuditEntry>, faults: &mut Vec<AuditFault>) {
    let seq = entry.seq;
    let expected = before.map_or(1, |before| before.seq + 1);
    if seq != expected {
        faults.push(AuditFault::Missing {
            expected,
            found: seq,
        });
    }
    if entry.previous_hash != before.map_or(GENESIS, |before| before.hash.as_str()) {
        faults.push(AuditFault::Link { seq });
    }
    if entry.hash != entry.canonical_hash() {
        faults.push(AuditFault::Altered { seq });
    }
    if before.is_some_and(|before| before.recorded_at >= entry.recorded_at) {
        faults.push(AuditFault::Time { seq });
    }
}

/// What an entry's rows and message must agree with.
struct Book {
    authority: String,
    /// The message that says that the command happened.
    done: String,
}

impl Book {
    fn of(entry: &AuditEntry) -> Self {
        let done = done_message(&entry.command, &entry.subject).to_string();
        Self {
            authority: entry.authority.clone(),
            done,
        }
    }
}

fn check_messages(
    connection: &mut dyn Connection,
    books: &BTreeMap<i64, Book>,
    faults: &mut Vec<AuditFault>,
) -> Result<(), StoreError> {
    let mut messaged = std::collections::BTreeSet::new();
    let mut altered = std::collections::BTreeSet::new();
    let question = "SELECT seq, authority, topic, payload FROM outbox ORDER BY seq, number";
    connection.query(question, &[], &mut |row| {
        let Raw::Integer(seq) = row.get(0)? else {
            return Ok(());
        };
        let Some(book) = books.get(&seq) else {
            altered.insert(seq);
            return Ok(());
        };
        if row.get(1)? != Raw::Text(&book.authority) {
            altered.insert(seq);
        }
        if row.get(2)? == Raw::Text(DONE) {
            messaged.insert(seq);
            if row.get(3)? != Raw::Text(&book.done) {
                altered.insert(seq);
            }
        }
        Ok(())
    })?;
    for seq in altered {
        let table = "outbox".to_owned();
        let fault = if books.contains_key(&seq) {
            AuditFault::Rows { seq, table }
        } else {
            AuditFault::Orphans { seq, table }
        };
        faults.push(fault);
    }
    for seq in books.keys().filter(|seq| !messaged.contains(seq)) {
        faults.push(AuditFault::NoMessage { seq: *seq });
    }
    Ok(())
}

/// Compares the rows of each table, entry by entry, with what the entries say they wrote, and
/// takes off what fits.
struct RowCheck<'a> {
    connection: &'a mut dyn Connection,
    books: &'a BTreeMap<i64, Book>,
    expected: &'a mut BTreeMap<i64, serde_json::Map<String, Value>>,
    verified: &'a mut Verified,
}

impl FactVisitor for RowCheck<'_> {
    type Error = StoreError;

    fn visit<F: Fact>(&mut self) -> Result<(), StoreError> {
        let table = F::TABLE.name;
        let names = columns(&F::TABLE);
        let question = format!(
            "SELECT seq, authority, withdrawn, {} FROM {table} ORDER BY seq, {}",
            names.join(", "),
            key_columns(&F::TABLE).join(", ")
        );
        let mut found: Vec<(i64, Content)> = Vec::new();
        let mut moved = std::collections::BTreeSet::new();
        self.connection.query(&question, &[], &mut |row| {
            let Raw::Integer(seq) = row.get(0)? else {
                return Ok(());
            };
            let book = self.books.get(&seq);
            if book.is_some_and(|book| row.get(1).ok() != Some(Raw::Text(&book.authority))) {
                moved.insert(seq);
            }
            if found.last().is_none_or(|(last, _)| *last != seq) {
                found.push((seq, Content::default()));
            }
            if let Some((_, content)) = found.last_mut() {
                for column in 2..names.len() + 3 {
                    content.value(row.get(column)?);
                }
                content.end_row();
            }
            Ok(())
        })?;
        for (seq, content) in found {
            self.verified.rows += content.rows;
            let Some(tables) = self.expected.get_mut(&seq) else {
                self.verified.faults.push(AuditFault::Orphans {
                    seq,
                    table: table.to_owned(),
                });
                continue;
            };
            if tables.remove(table) != Some(content.finish()) || moved.contains(&seq) {
                self.verified.faults.push(AuditFault::Rows {
                    seq,
                    table: table.to_owned(),
                });
            }
        }
        Ok(())
    }
}
