//! Everything that is held on one person, gathered from every kind of fact.

use std::collections::{BTreeMap, BTreeSet};

use oast_exchange::table::{Table, Value};
use oast_rules::facts::{CellWriter, Fact, FactVisitor, each_fact};
use oast_store::{Connected as _, Store, Which, column_name};
use oast_units::{Cell, Raw};

use super::obstacle::{PERSON, PLACEMENT};
use crate::OfficeError;

/// What is not told with the rest: whether a legal hold may be told is for the council's lawyer.
const LEFT_OUT: &[&str] = &["legal_holds"];

/// The rows that are held on a person: for each kind of fact every version, with the audit entry
/// that recorded it.
pub(super) struct Held {
    pub(super) tables: Vec<(&'static str, Table)>,
    /// The audit entries that recorded them.
    pub(super) entries: BTreeSet<i64>,
}

/// Gathers what is held on a person with some placements.
pub(super) fn held(
    store: &mut Store,
    authority: &str,
    person: &str,
    placements: &[String],
) -> Result<Held, OfficeError> {
    let mut gathering = Gathering {
        store,
        authority,
        person,
        placements,
        held: Held {
            tables: Vec::new(),
            entries: BTreeSet::new(),
        },
    };
    each_fact(&mut gathering)?;
    Ok(gathering.held)
}

/// The placements that a person has or had, in order.
pub(super) fn placements_of(
    store: &mut Store,
    authority: &str,
    person: &str,
) -> Result<Vec<String>, OfficeError> {
    let question = "SELECT DISTINCT placement_id FROM placements WHERE authority = $1 AND person_id = $2 ORDER BY placement_id";
    let parameters = [Raw::Text(authority), Raw::Text(person)];
    let mut ids = Vec::new();
    store
        .connection()
        .query(question, &parameters, &mut |row| {
            if let Raw::Text(id) = row.get(0)? {
                ids.push(id.to_owned());
            }
            Ok(())
        })?;
    Ok(ids)
}

struct Gathering<'a> {
    store: &'a mut Store,
    authority: &'a str,
    person: &'a str,
    placements: &'a [String],
    held: Held,
}

impl FactVisitor for Gathering<'_> {
    type Error = OfficeError;

    fn visit<F: Fact>(&mut self) -> Result<(), OfficeError> {
        let table = F::TABLE;
        let subjects: Vec<&str> = match table.key.first() {
            _ if LEFT_OUT.contains(&table.name) => return Ok(()),
            Some(&PERSON) => vec![self.person],
            Some(&PLACEMENT) => self.placements.iter().map(String::as_str).collect(),
            _ => return Ok(()),
        };
        let mut rows = Vec::new();
        for subject in subjects {
            for seq in self.versions(&table, subject)? {
                let which = Which::Of(subject);
                let (connection, entries) = (self.store.connection(), &mut self.held.entries);
                oast_store::scan(connection, self.authority, seq, which, |fact: F, by| {
                    if by == seq {
                        entries.insert(seq);
                        let mut row = vec![Value::Number(seq)];
                        fact.write(&mut Texts(&mut row));
                        rows.push(row);
                    }
                    Ok(())
                })?;
            }
        }
        if !rows.is_empty() {
            let mut columns = vec!["audit_entry"];
            columns.extend(table.columns.iter().map(|column| column.name));
            self.held.tables.push((table.name, Table { columns, rows }));
        }
        Ok(())
    }
}

impl Gathering<'_> {
    /// The audit entries that recorded something of a subject in a table.
    fn versions(
        &mut self,
        table: &oast_rules::facts::Table,
        subject: &str,
    ) -> Result<Vec<i64>, OfficeError> {
        let first = table.key_indexes().next().unwrap_or(0);
        let column = table.columns.get(first).map_or(String::new(), |column| {
            column_name(column.name, column.kind)
        });
        let question = format!(
            "SELECT DISTINCT seq FROM {} WHERE authority = $1 AND {column} = $2 ORDER BY seq",
            table.name
        );
        let parameters = [Raw::Text(self.authority), Raw::Text(subject)];
        let mut seqs = Vec::new();
        let connection = self.store.connection();
        connection.query(&question, &parameters, &mut |row| {
            if let Raw::Integer(seq) = row.get(0)? {
                seqs.push(seq);
            }
            Ok(())
        })?;
        Ok(seqs)
    }
}

/// The texts of a row, as the data pack writes them.
struct Texts<'a>(&'a mut Vec<Value>);

impl CellWriter for Texts<'_> {
    fn cell<T: Cell>(&mut self, value: &T) {
        let mut text = String::new();
        value.write(&mut text);
        self.0.push(Value::Text(text));
    }
}

/// When each of some audit entries was recorded, and by whom, as a list.
pub(super) fn entries_as_table(
    store: &mut Store,
    authority: &str,
    entries: &BTreeSet<i64>,
    subjects: &[&str],
) -> Result<Table, OfficeError> {
    let mut found = BTreeMap::new();
    for seq in entries {
        found.extend(store.audit_entry(*seq)?.map(|entry| (*seq, entry)));
    }
    for subject in subjects {
        let filter = oast_store::AuditFilter {
            subject: Some(subject),
            ..oast_store::AuditFilter::default()
        };
        let page = store.audit_page(authority, &filter, u32::MAX)?;
        found.extend(page.into_iter().map(|entry| (entry.seq, entry)));
    }
    let rows = found.into_values().map(|entry| {
        vec![
            Value::Number(entry.seq),
            Value::Text(entry.recorded_at),
            Value::Text(entry.actor),
            Value::Text(entry.command),
            Value::Text(entry.subject),
        ]
    });
    Ok(Table {
        columns: vec!["audit_entry", "recorded_at", "actor", "command", "subject"],
        rows: rows.collect(),
    })
}
