use std::fs;
use std::path::{Path, PathBuf};

use rust_embed::RustEmbed;

use crate::error::TermsError;

/// How deep folders may lie in one another below the terms folder.
const FOLDER_DEPTH_MAX: usize = 4;
/// How many files a terms folder may hold.
const FILES_MAX: usize = 10_000;
/// The largest terms file, in bytes.
const FILE_BYTES_MAX: u64 = 1_000_000;

/// A file of the terms folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Its path below the terms folder, with `/` between the parts.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Where terms files are read from.
pub trait Source {
    /// Every file, in any order, or why they cannot be read.
    fn files(&self) -> Result<Vec<SourceFile>, TermsError>;
}

/// The files themselves, for tests and for terms that are edited in memory.
impl Source for Vec<SourceFile> {
    fn files(&self) -> Result<Vec<SourceFile>, TermsError> {
        Ok(self.clone())
    }
}

/// The repository's own `terms/`, embedded in the program when it was built.
#[derive(Debug, Clone, Copy, Default)]
pub struct EmbeddedSource;

#[derive(RustEmbed)]
#[folder = "../../terms"]
struct Embedded;

impl Source for EmbeddedSource {
    fn files(&self) -> Result<Vec<SourceFile>, TermsError> {
        let file = |path: std::borrow::Cow<'static, str>| {
            Embedded::get(&path).map(|file| SourceFile {
                path: path.into_owned(),
                bytes: file.data.into_owned(),
            })
        };
        Ok(Embedded::iter().filter_map(file).collect())
    }
}

/// A terms folder on disk. Files and folders whose names begin with a dot are passed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirSource(pub PathBuf);

impl Source for DirSource {
    fn files(&self) -> Result<Vec<SourceFile>, TermsError> {
        let mut files = Vec::new();
        read_folder(&self.0, "", 0, &mut files)?;
        Ok(files)
    }
}

fn read_folder(
    folder: &Path,
    below: &str,
    depth: usize,
    files: &mut Vec<SourceFile>,
) -> Result<(), TermsError> {
    let shown = if below.is_empty() { "." } else { below };
    let wrong = |why: &dyn std::fmt::Display| TermsError::of_file(shown, why.to_string());
    if depth > FOLDER_DEPTH_MAX {
        return Err(wrong(&format!(
            "folders lie more than {FOLDER_DEPTH_MAX} deep; a contract's folder is the deepest"
        )));
    }
    for entry in fs::read_dir(folder).map_err(|error| wrong(&error))? {
        let entry = entry.map_err(|error| wrong(&error))?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            return Err(wrong(&format!("the name {} is not text", name.display())));
        };
        if name.starts_with('.') {
            continue;
        }
        let path = if below.is_empty() {
            name.to_owned()
        } else {
            format!("{below}/{name}")
        };
        if entry.path().is_dir() {
            read_folder(&entry.path(), &path, depth + 1, files)?;
        } else {
            files.push(read_file(&entry.path(), path)?);
        }
        if files.len() > FILES_MAX {
            return Err(wrong(&format!("there are more than {FILES_MAX} files")));
        }
    }
    Ok(())
}

fn read_file(place: &Path, path: String) -> Result<SourceFile, TermsError> {
    let wrong = |why: &dyn std::fmt::Display| TermsError::of_file(&*path, why.to_string());
    let size = fs::metadata(place).map_err(|error| wrong(&error))?.len();
    if size > FILE_BYTES_MAX {
        return Err(wrong(&format!(
            "the file is larger than {FILE_BYTES_MAX} bytes"
        )));
    }
    let bytes = fs::read(place).map_err(|error| wrong(&error))?;
    Ok(SourceFile { path, bytes })
}
