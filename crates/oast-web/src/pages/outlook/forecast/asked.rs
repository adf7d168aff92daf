use oast_forecast::scenario::{FIELDS, Field, PARTS, Scenario, examples};
use oast_rules::facts::SavedScenario;
use serde::Serialize;

use crate::answer::Fault;
use crate::link::{To, with_query};
use crate::list::Filter;

/// The changes whose effect is told one by one.
const ALONE_MAX: usize = 6;

/// A scenario that can be chosen.
#[derive(Debug, Clone)]
pub(in crate::pages::outlook) struct Choice {
    /// What links call it.
    pub(in crate::pages::outlook) code: String,
    /// What people call it, with its version where it has one.
    pub(in crate::pages::outlook) name: String,
    pub(in crate::pages::outlook) scenario: Scenario,
    /// Whether somebody saved it, so that a change of it is a new version.
    is_saved: bool,
}

/// The scenarios that everybody has, and the latest version of each that was saved.
pub(in crate::pages::outlook) fn choices(saved: &[SavedScenario]) -> Result<Vec<Choice>, Fault> {
    let examples = examples().map_err(|error| Fault::Broken(error.to_string()))?;
    let mut choices: Vec<Choice> = examples
        .into_iter()
        .map(|example| Choice {
            code: example.code.to_owned(),
            name: example.scenario.name.clone(),
            scenario: example.scenario,
            is_saved: false,
        })
        .collect();
    let latest = |one: &&SavedScenario| {
        let others = saved.iter().filter(|other| other.scenario == one.scenario);
        others.map(|other| other.version).max() == Some(one.version)
    };
    for one in saved.iter().filter(latest) {
        let scenario = Scenario::read(one.file.as_str());
        choices.push(Choice {
            code: one.scenario.to_string(),
            name: format!("{}, version {}", one.name, one.version),
            scenario: scenario.map_err(|error| Fault::Broken(error.to_string()))?,
            is_saved: true,
        });
    }
    Ok(choices)
}

/// The scenario that is asked for, and what was changed of it.
pub(super) struct ScenarioAsked {
    choices: Vec<(String, String)>,
    code: String,
    is_saved: bool,
    base: Scenario,
    changed: Scenario,
    /// What was changed, as it was typed.
    said: Vec<(&'static Field, String)>,
    wrong: Vec<String>,
}

/// Sentences about one thing.
#[derive(Debug, Serialize)]
pub(super) struct Group {
    heading: &'static str,
    sentences: Vec<Sentence>,
    is_open: bool,
}

/// A number with the words around it.
#[derive(Debug, Serialize)]
pub(super) struct Sentence {
    key: &'static str,
    id: String,
    before: &'static str,
    value: String,
    after: &'static str,
    /// What it was before it was changed.
    was: Option<String>,
}

const FRAMEWORK: &str = "The framework";
const NO_FRAMEWORK: &str =
    "Nothing is called off the framework, so that the numbers below are not used.";

impl ScenarioAsked {
    /// Reads what is asked for: which scenario, and its numbers as they were typed.
    pub(super) fn of<'v>(choices: &[Choice], value: impl Fn(&str) -> Option<&'v str>) -> Self {
        let value = |name: &str| value(name).map(|value| value.trim().to_owned());
        let wanted = value("of").unwrap_or_default();
        let own = choices.iter().find(|choice| choice.code == wanted);
        let own = own.or(choices.first());
        let base = own.map(|own| own.scenario.clone()).unwrap_or_default();
        let mut asked = Self {
            choices: choices
                .iter()
                .map(|one| (one.code.clone(), one.name.clone()))
                .collect(),
            code: own.map_or_else(String::new, |own| own.code.clone()),
            is_saved: own.is_some_and(|own| own.is_saved),
            changed: base.clone(),
            base,
            said: Vec::new(),
            wrong: Vec::new(),
        };
        for field in FIELDS {
            let said = value(field.key).filter(|said| *said != asked.base.said(field));
            let Some(said) = said.filter(|said| !said.is_empty()) else {
                continue;
            };
            match asked.changed.change(field.key, &said) {
                Ok(()) => asked.said.push((field, said)),
                Err(error) => asked.wrong.push(error.to_string()),
            }
        }
        asked
    }

    /// A scenario as it is, with nothing changed of it.
    pub(super) fn just(scenario: Scenario) -> Self {
        Self {
            choices: Vec::new(),
            code: String::new(),
            is_saved: false,
            changed: scenario.clone(),
            base: scenario,
            said: Vec::new(),
            wrong: Vec::new(),
        }
    }

