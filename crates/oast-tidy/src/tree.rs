use std::fs;
use std::io;
use std::path::Path;

use crate::Source;

/// Folders that are made, not written.
const MADE: &[&str] = &["target", "node_modules", "dist", "demo-pack", "__pycache__"];
/// Names that begin with a dot are passed over, but for these.
const DOTTED: &[&str] = &[".ci", ".gitignore"];
/// Files that are made, or whose words are not ours: known by name, not read.
const NOT_OURS: &[&str] = &["Cargo.lock", "LICENCE"];
/// Files with more bytes than this are data, and not read either.
const FILE_BYTES_MAX: u64 = 1_000_000;

/// Every file of the tree, in order of path.
///
/// # Errors
/// When a folder or a file cannot be read.
pub fn read_tree(top: &Path) -> io::Result<Vec<Source>> {
    let mut tree = Vec::new();
    read_folder(top, "", &mut tree)?;
    tree.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(tree)
}

fn read_folder(top: &Path, below: &str, tree: &mut Vec<Source>) -> io::Result<()> {
    for entry in fs::read_dir(top.join(below))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let hidden = name.starts_with('.') && !DOTTED.contains(&name.as_str());
        if hidden || MADE.contains(&name.as_str()) {
            continue;
        }
        let path = if below.is_empty() {
            name
        } else {
            format!("{below}/{name}")
        };
        let read = if entry.file_type()?.is_dir() {
            read_folder(top, &path, tree)
        } else {
            read_file(&entry, &path).map(|source| tree.push(source))
        };
        match read {
            // What a test beside this one made for a moment and took away is no part of the tree.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            read => read?,
        }
    }
    Ok(())
}

fn read_file(entry: &fs::DirEntry, path: &str) -> io::Result<Source> {
    let read = entry.metadata()?.len() <= FILE_BYTES_MAX && !NOT_OURS.contains(&path);
    let bytes = if read {
        fs::read(entry.path())?
    } else {
        vec![]
    };
    // What is not UTF-8 is data.
    let text = String::from_utf8(bytes).unwrap_or_default();
    Ok(Source::new(path.to_owned(), text))
}
