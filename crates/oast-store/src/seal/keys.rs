use std::collections::BTreeMap;

use oast_rules::facts::{Fact, FactVisitor, each_fact};
use oast_seal::{SubjectKey, is_sealed};
use oast_units::Raw;

use super::{Keyring, SEPARATOR, subject_kind, working};
use crate::StoreError;
use crate::access::text;
use crate::port::{Connection, Dialect};
use crate::schema::column_name;

const TABLE: &str = "subject_keys";

/// How many keys are rewrapped between two questions.
const REWRAPPED_AT_ONCE: u32 = 10_000;

/// The wrapped key of a row, as a part of the question for the row; `{table}` and `{subject}` stand
/// for the row's table and the first column of its key, `{kind}` for what that is called.
pub(crate) const KEY_OF_ROW: &str = "(SELECT wrapped_key FROM subject_keys WHERE subject_keys.authority = {table}.authority AND subject_keys.subject_kind = '{kind}' AND subject_keys.subject = {table}.{subject} AND subject_keys.seq = {table}.seq)";

/// The table of keys, as a statement that makes it where it is not there yet.
pub(crate) fn tables(dialect: Dialect) -> String {
    let Dialect {
        clustered, text, ..
    } = dialect;
    format!(
        "CREATE TABLE IF NOT EXISTS subject_keys (
  authority {text} NOT NULL,
  subject_kind {text} NOT NULL,
  subject {text} NOT NULL,
  seq BIGINT NOT NULL REFERENCES audit_entry (seq) DEFERRABLE INITIALLY DEFERRED,
  wrapped_key {text} NOT NULL,
  PRIMARY KEY (authority, subject_kind, subject, seq)
){clustered};
"
    )
}

/// What a wrapped key is bound to.
fn key_context(out: &mut String, authority: &str, kind: &str, subject: &str, seq: i64) {
    super::row_context(out, authority, kind, std::iter::once(subject), seq);
}

/// Whether a keyring's master key wrapped the keys of a database. Any does where there are none.
pub(crate) fn is_right_key(
    connection: &mut dyn Connection,
    keyring: &Keyring,
) -> Result<bool, StoreError> {
    let mut right = None;
    let mut wrapper = keyring.wrapper();
    let question =
        "SELECT authority, subject_kind, subject, seq, wrapped_key FROM subject_keys LIMIT 1";
    connection.query(question, &[], &mut |row| {
        right = Some(unwrapped(&mut wrapper, &StoredKey::read(row)?).is_some());
        Ok(())
    })?;
    let right = match right {
        None => working::opens(connection, &mut wrapper)?,
        right => right,
    };
    Ok(right.unwrap_or(true))
}

/// Whether anything of a database is sealed.
pub(crate) fn is_sealed_at_all(connection: &mut dyn Connection) -> Result<bool, StoreError> {
    let mut sealed = false;
    let question = "SELECT seq FROM subject_keys LIMIT 1";
    connection.query(question, &[], &mut |_| {
        sealed = true;
        Ok(())
    })?;
    Ok(sealed || working::any(connection)?)
}

/// A key as its table holds it.
struct StoredKey {
    authority: String,
    kind: String,
    subject: String,
    seq: i64,
    wrapped: String,
}

impl StoredKey {
    fn read(row: &dyn crate::Row) -> Result<Self, StoreError> {
        let Raw::Integer(seq) = row.get(3)? else {
            return Err(StoreError::Corrupt {
                table: TABLE,
                why: oast_units::Invalid::new("a key without the number of its audit entry"),
            });
        };
        Ok(Self {
            authority: text(row, TABLE, 0)?,
            kind: text(row, TABLE, 1)?,
            subject: text(row, TABLE, 2)?,
            seq,
            wrapped: text(row, TABLE, 4)?,
        })
    }

    fn context(&self) -> String {
        let mut context = String::new();
        key_context(
            &mut context,
            &self.authority,
            &self.kind,
            &self.subject,
            self.seq,
        );
        context
    }
}

fn unwrapped(wrapper: &mut oast_seal::Wrapper, stored: &StoredKey) -> Option<SubjectKey> {
    wrapper.unwrap(&stored.context(), &stored.wrapped)
}

/// Every wrapped key of a kind of subject, read once in order, for rows that come in the order of
/// their subjects: a question for each would take far longer.
#[derive(Debug, Default)]
pub(crate) struct Keys {
    /// The subjects and their wrapped keys, one after another.
    text: String,
    /// Where each subject begins, where its key begins, where that ends, and the audit entry.
    places: Vec<(usize, usize, usize, i64)>,
    /// The first key that may be of the next row's subject.
    next: usize,
}

