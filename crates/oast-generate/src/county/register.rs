use oast_units::{Cell, Coordinate, CqcId, Date, DistrictName, Postcode, Text, YesNo};

use crate::GenerateError;

/// A care home as the regulator's register has it. What the register does not say is empty.
#[derive(Debug, Clone)]
pub(crate) struct RegisterHome {
    pub(crate) location_id: CqcId,
    pub(crate) name: Text,
    pub(crate) provider_id: Option<CqcId>,
    pub(crate) provider_name: Option<Text>,
    pub(crate) address: Option<Text>,
    pub(crate) town: Option<Text>,
    pub(crate) postcode: Option<Postcode>,
    pub(crate) latitude: Option<Coordinate>,
    pub(crate) longitude: Option<Coordinate>,
    pub(crate) district: Option<DistrictName>,
    pub(crate) beds: Option<u32>,
    pub(crate) nursing: Option<YesNo>,
    pub(crate) specialisms: Option<Text>,
    pub(crate) overall: Option<Text>,
    pub(crate) rated_on: Option<Date>,
    /// Whether the register of 2026 has it; an older row may have closed since.
    pub(crate) current: bool,
}

/// Reads `homes.csv`.
pub(crate) fn register(text: &str) -> Result<Vec<RegisterHome>, GenerateError> {
    rows("homes.csv", text, |row| {
        Ok(RegisterHome {
            location_id: next(row)?,
            name: next(row)?,
            provider_id: next(row)?,
            provider_name: next(row)?,
            address: next(row)?,
            town: next(row)?,
            postcode: next(row)?,
            latitude: next(row)?,
            longitude: next(row)?,
            district: next(row)?,
            beds: next(row)?,
            nursing: next(row)?,
            specialisms: next(row)?,
            overall: next(row)?,
            rated_on: next(row)?,
            current: next::<YesNo>(row)? == YesNo::Yes,
        })
    })
}

/// Reads `postcodes.csv`.
pub(crate) fn postcodes(text: &str) -> Result<Vec<Postcode>, GenerateError> {
    rows("postcodes.csv", text, next)
}

/// The fields of one row, taken in order.
type Row<'a> = csv::StringRecordIter<'a>;

fn next<T: Cell>(row: &mut Row<'_>) -> Result<T, oast_units::Invalid> {
    T::parse(row.next().unwrap_or_default())
}

fn rows<T>(
    file: &str,
    text: &str,
    read: impl Fn(&mut Row<'_>) -> Result<T, oast_units::Invalid>,
) -> Result<Vec<T>, GenerateError> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let mut found = Vec::new();
    for (index, record) in reader.records().enumerate() {
        let record = record.map_err(|error| GenerateError::example(file, error))?;
        let value = read(&mut record.iter())
            .map_err(|why| GenerateError::example(file, format!("row {}: {why}", index + 1)))?;
        found.push(value);
    }
    Ok(found)
}