    /// The scenarios to be drawn: as it is kept, as it was changed, and with each change alone.
    pub(super) fn scenarios(&self) -> Vec<Scenario> {
        let mut scenarios = vec![self.base.clone()];
        if self.is_changed() {
            scenarios.push(self.changed.clone());
        }
        if self.said.len() > 1 {
            for (field, said) in self.said.iter().take(ALONE_MAX) {
                let mut alone = self.base.clone();
                if alone.change(field.key, said).is_ok() {
                    scenarios.push(alone);
                }
            }
        }
        scenarios
    }

    /// The scenario as it was changed.
    pub(super) fn changed(&self) -> &Scenario {
        &self.changed
    }

    /// What is shown, by name.
    pub(super) fn name(&self) -> String {
        let name = &self.base.name;
        if self.is_changed() {
            format!("{name}, changed")
        } else {
            name.clone()
        }
    }

    /// What links call the scenario, where somebody saved it.
    pub(super) fn saved(&self) -> Option<&str> {
        self.is_saved.then_some(self.code.as_str())
    }

    /// What a form has to carry so that the same is asked for.
    pub(super) fn carried(&self) -> Vec<(String, String)> {
        let said = self.said.iter();
        let said = said.map(|(field, said)| (field.key.to_owned(), said.clone()));
        std::iter::once(("of".to_owned(), self.code.clone()))
            .chain(said)
            .collect()
    }

    /// How many of them are not of one change alone.
    pub(super) fn shown(&self) -> usize {
        1 + usize::from(self.is_changed())
    }

    pub(super) fn is_changed(&self) -> bool {
        !self.said.is_empty()
    }

    pub(super) fn wrong(&self) -> &[String] {
        &self.wrong
    }

    pub(super) fn about(&self) -> &str {
        &self.base.about
    }

    /// What was changed, in the order of the scenarios of one change.
    pub(super) fn sentences_changed(&self) -> impl Iterator<Item = String> {
        let said = self.said.iter();
        said.map(|(field, said)| format!("{} {said} {}", field.before, field.after))
    }

    /// Where the scenario, as it is kept, is set against another.
    pub(super) fn against(&self) -> String {
        // The first of all is what others are set against.
        let is_first = self.choices.first().is_none_or(|one| one.0 == self.code);
        let asked = (!is_first).then_some(("second", self.code.as_str()));
        with_query(&To::Options, asked)
    }

    pub(super) fn filter(&self) -> Filter {
        let choices = self.choices.iter();
        let choices = choices.map(|(code, name)| (code.as_str(), name.as_str()));
        Filter::one_of("of", "Scenario", &self.code, choices)
    }

    pub(super) fn groups(&self) -> Vec<Group> {
        PARTS
            .iter()
            .map(|part| {
                let own = FIELDS.iter().filter(|field| part.has(field));
                let sentences: Vec<Sentence> = own.map(|field| self.sentence(field)).collect();
                let is_open = sentences.iter().any(|one| one.was.is_some());
                Group {
                    heading: part.words,
                    sentences,
                    is_open,
                }
            })
            .collect()
    }

    /// Everything that is assumed, in sentences under headings.
    pub(super) fn assumed(&self) -> Vec<(&'static str, Vec<String>)> {
        let groups = self.groups().into_iter();
        groups
            .map(|group| {
                let sentences = group.sentences.iter();
                let sentences = sentences.map(|sentence| self.said_in_full(sentence));
                let framework = (group.heading == FRAMEWORK).then_some(&self.changed.framework);
                let none = framework.filter(|framework| !framework.open);
                let none = none.map(|_| NO_FRAMEWORK.to_owned());
                (group.heading, none.into_iter().chain(sentences).collect())
            })
            .collect()
    }

    /// A sentence as it is read: where its number is not all that there is to say, it says so.
    fn said_in_full(&self, sentence: &Sentence) -> String {
        let Sentence {
            key,
            before,
            value,
            after,
            ..
        } = sentence;
        let after = after.trim_end_matches('.');
        let space = if after.is_empty() { "" } else { " " };
        if value.is_empty() && key.starts_with("entries.") {
            return format!("{before} what is published for each year.");
        }
        if value.is_empty() {
            return format!("{before} …{space}{after} (this follows from the rest).");
        }
        let mut same = self.changed.clone();
        let is_all = same.change(key, value).is_ok() && same == self.changed;
        let more = if is_all {
            ""
        } else {
            " at last (the scenario’s file says more)"
        };
        format!("{before} {value}{space}{after}{more}.")
    }

    fn sentence(&self, field: &Field) -> Sentence {
        let (was, now) = (self.base.said(field), self.changed.said(field));
        Sentence {
            key: field.key,
            id: field.key.replace('.', "-"),
            before: field.before,
            after: field.after,
            was: (was != now).then(|| {
                if was.is_empty() {
                    "it followed from the rest".to_owned()
                } else {
                    format!("it was {was}")
                }
            }),
            value: now,
        }
    }
}
