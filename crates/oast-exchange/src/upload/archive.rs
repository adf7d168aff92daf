use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{ENTRIES_MAX, RATIO_FREE_BYTES, RATIO_MAX, UNPACKED_BYTES_MAX, name};

/// How an archive ends: the record that says how many entries there are.
const END: &[u8] = b"PK\x05\x06";
/// Bytes of that record without the comment behind it.
const END_BYTES: usize = 22;
/// Where the number of entries stands in it.
const END_ENTRIES: usize = 10;
/// The number that sends to another record: more entries than two bytes can say.
const MORE: u64 = 0xFFFF;

/// An archive in memory, and how much may still be unpacked.
pub(super) struct Archive<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    room: u64,
}

impl<'b> Archive<'b> {
    /// Opens an archive whose entries may come to so many bytes, or says why it is refused.
    pub(super) fn open(bytes: &'b [u8], room: u64) -> Result<Self, String> {
        // Counted before the archive is opened: that takes memory for each entry.
        if entries(bytes).is_none_or(|entries| entries > ENTRIES_MAX) {
            return Err(if entries(bytes).is_none() {
                "it is cut short or damaged: a ZIP ends in a list of what is in it".into()
            } else {
                format!("it has more than {ENTRIES_MAX} entries, which is the most that is taken")
            });
        }
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        if zip.has_duplicate_names() {
            return Err("two entries of it have the same name; keep one".into());
        }
        let mut archive = Self { zip, room };
        archive.check_entries()?;
        Ok(archive)
    }

    /// How many more bytes may be unpacked.
    pub(super) const fn room(&self) -> u64 {
        self.room
    }

    /// Leaves room for so many more bytes.
    pub(super) const fn leave(&mut self, room: u64) {
        self.room = room;
    }

    /// Refuses, before anything is unpacked, what an archive of a data pack never has.
    fn check_entries(&mut self) -> Result<(), String> {
        for index in 0..self.zip.len() {
            let entry = self.zip.by_index_raw(index).map_err(damaged)?;
            let path = entry.name().map_err(damaged)?.into_owned();
            let shown = name::shown(&path);
            if entry.encrypted() {
                return Err(format!(
                    "{shown} in it is encrypted; pack it without a password"
                ));
            }
            if entry.is_symlink() {
                return Err(format!(
                    "{shown} in it is a link, not a file; pack the file itself"
                ));
            }
            let leads_out = path.starts_with(['/', '\\'])
                || path.contains(':')
                || path.split(['/', '\\']).any(|part| part == "..");
            if leads_out {
                return Err(format!(
                    "{shown} in it leads out of the archive; pack the files without their folders"
                ));
            }
        }
        Ok(())
    }

    /// Every file, unpacked, by its name without folders.
    pub(super) fn files(&mut self) -> Result<Vec<(String, Vec<u8>)>, String> {
        let mut files = Vec::new();
        for index in 0..self.zip.len() {
            let path = {
                let entry = self.zip.by_index_raw(index).map_err(damaged)?;
                if entry.is_dir() {
                    continue;
                }
                entry.name().map_err(damaged)?.into_owned()
            };
            // What the finder of one kind of computer adds of its own accord.
            if path.starts_with("__MACOSX/") || path.ends_with(".DS_Store") {
                continue;
            }
            let name = name::base(&path).map_err(|why| format!("{}: {why}", name::shown(&path)))?;
            files.push((name, self.unpack(index)?));
        }
        Ok(files)
    }

    /// The names of the entries.
    pub(super) fn names(&self) -> Vec<String> {
        let names = self.zip.file_names().filter_map(Result::ok);
        names.map(std::borrow::Cow::into_owned).collect()
    }

    /// An entry, unpacked; none when there is none of the name.
    pub(super) fn entry(&mut self, name: &str) -> Result<Option<Vec<u8>>, String> {
        match self.zip.index_for_name(name) {
            Some(index) => self.unpack(index).map(Some),
            None => Ok(None),
        }
    }

    /// Unpacks an entry within what room is left. What the archive says of its size is not
    /// believed: bytes are counted as they come.
    fn unpack(&mut self, index: usize) -> Result<Vec<u8>, String> {
        let room = self.room;
        let entry = self.zip.by_index(index).map_err(damaged)?;
        let name = name::shown(&entry.name().map_err(damaged)?);
        let by_ratio = entry
            .compressed_size()
            .saturating_mul(RATIO_MAX)
            .max(RATIO_FREE_BYTES);
        let most = room.min(by_ratio);
        let mut bytes = Vec::new();
        entry
            .take(most + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| format!("{name} in it cannot be unpacked: {error}"))?;
        let length = bytes.len() as u64;
        if length > by_ratio {
            return Err(format!(
                "{name} in it unpacks to more than {RATIO_MAX} times its size, as no data pack does"
            ));
        }
        if length > room {
            let most = UNPACKED_BYTES_MAX >> 20;
            return Err(format!(
                "it unpacks to more than {most} MiB, which is the most that is taken at a time"
            ));
        }
        self.room = room - length;
        Ok(bytes)
    }
}

/// How many entries an archive says that it has; none without its end.
fn entries(bytes: &[u8]) -> Option<u64> {
    let tail = bytes
        .len()
        .saturating_sub(END_BYTES + usize::from(u16::MAX));
    let tail = bytes.get(tail..)?;
    let at = tail.windows(END.len()).rposition(|window| window == END)?;
    let count = tail.get(at + END_ENTRIES..at + END_ENTRIES + 2)?;
    let count = count
        .iter()
        .rev()
        .fold(0, |sum, byte| sum * 256 + u64::from(*byte));
    Some(if count == MORE { u64::MAX } else { count })
}

#[expect(clippy::needless_pass_by_value, reason = "it is given by map_err")]
fn damaged(error: ZipError) -> String {
    format!("it is damaged: {error}")
}
