//! The laws of retention: whoever need not be kept is erased beyond recall, nothing and nobody
//! else is, and the record of what was done and paid stays whole.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use oast_generate::{Plan, generate};
use oast_office::privacy::Obstacle;
use oast_office::{ImportOptions, Office, OfficeError};
use oast_rules::facts::{Element, EndReason, OneToOne, Person, Placement, Posting};
use oast_store::{Keyring, Request, Store};
use oast_terms::Terms;
use oast_units::Date;
use support::{AUTHORITY, all, at, by, date, olga, pay};

/// A day on which everybody whose care has ended by now is due.
const LATER: &str = "2045-06-01";

fn open(folder: &Path) -> Office {
    let path = folder.join("county.sqlite");
    let store = Store::open(path.to_str().unwrap()).unwrap();
    let store = store.with_keyring(Keyring::example()).unwrap();
    Office::new(
        store,
        Arc::new(Terms::bundled(AUTHORITY).unwrap()),
        AUTHORITY,
    )
}

/// A county in a file, one run of it paid.
fn county(folder: &Path, placements: u64) -> Office {
    let plan = Plan {
        seed: 7,
        placements,
    };
    generate("kent", &plan, &folder.join("pack"), &mut |_, _| {}).unwrap();
    let mut office = open(folder);
    let importer = by("importer", at("2026-04-01T09:00:00Z"));
    let options = ImportOptions::default();
    office
        .import(&folder.join("pack"), importer, options, &mut |_, _| {})
        .unwrap();
    pay(&mut office, "2026-05-24");
    office
}

/// The bytes of every file of the database.
fn bytes(folder: &Path) -> Vec<u8> {
    ["county.sqlite", "county.sqlite-wal"]
        .iter()
        .flat_map(|name| std::fs::read(folder.join(name)).unwrap_or_default())
        .collect()
}

fn holds(haystack: &[u8], needle: &str) -> bool {
    haystack
        .windows(needle.len())
        .any(|part| part == needle.as_bytes())
}

/// The wrapped keys of the database.
fn keys(office: &mut Office) -> BTreeSet<String> {
    use oast_store::Connected as _;
    let mut keys = BTreeSet::new();
    let question = "SELECT wrapped_key FROM subject_keys";
    office
        .store()
        .connection()
        .query(question, &[], &mut |row| {
            if let oast_units::Raw::Text(text) = row.get(0)? {
                keys.insert(text.to_owned());
            }
            Ok(())
        })
        .unwrap();
    keys
}

#[test]
fn who_is_erased_is_gone_beyond_recall_and_the_record_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let mut office = county(folder.path(), 40);
    let people: Vec<Person> = all(&mut office);
    let postings: Vec<Posting> = all(&mut office);
    let (before, keys_before) = (office.store().verify().unwrap(), keys(&mut office));
    let living: BTreeSet<String> = all::<Placement>(&mut office)
        .into_iter()
        .filter(|placement| placement.ended_on.is_none())
        .map(|placement| placement.person_id.to_string())
        .collect();

    let tried = office.erase_due(date(LATER), true, olga()).unwrap();
    assert_eq!(tried.seq, None);
    assert_eq!(keys(&mut office), keys_before, "a trial destroys nothing");
    let done = office.erase_due(date(LATER), false, olga()).unwrap();
    assert_eq!(done.erased, tried.erased);
    assert!(done.erased.len() > 10, "only {} erased", done.erased.len());

    let after = office.store().verify().unwrap();
    assert!(after.faults.is_empty(), "{:?}", after.faults);
    assert_eq!(after.entries, before.entries + 1);
    assert_eq!(all::<Posting>(&mut office), postings);
    assert!(office.ledger_faults().unwrap().is_empty());
    let erased: BTreeSet<&str> = done
        .erased
        .iter()
        .map(oast_units::PersonId::as_str)
        .collect();
    for (was, is) in people.iter().zip(all::<Person>(&mut office)) {
        let id = was.person_id.as_str();
        if erased.contains(id) {
            assert!(!living.contains(id), "{id} lives in a home");
            let nothing = (None, None, None, None);
            let found = (is.nhs_number, is.family_name, is.date_of_birth, is.postcode);
            assert_eq!(found, nothing, "{id}");
        } else {
            assert_eq!(*was, is, "nobody else changes");
        }
    }
    let entry = office.audit_entry(done.seq.unwrap()).unwrap().unwrap();
    let detail: serde_json::Value = serde_json::from_str(&entry.detail).unwrap();
    assert_eq!(
        detail["people"].as_array().unwrap().len(),
        done.erased.len()
    );

    // Nothing of anybody is legible in the files, and of the erased not even the keys are there.
    let gone: Vec<String> = keys_before
        .difference(&keys(&mut office))
        .cloned()
        .collect();
    assert!(gone.len() >= done.erased.len());
    let bytes = bytes(folder.path());
    assert!(gone.iter().all(|key| !holds(&bytes, key)));
    for person in people.iter().take(20) {
        // Given names are flowers, after which homes are named too.
        let family = person.family_name.as_ref().unwrap();
        assert!(!holds(&bytes, family.as_str()), "{family}");
        if let Some(number) = &person.nhs_number {
            assert!(!holds(&bytes, &number.to_string()), "{number}");
        }
    }
    assert_eq!(office.retention_due(date(LATER)).unwrap(), done.kept);
}

