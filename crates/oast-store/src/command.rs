use std::collections::BTreeMap;
use std::marker::PhantomData;

use oast_rules::facts::{CellWriter, Fact};
use oast_units::{Cell, Personal, Raw};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::audit::{AuditEntry, hex};
use crate::facts::{KeyText, Which, find, gather};
use crate::port::{Connected, Connection, Inserter};
use crate::schema::columns;
use crate::seal::{KeyParts, NewKeys, row_context, sealed_values, subject_kind};
use crate::{Keyring, StoreError};

/// Who does what, when: the head of an audit entry.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Whose book it is done in.
    pub authority: &'a str,
    /// Who does it.
    pub actor: &'a str,
    /// What is done: `import`, `pay-run approve`.
    pub command: &'a str,
    /// To what.
    pub subject: &'a str,
    /// When.
    pub at: jiff::Timestamp,
    /// The key of the form that asks for it, which is acted upon once however often it is sent.
    pub form_key: Option<&'a str>,
}

/// One command under way: everything it appends is committed together with its audit entry and its
/// outbox message, or not at all.
pub struct Command<'c> {
    pub(crate) connection: &'c mut dyn Connection,
    pub(crate) entry: AuditEntry,
    pub(crate) contents: BTreeMap<&'static str, Content>,
    pub(crate) messages: i64,
    keys: NewKeys,
    fault: Option<StoreError>,
    detail: serde_json::Map<String, Value>,
}

impl<'c> Command<'c> {
    pub(crate) fn new(connection: &'c mut dyn Connection, entry: AuditEntry) -> Self {
        Self {
            connection,
            entry,
            contents: BTreeMap::new(),
            messages: 0,
            keys: NewKeys::default(),
            fault: None,
            detail: serde_json::Map::new(),
        }
    }

    /// The number of the audit entry that this command will leave.
    pub fn seq(&self) -> i64 {
        self.entry.seq
    }

    /// The number of the last audit entry before it: everything that is known to it.
    pub fn known_seq(&self) -> i64 {
        self.entry.seq - 1
    }

    /// Whose book it is done in.
    pub fn authority(&self) -> &str {
        &self.entry.authority
    }

    /// Some facts of a kind as they are known to it, in order of their keys.
    pub fn facts<F: Fact>(&mut self, which: Which<'_>) -> Result<Vec<F>, StoreError> {
        let known_seq = self.known_seq();
        gather(self.connection, &self.entry.authority, known_seq, which)
    }

    /// The only fact of a key as it is known to it, if there is one.
    pub fn find<F: Fact>(&mut self, which: Which<'_>) -> Result<Option<F>, StoreError> {
        let known_seq = self.known_seq();
        find(self.connection, &self.entry.authority, known_seq, which)
    }

    /// An earlier audit entry.
    pub fn audit_entry(&mut self, seq: i64) -> Result<Option<AuditEntry>, StoreError> {
        crate::audit::entry(self.connection, seq)
    }

    /// Adds a detail to the audit entry.
    pub fn note(&mut self, name: &str, value: impl Into<Value>) {
        self.detail.insert(name.to_owned(), value.into());
    }

    /// Begins to append facts of a kind. They must come in order of their keys.
    pub fn appender<F: Fact>(&mut self) -> Result<Appender<'_, F>, StoreError> {
        let mut names = vec![
            "authority".to_owned(),
            "seq".to_owned(),
            "withdrawn".to_owned(),
        ];
        names.extend(columns(&F::TABLE));
        let keyring = self.connection.keyring().cloned();
        Ok(Appender {
            inserter: self.connection.inserter(F::TABLE.name, &names)?,
            authority: &self.entry.authority,
            seq: self.entry.seq,
            content: self.contents.entry(F::TABLE.name).or_default(),
            key: KeyText::default(),
            fault: None,
            keyring,
            keys: &mut self.keys,
            kind: PhantomData,
        })
    }

    /// Writes the keys of what was appended, so that it can be read again.
    fn write_keys(&mut self) -> Result<(), StoreError> {
        let (authority, seq) = (&self.entry.authority, self.entry.seq);
        self.keys.write(self.connection, authority, seq)
    }

    /// Appends one fact.
    pub fn append<F: Fact>(&mut self, fact: &F) -> Result<(), StoreError> {
        self.appender::<F>()?.append(fact, false)
    }

    /// Leaves a message for the workers, to be sent once the command is committed.
    pub fn message(&mut self, topic: &str, payload: &Value) -> Result<(), StoreError> {
        self.messages += 1;
        let payload = payload.to_string();
        let parameters = [
            Raw::Integer(self.entry.seq),
            Raw::Integer(self.messages),
            Raw::Text(&self.entry.authority),
            Raw::Text(topic),
            Raw::Text(&payload),
        ];
        let statement = "INSERT INTO outbox (seq, number, authority, topic, payload) VALUES ($1, $2, $3, $4, $5)";
        self.connection.execute(statement, &parameters).map(drop)
    }

    /// Writes the audit entry, and the outbox message that says that the command happened.
    pub(crate) fn finish(mut self) -> Result<AuditEntry, StoreError> {
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        self.write_keys()?;
        let done = done_message(&self.entry.command, &self.entry.subject);
        self.message(DONE, &done)?;
        let contents: serde_json::Map<String, Value> = std::mem::take(&mut self.contents)
            .into_iter()
            .filter(|(_, content)| content.rows > 0)
            .map(|(table, content)| (table.to_owned(), content.finish()))
            .collect();
        self.entry.content = Value::Object(contents).to_string();
        self.entry.detail = Value::Object(std::mem::take(&mut self.detail)).to_string();
        self.entry.hash = self.entry.canonical_hash();
        crate::audit::append(self.connection, &self.entry)?;
        Ok(self.entry)
    }
}

