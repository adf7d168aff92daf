use oast_exchange::table::Value;
use oast_units::{Date, Pence};
use serde::Serialize;

use crate::words;

/// One cell: what it shows, and the value behind it, by which rows are sorted and which files hold.
#[derive(Debug, Clone, Serialize, Default)]
pub struct Cell {
    pub(super) text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) href: Option<String>,
    /// Whether it is an amount, which opens to how it came about.
    pub(super) amount: bool,
    /// A second line.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) hint: Option<String>,
    /// The colour of a tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) tag: Option<&'static str>,
    #[serde(skip)]
    pub(super) value: Sorted,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Sorted(pub(super) Option<Value>);

impl Cell {
    pub(super) fn with(text: String, value: Value) -> Self {
        Self {
            text,
            value: Sorted(Some(value)),
            ..Self::default()
        }
    }

    /// Nothing is known.
    pub fn empty() -> Self {
        Self::with(String::new(), Value::Empty)
    }

    /// Words.
    pub fn text(words: impl ToString) -> Self {
        let words = words.to_string();
        Self::with(words.clone(), Value::Text(words))
    }

    /// Words that may not be known.
    pub fn maybe(words: Option<impl ToString>) -> Self {
        words.map_or_else(Self::empty, Self::text)
    }

    /// A number of things.
    pub fn count(number: usize) -> Self {
        let value = i64::try_from(number).unwrap_or(i64::MAX);
        Self::with(words::count(number as u64), Value::Number(value))
    }

    /// A whole number that may be below nothing.
    pub fn number(number: i64) -> Self {
        Self::with(words::signed(number), Value::Number(number))
    }

    /// Money.
    pub fn money(amount: Pence) -> Self {
        Self {
            amount: true,
            ..Self::with(amount.to_string(), Value::Money(amount))
        }
    }

    /// Money in whole pounds.
    pub fn pounds(pounds: i64) -> Self {
        let amount = Pence::pounds(pounds);
        Self::with(amount.short(), Value::Money(amount))
    }

    /// Money that may not be known.
    pub fn maybe_money(amount: Option<Pence>) -> Self {
        amount.map_or_else(Self::empty, Self::money)
    }

    /// A date.
    pub fn date(date: Date) -> Self {
        Self::with(date.long(), Value::Date(date))
    }

    /// A date that may not be known.
    pub fn maybe_date(date: Option<Date>) -> Self {
        date.map_or_else(Self::empty, Self::date)
    }

    /// One part of a whole, as a percentage.
    pub fn share(part: i64, whole: i64) -> Self {
        let words = words::share(part, whole);
        let tenths = if whole == 0 { 0 } else { part * 1000 / whole };
        Self {
            text: words,
            value: Sorted(Some(Value::Number(tenths))),
            ..Self::default()
        }
    }

    /// A word with a colour: grey, green, turquoise, blue, light-blue, purple, pink, red, orange or
    /// yellow.
    pub fn tag(word: impl ToString, colour: &'static str) -> Self {
        Self {
            tag: Some(colour),
            ..Self::text(word)
        }
    }

    /// The same, as a link.
    #[must_use]
    pub fn to(self, page: impl ToString) -> Self {
        Self {
            href: Some(page.to_string()),
            ..self
        }
    }

    /// The same, where an amount opens nowhere: it stands in what is opened.
    #[must_use]
    pub fn plain(self) -> Self {
        Self {
            amount: false,
            href: None,
            ..self
        }
    }

    /// The same, with a second line.
    #[must_use]
    pub fn hint(self, words: impl ToString) -> Self {
        let words = words.to_string();
        Self {
            hint: (!words.is_empty()).then_some(words),
            ..self
        }
    }

    /// The value that a file holds.
    pub fn value(&self) -> Value {
        self.value.0.clone().unwrap_or(Value::Empty)
    }
}
