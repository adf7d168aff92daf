//! The terms a case is run under: those the program carries, with what the case changes.

use std::sync::OnceLock;

use oast_terms::{EmbeddedSource, Source as _, SourceFile, Terms};
use toml::Value;

use crate::fields::Fields;

const COUNCIL: &str = "kent";

/// The changes that a table of terms asks for.
pub(crate) fn overrides(table: Option<Fields>) -> Vec<(String, Value)> {
    table.map_or(Vec::new(), |mut table| table.drain().collect())
}

/// The bundled terms with each named term set to one value in every contract, whatever the day.
/// The changed files go through the loader like any others.
pub(crate) fn with(changes: &[(String, Value)]) -> Result<Terms, String> {
    if changes.is_empty() {
        return bundled();
    }
    let mut files = EmbeddedSource.files().map_err(|error| error.to_string())?;
    for (name, value) in changes {
        let mut lines = 0;
        for file in &mut files {
            lines += set(file, name, value)?;
        }
        if lines == 0 {
            return Err(format!("there is no term '{name}'"));
        }
    }
    load(&files)
}

fn bundled() -> Result<Terms, String> {
    static BUNDLED: OnceLock<Result<Terms, String>> = OnceLock::new();
    BUNDLED
        .get_or_init(|| Terms::bundled(COUNCIL).map_err(|problems| format!("{problems:?}")))
        .clone()
}

fn load(files: &Vec<SourceFile>) -> Result<Terms, String> {
    Terms::load(files, COUNCIL).map_err(|problems| {
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        problems.join("; ")
    })
}

/// Sets every value of a term in a file; how many it set.
fn set(file: &mut SourceFile, name: &str, value: &Value) -> Result<usize, String> {
    let text = String::from_utf8(file.bytes.clone()).map_err(|error| error.to_string())?;
    let (mut inside, mut count) = (false, 0);
    let lines: Vec<String> = text
        .lines()
        .map(|line| {
            if line.starts_with('[') {
                inside = line == format!("[{name}]");
            }
            match (
                inside,
                line.split_once("value = "),
                line.split_once(", cite = "),
            ) {
                (true, Some((before, _)), Some((_, cite))) => {
                    count += 1;
                    format!("{before}value = {value}, cite = {cite}")
                }
                _ => line.to_owned(),
            }
        })
        .collect();
    file.bytes = lines.join("\n").into_bytes();
    Ok(count)
}
