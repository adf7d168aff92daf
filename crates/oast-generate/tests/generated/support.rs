//! What the tests of generated packs share.

use std::path::Path;

use oast_exchange::pack;
use oast_generate::{Plan, Summary, generate};
use oast_rules::facts::Pack;
use tempfile::TempDir;

/// A generated county, in a folder that goes when it does.
pub(crate) struct Generated {
    folder: TempDir,
    pub(crate) summary: Summary,
}

impl Generated {
    pub(crate) fn new(seed: u64, placements: u64) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let plan = Plan { seed, placements };
        let summary = generate("kent", &plan, folder.path(), &mut |_, _| {}).unwrap();
        Self { folder, summary }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn pack(&self) -> Pack {
        pack::read(self.path(), &mut |_, _| {}).unwrap().pack
    }
}
