use oast_rules::facts::{CellWriter, Fact};
use oast_seal::{SubjectKey, Wrapper, is_sealed};
use oast_units::{Cell, Invalid, Personal, Raw};

use super::keys::unwrap_of_row;
use super::{Keyring, SEPARATOR, row_context, subject_kind};
use crate::StoreError;
use crate::port::Row;

/// The personal values of a fact as one text; none where every one of them is empty.
pub(crate) fn sealed_values<F: Fact>(fact: &F) -> Option<String> {
    #[derive(Default)]
    struct Joined {
        joined: String,
        taken: usize,
        any: bool,
    }
    impl CellWriter for Joined {
        fn cell<T: Cell>(&mut self, _: &T) {}

        fn personal<T: Personal>(&mut self, value: &T) {
            if self.taken > 0 {
                self.joined.push(SEPARATOR);
            }
            self.taken += 1;
            let before = self.joined.len();
            value.write(&mut self.joined);
            self.any |= self.joined.len() > before;
        }
    }
    let mut values = Joined::default();
    fact.write(&mut values);
    values.any.then_some(values.joined)
}

/// What the personal columns of a row hold.
pub(crate) enum Opened {
    /// They are not sealed: they were recorded before there were seals, or hold nothing.
    Plain,
    /// The values that were sealed, in order.
    Values(Values),
    /// Their key was destroyed.
    Erased,
}

/// The values that were sealed together, taken one after another.
pub(crate) struct Values {
    joined: String,
    taken: usize,
}

impl Values {
    /// The next value; empty where nothing is known.
    pub(crate) fn next(&mut self) -> &str {
        let rest = self.joined.get(self.taken..).unwrap_or("");
        let value = rest.split_once(SEPARATOR).map_or(rest, |(value, _)| value);
        self.taken += value.len() + SEPARATOR.len_utf8();
        value
    }
}

/// Opens the personal values of one row after another.
pub(crate) struct Opener<'a> {
    authority: &'a str,
    wrapper: Option<Wrapper>,
    /// What the last key was opened from, and the key.
    last_wrapped: String,
    last: Option<SubjectKey>,
    context: String,
}

impl<'a> Opener<'a> {
    pub(crate) fn new(authority: &'a str, keyring: Option<&Keyring>) -> Self {
        Self {
            authority,
            wrapper: keyring.map(Keyring::wrapper),
            last_wrapped: String::new(),
            last: None,
            context: String::new(),
        }
    }

    /// The personal values of a row that has the columns of its kind, then `withdrawn`, `seq` and
    /// the row's wrapped key.
    pub(crate) fn open<F: Fact>(&mut self, row: &dyn Row) -> Result<Opened, StoreError> {
        let Some(first) = F::TABLE.first_personal() else {
            return Ok(Opened::Plain);
        };
        let Raw::Text(sealed) = row.get(first)? else {
            return Ok(Opened::Plain);
        };
        if !is_sealed(sealed) {
            return Ok(Opened::Plain);
        }
        let columns = F::TABLE.columns.len();
        let Raw::Text(wrapped) = row.get(columns + 2)? else {
            return Ok(Opened::Erased);
        };
        let Raw::Integer(seq) = row.get(columns + 1)? else {
            return Err(altered::<F>());
        };
        let key = self.key::<F>(row, seq, wrapped)?;
        let mut parts = Vec::with_capacity(F::TABLE.key.len());
        for index in F::TABLE.key_indexes() {
            let Raw::Text(part) = row.get(index)? else {
                return Err(altered::<F>());
            };
            parts.push(part);
        }
        let (context, parts) = (&mut self.context, parts.into_iter());
        row_context(context, self.authority, F::TABLE.name, parts, seq);
        let joined = key.open(context, sealed).ok_or_else(altered::<F>)?;
        Ok(Opened::Values(Values { joined, taken: 0 }))
    }

    fn key<F: Fact>(
        &mut self,
        row: &dyn Row,
        seq: i64,
        wrapped: &str,
    ) -> Result<SubjectKey, StoreError> {
        if let Some(key) = &self.last
            && self.last_wrapped == wrapped
        {
            return Ok(key.clone());
        }
        let wrapper = self.wrapper.as_mut().ok_or(StoreError::NoKey)?;
        let subject = F::TABLE.key_indexes().next().unwrap_or(0);
        let Raw::Text(subject) = row.get(subject)? else {
            return Err(altered::<F>());
        };
        let of = (self.authority, subject_kind::<F>(), subject, seq);
        let key =
            unwrap_of_row(wrapper, &mut self.context, of, wrapped).ok_or_else(altered::<F>)?;
        self.last_wrapped.clear();
        self.last_wrapped.push_str(wrapped);
        self.last = Some(key.clone());
        Ok(key)
    }
}

fn altered<F: Fact>() -> StoreError {
    StoreError::Corrupt {
        table: F::TABLE.name,
        why: Invalid::new("a sealed value does not open: it, its key or its place was altered"),
    }
}
