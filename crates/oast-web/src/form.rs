//! Forms: what was typed is kept, each mistake is told beside its field and at the top, and one
//! form that is sent carries out one command, however often it arrives.

#![expect(
    clippy::needless_pass_by_value,
    reason = "callers give whatever can be said: a text, a page, a number"
)]

use std::collections::BTreeMap;

use oast_units::{Date, Invalid, Pence};
use serde::Serialize;

use crate::words::begun;

/// A form as it was sent, and what is wrong with it.
#[derive(Debug, Clone, Serialize, Default)]
pub struct Form {
    values: BTreeMap<String, String>,
    errors: BTreeMap<String, String>,
    /// The mistakes in the order in which they were found, for the summary.
    summary: Vec<Mistake>,
}

/// A mistake in a form.
#[derive(Debug, Clone, Serialize)]
pub struct Mistake {
    text: String,
    href: String,
}

impl Form {
    /// A form with what was typed.
    pub fn new(values: Vec<(String, String)>) -> Self {
        Self {
            values: values.into_iter().collect(),
            ..Self::default()
        }
    }

    /// What was typed in a field, without space around it.
    pub fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", |value| value.trim())
    }

    /// Every field that was sent, with its value.
    pub fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Fills in a field.
    pub fn set(&mut self, name: &str, value: &str) {
        self.values.insert(name.to_owned(), value.to_owned());
    }

    /// Fills in a field that nothing was typed in.
    pub fn offer(&mut self, name: &str, value: &str) {
        if self.value(name).is_empty() {
            self.set(name, value);
        }
    }

    /// Fills in the three fields of a date in which nothing was typed.
    pub fn offer_date(&mut self, name: &str, date: Date) {
        let (year, month, day) = date.ymd();
        let parts = [
            ("day", day.to_string()),
            ("month", month.to_string()),
            ("year", year.to_string()),
        ];
        let nothing = parts
            .iter()
            .all(|(part, _)| self.value(&format!("{name}-{part}")).is_empty());
        if nothing {
            for (part, value) in parts {
                self.set(&format!("{name}-{part}"), &value);
            }
        }
    }

    /// Tells a mistake.
    pub fn mistake(&mut self, name: &str, says: impl ToString) {
        let says = says.to_string();
        self.summary.push(Mistake {
            text: says.clone(),
            href: format!("#{name}"),
        });
        self.errors.entry(name.to_owned()).or_insert(says);
    }

    /// Whether something is wrong.
    pub fn is_wrong(&self) -> bool {
        !self.summary.is_empty()
    }

    /// What was typed in a field that must not be empty.
    pub fn required(&mut self, name: &str, or_say: &str) -> Option<String> {
        let value = self.value(name).to_owned();
        if value.is_empty() {
            self.mistake(name, or_say);
            return None;
        }
        Some(value)
    }

    /// What was typed, read as a type that knows what it may hold; nothing typed is a mistake.
    pub fn read<T: std::str::FromStr<Err = Invalid>>(
        &mut self,
        name: &str,
        or_say: &str,
    ) -> Option<T> {
        let value = self.required(name, or_say)?;
        match value.parse() {
            Ok(value) => Some(value),
            Err(why) => {
                self.mistake(name, sentence(&why.to_string()));
                None
            }
        }
    }

    /// The same, where nothing may be typed.
    pub fn read_if_any<T: std::str::FromStr<Err = Invalid>>(&mut self, name: &str) -> Option<T> {
        if self.value(name).is_empty() {
            return None;
        }
        self.read(name, "")
    }

    /// An amount of money, as people type it: `£1,080`, `1080.5`, `904.64`.
    pub fn money(&mut self, name: &str, or_say: &str) -> Option<Pence> {
        let value = self.required(name, or_say)?;
        let amount = pence(&value);
        if amount.is_none() {
            self.mistake(
                name,
                format!("'{value}' is not an amount. Write pounds and pence, such as 904.64."),
            );
        }
        amount
    }

    /// The same, where nothing may be typed.
    pub fn money_if_any(&mut self, name: &str) -> Option<Pence> {
        if self.value(name).is_empty() {
            return None;
        }
        self.money(name, "")
    }

    /// A date in three fields.
    pub fn date(&mut self, name: &str, what: &str) -> Option<Date> {
        match self.date_typed(name) {
            Typed::Nothing => {
                self.mistake(name, format!("Enter {what}."));
                None
            }
            typed => self.date_of(name, what, typed),
        }
    }

    /// A date in three fields that may all be empty.
    pub fn date_if_any(&mut self, name: &str, what: &str) -> Option<Date> {
        match self.date_typed(name) {
            Typed::Nothing => None,
            typed => self.date_of(name, what, typed),
        }
    }

    fn date_of(&mut self, name: &str, what: &str, typed: Typed) -> Option<Date> {
        match typed {
            Typed::Date(date) => return Some(date),
            Typed::Missing(part) => {
                self.mistake(name, format!("{} must include a {part}.", begun(what)));
            }
            _ => self.mistake(
                name,
                format!("{} must be a real date, such as 27 3 2026.", begun(what)),
            ),
        }
        None
    }

    fn date_typed(&self, name: &str) -> Typed {
        let part = |part: &str| self.value(&format!("{name}-{part}")).to_owned();
        let (day, month, year) = (part("day"), part("month"), part("year"));
        let parts = [("day", &day), ("month", &month), ("year", &year)];
        if parts.iter().all(|(_, value)| value.is_empty()) {
            return Typed::Nothing;
        }
        if let Some((missing, _)) = parts.iter().find(|(_, value)| value.is_empty()) {
            return Typed::Missing(missing);
        }
        let numbers = (
            year.parse::<i32>(),
            month_number(&month),
            day.parse::<u32>(),
        );
        let (Ok(year), Some(month), Ok(day)) = numbers else {
            return Typed::Unreal;
        };
        match Date::new(year, month, day) {
            Ok(date) if (1900..=2200).contains(&year) => Typed::Date(date),
            _ => Typed::Unreal,
        }
    }
}

