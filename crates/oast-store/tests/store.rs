//! The laws of the store: nothing is changed, everything can be asked as it was known, and a
//! command happens wholly or not at all.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use jiff::Timestamp;
use oast_rules::facts::{Absence, AbsenceKind, OneOff, Uplift};
use oast_scratch::Scratch;
use oast_store::{Connected, Request, Store, StoreError, Which, format_instant};
use oast_units::{Date, Pence, Raw};

/// A store that keeps Kent's book.
fn kents_store() -> Store {
    let mut store = oast_scratch::store();
    store.keep_to("kent");
    store
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn request(time: &str) -> Request<'static> {
    Request {
        authority: "kent",
        actor: "officer",
        command: "test",
        subject: "",
        at: at(time),
        form_key: None,
    }
}

fn absence(placement: &str, from: Date, to: Option<Date>) -> Absence {
    Absence {
        placement_id: placement.parse().unwrap(),
        kind: AbsenceKind::Hospital,
        from,
        to,
    }
}

fn record(store: &mut Store, time: &str, facts: &[(Absence, bool)]) -> Result<(), StoreError> {
    store.command(request(time), |command| {
        let mut appender = command.appender::<Absence>()?;
        facts
            .iter()
            .try_for_each(|(fact, withdrawn)| appender.append(fact, *withdrawn))
    })
}

const MAY: Date = Date::of(2026, 5, 1);

#[test]
fn a_correction_is_a_new_row_and_the_old_one_can_still_be_asked_for() {
    let mut store = kents_store();
    let (open, closed) = (
        absence("PL1", MAY, None),
        absence("PL1", MAY, Some(MAY + 9)),
    );
    record(&mut store, "2026-05-02T09:00:00Z", &[(open.clone(), false)]).unwrap();
    record(
        &mut store,
        "2026-05-20T09:00:00Z",
        &[(closed.clone(), false)],
    )
    .unwrap();
    record(
        &mut store,
        "2026-06-01T09:00:00Z",
        &[(closed.clone(), true)],
    )
    .unwrap();
    let mut known = |time: &str| {
        let seq = store.known_seq(Some(at(time))).unwrap();
        store.all::<Absence>("kent", seq).unwrap()
    };
    assert_eq!(known("2026-05-01T00:00:00Z"), vec![]);
    assert_eq!(known("2026-05-19T00:00:00Z"), vec![open]);
    assert_eq!(known("2026-05-20T09:00:00Z"), vec![closed]);
    assert_eq!(known("2026-06-02T00:00:00Z"), vec![]);
}

#[test]
fn a_command_that_fails_leaves_no_trace() {
    let mut store = kents_store();
    let failed: Result<(), StoreError> =
        store.command(request("2026-05-02T09:00:00Z"), |command| {
            command.append(&absence("PL1", MAY, None))?;
            Err(StoreError::Address("a reason to stop".into()))
        });
    assert!(failed.is_err());
    assert_eq!(store.known_seq(None).unwrap(), 0);
    assert_eq!(store.all::<Absence>("kent", 99).unwrap(), vec![]);
    record(
        &mut store,
        "2026-05-02T09:00:00Z",
        &[(absence("PL1", MAY, None), false)],
    )
    .unwrap();
    assert!(store.verify().unwrap().faults.is_empty());
}

#[test]
fn rows_out_of_order_are_a_fault_of_the_program_and_store_nothing() {
    let mut store = kents_store();
    let rows = [
        (absence("PL2", MAY, None), false),
        (absence("PL1", MAY, None), false),
    ];
    let error = record(&mut store, "2026-05-02T09:00:00Z", &rows).unwrap_err();
    assert!(
        matches!(
            error,
            StoreError::Order {
                table: "absences",
                ..
            }
        ),
        "{error}"
    );
    assert_eq!(store.known_seq(None).unwrap(), 0);
}

#[test]
fn recorded_time_never_goes_back() {
    let mut store = kents_store();
    for time in [
        "2026-05-02T09:00:00Z",
        "2020-01-01T00:00:00Z",
        "2026-05-02T09:00:00Z",
    ] {
        record(&mut store, time, &[]).unwrap();
    }
    let times: Vec<String> = store
        .audit_entries()
        .unwrap()
        .into_iter()
        .map(|entry| entry.recorded_at)
        .collect();
    assert_eq!(
        times,
        [
            "2026-05-02T09:00:00.000000Z",
            "2026-05-02T09:00:00.000001Z",
            "2026-05-02T09:00:00.000002Z"
        ]
    );
    assert_eq!(
        format_instant(at("2026-05-02T09:00:00.1Z")),
        "2026-05-02T09:00:00.100000Z"
    );
}

