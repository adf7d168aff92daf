//! Two rows with one key: the second would silently correct the first.

use std::convert::Infallible;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use oast_units::{Cell, Raw};

use super::finding::Findings;
use crate::facts::{CellWriter, Fact, Pack, Rows, TableVisitor, each_table, key_of};

pub(super) fn check(pack: &Pack, findings: &mut Findings) {
    let mut keys = Keys { pack, findings };
    let Ok(()) = each_table(&mut keys);
}

struct Keys<'a> {
    pack: &'a Pack,
    findings: &'a mut Findings,
}

impl TableVisitor for Keys<'_> {
    type Error = Infallible;

    fn visit<F: Fact>(&mut self) -> Result<(), Infallible>
    where
        Pack: Rows<F>,
    {
        let rows: &[F] = self.pack.rows();
        let mut scratch = String::new();
        let mut hashes: Vec<(u64, usize)> = rows
            .iter()
            .enumerate()
            .map(|(row, fact)| (hash_of(fact, &mut scratch), row))
            .collect();
        hashes.sort_unstable();
        let column = F::TABLE.key.first().copied().unwrap_or_default();
        for alike in hashes
            .chunk_by(|a, b| a.0 == b.0)
            .filter(|alike| alike.len() > 1)
        {
            for (place, &(_, row)) in alike.iter().enumerate() {
                let key = key_of(&rows[row]);
                let same = |&(_, other): &(u64, usize)| key_of(&rows[other]) == key;
                if alike[..place].iter().any(same) {
                    self.findings.refuse::<F>(row, column, twice(&rows[row]));
                }
            }
        }
        Ok(())
    }
}

fn twice<F: Fact>(fact: &F) -> String {
    format!(
        "the key ({}) stands twice; keep one of the rows",
        Named::of(fact)
    )
}

/// A number that rows with one key share, and others hardly ever do.
fn hash_of<F: Fact>(fact: &F, scratch: &mut String) -> u64 {
    struct Hashed<'a>(DefaultHasher, &'a mut String);
    impl CellWriter for Hashed<'_> {
        fn cell<T: Cell>(&mut self, value: &T) {
            match value.to_raw(self.1) {
                Raw::Null => self.0.write_u8(0),
                Raw::Integer(number) => number.hash(&mut self.0),
                Raw::Text(text) => text.hash(&mut self.0),
            }
        }
    }
    let mut hashed = Hashed(DefaultHasher::new(), scratch);
    fact.write_key(&mut hashed);
    hashed.0.finish()
}

/// The key in words: `placement_id PL1, from 2026-04-01`.
struct Named {
    columns: std::slice::Iter<'static, &'static str>,
    words: String,
}

impl Named {
    fn of<F: Fact>(fact: &F) -> String {
        let mut named = Self {
            columns: F::TABLE.key.iter(),
            words: String::new(),
        };
        fact.write_key(&mut named);
        named.words
    }
}

impl CellWriter for Named {
    fn cell<T: Cell>(&mut self, value: &T) {
        if !self.words.is_empty() {
            self.words.push_str(", ");
        }
        self.words
            .push_str(self.columns.next().copied().unwrap_or(""));
        self.words.push(' ');
        let start = self.words.len();
        value.write(&mut self.words);
        if self.words.len() == start {
            self.words.push_str("(empty)");
        }
    }
}