/// What was typed in the three fields of a date.
enum Typed {
    Nothing,
    Missing(&'static str),
    Unreal,
    Date(Date),
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// A month as a number or by name.
fn month_number(text: &str) -> Option<u32> {
    let lower = text.to_lowercase();
    let named = MONTHS.iter().position(|month| lower.starts_with(month));
    match named {
        Some(index) => u32::try_from(index + 1).ok(),
        None => text.parse().ok(),
    }
}

/// An amount of money as people type it.
pub(crate) fn pence(text: &str) -> Option<Pence> {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, '£' | ',' | ' '))
        .collect();
    let (pounds, pence) = plain.split_once('.').unwrap_or((&plain, ""));
    let pence = match pence.len() {
        0 => "00".to_owned(),
        1 => format!("{pence}0"),
        _ => pence.to_owned(),
    };
    format!("{pounds}.{pence}").parse().ok()
}

/// A message as a sentence: with a capital at its start and a full stop at its end.
pub fn sentence(text: &str) -> String {
    let stop = if text.ends_with(['.', '?', ':']) {
        ""
    } else {
        "."
    };
    format!("{}{stop}", begun(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(values: &[(&str, &str)]) -> Form {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Form::new(values.iter().map(owned).collect())
    }

    #[test]
    fn amounts_are_read_as_people_type_them() {
        for (typed, amount) in [
            ("904.64", 90464),
            ("£1,080", 108_000),
            (" 12.5 ", 1250),
            ("-3", -300),
        ] {
            let mut form = form(&[("sum", typed)]);
            assert_eq!(form.money("sum", ""), Some(Pence::new(amount)), "{typed}");
        }
        let mut form = form(&[("sum", "a lot")]);
        assert_eq!(form.money("sum", ""), None);
        assert!(form.is_wrong());
    }

    #[test]
    fn a_date_says_what_is_missing_or_wrong() {
        let read = |day, month, year| {
            let mut form = form(&[("on-day", day), ("on-month", month), ("on-year", year)]);
            let date = form.date("on", "the date of death");
            (date, form.errors.get("on").cloned())
        };
        assert_eq!(read("3", "4", "2026").0, Some(Date::of(2026, 4, 3)));
        assert_eq!(read("3", "April", "2026").0, Some(Date::of(2026, 4, 3)));
        assert_eq!(read("", "", "").1.unwrap(), "Enter the date of death.");
        let says = read("3", "", "2026").1.unwrap();
        assert_eq!(says, "The date of death must include a month.");
        assert!(read("31", "2", "2026").1.unwrap().contains("real date"));
    }
}
