//! One key opens the whole database, so a new one takes over for every council in it at once.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::sync::Arc;

use oast_generate::{Plan, generate};
use oast_office::{ImportOptions, Office, OfficeError};
use oast_rules::facts::Person;
use oast_scratch::Scratch;
use oast_seal::MasterKey;
use oast_store::{Keyring, Store};
use oast_terms::Terms;
use support::{at, by, chance};

fn office(scratch: &Scratch, keyring: Keyring, authority: &str) -> Result<Office, OfficeError> {
    let store = Store::open(&scratch.address)?.with_keyring(keyring)?;
    let terms = Arc::new(Terms::bundled("kent").unwrap());
    Ok(Office::new(store, terms, authority))
}

fn people(office: &mut Office, authority: &str) -> Vec<Person> {
    let known = office.known_seq(None).unwrap();
    office.store().all(authority, known).unwrap()
}

#[test]
fn a_new_key_opens_the_books_of_every_council() {
    let scratch = Scratch::new();
    let councils = ["kent", "surrey"];
    let before = councils.map(|authority| {
        let folder = tempfile::tempdir().unwrap();
        let plan = Plan {
            seed: 7,
            placements: 12,
        };
        generate("kent", &plan, folder.path(), &mut |_, _| {}).unwrap();
        let mut office = office(&scratch, Keyring::example(), authority).unwrap();
        let importer = by("importer", at("2026-04-01T09:00:00Z"));
        let options = ImportOptions::default();
        office
            .import(folder.path(), importer, options, &mut |_, _| {})
            .unwrap();
        people(&mut office, authority)
    });
    assert!(!before[0].is_empty() && !before[1].is_empty());

    let new = || Keyring::new(MasterKey::new([7; 32]), chance);
    let mut kent = office(&scratch, Keyring::example(), "kent").unwrap();
    let rewrapped = kent
        .rotate_key(&new(), by("olga", at("2026-04-02T09:00:00Z")))
        .unwrap();
    assert!(rewrapped > 0);
    for (authority, before) in councils.iter().zip(&before) {
        assert!(office(&scratch, Keyring::example(), authority).is_err());
        let mut after = office(&scratch, new(), authority).unwrap();
        assert_eq!(&people(&mut after, authority), before, "{authority}");
    }
}
