//! Laws of the schema, asked of the database itself.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use oast_rules::facts::{Fact, FactVisitor, each_fact};
use oast_store::{Connected, Connection, Store, column_name};
use oast_units::{Kind, Raw};

/// A table of facts: its name, its columns as declared, and its key, in the database's words.
struct FactTable {
    name: &'static str,
    columns: Vec<(String, Kind)>,
    key: Vec<String>,
}

fn fact_tables() -> Vec<FactTable> {
    struct Tables(Vec<FactTable>);
    impl FactVisitor for Tables {
        type Error = std::convert::Infallible;
        fn visit<F: Fact>(&mut self) -> Result<(), Self::Error> {
            let columns: Vec<(String, Kind)> = F::TABLE
                .columns
                .iter()
                .map(|column| (column_name(column.name, column.kind), column.kind))
                .collect();
            let key = F::TABLE.key_indexes();
            self.0.push(FactTable {
                name: F::TABLE.name,
                key: key.map(|index| columns[index].0.clone()).collect(),
                columns,
            });
            Ok(())
        }
    }
    let mut tables = Tables(Vec::new());
    let Ok(()) = each_fact(&mut tables);
    tables.0
}

/// A column as the database has it: its name, its type, whether it may not be null, and its place
/// in the primary key, from 1.
type Column = (String, String, bool, i64);

fn columns_of(connection: &mut dyn Connection, table: &str) -> Vec<Column> {
    let question = format!("SELECT name, type, \"notnull\", pk FROM pragma_table_info('{table}')");
    let mut columns = Vec::new();
    connection
        .query(&question, &[], &mut |row| {
            if let (Raw::Text(name), Raw::Text(kind), Raw::Integer(needed), Raw::Integer(place)) =
                (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)
            {
                columns.push((name.to_owned(), kind.to_owned(), needed != 0, place));
            }
            Ok(())
        })
        .unwrap();
    columns
}

fn texts(connection: &mut dyn Connection, question: &str) -> Vec<String> {
    let mut texts = Vec::new();
    connection
        .query(question, &[], &mut |row| {
            if let Raw::Text(text) = row.get(0)? {
                texts.push(text.to_owned());
            }
            Ok(())
        })
        .unwrap();
    texts
}

#[test]
fn money_is_whole_pence_and_its_columns_say_so() {
    let mut store = Store::in_memory().unwrap();
    for table in fact_tables() {
        let stored = columns_of(store.connection(), table.name);
        for (name, kind) in &table.columns {
            let (_, declared, ..) = stored.iter().find(|column| column.0 == *name).unwrap();
            assert_eq!(
                name.ends_with("_pence"),
                *kind == Kind::Pence,
                "{} {name}",
                table.name
            );
            if *kind == Kind::Pence {
                assert_eq!(declared, "BIGINT", "{} {name}", table.name);
            }
        }
    }
}

#[test]
fn every_column_is_text_or_a_whole_number() {
    let mut store = Store::in_memory().unwrap();
    let question = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
    let tables = texts(store.connection(), question);
    // The audit, the outbox, the version and six working tables.
    assert_eq!(tables.len(), fact_tables().len() + 9, "{tables:?}");
    for table in tables {
        for (name, kind, ..) in columns_of(store.connection(), &table) {
            assert!(
                kind == "TEXT" || kind == "BIGINT",
                "{table} {name} is {kind}"
            );
        }
    }
}

#[test]
fn every_fact_keeps_its_versions_and_names_its_audit_entry() {
    let mut store = Store::in_memory().unwrap();
    for table in fact_tables() {
        let mut keyed: Vec<Column> = columns_of(store.connection(), table.name);
        keyed.retain(|column| column.3 > 0);
        keyed.sort_by_key(|column| column.3);
        let mut expected = vec!["authority".to_owned()];
        expected.extend(table.key.clone());
        expected.push("seq".to_owned());
        let found: Vec<&String> = keyed.iter().map(|column| &column.0).collect();
        assert_eq!(found, expected.iter().collect::<Vec<_>>(), "{}", table.name);
        assert!(
            keyed.iter().all(|column| column.2),
            "{} has a null in its key",
            table.name
        );
        let question = format!(
            "SELECT \"table\" || '.' || \"to\" FROM pragma_foreign_key_list('{}') WHERE \"from\" = 'seq'",
            table.name
        );
        assert_eq!(
            texts(store.connection(), &question),
            ["audit_entry.seq"],
            "{}",
            table.name
        );
    }
}
