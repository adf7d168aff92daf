//! A seed gives the same bytes again, and another seed gives others.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::support::Generated;
use oast_generate::{GenerateError, Plan, generate};
use sha2::{Digest as _, Sha256};

fn digests(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (
                name,
                Sha256::digest(fs::read(entry.path()).unwrap()).to_vec(),
            )
        })
        .collect()
}

#[test]
fn the_same_seed_and_size_give_the_same_bytes() {
    let [first, second] = [(), ()].map(|()| Generated::new(7, 900));
    assert_eq!(digests(first.path()), digests(second.path()));
    assert_eq!(first.summary, second.summary);
}

#[test]
fn another_seed_gives_another_county_of_the_same_cost() {
    let [first, second] = [7, 8].map(|seed| Generated::new(seed, 900));
    let (before, after) = (digests(first.path()), digests(second.path()));
    for file in ["placements.csv", "people.csv", "absences.csv", "prices.csv"] {
        assert_ne!(before[file], after[file], "{file}");
    }
    for file in ["homes.csv", "providers.csv", "uplifts.csv", "budgets.csv"] {
        assert_eq!(before[file], after[file], "{file}");
    }
}

#[test]
fn every_file_of_the_pack_is_there() {
    let generated = Generated::new(7, 60);
    assert_eq!(digests(generated.path()).len(), 22);
    assert_eq!(generated.summary.rows.len(), 22);
}

#[test]
fn progress_is_told_from_nothing_to_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let mut told = Vec::new();
    let plan = Plan {
        seed: 7,
        placements: 3_000,
    };
    generate("kent", &plan, folder.path(), &mut |done, total| {
        told.push((done, total));
    })
    .unwrap();
    let (_, total) = told[0];
    assert!(total > 3_000 && told.is_sorted());
    assert_eq!((told[0].0, told[told.len() - 1]), (0, (total, total)));
}

#[test]
fn a_folder_that_holds_something_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("placements.csv"), "mine").unwrap();
    let plan = Plan {
        seed: 7,
        placements: 10,
    };
    let error = generate("kent", &plan, folder.path(), &mut |_, _| {}).unwrap_err();
    assert!(matches!(error, GenerateError::NotEmpty { .. }));
    assert!(
        error
            .to_string()
            .ends_with("is not empty; name a new one, so that nothing is overwritten")
    );
    assert_eq!(
        fs::read(folder.path().join("placements.csv")).unwrap(),
        b"mine"
    );
    assert_eq!(digests(folder.path()).len(), 1);
}

#[test]
fn a_size_or_county_that_cannot_be_is_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("new");
    for (county, placements) in [("kent", 0), ("kent", u64::MAX), ("rutland", 10)] {
        let plan = Plan {
            seed: 7,
            placements,
        };
        assert!(generate(county, &plan, &out, &mut |_, _| {}).is_err());
        assert!(!out.exists());
    }
}

#[test]
fn the_smallest_counties_can_be_made() {
    for placements in [1, 2, 3, 10] {
        let generated = Generated::new(1, placements);
        assert_eq!(generated.summary.priced_placements(), placements);
    }
}
