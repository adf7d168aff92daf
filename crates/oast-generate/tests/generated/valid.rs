//! A generated pack can be taken in as it is, and given back as the same bytes.

use std::collections::BTreeMap;
use std::fs;

use crate::support::Generated;
use oast_exchange::pack;
use oast_generate::{DEFAULT_PLACEMENTS, DEFAULT_SEED};
use oast_rules::check::{Severity, check};
use oast_terms::Terms;

#[test]
fn nothing_in_it_is_refused() {
    let terms = Terms::bundled("kent").unwrap();
    for (seed, placements) in [
        (DEFAULT_SEED, DEFAULT_PLACEMENTS),
        (1, 1),
        (2, 500),
        (3, 20_000),
    ] {
        let pack = Generated::new(seed, placements).pack();
        let findings = check(&pack, &terms);
        let mut warnings = BTreeMap::new();
        for finding in &findings {
            assert_eq!(
                finding.severity,
                Severity::Warning,
                "{placements}: {finding:?}"
            );
            *warnings.entry((finding.table, finding.column)).or_insert(0) += 1;
        }
        // The register gives no position for these homes.
        assert_eq!(
            warnings,
            BTreeMap::from([(("homes", "latitude"), 5)]),
            "{placements}"
        );
    }
}

#[test]
fn what_is_read_back_is_written_as_the_same_bytes() {
    let generated = Generated::new(5, 700);
    let again = tempfile::tempdir().unwrap();
    pack::write(again.path(), &generated.pack()).unwrap();
    for entry in fs::read_dir(generated.path()).unwrap() {
        let entry = entry.unwrap();
        let (first, second) = (entry.path(), again.path().join(entry.file_name()));
        let same = fs::read(&first).unwrap() == fs::read(&second).unwrap();
        assert!(same, "{} is written otherwise", first.display());
    }
}
