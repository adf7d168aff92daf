//! A small made-up county in memory, and the days of its pay runs.

#![allow(
    clippy::unwrap_used,
    dead_code,
    unreachable_pub,
    reason = "each test uses the part it needs"
)]

use std::sync::Arc;

use oast_generate::{Plan, generate};
use oast_office::access::{DEMO_PASSWORD, NewUser, Password, SignedIn};
use oast_office::{Actor, ImportOptions, Office, OfficeError, Role};
use oast_rules::facts::{Fact, PayRunLine, Placement};
use oast_store::{Connected, Store, tables};
use oast_terms::Terms;
use oast_units::{Date, Raw};

pub const AUTHORITY: &str = "kent";

pub fn at(text: &str) -> jiff::Timestamp {
    text.parse().unwrap()
}

pub fn date(text: &str) -> Date {
    text.parse().unwrap()
}

pub const fn by(name: &str, at: jiff::Timestamp) -> Actor<'_> {
    Actor::operator(name, at)
}

/// A county of a size, imported on 1 April 2026.
pub fn county(placements: u64) -> Office {
    let folder = tempfile::tempdir().unwrap();
    let plan = Plan {
        seed: 7,
        placements,
    };
    generate("kent", &plan, folder.path(), &mut |_, _| {}).unwrap();
    import(folder.path())
}

/// A folder of a data pack, imported on 1 April 2026.
pub fn import(folder: &std::path::Path) -> Office {
    let terms = Arc::new(Terms::bundled(AUTHORITY).unwrap());
    let mut office = Office::new(oast_scratch::store(), terms, AUTHORITY);
    let importer = by("importer", at("2026-04-01T09:00:00Z"));
    office
        .import(folder, importer, ImportOptions::default(), &mut |_, _| {})
        .unwrap();
    office
}

/// Proposes, checks, approves and pays a run.
pub fn pay(office: &mut Office, until: &str) -> String {
    let when = at(&format!("{until}T12:00:00Z"));
    let (officer, approver) = (by("officer", when), by("approver", when));
    let proposed = office
        .propose_pay_run(date(until), officer, &mut |_| {})
        .unwrap();
    let run = proposed.run.unwrap().to_string();
    office.check_pay_run(&run, officer).unwrap();
    office.approve_pay_run(&run, approver).unwrap();
    office.pay_pay_run(&run, approver, &mut |_| {}).unwrap();
    run
}

/// Every fact of a kind.
pub fn all<F: Fact>(office: &mut Office) -> Vec<F> {
    let known = office.known_seq(None).unwrap();
    office.store().all(AUTHORITY, known).unwrap()
}

/// Placements that began before a day and have not ended.
pub fn open_since(office: &mut Office, day: &str) -> Vec<Placement> {
    let mut placements: Vec<Placement> = all(office);
    placements.retain(|placement| placement.started_on < date(day) && placement.ended_on.is_none());
    placements
}

/// The lines that a run up to a day would have.
pub fn lines(office: &mut Office, until: &str) -> Vec<PayRunLine> {
    let mut lines = Vec::new();
    office
        .preview_pay_run(
            date(until),
            None,
            |line| {
                lines.push(line);
                Ok(())
            },
            |problem| panic!("{problem}"),
        )
        .unwrap();
    lines
}

/// An empty book.
pub fn office() -> Office {
    let terms = Terms::bundled("kent").unwrap();
    Office::new(oast_scratch::store(), Arc::new(terms), "kent")
}

/// Chance that is none, but never the same twice.
#[expect(
    clippy::unnecessary_wraps,
    reason = "chance of the system may fail, and this stands for it"
)]
pub fn chance(bytes: &mut [u8]) -> std::io::Result<()> {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    for chunk in bytes.chunks_mut(8) {
        let number = NEXT.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed);
        chunk.copy_from_slice(&number.to_le_bytes()[..chunk.len()]);
    }
    Ok(())
}

/// The operator, on the morning of 1 May 2026.
pub fn olga() -> Actor<'static> {
    Actor::operator("olga", at("2026-05-01T08:00:00Z"))
}

/// Adds a user with the password of the demonstration.
pub fn add(office: &mut Office, user_id: &str, roles: &[Role]) {
    let new = NewUser {
        user_id,
        name: "Somebody Else",
        email: Some("somebody@example.org"),
        roles,
    };
    let password = Password::new(DEMO_PASSWORD).unwrap();
    office
        .add_user(&new, Some(&password), olga(), &mut chance)
        .unwrap();
}

/// Signs in with the password of the demonstration.
pub fn sign_in(office: &mut Office, user_id: &str, time: &str) -> Result<SignedIn, OfficeError> {
    office.sign_in(user_id, DEMO_PASSWORD, at(time), &mut chance)
}

/// The commands in the record, with their actors and subjects.
pub fn record(office: &mut Office) -> Vec<String> {
    let entries = office.store().audit_entries().unwrap();
    entries
        .iter()
        .map(|entry| format!("{}: {} {}", entry.actor, entry.command, entry.subject))
        .collect()
}

/// Every text of every table of the database, but the passwords' own column.
pub fn texts(store: &mut Store) -> Vec<String> {
    let mut names = Vec::new();
    for shape in tables(store.connection()).unwrap() {
        let columns = shape.columns.into_iter();
        names.extend(columns.map(|column| (shape.name.clone(), column)));
    }
    names.retain(|(table, column)| !(table == "users" && column == "password"));
    let mut texts = Vec::new();
    for (table, column) in names {
        let question = format!("SELECT {column} FROM {table}");
        let mut each = |row: &dyn oast_store::Row| {
            if let Raw::Text(text) = row.get(0)? {
                texts.push(text.to_owned());
            }
            Ok(())
        };
        store.connection().query(&question, &[], &mut each).unwrap();
    }
    texts
}