#[test]
fn one_placement_or_a_range_is_read_alone() {
    let mut store = kents_store();
    let rows: Vec<_> = ["PL1", "PL2", "PL3"]
        .map(|id| (absence(id, MAY, None), false))
        .into();
    record(&mut store, "2026-05-02T09:00:00Z", &rows).unwrap();
    let mut ids = |which| {
        let absences: Vec<Absence> = store.facts("kent", 1, which).unwrap();
        absences
            .into_iter()
            .map(|each| each.placement_id.to_string())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(ids(Which::Of("PL2")), "PL2");
    let range = |after, to| Which::In(oast_store::KeyRange { after, to });
    assert_eq!(ids(range(Some("PL1"), Some("PL3"))), "PL2 PL3");
    assert_eq!(ids(range(None, Some("PL2"))), "PL1 PL2");
    assert!(store.all::<Absence>("medway", 1).unwrap().is_empty());
}

#[test]
fn a_key_with_an_empty_part_and_every_kind_of_value_come_back_as_they_went() {
    let mut store = kents_store();
    let uplift = Uplift {
        scheme: None,
        applies_to: oast_rules::facts::AppliesTo::Legacy,
        effective_on: MAY,
        percent: "2.82307".parse().unwrap(),
        decision: Some("\"quoted\", with a\nline".parse().unwrap()),
    };
    let one_off = OneOff {
        placement_id: "PL1".parse().unwrap(),
        amount: Pence::new(-1),
        on: MAY,
        reason: None,
    };
    store
        .command(request("2026-05-02T09:00:00Z"), |command| {
            command.append(&uplift)?;
            command.append(&one_off)
        })
        .unwrap();
    assert_eq!(store.all::<Uplift>("kent", 1).unwrap(), vec![uplift]);
    assert_eq!(store.all::<OneOff>("kent", 1).unwrap(), vec![one_off]);
}

/// The canonical form, worked out by hand with another program:
/// `printf '["1","kent",…]' | sha256sum`.
#[test]
fn the_hash_of_an_entry_is_sha_256_of_its_canonical_form() {
    let mut store = kents_store();
    record(&mut store, "2026-05-02T09:00:00Z", &[]).unwrap();
    let entry = store.audit_entry(1).unwrap().unwrap();
    assert_eq!(
        entry.hash,
        "4bca5f2052b146ed818bf9694d64ae07ce7708146cc99b137d32a661e1b65b81"
    );
    assert_eq!(entry.hash, entry.canonical_hash());
}

#[test]
fn a_database_of_a_newer_program_is_used_when_it_says_so_and_left_alone_otherwise() {
    let Scratch { address, .. } = &Scratch::new();
    let say = |statement: &str| {
        let mut store = Store::open(address).unwrap();
        store.connection().run(statement).unwrap();
    };
    say("INSERT INTO schema_version (version) VALUES (99)");
    let mut older = Store::open(address).unwrap();
    older.keep_to("kent");
    record(&mut older, "2026-05-02T09:00:00Z", &[]).unwrap();
    say("INSERT INTO schema_oldest (oldest) VALUES (98)");
    let Err(error) = Store::open(address) else {
        panic!("it was opened")
    };
    assert!(error.to_string().contains("schema version 99"), "{error}");
    for address in ["postgres://", "mysql://somewhere/oast", ""] {
        assert!(Store::open(address).is_err(), "{address}");
    }
}

#[test]
fn many_rows_are_copied_and_a_fault_among_them_undoes_all() {
    let mut store = kents_store();
    let rows: Vec<_> = (0..2000)
        .map(|number| (absence(&format!("PL{number:04}"), MAY, None), number == 7))
        .collect();
    record(&mut store, "2026-05-02T09:00:00Z", &rows).unwrap();
    assert_eq!(store.all::<Absence>("kent", 1).unwrap().len(), 1999);
    assert!(store.verify().unwrap().faults.is_empty());
    // The same rows again under the same number: every key is taken.
    let failed: Result<(), StoreError> =
        store.command(request("2026-05-03T09:00:00Z"), |command| {
            let columns = ["authority", "seq", "withdrawn", "placement_id"];
            let mut inserter = command
                .connection()
                .inserter("absences", &columns.map(str::to_owned))?;
            for number in 0..2000 {
                inserter.value(Raw::Text("kent"))?;
                inserter.value(Raw::Integer(1))?;
                inserter.value(Raw::Integer(0))?;
                inserter.value(Raw::Text(&format!("PL{number:04}")))?;
                inserter.end_row()?;
            }
            Ok(())
        });
    assert!(failed.is_err());
    assert_eq!(store.known_seq(None).unwrap(), 1);
    record(&mut store, "2026-05-04T09:00:00Z", &[]).unwrap();
    assert!(store.verify().unwrap().faults.is_empty());
}
