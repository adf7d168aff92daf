use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

use super::fault::PackFault;
use crate::csv::FILE_BYTES_MAX;

/// Bytes read from a file at a time.
const BUFFER_BYTES: usize = 256 * 1024;

/// Where the files of a data pack are.
pub(crate) trait Source {
    /// The names of its files, in order.
    fn names(&self) -> Result<Vec<String>, PackFault>;

    /// Opens one of them, or says why it cannot be read.
    fn open(&self, name: &str) -> Result<Box<dyn BufRead + '_>, String>;

    /// What is said when none of them is a file of a data pack.
    fn nothing(&self) -> &'static str;

    /// Most rows that are read of all of them together.
    fn rows_max(&self) -> u64;
}

impl Source for &Path {
    fn names(&self) -> Result<Vec<String>, PackFault> {
        let unreadable = |error| {
            PackFault::of_folder(format!(
                "the folder {} cannot be read: {error}",
                self.display()
            ))
        };
        let mut names = Vec::new();
        for entry in std::fs::read_dir(self).map_err(unreadable)? {
            let name = entry.map_err(unreadable)?.file_name();
            let name = name.to_string_lossy();
            let is_csv = Path::new(name.as_ref())
                .extension()
                .is_some_and(|end| end.eq_ignore_ascii_case("csv"));
            if is_csv && !name.starts_with('.') {
                names.push(name.into_owned());
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    fn open(&self, name: &str) -> Result<Box<dyn BufRead + '_>, String> {
        let path = self.join(name);
        let cannot = |error| format!("it cannot be read: {error}");
        let about = std::fs::metadata(&path).map_err(cannot)?;
        if !about.is_file() {
            return Err("it is not a file".into());
        }
        if about.len() > FILE_BYTES_MAX {
            return Err(format!(
                "the file is larger than {FILE_BYTES_MAX} bytes; split the county into several packs"
            ));
        }
        let file = File::open(&path).map_err(cannot)?;
        Ok(Box::new(BufReader::with_capacity(BUFFER_BYTES, file)))
    }

    fn nothing(&self) -> &'static str {
        "the folder holds none of the files of a data pack, such as placements.csv"
    }

    fn rows_max(&self) -> u64 {
        u64::MAX
    }
}
