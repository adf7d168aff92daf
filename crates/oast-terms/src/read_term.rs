//! One term of a file, read strictly: its unit, its note and its values with their days.

use std::sync::Arc;

use oast_units::{Date, Invalid, Period};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::TermsError;
use crate::nearest::did_you_mean;
use crate::term::{Dated, Origin, Status};
use crate::toml_text::{Lines, date, describe, words, written};
use crate::value::TermValue;

const TERM_KEYS: [&str; 3] = ["unit", "values", "note"];
const VALUE_KEYS: [&str; 5] = ["from", "to", "value", "cite", "status"];
/// How a value looks, for the sentences that miss one.
const A_VALUE: &str = "{ from = …, value = …, cite = …, status = … }";

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

/// What a term of a file holds.
pub(crate) struct TermRead<T> {
    pub(crate) values: Vec<Dated<T>>,
    pub(crate) note: Option<Arc<str>>,
}

/// Reads one term of a file, and gathers everything that is wrong with it.
pub(crate) struct TermReader<'r> {
    key: &'r str,
    path: &'r Arc<str>,
    lines: &'r Lines,
    pub(crate) problems: Vec<TermsError>,
}

impl<'r> TermReader<'r> {
    pub(crate) fn new(key: &'r str, path: &'r Arc<str>, lines: &'r Lines) -> Self {
        Self {
            key,
            path,
            lines,
            problems: Vec::new(),
        }
    }