#[test]
fn an_erased_person_does_not_come_back_with_the_next_import() {
    let folder = tempfile::tempdir().unwrap();
    let mut office = county(folder.path(), 30);
    let done = office.erase_due(date(LATER), false, olga()).unwrap();
    let importer = by("importer", at("2045-06-02T09:00:00Z"));
    let pack = folder.path().join("pack");
    let options = ImportOptions::default();
    let refused = office.import(&pack, importer, options, &mut |_, _| {});
    let error = refused.unwrap_err().to_string();
    assert!(error.contains("was erased"), "{error}");
    assert!(
        done.erased.iter().any(|id| error.contains(id.as_str())),
        "{error}"
    );
    // What Oast itself exports has nothing of them, and comes in again unchanged.
    let out = folder.path().join("out");
    office.export(&out, None).unwrap();
    let again = office
        .import(&out, importer, options, &mut |_, _| {})
        .unwrap();
    assert!(
        again
            .tables
            .iter()
            .all(|table| table.new + table.corrected == 0)
    );
}

/// One person who left long ago, with a reason that names them.
fn one(folder: &Path) -> (Office, Placement) {
    let mut office = county(folder, 30);
    let placement = all::<Placement>(&mut office)
        .into_iter()
        .find(|placement| {
            placement
                .ended_on
                .is_some_and(|day| day < date("2026-03-01"))
                && placement.end_reason == Some(EndReason::Died)
        })
        .unwrap();
    (office, placement)
}

fn obstacles(office: &mut Office, placement: &Placement) -> Vec<Obstacle> {
    let due = office.retention_due(date(LATER)).unwrap();
    let of = |due: &oast_office::privacy::RetentionDue| due.person_id == placement.person_id;
    due.into_iter().find(of).unwrap().obstacles
}

#[test]
fn a_legal_hold_a_held_payment_and_an_open_run_keep_somebody() {
    let folder = tempfile::tempdir().unwrap();
    let (mut office, placement) = one(folder.path());
    let (person, id) = (
        placement.person_id.to_string(),
        placement.placement_id.to_string(),
    );
    assert_eq!(obstacles(&mut office, &placement), []);
    let from = date("2026-05-01");
    office
        .hold_legally(&person, from, "a claim is expected", Some("L-7"), olga())
        .unwrap();
    let reference = Some("L-7".to_owned());
    let held = [Obstacle::LegalHold { reference }];
    assert_eq!(obstacles(&mut office, &placement), held);
    let done = office.erase_due(date(LATER), false, olga()).unwrap();
    assert!(!done.erased.contains(&placement.person_id));
    office
        .lift_legal_hold(&person, date("2026-05-02"), "it was settled", olga())
        .unwrap();
    assert_eq!(obstacles(&mut office, &placement), []);
    let again = office.lift_legal_hold(&person, from, "again", olga());
    assert!(again.is_err());

    let fee = Element::CareFee;
    office.hold(&id, fee, "unclear", olga()).unwrap();
    let held = [Obstacle::HeldPayment(placement.placement_id.clone())];
    assert_eq!(obstacles(&mut office, &placement), held);
    office.release(&id, fee, olga()).unwrap();

    // A cost that came to light brings them into the next run.
    let cost = oast_rules::facts::OneOff {
        placement_id: placement.placement_id.clone(),
        amount: oast_units::Pence::new(1_000),
        on: placement
            .started_on
            .max(Date::of(2026, 3, 30))
            .min(placement.ended_on.unwrap()),
        reason: Some("a taxi".parse().unwrap()),
    };
    let request = Request {
        authority: AUTHORITY,
        actor: "officer",
        command: "test",
        subject: "",
        at: at("2026-06-01T09:00:00Z"),
        form_key: None,
    };
    office
        .store()
        .command(request, |command| command.append(&cost))
        .unwrap();
    let run = office
        .propose_pay_run(date("2026-06-21"), olga(), &mut |_| {})
        .unwrap();
    if let Some(run) = run.run {
        let lines: Vec<oast_rules::facts::PayRunLine> = all(&mut office);
        let theirs = |line: &oast_rules::facts::PayRunLine| {
            line.pay_run == run && line.placement_id == placement.placement_id
        };
        let expected = lines
            .iter()
            .any(theirs)
            .then_some(Obstacle::OpenRun(run.clone()));
        assert_eq!(obstacles(&mut office, &placement), Vec::from_iter(expected));
    }
}

