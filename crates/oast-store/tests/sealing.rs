//! The laws of sealing: what is told of a person lies sealed, opens under its key alone, and is
//! erased with it, while the record stays whole.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use oast_rules::facts::{Fact, FactVisitor, Hold, OneToOne, Person, each_fact};
use oast_seal::MasterKey;
use oast_store::access::{
    CodeAppRow, InvitationRow, code_app, insert_invitation, invitations, set_code_app,
};
use oast_store::{Connected, Keyring, Request, Store, StoreError, Which, scan, seal};
use oast_units::{Date, Kind, Raw};

const TIME: &str = "2026-05-02T09:00:00Z";

fn request(subject: &str) -> Request<'_> {
    Request {
        authority: "kent",
        actor: "officer",
        command: "test",
        subject,
        at: TIME.parse().unwrap(),
        form_key: None,
    }
}

fn person(id: &str, family_name: &str) -> Person {
    Person {
        person_id: id.parse().unwrap(),
        nhs_number: None,
        family_name: Some(family_name.parse().unwrap()),
        given_name: None,
        date_of_birth: Some(Date::of(1938, 4, 1)),
        sex: None,
        ethnicity: None,
        postcode: Some("CT1 2EH".parse().unwrap()),
    }
}

fn hours(placement: &str, month: u32, reason: &str) -> OneToOne {
    OneToOne {
        placement_id: placement.parse().unwrap(),
        hours_per_week: "7".parse().unwrap(),
        hourly_rate: None,
        from: Date::of(2026, month, 1),
        to: Date::of(2026, month, 20),
        reason: reason.parse().unwrap(),
    }
}

fn example() -> (Store, Vec<Person>) {
    let mut store = Store::in_memory().unwrap();
    let people = vec![person("P1", "Longstaff"), person("P2", "Märtens")];
    store
        .command(request("people"), |command| {
            let mut appender = command.appender::<Person>()?;
            people
                .iter()
                .try_for_each(|person| appender.append(person, false))
        })
        .unwrap();
    (store, people)
}

/// Every text of a table, one after another.
fn texts(store: &mut Store, question: &str) -> String {
    let mut texts = String::new();
    store
        .connection()
        .query(question, &[], &mut |row| {
            if let Raw::Text(text) = row.get(0)? {
                texts.push_str(text);
                texts.push('\n');
            }
            Ok(())
        })
        .unwrap();
    texts
}

#[test]
fn what_is_told_of_a_person_lies_sealed_and_reads_as_it_was_written() {
    let (mut store, people) = example();
    assert_eq!(store.all::<Person>("kent", 1).unwrap(), people);
    let stored = texts(&mut store, "SELECT nhs_number FROM people");
    assert_eq!(stored.matches("sealed:1:").count(), 2, "{stored}");
    let question = "SELECT COALESCE(family_name, '') || COALESCE(date_of_birth, '') || COALESCE(postcode, '') FROM people";
    assert_eq!(texts(&mut store, question).trim(), "");
}

#[test]
fn every_row_of_a_placement_in_one_command_comes_back() {
    let mut store = Store::in_memory().unwrap();
    let rows = [
        hours("PL1", 5, "falls at night"),
        hours("PL1", 6, "falls by day"),
        hours("PL2", 5, "with\nlines"),
    ];
    let hold = Hold {
        placement_id: "PL1".parse().unwrap(),
        element: oast_rules::facts::Element::CareFee,
        reason: "a letter".parse().unwrap(),
        actor: "anna".parse().unwrap(),
    };
    let again = store
        .command(request("hours"), |command| {
            let mut appender = command.appender::<OneToOne>()?;
            rows.iter()
                .try_for_each(|row| appender.append(row, false))?;
            drop(appender);
            command.append(&hold)?;
            // What a command appended, it can read.
            let mut read = Vec::new();
            let seq = command.seq();
            let which = oast_store::Which::All;
            oast_store::scan(command.connection(), "kent", seq, which, |fact, _| {
                read.push(fact);
                Ok(())
            })?;
            Ok::<Vec<OneToOne>, StoreError>(read)
        })
        .unwrap();
    assert_eq!(again, rows);
    assert_eq!(store.all::<OneToOne>("kent", 1).unwrap(), rows);
    assert_eq!(store.all::<Hold>("kent", 1).unwrap(), [hold]);
    let keys = texts(&mut store, "SELECT wrapped_key FROM subject_keys");
    assert_eq!(keys.lines().count(), 2, "one for each placement");
}

#[test]
fn without_its_key_a_row_reads_as_erased_and_the_record_is_whole() {
    let (mut store, people) = example();
    let rows = [hours("PL1", 5, "falls at night")];
    store
        .command(request("hours"), |command| command.append(&rows[0]))
        .unwrap();
    let before = store.verify().unwrap();
    let forgotten = store
        .working(|connection| {
            let person = seal::forget_keys(connection, "kent", "person_id", "P1")?;
            Ok(person + seal::forget_keys(connection, "kent", "placement_id", "PL1")?)
        })
        .unwrap();
    assert_eq!(forgotten, 2);
    assert_eq!(store.verify().unwrap(), before);
    assert!(before.faults.is_empty(), "{before:?}");
    let read = store.all::<Person>("kent", 9).unwrap();
    assert_eq!(read[0].person_id, people[0].person_id);
    assert_eq!((&read[0].family_name, read[0].date_of_birth), (&None, None));
    assert_eq!(read[1], people[1]);
    let read = store.all::<OneToOne>("kent", 9).unwrap();
    assert_eq!(read[0].reason.as_str(), "(erased)");
    assert_eq!(read[0].hours_per_week, rows[0].hours_per_week);
}

