//! One file of terms, which is one topic: reading its terms, strictly.

use std::collections::BTreeMap;
use std::sync::Arc;

use oast_units::{Date, Period};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::TermsError;
use crate::nearest::did_you_mean;
use crate::section::Section;
use crate::term::{Dated, Origin, Status, Term};
use crate::toml_text::{self, Lines, date, describe, words, written};
use crate::value::TermValue;

const TERM_KEYS: [&str; 3] = ["unit", "values", "note"];
const VALUE_KEYS: [&str; 5] = ["from", "to", "value", "cite", "status"];

/// What is gathered while files are read: everything wrong, and the notes of terms.
#[derive(Debug, Default)]
pub(crate) struct Gathered {
    pub(crate) problems: Vec<TermsError>,
    /// A term's name to its note.
    pub(crate) notes: BTreeMap<Arc<str>, Arc<str>>,
}

/// Reads a file as a section; none when anything in it is wrong, which is then gathered.
pub(crate) fn read<S: Section>(path: &str, bytes: &[u8], gathered: &mut Gathered) -> Option<S> {
    let text = match toml_text::text(path, bytes) {
        Ok(text) => text,
        Err(problem) => {
            gathered.problems.push(problem);
            return None;
        }
    };
    let lines = Lines::of(text);
    match toml_text::parse(path, text, &lines) {
        Ok(table) => {
            let mut file = TopicFile {
                path: path.into(),
                table,
                lines,
                gathered,
            };
            file.refuse_other_keys(S::KEYS);
            S::read(&mut file)
        }
        Err(problems) => {
            gathered.problems.extend(problems);
            None
        }
    }
}

/// A file that is TOML, while its terms are read from it.
pub(crate) struct TopicFile<'a> {
    path: Arc<str>,
    table: DeTable<'a>,
    lines: Lines,
    gathered: &'a mut Gathered,
}

/// A value with the days that it says, before it is set among its neighbours.
struct Entry<T> {
    line: u32,
    from: Date,
    /// Left open, it holds until the next value begins.
    to: Option<Date>,
    value: T,
    cite: Arc<str>,
    status: Status,
}

impl TopicFile<'_> {
    /// Reads a term, or gathers what is wrong with it.
    pub(crate) fn term<T: TermValue>(&mut self, key: &str) -> Option<Term<T>> {
        let name = self.term_name(key);
        let mut problems = Vec::new();
        let read = TermReader {
            key,
            lines: &self.lines,
            path: &self.path,
            problems: &mut problems,
        }
        .read::<T>(&self.table);
        self.gathered.problems.append(&mut problems);
        let (values, note) = read?;
        if let Some(note) = note {
            self.gathered.notes.insert(name.clone(), note);
        }
        Some(Term {
            name,
            unit: T::UNIT,
            values,
        })
    }

    fn term_name(&self, key: &str) -> Arc<str> {
        let stem = self.path.strip_suffix(".toml").unwrap_or(&self.path);
        format!("{stem}.{key}").into()
    }

    fn refuse_other_keys(&mut self, known: &[&str]) {
        for key in self.table.keys() {
            if !known.contains(&key.get_ref().as_ref()) {
                self.gathered.problems.push(TermsError::at(
                    &*self.path,
                    self.lines.at(&key.span()),
                    format!(
                        "there is no term '{}' in this file{}",
                        key.get_ref(),
                        did_you_mean(key.get_ref(), known.iter().copied())
                    ),
                ));
            }
        }
    }
}

type Values<T> = (Vec<Dated<T>>, Option<Arc<str>>);

/// Reads one term of a file.
struct TermReader<'r> {
    key: &'r str,
    lines: &'r Lines,
    path: &'r Arc<str>,
    problems: &'r mut Vec<TermsError>,
}

