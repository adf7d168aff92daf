//! Everything that is held on one person, as files for them to read.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use oast_exchange::table::{Format, Table, Value};
use oast_rules::facts::Placement;
use oast_store::access::{Read, ReadFilter};
use oast_store::{Which, format_instant};

use super::held::{entries_as_table, held, placements_of};
use crate::{Action, Actor, Office, OfficeError};

/// What a subject access export wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonExport {
    /// Each list with the number of its rows.
    pub lists: Vec<(&'static str, usize)>,
}

/// Everything that is held on a person, as files for them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonFiles {
    /// Each list with the number of its rows.
    pub lists: Vec<(&'static str, usize)>,
    /// The name of each file, with its bytes: a page to read first, then each list.
    pub files: Vec<(String, Vec<u8>)>,
}

/// The purpose under which the export itself is noted as a read.
const PURPOSE: &str = "subject access";

/// A list of the export: its name, what it is, and its rows.
type List = (&'static str, Table);

impl Office {
    /// Writes everything that is held on a person to a folder, as [`Office::person_files`] gives
    /// it.
    pub fn export_person(
        &mut self,
        person: &str,
        dir: &Path,
        actor: Actor<'_>,
    ) -> Result<PersonExport, OfficeError> {
        let held = self.person_files(person, "oast person export", actor)?;
        fs::create_dir_all(dir).map_err(|error| unwritten(dir, &error))?;
        for (name, bytes) in &held.files {
            let path = dir.join(name);
            fs::write(&path, bytes).map_err(|error| unwritten(&path, &error))?;
        }
        Ok(PersonExport { lists: held.lists })
    }

    /// Everything that is held on a person: a page to read, and each list as CSV and JSON. It is
    /// noted as a read of their record on a page. Whoever asks may see people, who looked at them,
    /// and take lists away.
    pub fn person_files(
        &mut self,
        person: &str,
        page_name: &str,
        actor: Actor<'_>,
    ) -> Result<PersonFiles, OfficeError> {
        for action in [Action::SeePeople, Action::SeeAudit, Action::ExportTables] {
            actor.must(action)?;
        }
        let lists = self.lists_of(person)?;
        self.record_reads(&[Read {
            at: actor.at,
            user_id: actor.name.to_owned(),
            person_id: person.to_owned(),
            page: page_name.to_owned(),
            purpose: Some(PURPOSE.to_owned()),
        }])?;
        let index = page(person, &format_instant(actor.at), &lists);
        let mut files = vec![("index.html".to_owned(), index.into_bytes())];
        for (name, table) in &lists {
            for (format, ending) in [(Format::Csv, "csv"), (Format::Json, "json")] {
                let name = format!("{name}.{ending}");
                let mut bytes = Vec::new();
                table
                    .write(format, &mut bytes)
                    .map_err(|error| unwritten(Path::new(&name), &error))?;
                files.push((name, bytes));
            }
        }
        let lists = lists.iter().map(|(name, table)| (*name, table.rows.len()));
        Ok(PersonFiles {
            lists: lists.collect(),
            files,
        })
    }

    fn lists_of(&mut self, person: &str) -> Result<Vec<List>, OfficeError> {
        let authority = self.authority.clone();
        let placements = placements_of(&mut self.store, &authority, person)?;
        let held = held(&mut self.store, &authority, person, &placements)?;
        if held.tables.is_empty() {
            return Err(OfficeError::NotFound {
                what: "person",
                id: person.to_owned(),
                hint: String::new(),
            });
        }
        let mut lists = held.tables;
        lists.push(("rates", self.rates_of(&placements)?));
        let filter = ReadFilter {
            person: Some(person),
            ..ReadFilter::default()
        };
        let reads = self.reads(&filter, u32::MAX)?.into_iter().map(|read| {
            let purpose = read.purpose.unwrap_or_default();
            let texts = [format_instant(read.at), read.user_id, read.page, purpose];
            texts.map(Value::Text).to_vec()
        });
        let reads = Table {
            columns: vec!["looked_at", "user", "page", "purpose"],
            rows: reads.collect(),
        };
        lists.push(("who_looked", reads));
        let mut subjects: Vec<&str> = placements.iter().map(String::as_str).collect();
        subjects.push(person);
        let entries = entries_as_table(&mut self.store, &authority, &held.entries, &subjects)?;
        lists.push(("who_recorded", entries));
        Ok(lists)
    }

    /// For each placement its weekly rate on its last day, or today's first, and how it came about.
    fn rates_of(&mut self, placements: &[String]) -> Result<Table, OfficeError> {
        let (authority, known_seq) = (self.authority.clone(), self.known_seq(None)?);
        let mut rows = Vec::new();
        for id in placements {
            let found: Vec<Placement> =
                self.store
                    .facts(&authority, known_seq, Which::Of(id.as_str()))?;
            for placement in found {
                let last = placement.ended_on.map(oast_units::Date::previous);
                let on = last
                    .unwrap_or(placement.started_on)
                    .max(placement.started_on);
                let how = match self.explain_rate(id, on, None) {
                    Ok(explained) => explained.sentence(),
                    Err(why) => why.to_string(),
                };
                let texts = [id.clone(), on.to_string(), how];
                rows.push(texts.map(Value::Text).to_vec());
            }
        }
        Ok(Table {
            columns: vec!["placement_id", "on", "care_fee"],
            rows,
        })
    }
}

/// What a list is, for whoever reads it.
fn title(name: &str) -> String {
    let known = match name {
        "people" => "You, as recorded",
        "postings" => "What was paid or billed for you",
        "rates" => "How your care fee came about",
        "who_looked" => "Who looked at your record, when and why",
        "who_recorded" => "Who recorded this, and when",
        "one_to_one" => "One-to-one care",
        "erasures" => "Erasure of your record",
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

fn page(person: &str, at: &str, lists: &[List]) -> String {
    let mut html = String::from(
        "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>What is held on you</title>\n<style>body{font-family:sans-serif;line-height:1.5;margin:2rem auto;max-width:70rem;padding:0 1rem}div{overflow-x:auto}table{border-collapse:collapse}th,td{border-bottom:1px solid #b1b4b6;padding:.4rem .8rem;text-align:left;vertical-align:top}</style>\n</head>\n<body>\n<main>\n<h1>What is held on you</h1>\n",
    );
    let _ = write!(
        html,
        "<p>Reference {}, taken on {}.</p>\n<p>Each row is one version of something recorded; the number of its audit entry leads to who recorded it, and when, in the last list. Dates are year-month-day, amounts are pounds. Each list is beside this page as CSV and JSON too.</p>\n",
        escaped(person),
        escaped(at)
    );
    html.push_str("<p>Before this is handed over, somebody reads it for what it says of other people: reasons may name them. Legal holds are left out.</p>\n");
    for (name, table) in lists {
        let _ = write!(
            html,
            "<h2>{}</h2>\n<div>\n<table>\n<thead><tr>",
            escaped(&title(name))
        );
        for column in &table.columns {
            let _ = write!(
                html,
                "<th scope=\"col\">{}</th>",
                escaped(&column.replace('_', " "))
            );
        }
        html.push_str("</tr></thead>\n<tbody>\n");
        for row in &table.rows {
            html.push_str("<tr>");
            for value in row {
                let text = match value {
                    Value::Number(number) => number.to_string(),
                    Value::Text(text) => text.clone(),
                    other => format!("{other:?}"),
                };
                let _ = write!(html, "<td>{}</td>", escaped(&text));
            }
            html.push_str("</tr>\n");
        }
        html.push_str("</tbody>\n</table>\n</div>\n");
    }
    html.push_str("</main>\n</body>\n</html>\n");
    html
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

fn unwritten(path: &Path, error: &std::io::Error) -> OfficeError {
    OfficeError::Write {
        path: PathBuf::from(path),
        why: error.to_string(),
    }
}