#[test]
fn a_sealed_text_opens_in_its_own_place_alone() {
    let swap = "UPDATE people SET nhs_number = (SELECT nhs_number FROM people WHERE person_id = 'P2') WHERE person_id = 'P1'";
    let keys = "UPDATE subject_keys SET wrapped_key = (SELECT wrapped_key FROM subject_keys WHERE subject = 'P2') WHERE subject = 'P1'";
    for statement in [swap, keys] {
        let (mut store, _) = example();
        store.connection().run(statement).unwrap();
        let error = store.all::<Person>("kent", 1).unwrap_err().to_string();
        assert!(error.contains("a sealed value does not open"), "{error}");
    }
}

#[test]
fn the_wrong_key_is_refused_at_once_and_without_one_the_record_still_verifies() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("county.sqlite");
    let address = path.to_str().unwrap();
    let keyring = |byte| {
        Keyring::new(MasterKey::new([byte; 32]), |bytes| {
            let _: () = bytes.fill(3);
            Ok(())
        })
    };
    let open = |byte| Store::open(address).unwrap().with_keyring(keyring(byte));
    let mut store = open(1).unwrap();
    assert!(!store.is_sealed().unwrap());
    let first = person("P1", "Longstaff");
    store
        .command(request("people"), |command| command.append(&first))
        .unwrap();
    let Err(error) = open(2) else {
        panic!("it was opened")
    };
    assert!(matches!(error, StoreError::WrongKey), "{error}");
    let mut keyless = Store::open(address).unwrap();
    assert!(keyless.verify().unwrap().faults.is_empty());
    let error = keyless.all::<Person>("kent", 1).unwrap_err();
    assert!(matches!(error, StoreError::NoKey), "{error}");
    let refused: Result<(), StoreError> =
        keyless.command(request("people"), |command| command.append(&first));
    assert!(matches!(refused, Err(StoreError::NoKey)), "{refused:?}");

    // Another key takes over; whoever still has the old one open may not write under it.
    store
        .working(|connection| seal::rewrap(connection, &keyring(1), &keyring(2)))
        .unwrap();
    assert_eq!(open(2).unwrap().all::<Person>("kent", 1).unwrap(), [first]);
    let late = person("P2", "Short");
    let refused: Result<(), StoreError> =
        store.command(request("people"), |command| command.append(&late));
    assert!(matches!(refused, Err(StoreError::WrongKey)), "{refused:?}");
    assert!(open(1).is_err());
}

#[test]
fn rows_from_before_there_were_seals_stay_readable() {
    let mut store = Store::in_memory().unwrap();
    store
        .command(request("nothing"), |_| Ok::<(), StoreError>(()))
        .unwrap();
    let plain = "INSERT INTO people (authority, seq, withdrawn, person_id, family_name, postcode) VALUES ('kent', 1, 0, 'P7', 'Plain', 'CT1 2EH')";
    store.connection().run(plain).unwrap();
    let read = store.all::<Person>("kent", 1).unwrap();
    assert_eq!(read[0].family_name.as_ref().unwrap().as_str(), "Plain");
    assert_eq!(read[0].postcode.as_ref().unwrap().as_str(), "CT1 2EH");
}

/// What the store relies on when it seals a kind of fact.
#[test]
fn personal_columns_are_text_no_key_and_of_a_person_or_a_placement() {
    struct Laws(usize);
    impl FactVisitor for Laws {
        type Error = std::convert::Infallible;
        fn visit<F: Fact>(&mut self) -> Result<(), Self::Error> {
            let table = F::TABLE;
            let personal = |column: &&oast_rules::facts::Column| column.personal;
            for column in table.columns.iter().filter(personal) {
                self.0 += 1;
                let name = format!("{} {}", table.name, column.name);
                assert!(matches!(column.kind, Kind::Text), "{name}");
                assert!(!table.key.contains(&column.name), "{name}");
                assert!(
                    ["person_id", "placement_id"].contains(&table.key[0]),
                    "{name}"
                );
                // The first has what is sealed of all; the others are null.
                let first = table.first_personal().unwrap();
                assert!(table.columns[first] == *column || column.optional, "{name}");
                let keyed = |index: usize| matches!(table.columns[index].kind, Kind::Text);
                assert!(table.key_indexes().all(keyed), "{name}");
            }
            Ok(())
        }
    }
    let mut laws = Laws(0);
    let Ok(()) = each_fact(&mut laws);
    assert_eq!(laws.0, 13);
}

fn app(secret: &str) -> CodeAppRow {
    CodeAppRow {
        secret: secret.to_owned(),
        last_step: 7,
    }
}

