use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use oast_rules::facts::{Fact, Pack, Rows, TableVisitor, each_table, key_of};

use crate::csv::FactCsv;

/// A file or folder could not be written.
#[derive(Debug, thiserror::Error)]
#[error("{path} cannot be written: {source}", path = path.display())]
pub struct WriteError {
    /// The file or folder.
    pub path: PathBuf,
    /// Why not.
    pub source: io::Error,
}

impl WriteError {
    /// Names the file or folder that an error is about.
    pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self { path, source }
    }
}

/// Writes every file of a data pack into a folder, which is made if need be.
///
/// Rows are in the order of their keys, so that the same facts always give the same bytes; a kind
/// of fact with no rows has a file with its header alone. Each file is written under another name
/// first, and they take their places when all are whole.
pub fn write(dir: &Path, pack: &Pack) -> Result<(), WriteError> {
    fs::create_dir_all(dir).map_err(WriteError::at(dir))?;
    let mut writing = Writing {
        dir,
        pack,
        parts: Vec::new(),
    };
    let written = each_table(&mut writing).and_then(|()| {
        writing
            .parts
            .iter()
            .try_for_each(|(part, file)| fs::rename(part, file).map_err(WriteError::at(file)))
    });
    if written.is_err() {
        for (part, _) in &writing.parts {
            // The failure that is reported is the first one; a part left behind is never read.
            let _ = fs::remove_file(part);
        }
    }
    written
}

struct Writing<'a> {
    dir: &'a Path,
    pack: &'a Pack,
    /// Each file as it is written, and the name it will take.
    parts: Vec<(PathBuf, PathBuf)>,
}

impl TableVisitor for Writing<'_> {
    type Error = WriteError;

    fn visit<F: Fact>(&mut self) -> Result<(), WriteError>
    where
        Pack: Rows<F>,
    {
        let file = self.dir.join(format!("{}.csv", F::TABLE.name));
        let part = self.dir.join(format!("{}.csv.part", F::TABLE.name));
        self.parts.push((part.clone(), file));
        write_file::<F>(&part, self.pack.rows()).map_err(WriteError::at(&part))
    }
}

fn write_file<F: Fact>(path: &Path, facts: &[F]) -> io::Result<()> {
    let mut order: Vec<&F> = facts.iter().collect();
    order.sort_by_cached_key(|fact| key_of(*fact));
    let mut csv = FactCsv::<F, _>::new(File::create(path)?)?;
    for fact in order {
        csv.write(fact)?;
    }
    csv.finish().map(drop)
}
