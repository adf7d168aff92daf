//! Whatever the bytes are, a pack is read or refused: nothing panics, and a fault says where.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use oast_exchange::csv::FactReader;
use oast_exchange::pack;
use oast_rules::facts::{Fact, Pack, Rows, TableVisitor, each_table};
use oast_terms::Terms;
use proptest::prelude::*;
use support::Chance;

fn good() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/good")
}

/// Reads the same bytes as every kind of file, with and without the header that it should have.
struct EveryKind<'a>(&'a [u8]);

impl TableVisitor for EveryKind<'_> {
    type Error = TestCaseError;

    fn visit<F: Fact>(&mut self) -> Result<(), TestCaseError>
    where
        Pack: Rows<F>,
    {
        let names: Vec<_> = F::TABLE.columns.iter().map(|column| column.name).collect();
        let mut with_header = (names.join(",") + "\n").into_bytes();
        with_header.extend_from_slice(self.0);
        for bytes in [self.0, &with_header] {
            let Ok(reader) = FactReader::<F, _>::new("fuzzed.csv", bytes) else {
                continue;
            };
            for row in reader {
                for fault in row.err().iter().flatten() {
                    prop_assert!(fault.line.is_some() && !fault.why.is_empty());
                }
            }
        }
        Ok(())
    }
}

/// Bytes that often look like CSV.
fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    let likely = prop::sample::select(b",,,\"\"\n\n\r0123456789-.|PLynesresidential".to_vec());
    prop::collection::vec(prop_oneof![8 => likely, 1 => any::<u8>()], 0..400)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 192,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in any_bytes()) {
        each_table(&mut EveryKind(&bytes))?;
    }

    #[test]
    fn a_good_pack_with_some_bytes_changed_is_read_or_refused(
        seed in any::<u64>(),
        times in 1..6u8,
    ) {
        let terms = Terms::bundled("kent").map_err(|_| TestCaseError::fail("no terms"))?;
        let dir = tempfile::tempdir()?;
        let mut chance = Chance(seed | 1);
        let mut files: Vec<_> = fs::read_dir(good())?.collect::<Result<_, _>>()?;
        files.sort_by_key(fs::DirEntry::path);
        let unlucky = chance.below(files.len());
        for (index, file) in files.iter().enumerate() {
            let mut bytes = fs::read(file.path())?;
            if index == unlucky {
                (0..times).for_each(|_| mutate(&mut bytes, &mut chance));
            }
            fs::write(dir.path().join(file.file_name()), bytes)?;
        }
        match pack::read(dir.path(), &mut |_, _| {}) {
            Err(faults) => prop_assert!(!faults.is_empty()),
            Ok(read) => drop(read.check(&terms)),
        }
    }

    /// Rows that agree with nothing: the checks find much, and never panic.
    #[test]
    fn the_checks_stand_any_facts(pack in support::any_pack()) {
        let terms = Terms::bundled("kent").map_err(|_| TestCaseError::fail("no terms"))?;
        let findings = oast_rules::check::check(&pack, &terms);
        prop_assert_eq!(&findings, &oast_rules::check::check(&pack, &terms));
    }
}

/// Changes, takes out or puts in one byte, or swaps two digits.
fn mutate(bytes: &mut Vec<u8>, chance: &mut Chance) {
    let at = chance.below(bytes.len().max(1));
    let byte = u8::try_from(chance.below(256)).unwrap_or_default();
    let likely = b",\"\n-0129".get(chance.below(8)).copied().unwrap_or(byte);
    match chance.below(5) {
        _ if bytes.is_empty() => bytes.push(byte),
        0 => bytes[at] = byte,
        1 => bytes[at] = likely,
        2 => drop(bytes.remove(at)),
        3 => bytes.insert(at, likely),
        _ => {
            let other = chance.below(bytes.len());
            bytes.swap(at, other);
        }
    }
}
