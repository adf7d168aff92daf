//! What is written can be read back as the same facts, and written again as the same bytes.

#![expect(clippy::unwrap_used, reason = "a test ends at the first surprise")]

mod support;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fs;
use std::path::Path;

use oast_exchange::pack;
use oast_rules::facts::{Fact, Pack, Rows, TableVisitor, each_table, key_of};
use proptest::prelude::*;

fn bytes(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            let name = entry.file_name().into_string().unwrap();
            (name, fs::read(entry.path()).unwrap())
        })
        .collect()
}

/// The pack with its rows in the order of their keys.
fn in_order(mut pack: Pack) -> Pack {
    struct Sort<'a>(&'a mut Pack);
    impl TableVisitor for Sort<'_> {
        type Error = Infallible;
        fn visit<F: Fact>(&mut self) -> Result<(), Infallible>
        where
            Pack: Rows<F>,
        {
            Rows::<F>::rows_mut(self.0).sort_by_cached_key(key_of);
            Ok(())
        }
    }
    let Ok(()) = each_table(&mut Sort(&mut pack));
    pack
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 48,
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn a_pack_reads_back_as_written_and_writes_again_the_same(pack in support::any_pack()) {
        let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        pack::write(first.path(), &pack).unwrap();
        let read = pack::read(first.path(), &mut |_, _| {});
        let read = read.map_err(|faults| TestCaseError::fail(faults[0].to_string()))?;
        prop_assert_eq!(&read.pack, &in_order(pack));
        pack::write(second.path(), &read.pack).unwrap();
        prop_assert_eq!(bytes(first.path()), bytes(second.path()));
    }

    /// Another reader of CSV finds the same fields, so the files are plain RFC 4180.
    #[test]
    fn another_reader_finds_the_same_rows(pack in support::any_pack()) {
        let dir = tempfile::tempdir().unwrap();
        pack::write(dir.path(), &pack).unwrap();
        let mut rows = csv::Reader::from_path(dir.path().join("providers.csv")).unwrap();
        let names: Vec<_> = rows.records().map(|row| row.unwrap()[1].to_string()).collect();
        let expected: Vec<_> =
            in_order(pack).providers.iter().map(|provider| provider.name.to_string()).collect();
        prop_assert_eq!(names, expected);
    }
}

#[test]
fn an_empty_pack_is_every_header_and_reads_as_nothing() {
    let dir = tempfile::tempdir().unwrap();
    pack::write(dir.path(), &Pack::default()).unwrap();
    let files = bytes(dir.path());
    assert_eq!(files.len(), 22);
    let postings = String::from_utf8_lossy(&files["postings.csv"]);
    assert!(postings.starts_with("placement_id,element,period_from,amount,pay_run,"));
    assert_eq!(postings.matches('\n').count(), 1);
    let mut told = Vec::new();
    let read = pack::read(dir.path(), &mut |file, rows| {
        told.push((file.to_string(), rows));
    });
    assert_eq!(read.unwrap().pack, Pack::default());
    assert_eq!(told.len(), 22);
}