impl Keys {
    /// Reads the keys of a kind of subject.
    pub(crate) fn read(
        connection: &mut dyn Connection,
        authority: &str,
        kind: &str,
    ) -> Result<Self, StoreError> {
        let mut found = Self::default();
        let question = "SELECT subject, seq, wrapped_key FROM subject_keys WHERE authority = $1 AND subject_kind = $2 ORDER BY subject, seq";
        let parameters = [Raw::Text(authority), Raw::Text(kind)];
        connection.query(question, &parameters, &mut |row| {
            let (Raw::Text(subject), Raw::Integer(seq), Raw::Text(wrapped)) =
                (row.get(0)?, row.get(1)?, row.get(2)?)
            else {
                return Err(StoreError::Corrupt {
                    table: TABLE,
                    why: oast_units::Invalid::new("a key without its subject"),
                });
            };
            let from = found.text.len();
            found.text.push_str(subject);
            let key = found.text.len();
            found.text.push_str(wrapped);
            found.places.push((from, key, found.text.len(), seq));
            Ok(())
        })?;
        Ok(found)
    }

    /// The wrapped key of a subject for what an audit entry recorded; none where it was destroyed.
    /// Subjects are asked for in order.
    pub(crate) fn of(&mut self, subject: &str, seq: i64) -> Option<&str> {
        let of = |&(from, key, _, _): &(usize, usize, usize, i64)| self.text.get(from..key);
        let mut next = self.next;
        while self
            .places
            .get(next)
            .is_some_and(|key| of(key) < Some(subject))
        {
            next += 1;
        }
        self.next = next;
        let own = self.places.iter().skip(next);
        let mut own = own.take_while(|key| of(key) == Some(subject));
        let (_, from, to, _) = own.find(|key| key.3 == seq)?;
        self.text.get(*from..*to)
    }
}

/// Opens the wrapped key of a row.
pub(super) fn unwrap_of_row(
    wrapper: &mut oast_seal::Wrapper,
    context: &mut String,
    (authority, kind, subject, seq): (&str, &str, &str, i64),
    text: &str,
) -> Option<SubjectKey> {
    key_context(context, authority, kind, subject, seq);
    wrapper.unwrap(context, text)
}

/// The keys that a command makes, each kept until it is written with the rest of the command.
#[derive(Debug, Default)]
pub(crate) struct NewKeys {
    made: BTreeMap<String, SubjectKey>,
    unwritten: Vec<String>,
}

impl NewKeys {
    /// The key of a subject for what this command records of it.
    pub(crate) fn of(
        &mut self,
        keyring: &Keyring,
        kind: &str,
        subject: &str,
    ) -> Result<SubjectKey, StoreError> {
        let name = format!("{kind}{SEPARATOR}{subject}");
        if let Some(key) = self.made.get(&name) {
            return Ok(key.clone());
        }
        let key = keyring.new_key()?;
        self.made.insert(name.clone(), key.clone());
        self.unwritten.push(name);
        Ok(key)
    }

    /// Writes the keys that are not written yet.
    pub(crate) fn write(
        &mut self,
        connection: &mut dyn Connection,
        authority: &str,
        seq: i64,
    ) -> Result<(), StoreError> {
        if self.unwritten.is_empty() {
            return Ok(());
        }
        let keyring = connection.keyring().cloned().ok_or(StoreError::NoKey)?;
        // The master key may have been changed since the connection was opened.
        if !is_right_key(connection, &keyring)? {
            return Err(StoreError::WrongKey);
        }
        let mut wrapper = keyring.wrapper();
        self.unwritten.sort_unstable();
        self.refuse_erased(connection, authority)?;
        let columns = ["authority", "subject_kind", "subject", "seq", "wrapped_key"];
        let mut inserter = connection.inserter(TABLE, &columns.map(str::to_owned))?;
        let mut context = String::new();
        for name in self.unwritten.drain(..) {
            let (Some((kind, subject)), Some(key)) =
                (name.split_once(SEPARATOR), self.made.get(&name))
            else {
                continue;
            };
            key_context(&mut context, authority, kind, subject, seq);
            let text = wrapper.wrap(&context, key).map_err(StoreError::Seal)?;
            inserter.value(Raw::Text(authority))?;
            inserter.value(Raw::Text(kind))?;
            inserter.value(Raw::Text(subject))?;
            inserter.value(Raw::Integer(seq))?;
            inserter.value(Raw::Text(&text))?;
            inserter.end_row()?;
        }
        Ok(())
    }
}

impl NewKeys {
    /// Refuses to record anything more of a person who was erased: what a source still holds would
    /// come back with its next import.
    fn refuse_erased(
        &self,
        connection: &mut dyn Connection,
        authority: &str,
    ) -> Result<(), StoreError> {
        let mut any = false;
        let question = "SELECT seq FROM erasures WHERE authority = $1 LIMIT 1";
        connection.query(question, &[Raw::Text(authority)], &mut |_| {
            any = true;
            Ok(())
        })?;
        if !any {
            return Ok(());
        }
        let of_person = "SELECT person_id FROM erasures WHERE authority = $1 AND person_id = $2";
        let of_placement = "SELECT erasures.person_id FROM erasures JOIN placements ON placements.authority = erasures.authority AND placements.person_id = erasures.person_id WHERE erasures.authority = $1 AND placements.placement_id = $2";
        for name in &self.unwritten {
            let (kind, subject) = name.split_once(SEPARATOR).unwrap_or_default();
            let question = if kind == "person_id" {
                of_person
            } else {
                of_placement
            };
            let parameters = [Raw::Text(authority), Raw::Text(subject)];
            connection.query(question, &parameters, &mut |row| {
                Err(StoreError::Erased(text(row, TABLE, 0)?))
            })?;
        }
        Ok(())
    }
}

