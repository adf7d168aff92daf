//! The filters above a list.

use serde::Serialize;

/// The choice of a filter above a list.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    value: String,
    text: String,
    selected: bool,
}

/// A filter above a list: a choice, or words to look for.
#[derive(Debug, Clone, Serialize)]
pub struct Filter {
    name: &'static str,
    label: &'static str,
    /// What may be chosen; empty for words.
    choices: Vec<Choice>,
    value: String,
}

impl Filter {
    /// Words to look for.
    pub fn words(name: &'static str, label: &'static str, value: &str) -> Self {
        Self {
            name,
            label,
            choices: Vec::new(),
            value: value.to_owned(),
        }
    }

    /// One of several, or any.
    pub fn choice<V: AsRef<str>, W: ToString>(
        name: &'static str,
        label: &'static str,
        value: &str,
        choices: impl IntoIterator<Item = (V, W)>,
    ) -> Self {
        let mut filter = Self::one_of(name, label, value, choices);
        let any = Choice {
            value: String::new(),
            text: "Any".to_owned(),
            selected: value.is_empty(),
        };
        filter.choices.insert(0, any);
        filter
    }

    /// One of several, and never none of them.
    pub fn one_of<V: AsRef<str>, W: ToString>(
        name: &'static str,
        label: &'static str,
        value: &str,
        choices: impl IntoIterator<Item = (V, W)>,
    ) -> Self {
        let choices = choices.into_iter().map(|(each, words)| Choice {
            selected: each.as_ref() == value,
            value: each.as_ref().to_owned(),
            text: words.to_string(),
        });
        Self {
            name,
            label,
            choices: choices.collect(),
            value: value.to_owned(),
        }
    }
}
