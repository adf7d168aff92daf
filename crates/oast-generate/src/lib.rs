//! An example county, made up from a seed: real homes, people who do not exist, and money that adds
//! up to what was published.
//!
//! [`generate`] writes a whole data pack. The same seed and size give the same bytes on every
//! machine: each life is made from the seed and its number alone, and written as it is made, so a
//! million placements take no more memory than a thousand.
//!
//! What is particular to a county is in its folder under `counties/`, which is inside the program.

mod county;
mod details;
mod error;
mod lives;
mod market;
mod people;
mod plan;
mod sampling;
mod summary;
mod world;
mod writer;

use std::path::Path;

pub use error::GenerateError;
pub use plan::{DEFAULT_PLACEMENTS, DEFAULT_SEED, PLACEMENTS_MAX, Plan};
pub use summary::{Calibrated, Summary};

use people::TestNumbers;
use world::World;
use writer::{LifeFiles, NewFolder, write_market};

/// Lives between two reports of progress.
const PROGRESS_LIVES: u64 = 2_000;

/// The counties there are examples of.
pub fn counties() -> Vec<String> {
    county::known_counties()
}

/// Writes the data pack of an example county into a folder, which is made if need be and must be
/// empty. `progress` is told how many lives are done, of how many.
pub fn generate(
    county: &str,
    plan: &Plan,
    out: &Path,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Summary, GenerateError> {
    let world = World::new(county, plan)?;
    let folder = NewFolder::begin(out)?;
    let mut summary = Summary::new(&world);
    write_market(folder.path(), &world.rows, &mut summary)?;
    let mut files = LifeFiles::create(folder.path())?;
    let mut numbers = TestNumbers::new();
    let total = lives::count(&world.sizes);
    progress(0, total);
    for index in 0..total {
        let mut life = lives::life(&world, index)?;
        if life.number_known {
            life.person.nhs_number = numbers.next();
        }
        summary.count(&world, &life)?;
        files.write(&life)?;
        if index % PROGRESS_LIVES == PROGRESS_LIVES - 1 {
            progress(index + 1, total);
        }
    }
    files.finish(&mut summary)?;
    folder.finish()?;
    summary.finish();
    progress(total, total);
    Ok(summary)
}
