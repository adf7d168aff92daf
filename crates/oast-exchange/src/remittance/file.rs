use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use oast_units::HomeId;

use super::{Remittance, write_csv, write_xlsx};
use crate::pack::WriteError;

/// The name of a home's file, safe on every system: `remittance-H0001.csv`.
///
/// Letters, digits, `-` and `_` of the home's reference are kept. Another character becomes `_`,
/// and a number made from the whole reference is added, so that two homes do not share a file.
pub fn file_name(home: &HomeId, extension: &str) -> String {
    let is_safe = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let id = home.as_str();
    let safe: String = id
        .chars()
        .map(|c| if is_safe(c) { c } else { '_' })
        .collect();
    if safe == id {
        format!("remittance-{safe}.{extension}")
    } else {
        format!("remittance-{safe}-{:08x}.{extension}", number_of(id))
    }
}

/// A number that differs for nearly all texts that differ (FNV-1a, 32 bits).
fn number_of(text: &str) -> u32 {
    text.bytes().fold(0x811c_9dc5, |number, byte| {
        (number ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

/// Writes each home's remittance into a folder, which is made if need be, as CSV and as a
/// workbook, and gives the files in order.
pub fn write_folder(dir: &Path, remittances: &[Remittance]) -> Result<Vec<PathBuf>, WriteError> {
    fs::create_dir_all(dir).map_err(WriteError::at(dir))?;
    let mut names = BTreeSet::new();
    let mut files = Vec::with_capacity(remittances.len() * 2);
    for remittance in remittances {
        let csv = dir.join(file_name(&remittance.home_id, "csv"));
        let xlsx = csv.with_extension("xlsx");
        if !names.insert(csv.as_os_str().to_ascii_lowercase()) {
            let shared = io::Error::other(format!(
                "home {} shares its file's name with another home",
                remittance.home_id
            ));
            return Err(WriteError::at(&csv)(shared));
        }
        let totals = remittance
            .totals()
            .map_err(io::Error::other)
            .map_err(WriteError::at(&csv))?;
        let mut text = Vec::new();
        write_csv(remittance, totals, &mut text).map_err(WriteError::at(&csv))?;
        let workbook = write_xlsx(remittance, totals)
            .map_err(io::Error::other)
            .map_err(WriteError::at(&xlsx))?;
        fs::write(&csv, text).map_err(WriteError::at(&csv))?;
        fs::write(&xlsx, workbook).map_err(WriteError::at(&xlsx))?;
        files.extend([csv, xlsx]);
    }
    Ok(files)
}
