//! Laws of the schema, asked of the database itself.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use oast_rules::facts::{Fact, FactVisitor, each_fact};
use oast_store::{Connected, Connection, Engine, Store, column_name};
use oast_units::{Kind, Raw};

/// A store that keeps Kent's book.
fn kents_store() -> Store {
    let mut store = oast_scratch::store();
    store.keep_to("kent");
    store
}

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
    let question = match connection.dialect().engine {
        Engine::Sqlite => {
            format!("SELECT name, type, \"notnull\", pk FROM pragma_table_info('{table}')")
        }
        Engine::Postgres => format!(
            "SELECT attname::text, upper(format_type(atttypid, atttypmod)), attnotnull::integer,
               COALESCE(array_position(indkey::int2[], attnum) + 1, 0)
             FROM pg_attribute LEFT JOIN pg_index ON indrelid = attrelid AND indisprimary
             WHERE attrelid = '{table}'::regclass AND attnum > 0"
        ),
    };
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

fn tables(connection: &mut dyn Connection) -> Vec<String> {
    let question = match connection.dialect().engine {
        Engine::Sqlite => "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
        Engine::Postgres => {
            "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
        }
    };
    texts(connection, question)
}

#[test]
fn money_is_whole_pence_and_its_columns_say_so() {
    let mut store = kents_store();
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
    let mut store = kents_store();
    let tables = tables(store.connection());
    assert!(tables.len() > fact_tables().len(), "{tables:?}");
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
fn every_fact_keeps_its_versions_by_the_number_of_its_audit_entry() {
    let mut store = kents_store();
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
    }
}

#[test]
fn every_row_but_the_schemas_version_belongs_to_an_authority() {
    let mut store = kents_store();
    for table in tables(store.connection()) {
        let columns = columns_of(store.connection(), &table);
        let of_an_authority = columns
            .iter()
            .any(|(name, _, needed, _)| name == "authority" && *needed);
        assert_ne!(of_an_authority, table.starts_with("schema_"), "{table}");
    }
}

/// PostgreSQL's second lock: a connection for one book does not find the rows of another, even
/// where a question does not ask for its authority, and writes none.
#[test]
fn a_connection_finds_no_other_authoritys_rows_in_any_table() {
    let mut store = kents_store();
    if store.engine() != Engine::Postgres {
        return;
    }
    let unprotected = "SELECT class.relname::text FROM pg_class class
      JOIN pg_attribute attribute ON attribute.attrelid = class.oid AND attname = 'authority'
      WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace
        AND NOT (relrowsecurity AND relforcerowsecurity)";
    assert_eq!(texts(store.connection(), unprotected), Vec::<String>::new());
    let note = "INSERT INTO form_keys (authority, form_key, seq) VALUES ('kent', 'a', 1)";
    store.connection().run(note).unwrap();
    let keys = "SELECT form_key FROM form_keys";
    assert_eq!(texts(store.connection(), keys), ["a"]);
    store.keep_to("medway");
    assert_eq!(texts(store.connection(), keys), Vec::<String>::new());
    let error = store.connection().run(note).unwrap_err().to_string();
    assert!(error.contains("row-level security"), "{error}");
    assert_eq!(
        store.over_every_book(|connection| texts(connection, keys)),
        ["a"]
    );
    assert_eq!(texts(store.connection(), keys), Vec::<String>::new());
}
