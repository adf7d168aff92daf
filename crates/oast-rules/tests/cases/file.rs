//! Reading the case files.

use std::fs;
use std::path::{Path, PathBuf};

use oast_terms::Terms;
use toml::{Table, Value};

use crate::case::{Case, Kind};
use crate::fields::Fields;
use crate::terms;

/// Every case of every file, and what is wrong with files.
pub(crate) fn all() -> (Vec<Case>, Vec<String>) {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("cases");
    let (mut cases, mut problems) = (Vec::new(), Vec::new());
    for path in toml_files(&root, &mut problems) {
        let name = path
            .strip_prefix(&root)
            .unwrap_or(&path)
            .display()
            .to_string();
        match fs::read_to_string(&path) {
            Ok(text) => {
                let (more, wrong) = read(&name, &text);
                cases.extend(more);
                problems.extend(wrong);
            }
            Err(error) => problems.push(format!("{name}: {error}")),
        }
    }
    (cases, problems)
}

fn toml_files(folder: &Path, problems: &mut Vec<String>) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => {
            problems.push(format!("{}: {error}", folder.display()));
            return found;
        }
    };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(toml_files(&path, problems));
        } else if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The cases of one file, and what is wrong with it.
pub(crate) fn read(name: &str, text: &str) -> (Vec<Case>, Vec<String>) {
    match read_file(name, text) {
        Ok((cases, problems)) => (cases, problems),
        Err(problem) => (Vec::new(), vec![problem]),
    }
}

fn read_file(name: &str, text: &str) -> Result<(Vec<Case>, Vec<String>), String> {
    let table: Table = text.parse().map_err(|error| format!("{name}: {error}"))?;
    let mut file = Fields::new(name, table);
    let code = file.required::<oast_units::Text>("kind")?;
    let kind = Kind::of(code.as_str())
        .ok_or_else(|| file.problem(&format!("there is no kind '{code}'")))?;
    if name.split('/').next() != Some(kind.room()) {
        let why = format!("cases of kind '{code}' belong in {}/", kind.room());
        return Err(file.problem(&why));
    }
    let common = file.take("given");
    let common_terms = terms::overrides(file.table("terms")?);
    let rows = file.tables("case")?;
    file.done()?;
    let (mut cases, mut problems) = (Vec::new(), Vec::new());
    for (index, mut row) in rows.into_iter().enumerate() {
        let place = format!("{name}: case {}", index + 1);
        match read_case(&mut row, &place, common.as_ref(), &common_terms) {
            Ok((given, terms)) => match Case::new(name, kind, given, terms, row) {
                Ok(case) => cases.push(case),
                Err(problem) => problems.push(format!("{place}: {problem}")),
            },
            Err(problem) => problems.push(problem),
        }
    }
    Ok((cases, problems))
}

/// What a case is given, with what its file gives to all, and its terms.
fn read_case(
    row: &mut Fields,
    place: &str,
    common: Option<&Value>,
    common_terms: &[(String, Value)],
) -> Result<(Fields, Terms), String> {
    let with_place = |problem: String| format!("{place}: {problem}");
    let given = match (common.cloned(), row.take("given")) {
        (Some(common), Some(own)) => merged(common, own),
        (one, other) => one.or(other).unwrap_or(Value::Table(Table::new())),
    };
    let Value::Table(given) = given else {
        return Err(with_place("'given' is not a table".into()));
    };
    let own = row.table("terms").map_err(with_place)?;
    let mut changes = common_terms.to_vec();
    changes.extend(terms::overrides(own));
    let terms = terms::with(&changes).map_err(with_place)?;
    Ok((Fields::new("given", given), terms))
}

/// Two values, the second deciding; tables are merged key by key.
fn merged(common: Value, own: Value) -> Value {
    match (common, own) {
        (Value::Table(mut common), Value::Table(own)) => {
            for (key, value) in own {
                let value = match common.remove(&key) {
                    Some(before) => merged(before, value),
                    None => value,
                };
                common.insert(key, value);
            }
            Value::Table(common)
        }
        (_, own) => own,
    }
}
