//! A small made-up county in memory, and the days of its pay runs.

#![allow(
    clippy::unwrap_used,
    dead_code,
    unreachable_pub,
    reason = "each test uses the part it needs"
)]

use std::sync::Arc;

use oast_generate::{Plan, generate};
use oast_office::{Actor, ImportOptions, Office};
use oast_rules::facts::{Fact, PayRunLine, Placement};
use oast_store::Store;
use oast_terms::Terms;
use oast_units::Date;

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
    let mut office = Office::new(Store::in_memory().unwrap(), terms, AUTHORITY);
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
