//! Whatever lies in a terms folder, the loader answers: with terms, or with what is wrong.

use std::sync::OnceLock;

use oast_terms::{EmbeddedSource, Source, SourceFile, Terms};
use proptest::prelude::*;

fn good() -> &'static Vec<SourceFile> {
    static GOOD: OnceLock<Vec<SourceFile>> = OnceLock::new();
    GOOD.get_or_init(|| EmbeddedSource.files().expect("embedded files"))
}

/// Loads the good terms with one file changed; every problem names a file.
fn load_with(path: &str, bytes: Vec<u8>) {
    let mut files = good().clone();
    files.retain(|file| file.path != path);
    let path = path.to_owned();
    files.push(SourceFile { path, bytes });
    if let Err(problems) = Terms::load(&files, "kent") {
        assert!(!problems.is_empty());
        for problem in problems {
            assert!(!problem.file.is_empty() && !problem.says.is_empty());
            assert_ne!(problem.line, Some(0));
        }
    }
}

/// One slip: some bytes of a file gone, and others in their place.
#[derive(Debug, Clone)]
struct Slip {
    at: prop::sample::Index,
    removed: usize,
    added: Vec<u8>,
}

fn slip() -> impl Strategy<Value = Slip> {
    let pieces = [
        "",
        "[",
        "]",
        "{",
        "}",
        "=",
        ",",
        "\"",
        "\n",
        "#",
        "[[",
        "''",
        "\"\"\"",
        "from",
        "2026-02-30",
        "9999-12-31",
        "1899-01-01",
        "-1",
        "1e9",
        "0x7fffffffffffffffff",
        "true",
        "\u{0}",
        "é",
        "\u{feff}",
        "values = []",
        "to = 2000-01-01,",
        "value = {}",
        "unit = \"days\"",
        "a.b.c = 1",
        "\r",
    ];
    let added = prop_oneof![
        prop::sample::select(pieces.map(|piece| piece.as_bytes().to_vec()).to_vec()),
        prop::collection::vec(any::<u8>(), 0..6),
    ];
    (any::<prop::sample::Index>(), 0..12_usize, added).prop_map(|(at, removed, added)| Slip {
        at,
        removed,
        added,
    })
}

fn apply(bytes: &mut Vec<u8>, slip: &Slip) {
    let from = slip.at.index(bytes.len() + 1);
    let to = (from + slip.removed).min(bytes.len());
    bytes.splice(from..to, slip.added.iter().copied());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        load_with("kent/block/block.toml", bytes);
    }

    #[test]
    fn any_text(text in "[\\PC\n]{0,400}", path in "(kent|england)/[a-z/]{0,12}(\\.toml)?") {
        load_with("kent/block/block.toml", text.clone().into_bytes());
        load_with(&path, text.into_bytes());
    }

    #[test]
    fn a_good_file_with_slips(
        which in any::<prop::sample::Index>(),
        slips in prop::collection::vec(slip(), 1..5),
    ) {
        let file = which.get(good());
        let mut bytes = file.bytes.clone();
        for slip in &slips {
            apply(&mut bytes, slip);
        }
        load_with(&file.path, bytes);
    }

    #[test]
    fn any_name_is_looked_for(name in "\\PC{0,40}", part in "[a-z_./]{0,20}") {
        static KENT: OnceLock<Terms> = OnceLock::new();
        let terms = KENT.get_or_init(|| Terms::bundled("kent").unwrap());
        let _ = terms.find(&name).map_err(|error| error.to_string());
        let _ = terms.find(&part).map_err(|error| error.to_string());
        let _ = terms.contract_for(Some(&name), &part);
    }
}
