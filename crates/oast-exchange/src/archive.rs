//! Several files as one: a ZIP file, which every system opens.

use std::io::{Cursor, Write as _};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A ZIP file of some files, in order, each with its name. The same files give the same bytes.
///
/// # Errors
/// When two files have one name, or a file is larger than the format allows.
pub fn zip<'f>(
    files: impl IntoIterator<Item = (&'f str, &'f [u8])>,
) -> Result<Vec<u8>, std::io::Error> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in files {
        writer
            .start_file(name, options)
            .map_err(|error| io(&error))?;
        writer.write_all(bytes)?;
    }
    Ok(writer.finish().map_err(|error| io(&error))?.into_inner())
}

fn io(error: &ZipError) -> std::io::Error {
    std::io::Error::other(error.to_string())
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn an_archive_holds_each_file_as_it_was() {
        let files = [
            ("index.html", b"<p>held</p>".as_slice()),
            ("a.csv", b"a\n1\n"),
        ];
        let bytes = zip(files).unwrap();
        assert_eq!(bytes, zip(files).unwrap());
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        assert_eq!(archive.len(), files.len());
        for (name, was) in files {
            let mut is = Vec::new();
            archive.by_name(name).unwrap().read_to_end(&mut is).unwrap();
            assert_eq!(is, was, "{name}");
        }
        assert!(zip([("a", b"".as_slice()), ("a", b"")]).is_err());
    }
}
