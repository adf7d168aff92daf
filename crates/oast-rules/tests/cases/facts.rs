//! Facts as a case gives them: the columns of the data pack, with what does not matter left out.

use oast_rules::facts::{CellReader, Column, Fact, key_of};
use oast_rules::placement::CaseFile;
use oast_rules::price::PriceBook;
use oast_units::{Cell, PlacementId};

use crate::fields::Fields;

/// What a column holds when a case leaves it out. Every other column must be given, or may be
/// empty.
const DEFAULTS: &[(&str, &str)] = &[
    ("placement_id", "PL1"),
    ("person_id", "PE1"),
    ("home_id", "H1"),
    ("provider_id", "PR1"),
    ("block_id", "B1"),
    ("pay_run", "R1"),
    ("category", "residential"),
    ("stay", "long_term"),
    ("given_by", "provider"),
    ("reference", "CC1"),
    ("version", "1"),
];

/// Reads the columns of one fact from a table.
struct Row<'a> {
    fields: &'a mut Fields,
    columns: std::slice::Iter<'static, Column>,
    problems: Vec<String>,
}

impl CellReader for Row<'_> {
    fn cell<T: Cell>(&mut self) -> Option<T> {
        let column = self.columns.next()?;
        match self.fields.optional::<T>(column.name) {
            Ok(Some(value)) => return Some(value),
            Ok(None) => {}
            Err(problem) => {
                self.problems.push(problem);
                return None;
            }
        }
        let default = DEFAULTS.iter().find(|(name, _)| *name == column.name);
        let found = T::parse(default.map_or("", |(_, text)| text));
        if found.is_err() {
            let problem = self
                .fields
                .problem(&format!("'{}' is missing", column.name));
            self.problems.push(problem);
        }
        found.ok()
    }
}

/// One fact, with every key of its table used.
pub(crate) fn fact<F: Fact>(mut fields: Fields) -> Result<F, String> {
    let found = read(&mut fields)?;
    fields.done()?;
    Ok(found)
}

/// One fact, leaving the keys that are not its columns.
pub(crate) fn read<F: Fact>(fields: &mut Fields) -> Result<F, String> {
    let mut row = Row {
        fields,
        columns: F::TABLE.columns.iter(),
        problems: Vec::new(),
    };
    let found = F::read(&mut row);
    found.ok_or_else(|| row.problems.join("; "))
}

/// The facts of one kind, in the order of their keys.
pub(crate) fn facts<F: Fact>(given: &mut Fields, table: &str) -> Result<Vec<F>, String> {
    let mut found: Vec<F> = given
        .tables(table)?
        .into_iter()
        .map(fact)
        .collect::<Result<_, _>>()?;
    found.sort_by_cached_key(key_of);
    Ok(found)
}

/// The placement and everything recorded of it.
pub(crate) fn case_file(given: &mut Fields) -> Result<CaseFile, String> {
    let placement = given
        .table("placement")?
        .ok_or("given: 'placement' is missing")?;
    let case = CaseFile {
        placement: fact(placement)?,
        category_changes: facts(given, "category_changes")?,
        assessments: facts(given, "assessments")?,
        absences: facts(given, "absences")?,
        one_to_one: facts(given, "one_to_one")?,
        contributions: facts(given, "contributions")?,
        one_offs: facts(given, "one_offs")?,
        notices: facts(given, "notices")?,
    };
    let id: &PlacementId = &case.placement.placement_id;
    if id.as_str() == "PL1" {
        Ok(case)
    } else {
        Err("given: the placement of a case is always PL1".into())
    }
}

pub(crate) fn price_book(given: &mut Fields) -> Result<PriceBook, String> {
    Ok(PriceBook::new(
        &facts(given, "prices")?,
        &facts(given, "uplifts")?,
    ))
}