/// Destroys every key of a subject: what was sealed under them cannot be read by anybody again.
/// Gives how many there were.
pub fn forget_keys(
    connection: &mut dyn Connection,
    authority: &str,
    kind: &str,
    subject: &str,
) -> Result<u64, StoreError> {
    let statement =
        "DELETE FROM subject_keys WHERE authority = $1 AND subject_kind = $2 AND subject = $3";
    let parameters = [Raw::Text(authority), Raw::Text(kind), Raw::Text(subject)];
    connection.execute(statement, &parameters)
}

/// Wraps every key anew under another master key; gives how many there are. It belongs in one
/// transaction: no key is then ever wrapped under a key that is gone.
pub fn rewrap(
    connection: &mut dyn Connection,
    keyring: &Keyring,
    to: &Keyring,
) -> Result<u64, StoreError> {
    let (mut old, mut new) = (keyring.wrapper(), to.wrapper());
    let mut after: Option<StoredKey> = None;
    let mut rewrapped = 0;
    loop {
        let batch = next_keys(connection, after.as_ref())?;
        for stored in &batch {
            let key = unwrapped(&mut old, stored).ok_or(StoreError::WrongKey)?;
            let wrapped = new
                .wrap(&stored.context(), &key)
                .map_err(StoreError::Seal)?;
            let statement = "UPDATE subject_keys SET wrapped_key = $1 WHERE authority = $2 AND subject_kind = $3 AND subject = $4 AND seq = $5";
            let parameters = [
                Raw::Text(&wrapped),
                Raw::Text(&stored.authority),
                Raw::Text(&stored.kind),
                Raw::Text(&stored.subject),
                Raw::Integer(stored.seq),
            ];
            rewrapped += connection.execute(statement, &parameters)?;
        }
        after = batch.into_iter().next_back();
        if after.is_none() {
            return Ok(rewrapped + working::reseal(connection, &mut old, &mut new)?);
        }
    }
}

/// The keys that come next in the order of their table.
fn next_keys(
    connection: &mut dyn Connection,
    after: Option<&StoredKey>,
) -> Result<Vec<StoredKey>, StoreError> {
    let mut keys = Vec::new();
    let question = "SELECT authority, subject_kind, subject, seq, wrapped_key FROM subject_keys WHERE (authority, subject_kind, subject, seq) > ($1, $2, $3, $4) ORDER BY authority, subject_kind, subject, seq LIMIT $5";
    let (authority, kind, subject, seq) = after.map_or(("", "", "", 0), |key| {
        (
            key.authority.as_str(),
            key.kind.as_str(),
            key.subject.as_str(),
            key.seq,
        )
    });
    let parameters = [
        Raw::Text(authority),
        Raw::Text(kind),
        Raw::Text(subject),
        Raw::Integer(seq),
        Raw::Integer(i64::from(REWRAPPED_AT_ONCE)),
    ];
    connection.query(question, &parameters, &mut |row| {
        keys.push(StoredKey::read(row)?);
        Ok(())
    })?;
    Ok(keys)
}

/// Whether some row about a subject lies open: it was recorded before there were seals, and no key
/// can be destroyed to erase it.
pub fn lies_open(
    connection: &mut dyn Connection,
    authority: &str,
    kind: &str,
    subject: &str,
) -> Result<bool, StoreError> {
    struct Open<'a> {
        connection: &'a mut dyn Connection,
        authority: &'a str,
        kind: &'a str,
        subject: &'a str,
        found: bool,
    }
    impl FactVisitor for Open<'_> {
        type Error = StoreError;
        fn visit<F: Fact>(&mut self) -> Result<(), StoreError> {
            let table = F::TABLE;
            let personal: Vec<String> = table
                .columns
                .iter()
                .filter(|column| column.personal)
                .map(|column| column_name(column.name, column.kind))
                .collect();
            if personal.is_empty() || subject_kind::<F>() != self.kind {
                return Ok(());
            }
            let question = format!(
                "SELECT {} FROM {} WHERE authority = $1 AND {} = $2",
                personal.join(", "),
                table.name,
                self.kind
            );
            let parameters = [Raw::Text(self.authority), Raw::Text(self.subject)];
            self.connection.query(&question, &parameters, &mut |row| {
                for column in 0..personal.len() {
                    self.found |= matches!(row.get(column)?, Raw::Text(text) if !is_sealed(text));
                }
                Ok(())
            })
        }
    }
    let mut open = Open {
        connection,
        authority,
        kind,
        subject,
        found: false,
    };
    each_fact(&mut open)?;
    Ok(open.found)
}
