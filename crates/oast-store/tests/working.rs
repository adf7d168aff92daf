//! The tables that are no facts, the migration that brings them, and the forms that act once.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use jiff::Timestamp;
use oast_rules::facts::{Absence, AbsenceKind, User};
use oast_scratch::Scratch;
use oast_store::access::{Read, ReadFilter, append_reads, reads};
use oast_store::{AuditFilter, Connected, Connection, Engine, Request, Store, StoreError};
use oast_units::{Date, Raw, YesNo};

/// The whole schema as version 1 made it.
const SCHEMA_V1: &str = include_str!("schema_v1.sql");

/// An entry as version 1 recorded it, with its message.
const ENTRY_V1: &str = "
INSERT INTO audit_entry VALUES (1, 'kent', '2026-05-02T09:00:00.000000Z', 'officer', 'test', '',
  '{}', '{}', '0000000000000000000000000000000000000000000000000000000000000000',
  '4bca5f2052b146ed818bf9694d64ae07ce7708146cc99b137d32a661e1b65b81');
INSERT INTO outbox VALUES (1, 1, 'kent', 'command', '{\"command\":\"test\",\"subject\":\"\"}');
";

/// A store that keeps Kent's book.
fn kents_store() -> Store {
    let mut store = oast_scratch::store();
    store.keep_to("kent");
    store
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn request<'a>(subject: &'a str, form_key: Option<&'a str>) -> Request<'a> {
    Request {
        authority: "kent",
        actor: "officer",
        command: "test",
        subject,
        at: at("2026-05-03T09:00:00Z"),
        form_key,
    }
}

fn user() -> User {
    User {
        user_id: "bella".parse().unwrap(),
        name: "Bella".parse().unwrap(),
        email: None,
        roles: "broker".parse().unwrap(),
        password: None,
        active: YesNo::Yes,
    }
}

fn absence() -> Absence {
    Absence {
        placement_id: "PL1".parse().unwrap(),
        kind: AbsenceKind::Hospital,
        from: Date::of(2026, 5, 1),
        to: None,
    }
}

fn integers(connection: &mut dyn Connection, question: &str) -> Vec<i64> {
    let mut numbers = Vec::new();
    connection
        .query(question, &[], &mut |row| {
            if let Raw::Integer(number) = row.get(0)? {
                numbers.push(number);
            }
            Ok(())
        })
        .unwrap();
    numbers
}

#[test]
fn a_database_of_version_1_is_brought_up_to_date_and_keeps_its_record() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("county.sqlite");
    let old = rusqlite::Connection::open(&path).unwrap();
    old.execute_batch(SCHEMA_V1).unwrap();
    old.execute_batch(ENTRY_V1).unwrap();
    drop(old);
    let address = path.to_str().unwrap();
    for _ in 0..2 {
        let mut store = Store::open(address).unwrap();
        let versions = "SELECT version FROM schema_version ORDER BY version";
        assert_eq!(
            integers(store.connection(), versions),
            [1, Store::schema_version()]
        );
    }
    let mut store = Store::open(address).unwrap();
    store
        .command(request("bella", Some("key")), |command| {
            command.append(&absence())?;
            command.append(&user())
        })
        .unwrap();
    assert_eq!(store.all::<User>("kent", 2).unwrap(), [user()]);
    let verified = store.verify().unwrap();
    assert_eq!((verified.entries, verified.faults), (2, vec![]));
}

#[test]
fn a_form_that_is_sent_again_does_nothing_and_says_what_was_done() {
    let mut store = kents_store();
    let send = |store: &mut Store, key| {
        store.command(request("PL1", Some(key)), |command| {
            command.append(&absence())
        })
    };
    send(&mut store, "first").unwrap();
    for _ in 0..4 {
        let error = send(&mut store, "first").unwrap_err();
        assert!(
            matches!(&error, StoreError::AlreadyDone { seq: 1, subject } if subject == "PL1"),
            "{error}"
        );
    }
    assert_eq!(store.known_seq(None).unwrap(), 1);
    send(&mut store, "second").unwrap();
    assert_eq!(store.known_seq(None).unwrap(), 2);
    assert!(store.refuse_done("kent", "second").is_err());
    assert!(store.refuse_done("kent", "third").is_ok());
    assert!(store.refuse_done("medway", "second").is_ok());
}

#[test]
fn a_form_whose_command_failed_may_be_sent_again() {
    let mut store = kents_store();
    let failed: Result<(), StoreError> = store.command(request("PL1", Some("key")), |_| {
        Err(StoreError::Address("a reason to stop".into()))
    });
    assert!(matches!(failed, Err(StoreError::Address(_))));
    store
        .command(request("PL1", Some("key")), |command| {
            command.append(&absence())
        })
        .unwrap();
    assert_eq!(store.known_seq(None).unwrap(), 1);
}

#[test]
fn a_form_sent_from_two_places_at_once_acts_once() {
    let scratch = Scratch::new();
    let address = scratch.address.as_str();
    drop(Store::open(address).unwrap());
    let keys: Vec<String> = (0..20).map(|number| format!("form-{number}")).collect();
    let send = || {
        let mut store = Store::open(address).unwrap();
        store.keep_to("kent");
        let sent = keys.iter().map(|key| {
            let outcome = store.command(request(key, Some(key)), |command| {
                command.append(&absence())
            });
            match outcome {
                Ok(()) => 1,
                Err(StoreError::AlreadyDone { subject, .. }) if subject == *key => 0,
                Err(error) => panic!("{error}"),
            }
        });
        sent.sum::<i64>()
    };
    let done: i64 = std::thread::scope(|scope| {
        let senders = [scope.spawn(send), scope.spawn(send)];
        senders.map(|sender| sender.join().unwrap()).iter().sum()
    });
    assert_eq!(done, 20);
    let mut store = Store::open(address).unwrap();
    store.keep_to("kent");
    assert_eq!(store.known_seq(None).unwrap(), 20);
    assert!(store.verify().unwrap().faults.is_empty());
}

