//! Arrows go down: which crate may depend on which.

use crate::{Fault, Source};

const UNITS: &str = "oast-units";
const TERMS: &str = "oast-terms";
const RULES: &str = "oast-rules";
const SEAL: &str = "oast-seal";
const FORECAST: &str = "oast-forecast";
const DOCUMENTS: &str = "oast-documents";
const POLICY: &str = "oast-policy";
const STORE: &str = "oast-store";
const EXCHANGE: &str = "oast-exchange";
const GENERATE: &str = "oast-generate";
const OFFICE: &str = "oast-office";
const SIGN_ON: &str = "oast-sign-on";
const WEB: &str = "oast-web";
const BACKUP: &str = "oast-backup";
const SCRATCH: &str = "oast-scratch";

/// A floor of the house, and what of ours it may depend on.
struct Floor {
    name: &'static str,
    below: &'static [&'static str],
    /// For a pure floor, what else it may depend on: a new name is argued for here.
    outside: Option<&'static [&'static str]>,
}

const fn pure(
    name: &'static str,
    below: &'static [&'static str],
    outside: &'static [&'static str],
) -> Floor {
    Floor {
        name,
        below,
        outside: Some(outside),
    }
}

const fn floor(name: &'static str, below: &'static [&'static str]) -> Floor {
    Floor {
        name,
        below,
        outside: None,
    }
}

const FLOORS: &[Floor] = &[
    pure(UNITS, &[], &["compact_str", "jiff"]),
    pure(TERMS, &[UNITS], &["rust-embed", "toml"]),
    pure(RULES, &[UNITS, TERMS], &["thiserror"]),
    floor(SEAL, &[UNITS]),
    floor(POLICY, &[UNITS]),
    pure(
        FORECAST,
        &[UNITS, RULES],
        &[
            "good_lp",
            "libm",
            "rand_core",
            "rand_distr",
            "serde",
            "thiserror",
            "toml",
        ],
    ),
    pure(
        DOCUMENTS,
        &[UNITS],
        &[
            "stable_deref_trait",
            "thiserror",
            "typst",
            "typst-kit",
            "typst-layout",
            "typst-pdf",
        ],
    ),
    floor(STORE, &[UNITS, TERMS, RULES, SEAL]),
    floor(EXCHANGE, &[UNITS, TERMS, RULES]),
    floor(GENERATE, &[UNITS, TERMS, RULES, EXCHANGE]),
    floor(
        OFFICE,
        &[UNITS, TERMS, RULES, SEAL, POLICY, FORECAST, STORE, EXCHANGE],
    ),
    floor(BACKUP, &[UNITS, TERMS, RULES, SEAL, STORE, OFFICE]),
    floor(SIGN_ON, &[UNITS]),
    floor(
        WEB,
        &[
            UNITS, TERMS, RULES, SEAL, FORECAST, DOCUMENTS, STORE, EXCHANGE, OFFICE, SIGN_ON,
        ],
    ),
    floor(
        "oast",
        &[
            UNITS, TERMS, RULES, SEAL, FORECAST, DOCUMENTS, STORE, EXCHANGE, GENERATE, OFFICE,
            SIGN_ON, WEB, BACKUP,
        ],
    ),
    floor(
        "oast-bench",
        &[
            UNITS, TERMS, RULES, SEAL, FORECAST, STORE, EXCHANGE, GENERATE, OFFICE, WEB,
        ],
    ),
    floor(SCRATCH, &[STORE]),
    pure("oast-tidy", &[], &["toml"]),
];

pub(crate) fn check(tree: &[Source], faults: &mut Vec<Fault>) {
    for source in tree {
        let is_manifest = source.path.split('/').nth(2) == Some("Cargo.toml");
        let Some(name) = source.of_crate().filter(|_| is_manifest) else {
            continue;
        };
        if let Err(says) = check_manifest(source, name, faults) {
            faults.push(source.fault(1, "floors", says));
        }
    }
}

fn check_manifest(source: &Source, name: &str, faults: &mut Vec<Fault>) -> Result<(), String> {
    let manifest: toml::Table = source.text.parse().map_err(|why| format!("{why}"))?;
    let floor = FLOORS
        .iter()
        .find(|floor| floor.name == name)
        .ok_or_else(|| format!("{name} is on no floor; give it one in oast-tidy/src/floors.rs"))?;
    for table in ["dependencies", "build-dependencies"] {
        let dependencies = manifest.get(table).and_then(toml::Value::as_table);
        for dependency in dependencies.into_iter().flat_map(toml::Table::keys) {
            if let Some(says) = refused(floor, dependency) {
                faults.push(source.fault(line_of(source, dependency), "floors", says));
            }
        }
    }
    let lints = manifest
        .get("lints")
        .and_then(|lints| lints.get("workspace"))
        .and_then(toml::Value::as_bool);
    match lints {
        Some(true) => Ok(()),
        _ => Err(format!("{name} does not take the lints of the workspace")),
    }
}

/// Why a floor may not depend on something, if it may not.
fn refused(floor: &Floor, dependency: &str) -> Option<String> {
    let name = floor.name;
    if dependency == "oast" || dependency.starts_with("oast-") {
        let below = floor.below.contains(&dependency);
        return (!below).then(|| format!("{name} is not above {dependency}: arrows go down"));
    }
    let outside = floor.outside?;
    (!outside.contains(&dependency)).then(|| {
        format!(
            "{name} is pure, and depends on {} alone, not on {dependency}",
            outside.join(", ")
        )
    })
}

fn line_of(source: &Source, dependency: &str) -> usize {
    let names = |line: &str| {
        line.strip_prefix(dependency)
            .is_some_and(|rest| rest.starts_with(['.', ' ', '=']))
    };
    let before = source.text.lines().take_while(|line| !names(line));
    1 + before.count()
}