fn invitation() -> InvitationRow {
    InvitationRow {
        invitation_id: "i1".to_owned(),
        home_id: Some("H0001".to_owned()),
        user_id: None,
        email: "olive@homes.example".to_owned(),
        name: "Olive Märtens".to_owned(),
        standing: "owner".to_owned(),
        invited_by: "anna".to_owned(),
        made_at: TIME.parse().unwrap(),
        ends_at: TIME.parse().unwrap(),
        state: "open".to_owned(),
    }
}

/// Everything that lies in the tables of people who sign in.
fn lies(store: &mut Store) -> String {
    [
        "secret FROM code_apps",
        "email FROM invitations",
        "name FROM invitations",
    ]
    .map(|what| texts(store, &format!("SELECT {what}")))
    .concat()
}

#[test]
fn what_people_sign_in_with_and_who_is_invited_lies_sealed_under_the_key_of_the_day() {
    let mut store = Store::in_memory().unwrap();
    let connection = store.connection();
    set_code_app(connection, "kent", "anna", &app("JBSWY3DP")).unwrap();
    insert_invitation(connection, "kent", &invitation(), "secret").unwrap();
    // Before there were such seals, what is sealed now lay open.
    connection
        .execute(
            "INSERT INTO code_apps (authority, user_id, secret, last_step) VALUES ('kent', 'bea', 'OLDSECRET', 7)",
            &[],
        )
        .unwrap();
    let before = lies(&mut store);
    for open in ["JBSWY3DP", "olive", "Olive"] {
        assert!(!before.contains(open), "{before}");
    }
    assert!(store.is_sealed().unwrap(), "it is used with its key alone");

    let new = Keyring::new(MasterKey::new([5; 32]), |bytes| {
        bytes.fill(1);
        Ok(())
    });
    let read = |store: &mut Store| {
        let connection = store.connection();
        let apps = ["anna", "bea"].map(|user| {
            let app = code_app(connection, "kent", user).unwrap();
            app.unwrap().secret
        });
        (apps, invitations(connection, "kent").unwrap())
    };
    let as_written = (
        ["JBSWY3DP", "OLDSECRET"].map(str::to_owned),
        vec![invitation()],
    );
    assert_eq!(read(&mut store), as_written);
    let keyring = store.connection().keyring().cloned().unwrap();
    let resealed = seal::rewrap(store.connection(), &keyring, &new).unwrap();
    assert_eq!(resealed, 3);
    assert_ne!(lies(&mut store), before);
    // Whoever still has the old key open may not seal under it.
    let late = set_code_app(store.connection(), "kent", "cara", &app("LATE"));
    assert!(matches!(late, Err(StoreError::WrongKey)), "{late:?}");
    // The old key opens none of it, and is refused where nothing else is sealed either.
    let refused = code_app(store.connection(), "kent", "anna");
    assert!(matches!(refused, Err(StoreError::Corrupt { .. })));
    let mut store = store.with_keyring(new).unwrap();
    assert_eq!(read(&mut store), as_written);
    let refused = store.with_keyring(keyring);
    assert!(matches!(refused, Err(StoreError::WrongKey)));
}

#[test]
fn a_sealed_secret_moved_to_another_user_does_not_open() {
    let mut store = Store::in_memory().unwrap();
    let connection = store.connection();
    set_code_app(connection, "kent", "anna", &app("JBSWY3DP")).unwrap();
    let moved = "UPDATE code_apps SET user_id = 'bea'";
    connection.execute(moved, &[]).unwrap();
    let refused = code_app(connection, "kent", "bea");
    assert!(matches!(refused, Err(StoreError::Corrupt { .. })));
}

#[test]
fn everybody_read_at_once_reads_as_each_alone() {
    let mut store = Store::in_memory().unwrap();
    // Three subjects with rows of several commands, out of the order of their numbers, and one of
    // them erased.
    for (subject, months) in [("a", [3, 4]), ("b", [1, 2]), ("c", [5, 6]), ("b", [2, 3])] {
        let rows = months.map(|month| hours(subject, month, &format!("why {subject}{month}")));
        store
            .command(request(subject), |command| {
                rows.iter().try_for_each(|row| command.append(row))
            })
            .unwrap();
    }
    seal::forget_keys(store.connection(), "kent", "placement_id", "c").unwrap();
    let read = |store: &mut Store, which: Which<'_>| {
        let mut found: Vec<OneToOne> = Vec::new();
        scan(store.connection(), "kent", 9, which, |row, _| {
            found.push(row);
            Ok(())
        })
        .unwrap();
        found
    };
    let all = read(&mut store, Which::All);
    let singly: Vec<OneToOne> = ["a", "b", "c"]
        .into_iter()
        .flat_map(|subject| read(&mut store, Which::Of(subject)))
        .collect();
    assert_eq!(all, singly);
    let reasons: Vec<&str> = all.iter().map(|row| row.reason.as_str()).collect();
    let erased = "(erased)";
    assert_eq!(
        reasons,
        [
            "why a3", "why a4", "why b1", "why b2", "why b3", erased, erased
        ]
    );
}