impl Connected for Command<'_> {
    fn connection(&mut self) -> &mut dyn Connection {
        // A failure stops the command at its end.
        if let Err(fault) = self.write_keys() {
            self.fault.get_or_insert(fault);
        }
        self.connection
    }
}

/// The topic of the message that every command leaves.
pub(crate) const DONE: &str = "command";

/// The message that says that a command happened.
pub(crate) fn done_message(command: &str, subject: &str) -> Value {
    json!({ "command": command, "subject": subject })
}

/// What a command has written to one table so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Content {
    pub(crate) rows: u64,
    hasher: Sha256,
    last_key: String,
    row: Vec<u8>,
}

impl Content {
    /// Takes one value of a row. Values end with a control character that no text can hold.
    pub(crate) fn value(&mut self, value: Raw<'_>) {
        match value {
            Raw::Null => {}
            Raw::Integer(number) => self.row.extend_from_slice(number.to_string().as_bytes()),
            Raw::Text(text) => self.row.extend_from_slice(text.as_bytes()),
        }
        self.row.push(0x1f);
    }

    /// Ends a row.
    pub(crate) fn end_row(&mut self) {
        self.rows += 1;
        self.row.push(0x1e);
        self.hasher.update(&self.row);
        self.row.clear();
    }

    /// The number of rows and their SHA-256, as the audit entry keeps them.
    pub(crate) fn finish(self) -> Value {
        json!({ "rows": self.rows, "sha256": hex(&self.hasher.finalize()) })
    }
}

/// Appends facts of one kind, in order of their keys.
pub struct Appender<'a, F> {
    inserter: Box<dyn Inserter + 'a>,
    authority: &'a str,
    seq: i64,
    content: &'a mut Content,
    key: KeyText,
    fault: Option<StoreError>,
    keyring: Option<Keyring>,
    keys: &'a mut NewKeys,
    kind: PhantomData<F>,
}

impl<F: Fact> Appender<'_, F> {
    /// Appends a fact, or the withdrawal of one.
    pub fn append(&mut self, fact: &F, withdrawn: bool) -> Result<(), StoreError> {
        self.key.0.clear();
        fact.write_key(&mut self.key);
        if self.content.rows > 0 && self.key.0 <= self.content.last_key {
            return Err(StoreError::Order {
                table: F::TABLE.name,
                key: self.key.0.clone(),
            });
        }
        std::mem::swap(&mut self.key.0, &mut self.content.last_key);
        let sealed = self.sealed(fact)?;
        self.inserter.value(Raw::Text(self.authority))?;
        self.inserter.value(Raw::Integer(self.seq))?;
        let mut row = RowWriter {
            appender: self,
            column: 0,
            scratch: String::new(),
            sealed: sealed.as_deref(),
        };
        row.take(Raw::Integer(i64::from(withdrawn)));
        fact.write(&mut row);
        if let Some(fault) = self.fault.take() {
            Err(fault)
        } else {
            self.content.end_row();
            self.inserter.end_row()
        }
    }
}

impl<F: Fact> Appender<'_, F> {
    /// The personal values of a fact, sealed together; none where there are none.
    fn sealed(&mut self, fact: &F) -> Result<Option<String>, StoreError> {
        if F::TABLE.first_personal().is_none() {
            return Ok(None);
        }
        let Some(values) = sealed_values(fact) else {
            return Ok(None);
        };
        let keyring = self.keyring.as_ref().ok_or(StoreError::NoKey)?;
        let mut parts = KeyParts::default();
        fact.write_key(&mut parts);
        let subject = parts.0.first().map_or("", String::as_str);
        let key = self.keys.of(keyring, subject_kind::<F>(), subject)?;
        let mut context = String::new();
        let texts = parts.0.iter().map(String::as_str);
        row_context(&mut context, self.authority, F::TABLE.name, texts, self.seq);
        key.seal(&context, &values)
            .map(Some)
            .map_err(StoreError::Seal)
    }
}

struct RowWriter<'w, 'a, F> {
    appender: &'w mut Appender<'a, F>,
    column: usize,
    scratch: String,
    sealed: Option<&'w str>,
}

impl<F: Fact> RowWriter<'_, '_, F> {
    fn take(&mut self, value: Raw<'_>) {
        self.appender.content.value(value);
        if let Err(fault) = self.appender.inserter.value(value) {
            self.appender.fault.get_or_insert(fault);
        }
    }
}

impl<F: Fact> CellWriter for RowWriter<'_, '_, F> {
    fn cell<T: Cell>(&mut self, value: &T) {
        let mut scratch = std::mem::take(&mut self.scratch);
        let name = F::TABLE.columns[self.column].name;
        self.column += 1;
        match value.to_raw(&mut scratch) {
            // A key is never null, so that two facts without that part are one.
            Raw::Null if F::TABLE.key.contains(&name) => self.take(Raw::Text("")),
            raw => self.take(raw),
        }
        self.scratch = scratch;
    }

    fn personal<T: Personal>(&mut self, _: &T) {
        // The first of them has what is sealed of all.
        self.column += 1;
        let raw = self.sealed.take().map_or(Raw::Null, Raw::Text);
        self.take(raw);
    }
}