impl TermReader<'_> {
    fn read<T: TermValue>(mut self, file: &DeTable<'_>) -> Option<Values<T>> {
        let Some((place, value)) = file.get_key_value(self.key) else {
            self.problems.push(TermsError::of_file(
                &**self.path,
                format!("the term '{}' is missing", self.key),
            ));
            return None;
        };
        let line = self.lines.at(&place.span());
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(
                line,
                format!("is {}; it must be a table with unit and values", describe(value.get_ref())),
            );
            return None;
        };
        self.refuse_other_keys(table, &TERM_KEYS);
        let unit = self.unit::<T>(table, line);
        let note = self.note(table);
        let values = self.values::<T>(table, line);
        unit.and(Some((values?, note?)))
    }

    /// Gathers a problem as a sentence about the term.
    fn wrong(&mut self, line: u32, says: impl AsRef<str>) {
        let says = format!("'{}' {}", self.key, says.as_ref());
        self.problems.push(TermsError::at(&**self.path, line, says));
    }

    fn refuse_other_keys(&mut self, table: &DeTable<'_>, known: &[&str]) {
        for key in table.keys() {
            let word: &str = key.get_ref();
            if !known.contains(&word) {
                let meant = did_you_mean(word, known.iter().copied());
                let known = known.join(", ");
                let line = self.lines.at(&key.span());
                self.wrong(
                    line,
                    format!("has no '{word}'{meant} (there are {known})"),
                );
            }
        }
    }

    fn unit<T: TermValue>(&mut self, table: &DeTable<'_>, line: u32) -> Option<()> {
        let expected = T::UNIT.name();
        match table.get("unit") {
            None => self.wrong(line, format!("has no unit; it must be \"{expected}\"")),
            Some(unit) if unit.get_ref().as_str() == Some(expected) => return Some(()),
            Some(unit) => {
                let found = describe(unit.get_ref());
                let line = self.lines.at(&unit.span());
                self.wrong(
                    line,
                    format!("has the wrong unit: it must be \"{expected}\", not {found}"),
                );
            }
        }
        None
    }

    /// The note, if there is one; none at all when what is there is not words.
    #[expect(
        clippy::option_option,
        reason = "the outer one says that the file is wrong, as everywhere in this reader"
    )]
    fn note(&mut self, table: &DeTable<'_>) -> Option<Option<Arc<str>>> {
        let Some(note) = table.get("note") else {
            return Some(None);
        };
        if let Some(note) = words(note) {
            return Some(Some(note.into()));
        }
        let line = self.lines.at(&note.span());
        self.wrong(line, "has a note that is not words in quotes");
        None
    }

    fn values<T: TermValue>(&mut self, table: &DeTable<'_>, line: u32) -> Option<Vec<Dated<T>>> {
        let Some(values) = table.get("values") else {
            self.wrong(line, "has no values");
            return None;
        };
        let line = self.lines.at(&values.span());
        match values.get_ref().as_array() {
            Some(list) if !list.is_empty() => {
                let entries: Vec<Option<Entry<T>>> =
                    list.iter().map(|value| self.entry(value)).collect();
                let entries: Vec<Entry<T>> = entries.into_iter().collect::<Option<_>>()?;
                self.in_order(entries)
            }
            Some(_) => {
                self.wrong(line, "has no values: the list is empty");
                None
            }
            None => {
                self.wrong(line, "must have its values in a list, [{ from = …, value = … }]");
                None
            }
        }
    }

    fn entry<T: TermValue>(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Entry<T>> {
        let line = self.lines.at(&value.span());
        let Some(table) = value.get_ref().as_table() else {
            let found = describe(value.get_ref());
            self.wrong(
                line,
                format!("has {found} among its values; each is {{ from = …, value = … }}"),
            );
            return None;
        };
        let before = self.problems.len();
        self.refuse_other_keys(table, &VALUE_KEYS);
        let from = self.part(table, line, "from", |value| date(value.get_ref()).map_err(|why| why.0));
        let to = table.contains_key("to").then(|| {
            self.part(table, line, "to", |value| date(value.get_ref()).map_err(|why| why.0))
        });
        let held = self.part(table, line, "value", |value| {
            written(value.get_ref())
                .and_then(|written| T::from_toml(&written))
                .map_err(|why| why.0)
        });
        let cite = self.part(table, line, "cite", |cite| {
            words(cite).map(Arc::from).ok_or_else(|| "it is empty; name the clause, decision or publication".to_owned())
        });
        let status = self.part(table, line, "status", status);
        if self.problems.len() > before {
            return None;
        }
        Some(Entry {
            line,
            from: from?,
            to: to.flatten(),
            value: held?,
            cite: cite?,
            status: status?,
        })
    }

    /// One part of a value: it must be there, and be what `read` wants.
    fn part<P>(
        &mut self,
        table: &DeTable<'_>,
        line: u32,
        part: &str,
        read: impl FnOnce(&Spanned<DeValue<'_>>) -> Result<P, String>,
    ) -> Option<P> {
        let Some(value) = table.get(part) else {
            self.wrong(line, format!("has a value without '{part}'"));
            return None;
        };
        match read(value) {
            Ok(read) => Some(read),
            Err(why) => {
                let line = self.lines.at(&value.span());
                self.wrong(line, format!("has a wrong '{part}': {why}"));
                None
            }
        }
    }

    /// Gives each value its days: in order, without overlap, and without a gap.
    fn in_order<T>(&mut self, entries: Vec<Entry<T>>) -> Option<Vec<Dated<T>>> {
        let before = self.problems.len();
        for pair in entries.windows(2) {
            self.follows(&pair[0], &pair[1]);
        }
        let next: Vec<Option<Date>> = entries.iter().skip(1).map(|entry| Some(entry.from)).chain([None]).collect();
        let mut values = Vec::with_capacity(entries.len());
        for (entry, next) in entries.into_iter().zip(next) {
            let to = entry.to.unwrap_or_else(|| next.map_or(Date::MAX, Date::previous));
            if let Ok(period) = Period::new(entry.from, to) {
                values.push(Dated {
                    period,
                    value: entry.value,
                    origin: Origin {
                        cite: entry.cite,
                        status: entry.status,
                        file: self.path.clone(),
                        line: entry.line,
                    },
                });
            } else if entry.to.is_some() {
                let (from, to) = (entry.from.long(), to.long());
                self.wrong(entry.line, format!("has a value that ends on {to}, before it begins on {from}"));
            }
        }
        (self.problems.len() == before).then_some(values)
    }

    /// Checks that a value begins the day after the one before it ends.
    fn follows<T>(&mut self, earlier: &Entry<T>, later: &Entry<T>) {
        let (line, from) = (earlier.line, later.from.long());
        if later.from <= earlier.from {
            let began = earlier.from.long();
            self.wrong(
                later.line,
                format!("is out of order: this value begins on {from}, and the one before it, on line {line}, begins on {began}"),
            );
            return;
        }
        let Some(to) = earlier.to else { return };
        if later.from <= to {
            let to = to.long();
            self.wrong(
                later.line,
                format!("has two values at once: this one begins on {from}, and the one on line {line} ends on {to}"),
            );
        } else if later.from > to.next() {
            let (first, last) = (to.next().long(), later.from.previous().long());
            self.wrong(
                later.line,
                format!("has no value from {first} to {last}: the one on line {line} ends before, and this one begins after"),
            );
        }
    }
}

fn status(value: &Spanned<DeValue<'_>>) -> Result<Status, String> {
    match value.get_ref().as_str() {
        Some("statute") => Ok(Status::Statute),
        Some("published") => Ok(Status::Published),
        Some("assumed") => Ok(Status::Assumed),
        _ => Err(format!(
            "it is one of \"statute\", \"published\" and \"assumed\", not {}",
            describe(value.get_ref())
        )),
    }
}
