use oast_forecast::scenario::{Example, FIELDS, Field, Scenario};
use serde::Serialize;

use crate::list::Filter;

/// The changes whose effect is told one by one.
const ALONE_MAX: usize = 6;

/// The scenario that is asked for, and what was changed of it.
pub(super) struct ScenarioAsked {
    choices: Vec<(String, String)>,
    code: String,
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

const GROUPS: &[(&str, &str)] = &[
    ("stays", "How long people stay"),
    ("entries", "Who comes"),
    ("framework", "The framework"),
    ("prices", "What a new placement costs"),
    ("uplifts", "Uplifts"),
    ("one_to_one", "One-to-one hours"),
    ("capacity", "Beds"),
];

impl ScenarioAsked {
    pub(super) fn of(examples: &[Example], query: &[(String, String)]) -> Self {
        let value = |name: &str| {
            let pair = query.iter().find(|(each, _)| each == name);
            pair.map(|(_, value)| value.trim().to_owned())
        };
        let wanted = value("of").unwrap_or_default();
        let own = examples.iter().find(|example| example.code == wanted);
        let own = own.or(examples.first());
        let base = own.map(|own| own.scenario.clone()).unwrap_or_default();
        let mut asked = Self {
            choices: examples
                .iter()
                .map(|one| (one.code.to_owned(), one.scenario.name.clone()))
                .collect(),
            code: own.map_or_else(String::new, |own| own.code.to_owned()),
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

    pub(super) fn filter(&self) -> Filter {
        let choices = self.choices.iter();
        let choices = choices.map(|(code, name)| (code.as_str(), name.as_str()));
        Filter::one_of("of", "Scenario", &self.code, choices)
    }

    pub(super) fn groups(&self) -> Vec<Group> {
        GROUPS
            .iter()
            .map(|(prefix, heading)| {
                let own = FIELDS.iter().filter(|field| {
                    let group = field.key.split('.').next();
                    group == Some(prefix)
                });
                let sentences: Vec<Sentence> = own.map(|field| self.sentence(field)).collect();
                let is_open = sentences.iter().any(|one| one.was.is_some());
                Group {
                    heading,
                    sentences,
                    is_open,
                }
            })
            .collect()
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
