use std::collections::BTreeSet;

use crate::GenerateError;

/// The folder `counties`, inside the program, so that nothing is needed beside it.
#[derive(rust_embed::Embed)]
#[folder = "../../counties"]
struct Counties;

/// The names of the counties there are.
pub(crate) fn known_counties() -> Vec<String> {
    let folder = |path: std::borrow::Cow<'_, str>| Some(path.split_once('/')?.0.to_string());
    let names: BTreeSet<String> = Counties::iter().filter_map(folder).collect();
    names.into_iter().collect()
}

/// The text of one file of a county.
pub(super) fn text(county: &str, file: &str) -> Result<String, GenerateError> {
    let embedded = Counties::get(&format!("{county}/{file}"))
        .ok_or_else(|| GenerateError::example(file, "it is missing"))?;
    String::from_utf8(embedded.data.into_owned())
        .map_err(|_| GenerateError::example(file, "it is not UTF-8"))
}