/// How the engine would answer a question.
fn plan(store: &mut Store, question: &str) -> String {
    let mut steps = Vec::new();
    let question = format!("EXPLAIN QUERY PLAN {question}");
    store
        .connection()
        .query(&question, &[], &mut |row| {
            if let Raw::Text(step) = row.get(3)? {
                steps.push(step.to_owned());
            }
            Ok(())
        })
        .unwrap();
    steps.join("; ")
}

#[test]
fn a_page_of_the_record_and_of_reads_is_found_by_an_index_without_sorting() {
    let mut store = kents_store();
    if store.engine() != Engine::Sqlite {
        // PostgreSQL plans by what is in its tables: see `plans.rs`.
        return;
    }
    let record = "SELECT * FROM audit_entry WHERE authority = 'kent'";
    let read = "SELECT * FROM reads WHERE authority = 'kent'";
    for (question, index) in [
        (format!("{record} ORDER BY seq DESC LIMIT 9"), "USING INDEX"),
        (
            format!("{record} AND seq < 9 ORDER BY seq DESC LIMIT 9"),
            "(seq<?)",
        ),
        (
            format!("{record} AND actor = 'a' ORDER BY seq DESC LIMIT 9"),
            "audit_entry_actor",
        ),
        (
            format!("{record} AND command = 'a' AND seq < 9 ORDER BY seq DESC LIMIT 9"),
            "audit_entry_command",
        ),
        (
            format!("{record} AND subject = 'a' ORDER BY seq DESC LIMIT 9"),
            "audit_entry_subject",
        ),
        (
            format!("{read} AND person_id = 'a' ORDER BY read_at DESC LIMIT 9"),
            "reads_person",
        ),
        (
            format!("{read} AND user_id = 'a' AND read_at > 'b' ORDER BY read_at DESC LIMIT 9"),
            "reads_user",
        ),
        (
            format!("{read} ORDER BY read_at DESC LIMIT 9"),
            "reads_read_at",
        ),
        (
            "SELECT * FROM sessions WHERE token_sha256 = 'a' AND authority = 'kent'".to_owned(),
            "PRIMARY KEY",
        ),
    ] {
        let plan = plan(&mut store, &question);
        let sorts = plan.contains("TEMP B-TREE");
        assert!(plan.contains(index) && !sorts, "{question}: {plan}");
    }
}

#[test]
fn the_record_is_read_page_by_page_newest_first() {
    let mut store = kents_store();
    for subject in ["PL1", "PL2", "PL1", "PL3", "PL1"] {
        store
            .command::<_, StoreError>(request(subject, None), |_| Ok(()))
            .unwrap();
    }
    let mut page = |filter: AuditFilter<'_>, limit| {
        let entries = store.audit_page("kent", &filter, limit).unwrap();
        entries.iter().map(|entry| entry.seq).collect::<Vec<_>>()
    };
    let all = AuditFilter::default();
    assert_eq!(page(all, 2), [5, 4]);
    let next = AuditFilter {
        before_seq: Some(4),
        ..all
    };
    assert_eq!(page(next, 9), [3, 2, 1]);
    let of_one = AuditFilter {
        subject: Some("PL1"),
        actor: Some("officer"),
        command: Some("test"),
        before_seq: Some(5),
        after_seq: None,
    };
    assert_eq!(page(of_one, 9), [3, 1]);
    let later = AuditFilter {
        after_seq: Some(1),
        ..of_one
    };
    assert_eq!(page(later, 9), [3]);
    let nobody = AuditFilter {
        actor: Some("nobody"),
        ..all
    };
    assert_eq!(page(nobody, 9), [0; 0]);
}

#[test]
fn who_looked_at_whom_is_found_by_person_by_user_and_by_time() {
    let mut store = kents_store();
    let read = |time: &str, user: &str, person: &str| Read {
        at: at(time),
        user_id: user.to_owned(),
        person_id: person.to_owned(),
        page: format!("/people/{person}"),
        purpose: (user == "audrey").then(|| "complaint 7".to_owned()),
    };
    let all = [
        read("2026-05-01T09:00:00Z", "bella", "P1"),
        read("2026-05-02T09:00:00Z", "audrey", "P1"),
        read("2026-05-03T09:00:00Z", "bella", "P2"),
    ];
    store
        .working(|connection| append_reads(connection, "kent", &all))
        .unwrap();
    let mut found =
        |filter: ReadFilter<'_>, limit| reads(store.connection(), "kent", &filter, limit).unwrap();
    let of = ReadFilter {
        person: Some("P1"),
        ..ReadFilter::default()
    };
    assert_eq!(found(of, 9), [all[1].clone(), all[0].clone()]);
    assert_eq!(found(of, 1), [all[1].clone()]);
    let by = ReadFilter {
        user: Some("bella"),
        from: Some(at("2026-05-01T09:00:00Z")),
        to: Some(at("2026-05-02T12:00:00Z")),
        ..ReadFilter::default()
    };
    assert_eq!(found(by, 9), [all[0].clone()]);
}
