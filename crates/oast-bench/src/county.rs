//! An example county in a database, ready for its first pay run.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use oast_generate::{DEFAULT_SEED, Plan, generate};
use oast_office::{Actor, ImportOptions, Office};
use oast_store::{Keyring, Store};
use serde_json::{Value, json};

use crate::data::AUTHORITY;
use crate::due::terms;
use crate::memory::peak_bytes;
use crate::stopwatch::timed;

/// The county's database in its folder.
pub(crate) const COUNTY: &str = "county.sqlite";
/// When it is imported: before the first run.
const IMPORTED_AT: &str = "2026-04-20T09:00:00Z";

/// Generates a county, imports it, and throws the pack away.
pub(crate) fn make(placements: u64, out: &Path) -> anyhow::Result<Value> {
    std::fs::create_dir_all(out)?;
    let (pack, part) = (out.join("pack"), out.join("county.part.sqlite"));
    for stale in [&pack, &part] {
        remove(stale)?;
    }
    let plan = Plan {
        seed: DEFAULT_SEED,
        placements,
    };
    let (generated, generate_seconds) = timed(|| generate(AUTHORITY, &plan, &pack, &mut |_, _| ()));
    let generated = generated?;
    // At England's size a county's budget is more than an amount may be, and no run looks at it.
    remove(&pack.join("budgets.csv"))?;
    let (imported, import_seconds) = timed(|| import(&pack, &part));
    imported?;
    remove(&pack)?;
    std::fs::rename(&part, out.join(COUNTY))?;
    Ok(json!({
        "placements": placements,
        "rows": generated.rows.iter().map(|(_, rows)| rows).sum::<u64>(),
        "placement_rows": generated.rows_of("placements"),
        "generate_seconds": generate_seconds,
        "import_seconds": import_seconds,
        "peak_bytes": peak_bytes(),
    }))
}

fn import(pack: &Path, database: &Path) -> anyhow::Result<()> {
    let mut office = open(database)?;
    let actor = Actor::operator("importer", IMPORTED_AT.parse::<Timestamp>()?);
    office.import(pack, actor, ImportOptions::default(), &mut |_, _| ())?;
    Ok(())
}

/// Opens the book of a county.
pub(crate) fn open(database: &Path) -> anyhow::Result<Office> {
    let store = Store::open(&database.display().to_string())?.with_keyring(Keyring::example())?;
    Ok(Office::new(store, Arc::new(terms()?), AUTHORITY))
}

/// Removes a file with the logs beside it, or a folder, if it is there.
pub(crate) fn remove(path: &Path) -> anyhow::Result<()> {
    if path.is_dir() {
        std::fs::remove_dir_all(path)?;
        return Ok(());
    }
    for end in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        match std::fs::remove_file(&name) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}