#[test]
fn what_was_written_about_a_placement_goes_with_its_person() {
    let folder = tempfile::tempdir().unwrap();
    let (mut office, placement) = one(folder.path());
    let hours = OneToOne {
        placement_id: placement.placement_id.clone(),
        hours_per_week: "7".parse().unwrap(),
        hourly_rate: None,
        from: placement.started_on,
        to: placement.ended_on.unwrap(),
        reason: "wanders at night, asks for Zebedee".parse().unwrap(),
    };
    let request = Request {
        authority: AUTHORITY,
        actor: "officer",
        command: "test",
        subject: "",
        at: at("2026-06-01T09:00:00Z"),
        form_key: None,
    };
    office
        .store()
        .command(request, |command| command.append(&hours))
        .unwrap();
    let of = |office: &mut Office| {
        let mut found: Vec<OneToOne> = all(office);
        found.retain(|found| found.placement_id == placement.placement_id);
        found.pop().unwrap().reason
    };
    assert_eq!(of(&mut office), hours.reason);
    let done = office.erase_due(date(LATER), false, olga()).unwrap();
    assert!(done.erased.contains(&placement.person_id));
    assert_eq!(of(&mut office).as_str(), "(erased)");
    assert!(!holds(&bytes(folder.path()), "Zebedee"));
    let erasure = office
        .erasure(placement.person_id.as_str())
        .unwrap()
        .unwrap();
    assert_eq!(erasure.on, date(LATER));
    let refused = office.hold_legally(
        placement.person_id.as_str(),
        date(LATER),
        "too late",
        None,
        olga(),
    );
    assert!(matches!(refused, Err(OfficeError::Store(_))), "{refused:?}");
}

#[test]
fn nobody_is_due_before_their_time() {
    let folder = tempfile::tempdir().unwrap();
    let (mut office, placement) = one(folder.path());
    let of = |office: &mut Office, on: Date| {
        let due = office.retention_due(on).unwrap();
        due.into_iter()
            .find(|due| due.person_id == placement.person_id)
    };
    let due = of(&mut office, date(LATER)).unwrap();
    assert!(due.contact.died && !due.trace.is_empty());
    assert_eq!(of(&mut office, due.retention.kept_until), None);
    assert!(of(&mut office, due.retention.kept_until + 1).is_some());
}

#[test]
fn what_is_held_on_somebody_is_written_for_them_and_noted_as_a_read() {
    let folder = tempfile::tempdir().unwrap();
    let (mut office, placement) = one(folder.path());
    let (person, out) = (placement.person_id.to_string(), folder.path().join("out"));
    let people: Vec<Person> = all(&mut office);
    let is = |found: &&Person| found.person_id == placement.person_id;
    let family = people.iter().find(is).unwrap().family_name.clone().unwrap();
    let written = office.export_person(&person, &out, olga()).unwrap();
    let names: Vec<&str> = written.lists.iter().map(|(name, _)| *name).collect();
    for list in [
        "people",
        "placements",
        "rates",
        "who_looked",
        "who_recorded",
    ] {
        assert!(names.contains(&list), "{names:?}");
        let csv = std::fs::read_to_string(out.join(format!("{list}.csv"))).unwrap();
        let others = people
            .iter()
            .filter(|other| other.person_id != placement.person_id);
        for other in others {
            assert!(!csv.contains(other.person_id.as_str()), "{list}: {csv}");
        }
    }
    let page = std::fs::read_to_string(out.join("index.html")).unwrap();
    assert!(page.contains(family.as_str()), "{page}");
    let reads = office
        .reads(&oast_office::access::ReadFilter::default(), 9)
        .unwrap();
    let read = reads.first().unwrap();
    assert_eq!(read.purpose.as_deref(), Some("subject access"));
    assert_eq!(read.person_id, person);
    assert!(office.export_person("nobody", &out, olga()).is_err());
    let stranger = oast_office::Actor::new(
        "sam",
        at("2026-05-01T08:00:00Z"),
        oast_office::Rights::default(),
    );
    let refused = office.export_person(&person, &out, stranger);
    assert!(
        matches!(refused, Err(OfficeError::Forbidden { .. })),
        "{refused:?}"
    );
}
