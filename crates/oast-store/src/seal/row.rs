use oast_rules::facts::{CellWriter, Fact};
use oast_seal::{SubjectKey, Wrapper, is_sealed};
use oast_units::{Cell, Invalid, Personal, Raw};

use super::keys::unwrap_of_row;
use super::{Keyring, Keys, SEPARATOR, row_context, subject_kind};
use crate::StoreError;
use crate::port::Row;

/// The personal values of a fact as one text; none where every one of them is empty.
pub(crate) fn sealed_values<F: Fact>(fact: &F) -> Option<String> {
    #[derive(Default)]
    struct Joined {
        text: String,
        taken: usize,
        any: bool,
    }
    impl CellWriter for Joined {
        fn cell<T: Cell>(&mut self, _: &T) {}

        fn personal<T: Personal>(&mut self, value: &T) {
            if self.taken > 0 {
                self.text.push(SEPARATOR);
            }
            self.taken += 1;
            let before = self.text.len();
            value.write(&mut self.text);
            self.any |= self.text.len() > before;
        }
    }
    let mut values = Joined::default();
    fact.write(&mut values);
    values.any.then_some(values.text)
}

/// What the personal columns of a row hold.
pub(crate) enum Opened<'o> {
    /// They are not sealed: they were recorded before there were seals, or hold nothing.
    Plain,
    /// The values that were sealed, in order.
    Values(Values<'o>),
    /// Their key was destroyed.
    Erased,
}

/// The values that were sealed together, taken one after another.
pub(crate) struct Values<'o>(&'o str);

impl<'o> Values<'o> {
    /// The next value; empty where nothing is known.
    pub(crate) fn next(&mut self) -> &'o str {
        let (value, rest) = self.0.split_once(SEPARATOR).unwrap_or((self.0, ""));
        self.0 = rest;
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
    /// Room for what is opened.
    room: Vec<u8>,
    /// The keys of all rows, where these come in order.
    keys: Option<Keys>,
}

impl<'a> Opener<'a> {
    pub(crate) fn new(authority: &'a str, keyring: Option<&Keyring>) -> Self {
        Self {
            authority,
            wrapper: keyring.map(Keyring::wrapper),
            last_wrapped: String::new(),
            last: None,
            context: String::new(),
            room: Vec::new(),
            keys: None,
        }
    }

    /// Takes keys from those that were read beforehand, rather than from each row.
    pub(crate) fn with_keys(self, keys: Option<Keys>) -> Self {
        Self { keys, ..self }
    }

    /// The personal values of a row that has the columns of its kind, then `withdrawn`, `seq` and,
    /// where keys were not read beforehand, the row's wrapped key.
    pub(crate) fn open<F: Fact>(&mut self, row: &dyn Row) -> Result<Opened<'_>, StoreError> {
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
        let Raw::Integer(seq) = row.get(columns + 1)? else {
            return Err(altered::<F>());
        };
        let Some(key) = self.key::<F>(row, seq)? else {
            return Ok(Opened::Erased);
        };
        let context = &mut self.context;
        let mut whole = true;
        let parts = F::TABLE.key_indexes().map(|index| {
            let Ok(Raw::Text(part)) = row.get(index) else {
                whole = false;
                return "";
            };
            part
        });
        row_context(context, self.authority, F::TABLE.name, parts, seq);
        if !whole {
            return Err(altered::<F>());
        }
        let joined = key.open_into(context, sealed, &mut self.room);
        Ok(Opened::Values(Values(joined.ok_or_else(altered::<F>)?)))
    }

    /// The key of a row; none where it was destroyed.
    fn key<F: Fact>(&mut self, row: &dyn Row, seq: i64) -> Result<Option<SubjectKey>, StoreError> {
        let subject = F::TABLE.key_indexes().next().unwrap_or(0);
        let Raw::Text(subject) = row.get(subject)? else {
            return Err(altered::<F>());
        };
        let wrapped = match &mut self.keys {
            Some(keys) => keys.of(subject, seq),
            None => match row.get(F::TABLE.columns.len() + 2)? {
                Raw::Text(wrapped) => Some(wrapped),
                _ => None,
            },
        };
        let Some(wrapped) = wrapped else {
            return Ok(None);
        };
        if self.last.is_some() && self.last_wrapped == wrapped {
            return Ok(self.last.clone());
        }
        let master = self.wrapper.as_mut().ok_or(StoreError::NoKey)?;
        let of = (self.authority, subject_kind::<F>(), subject, seq);
        let key = unwrap_of_row(master, &mut self.context, of, wrapped).ok_or_else(altered::<F>)?;
        self.last_wrapped.clear();
        self.last_wrapped.push_str(wrapped);
        self.last = Some(key);
        Ok(self.last.clone())
    }
}

fn altered<F: Fact>() -> StoreError {
    StoreError::Corrupt {
        table: F::TABLE.name,
        why: Invalid::new("a sealed value does not open: it, its key or its place was altered"),
    }
}
