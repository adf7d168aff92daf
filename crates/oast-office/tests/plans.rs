//! How PostgreSQL answers what is asked most, at the size of a large county: never by reading a
//! whole table of facts.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::sync::{Arc, Mutex};

use oast_office::Office;
use oast_office::access::AuditFilter;
use oast_office::access::ReadFilter;
use oast_office::record::Event;
use oast_rules::facts::{Person, Placement};
use oast_scratch::Scratch;
use oast_store::dialect::postgres::{Postgres, Server};
use oast_store::{
    Connected as _, Connection, Dialect, Inserter, KeyRange, Purpose, Row, Store, StoreError, Which,
};
use oast_terms::Terms;
use oast_units::Raw;
use support::{AUTHORITY, at, date};

/// A large county, filled by the database itself: 400,000 placements and what hangs on them.
const COUNTY: &str = include_str!("plans.sql");

/// Asks the engine how it would answer each question before it does, and keeps what it says.
struct Explained {
    inner: Postgres,
    plans: Arc<Mutex<Vec<(String, String)>>>,
}

impl Connection for Explained {
    fn begin(&mut self, purpose: Purpose) -> Result<(), StoreError> {
        self.inner.begin(purpose)
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        self.inner.commit()
    }

    fn rollback(&mut self) -> Result<(), StoreError> {
        self.inner.rollback()
    }

    fn run(&mut self, statements: &str) -> Result<(), StoreError> {
        self.inner.run(statements)
    }

    fn execute(&mut self, statement: &str, parameters: &[Raw<'_>]) -> Result<u64, StoreError> {
        self.inner.execute(statement, parameters)
    }

    fn query(
        &mut self,
        question: &str,
        parameters: &[Raw<'_>],
        each: &mut dyn FnMut(&dyn Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut plan = String::new();
        let explain = format!("EXPLAIN {question}");
        self.inner.query(&explain, parameters, &mut |row| {
            if let Raw::Text(line) = row.get(0)? {
                plan.push_str(line);
                plan.push('\n');
            }
            Ok(())
        })?;
        self.plans.lock().unwrap().push((question.to_owned(), plan));
        self.inner.query(question, parameters, each)
    }

    fn inserter(
        &mut self,
        table: &str,
        columns: &[String],
    ) -> Result<Box<dyn Inserter + '_>, StoreError> {
        self.inner.inserter(table, columns)
    }

    fn scope(&mut self, authority: &str) {
        self.inner.scope(authority);
    }

    fn dialect(&self) -> Dialect {
        self.inner.dialect()
    }
}

/// A whole table of facts costs some ten thousand to read here; an empty one, next to nothing.
const COST_MAX: f64 = 100.0;

/// The tables that a plan reads whole, at a cost.
fn read_whole(plan: &str) -> Vec<String> {
    let scans = plan.split("Seq Scan on ").skip(1);
    let dear = scans.filter(|scan| {
        let cost = scan
            .split_once("..")
            .and_then(|(_, rest)| rest.split(' ').next());
        cost.unwrap().parse::<f64>().unwrap() > COST_MAX
    });
    dear.map(|scan| scan.split(' ').next().unwrap().to_owned())
        .collect()
}

/// Asks what is asked most: of a person, of a home, of a placement, of the record.
fn ask(office: &mut Office) {
    office.known_seq(None).unwrap();
    office.known_seq(Some(at("2026-01-05T00:00:00Z"))).unwrap();
    let known = office.known_seq(None).unwrap();
    for which in [
        Which::Of("PL000124"),
        Which::In(KeyRange {
            after: Some("PL001000"),
            to: Some("PL003000"),
        }),
    ] {
        let found: Vec<Placement> = office.store().facts(AUTHORITY, known, which).unwrap();
        let placement = found.first().unwrap();
        office.placement_record(placement, None).unwrap();
    }
    let person = Which::Of("P000124");
    let _: Vec<Person> = office.store().facts(AUTHORITY, known, person).unwrap();
    let died = Event::Died {
        on: date("2026-01-10"),
    };
    // It may be refused, after everything that it depends on was read.
    let _ = office.preview_event("PL000124", &died, date("2026-02-01"));
    for filter in [
        AuditFilter::default(),
        AuditFilter {
            actor: Some("user7"),
            ..AuditFilter::default()
        },
        AuditFilter {
            subject: Some("PL7"),
            ..AuditFilter::default()
        },
    ] {
        office.audit_page(&filter, 50).unwrap();
    }
    for filter in [
        ReadFilter::default(),
        ReadFilter {
            person: Some("P000007"),
            ..ReadFilter::default()
        },
    ] {
        office.reads(&filter, 50).unwrap();
    }
    office.store().refuse_done(AUTHORITY, "a form").unwrap();
    office
        .session("no such token", at("2026-02-01T09:00:00Z"))
        .unwrap();
}

#[test]
fn what_is_asked_most_reads_no_table_of_facts_whole() {
    if std::env::var_os(oast_scratch::SERVER).is_none() {
        // SQLite's plans do not depend on what is in its tables: see the tests of the store.
        return;
    }
    let scratch = Scratch::new();
    let inner = Postgres::connect(Server::parse(&scratch.address).unwrap()).unwrap();
    let plans = Arc::default();
    let mut store = Store::with(Explained {
        inner,
        plans: Arc::clone(&plans),
    });
    store
        .over_every_book(|connection| connection.run(COUNTY))
        .unwrap();
    let mut office = Office::new(
        store,
        Arc::new(Terms::bundled(AUTHORITY).unwrap()),
        AUTHORITY,
    );
    ask(&mut office);
    let plans = plans.lock().unwrap();
    assert!(plans.len() >= 10, "{}", plans.len());
    for (question, plan) in plans.iter() {
        let whole = read_whole(plan);
        assert!(whole.is_empty(), "{whole:?}: {question}\n{plan}");
    }
    // The test can fail: this question has no index to go by.
    let naive = "SELECT placement_id FROM placements WHERE started_on = $1";
    let mut store = scratch.open();
    store.keep_to(AUTHORITY);
    let mut plan = String::new();
    store
        .connection()
        .query(
            &format!("EXPLAIN {naive}"),
            &[Raw::Text("2026-01-01")],
            &mut |row| {
                if let Raw::Text(line) = row.get(0)? {
                    plan.push_str(line);
                }
                Ok(())
            },
        )
        .unwrap();
    assert_eq!(read_whole(&plan), ["placements"], "{plan}");
}
