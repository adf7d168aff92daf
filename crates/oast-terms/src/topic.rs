//! One file of terms, which is one topic.

use std::collections::BTreeMap;
use std::sync::Arc;

use toml::de::DeTable;

use crate::error::TermsError;
use crate::nearest::did_you_mean;
use crate::read_term::TermReader;
use crate::section::Section;
use crate::term::Term;
use crate::toml_text::{self, Lines};
use crate::value::TermValue;

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

impl TopicFile<'_> {
    /// Reads a term, or gathers what is wrong with it.
    pub(crate) fn term<T: TermValue>(&mut self, key: &str) -> Option<Term<T>> {
        let mut reader = TermReader::new(key, &self.path, &self.lines);
        let Some(read) = reader.read::<T>(&self.table) else {
            self.gathered.problems.append(&mut reader.problems);
            return None;
        };
        let name = self.term_name(key);
        if let Some(note) = read.note {
            self.gathered.notes.insert(name.clone(), note);
        }
        Some(Term {
            name,
            unit: T::UNIT,
            values: read.values,
        })
    }

    fn term_name(&self, key: &str) -> Arc<str> {
        let stem = self.path.strip_suffix(".toml").unwrap_or(&self.path);
        format!("{stem}.{key}").into()
    }

    fn refuse_other_keys(&mut self, known: &[&str]) {
        for key in self.table.keys() {
            let word: &str = key.get_ref();
            if !known.contains(&word) {
                let meant = did_you_mean(word, known.iter().copied());
                self.gathered.problems.push(TermsError::at(
                    &*self.path,
                    self.lines.at(&key.span()),
                    format!("there is no term '{word}' in a file of this name{meant}"),
                ));
            }
        }
    }
}
