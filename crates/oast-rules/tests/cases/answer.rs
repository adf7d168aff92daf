//! What a rule answered, as text, and whether it is what a case expects.

use std::collections::BTreeMap;

use oast_terms::{Entry, Recorder};
use oast_units::Pence;
use toml::Value;

use crate::fields::Fields;

/// What a rule answered, name by name.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    parts: BTreeMap<&'static str, Part>,
    trace: Vec<String>,
}

#[derive(Debug)]
struct Part {
    found: Vec<String>,
    list: bool,
    must_be_expected: bool,
}

impl Answer {
    /// An answer that a case may name.
    pub(crate) fn say(&mut self, name: &'static str, found: &(impl ToString + ?Sized)) {
        let found = vec![found.to_string()];
        self.put(name, found, false, false);
    }

    /// An answer that a case must name.
    pub(crate) fn insist(&mut self, name: &'static str, found: &(impl ToString + ?Sized)) {
        let found = vec![found.to_string()];
        self.put(name, found, false, true);
    }

    /// An amount that a case must name unless it is nothing.
    pub(crate) fn amount(&mut self, name: &'static str, found: Pence) {
        self.put(name, vec![found.to_string()], false, !found.is_zero());
    }

    /// A list that a case may name, and then in full.
    pub(crate) fn list(&mut self, name: &'static str, found: Vec<String>) {
        self.put(name, found, true, false);
    }

    /// A list that a case must name, and in full.
    pub(crate) fn insist_list(&mut self, name: &'static str, found: Vec<String>) {
        self.put(name, found, true, true);
    }

    fn put(&mut self, name: &'static str, found: Vec<String>, list: bool, insist: bool) {
        let part = Part {
            found,
            list,
            must_be_expected: insist,
        };
        self.parts.insert(name, part);
    }

    /// Nothing more needs to be named once a list says everything.
    pub(crate) fn unless_expected(&mut self, expect: &Fields, list: &str) {
        if expect.clone().take(list).is_some() {
            for part in self.parts.values_mut() {
                part.must_be_expected = false;
            }
        }
    }

    /// The explanation that the answer came with.
    pub(crate) fn trace(&mut self, trace: &Recorder) {
        self.trace
            .extend(trace.entries.iter().map(|entry| match entry {
                Entry::Term(term) => format!("{} = {}", term.name, term.value),
                Entry::Fact(fact) => format!("{} {}: {}", fact.table, fact.key, fact.says),
                Entry::Step(step) => format!("{}: {}", step.rule, step.says),
                Entry::NotApplied(aside) => format!("{}: {}", aside.rule, aside.why),
            }));
    }

    /// Everything that is not as expected. `says` asks for words in the explanation.
    pub(crate) fn compare(&self, mut expect: Fields) -> Result<(), String> {
        let mut problems = Vec::new();
        for words in texts(expect.take("says")) {
            let there = self.trace.iter().any(|line| line.contains(&words));
            if !there {
                let all = self.trace.join("\n    ");
                problems.push(format!("says: nothing says '{words}'\n    {all}"));
            }
        }
        let mut named = Vec::new();
        for (name, value) in expect.drain() {
            match self.parts.get(name.as_str()) {
                None => problems.push(format!("expect: there is no '{name}'{}", self.names())),
                Some(part) => problems.extend(part.difference(&name, value)),
            }
            named.push(name);
        }
        let unnamed = self.parts.iter().filter(|(name, part)| {
            part.must_be_expected && !named.iter().any(|named| named == *name)
        });
        problems.extend(unnamed.map(|(name, part)| {
            format!("{name}: nothing expected, found {}", part.found.join(" | "))
        }));
        if named.is_empty() && problems.is_empty() {
            problems.push("expect: it expects nothing".into());
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(format!("  {}", problems.join("\n  ")))
        }
    }

    fn names(&self) -> String {
        let all: Vec<String> = self
            .parts
            .iter()
            .map(|(name, part)| format!("{name} = {}", part.found.join(" | ")))
            .collect();
        format!("; there is {}", all.join(", "))
    }
}

impl Part {
    fn difference(&self, name: &str, expected: Value) -> Option<String> {
        if self.list != expected.is_array() {
            let form = if self.list { "a list" } else { "one value" };
            return Some(format!("{name}: {form} is expected here"));
        }
        let expected = texts(Some(expected));
        let same = expected.len() == self.found.len()
            && expected
                .iter()
                .zip(&self.found)
                .all(|(a, b)| plain(a) == plain(b));
        (!same).then(|| {
            let separator = if self.list { "\n    " } else { "" };
            format!(
                "{name}: expected {separator}{}, found {separator}{}",
                expected.join(separator),
                self.found.join(separator)
            )
        })
    }
}

/// Amounts may be written with or without their sign and commas.
fn plain(text: &str) -> String {
    text.replace(['£', ','], "").replace('−', "-")
}

fn texts(value: Option<Value>) -> Vec<String> {
    match value {
        None => Vec::new(),
        Some(Value::Array(values)) => values
            .into_iter()
            .flat_map(|value| texts(Some(value)))
            .collect(),
        Some(Value::String(text)) => vec![text],
        Some(other) => vec![other.to_string()],
    }
}