    /// What the term holds; none when anything is wrong.
    pub(crate) fn read<T: TermValue>(&mut self, file: &DeTable<'_>) -> Option<TermRead<T>> {
        let Some((key, value)) = file.get_key_value(self.key) else {
            let says = format!("the term '{}' is missing", self.key);
            self.problems.push(TermsError::of_file(&**self.path, says));
            return None;
        };
        let line = self.lines.at(&key.span());
        let Some(table) = value.get_ref().as_table() else {
            let found = describe(value.get_ref());
            self.wrong(line, format!("is {found}, not a table of unit and values"));
            return None;
        };
        self.refuse_other_keys(table, &TERM_KEYS);
        self.unit::<T>(table, line);
        let note = self.note(table);
        let values = self.values::<T>(table, line)?;
        self.problems
            .is_empty()
            .then_some(TermRead { values, note })
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
                    format!("has '{word}', which is none of {known}{meant}"),
                );
            }
        }
    }

    fn unit<T: TermValue>(&mut self, table: &DeTable<'_>, line: u32) {
        let expected = T::UNIT.name();
        match table.get("unit") {
            None => self.wrong(line, format!("has no unit; it must be \"{expected}\"")),
            Some(unit) if unit.get_ref().as_str() == Some(expected) => {}
            Some(unit) => {
                let found = describe(unit.get_ref());
                let line = self.lines.at(&unit.span());
                self.wrong(
                    line,
                    format!("has the wrong unit: it must be \"{expected}\", not {found}"),
                );
            }
        }
    }

    fn note(&mut self, table: &DeTable<'_>) -> Option<Arc<str>> {
        let note = table.get("note")?;
        let words = words(note.get_ref());
        if words.is_none() {
            let line = self.lines.at(&note.span());
            self.wrong(line, "has a note that is not words in quotes");
        }
        words.map(Arc::from)
    }

    fn values<T: TermValue>(&mut self, table: &DeTable<'_>, line: u32) -> Option<Vec<Dated<T>>> {
        let Some(values) = table.get("values") else {
            self.wrong(line, format!("has no values; write values = [{A_VALUE}]"));
            return None;
        };
        let line = self.lines.at(&values.span());
        let Some(list) = values.get_ref().as_array() else {
            let found = describe(values.get_ref());
            self.wrong(
                line,
                format!("has {found} as its values; write [{A_VALUE}]"),
            );
            return None;
        };
        if list.is_empty() {
            self.wrong(line, format!("has no values; write [{A_VALUE}]"));
            return None;
        }
        let entries: Vec<Option<Entry<T>>> = list.iter().map(|value| self.entry(value)).collect();
        // Whether days follow one another is only asked when each value has its days.
        let entries: Vec<Entry<T>> = entries.into_iter().collect::<Option<_>>()?;
        self.refuse_disorder(&entries);
        Some(self.dated(entries))
    }

    fn entry<T: TermValue>(&mut self, value: &Spanned<DeValue<'_>>) -> Option<Entry<T>> {
        let line = self.lines.at(&value.span());
        let Some(table) = value.get_ref().as_table() else {
            let found = describe(value.get_ref());
            self.wrong(
                line,
                format!("has {found} among its values; write {A_VALUE}"),
            );
            return None;
        };
        let before = self.problems.len();
        self.refuse_other_keys(table, &VALUE_KEYS);
        let from = self.part(table, line, "from", date);
        let to = if table.contains_key("to") {
            self.part(table, line, "to", date)
        } else {
            None
        };
        let value = self.part(table, line, "value", |value| T::from_toml(&written(value)?));
        let cite = self.part(table, line, "cite", cite);
        let status = self.part(table, line, "status", status);
        if self.problems.len() > before {
            return None;
        }
        Some(Entry {
            line,
            from: from?,
            to,
            value: value?,
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
        read: impl FnOnce(&DeValue<'_>) -> Result<P, Invalid>,
    ) -> Option<P> {
        let Some(value) = table.get(part) else {
            self.wrong(line, format!("has a value without '{part}'"));
            return None;
        };
        match read(value.get_ref()) {
            Ok(read) => Some(read),
            Err(why) => {
                let line = self.lines.at(&value.span());
                self.wrong(line, format!("has a wrong '{part}': {why}"));
                None
            }
        }
    }

    fn refuse_disorder<T>(&mut self, entries: &[Entry<T>]) {
        for entry in entries {
            if let Some(to) = entry.to.filter(|to| *to < entry.from) {
                let (from, to) = (entry.from.long(), to.long());
                self.wrong(
                    entry.line,
                    format!("has a value that ends on {to}, before it begins on {from}"),
                );
            }
        }
        for pair in entries.windows(2) {
            if let Some(says) = does_not_follow(&pair[0], &pair[1]) {
                self.wrong(pair[1].line, says);
            }
        }
    }

    /// Gives each value its days; one that says no end holds until the next begins, or for good.
    fn dated<T>(&self, entries: Vec<Entry<T>>) -> Vec<Dated<T>> {
        let begins: Vec<Date> = entries.iter().map(|entry| entry.from).collect();
        let ends = begins.iter().skip(1).map(|next| next.previous());
        let dated = |(entry, end): (Entry<T>, Date)| {
            Some(Dated {
                period: Period::between(entry.from, entry.to.unwrap_or(end))?,
                value: entry.value,
                origin: Origin {
                    cite: entry.cite,
                    status: entry.status,
                    file: self.path.clone(),
                    line: entry.line,
                },
            })
        };
        let ends = ends.chain([Date::MAX]);
        entries.into_iter().zip(ends).filter_map(dated).collect()
    }
}

/// Why a value does not begin on the day after the one before it ends, if it does not.
fn does_not_follow<T>(earlier: &Entry<T>, later: &Entry<T>) -> Option<String> {
    let (line, from) = (earlier.line, later.from.long());
    if later.from <= earlier.from {
        let began = earlier.from.long();
        return Some(format!(
            "is out of order: this value begins on {from}, \
             and the one before it, on line {line}, begins on {began}"
        ));
    }
    let to = earlier.to?;
    if later.from <= to {
        let to = to.long();
        return Some(format!(
            "has two values at once: this one begins on {from}, \
             and the one on line {line} ends on {to}"
        ));
    }
    (later.from > to.next()).then(|| {
        let (first, last) = (to.next().long(), later.from.previous().long());
        format!(
            "has no value from {first} to {last}: the one on line {line} ends before, \
             and this one begins after"
        )
    })
}

fn cite(value: &DeValue<'_>) -> Result<Arc<str>, Invalid> {
    words(value).map(Arc::from).ok_or_else(|| {
        Invalid::new("it is empty; name the clause, decision, regulation or publication")
    })
}

fn status(value: &DeValue<'_>) -> Result<Status, Invalid> {
    match value.as_str() {
        Some("statute") => Ok(Status::Statute),
        Some("published") => Ok(Status::Published),
        Some("assumed") => Ok(Status::Assumed),
        _ => Err(Invalid::new(format!(
            "it is \"statute\", \"published\" or \"assumed\", not {}",
            describe(value)
        ))),
    }
}
