//! One clause: a term as its contract would say it on a day.

use oast_terms::{Dated, Status, TermView, Unit};
use oast_units::Date;
use serde::Serialize;

use super::confirmations::Confirmations;
use super::wording::{around, days, place, spelt, status_tag, value_words};
use crate::link::{To, with_query};
use crate::list::Cell;

/// A term as its contract would say it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Clause {
    /// The term's own name, in words.
    pub(crate) label: String,
    /// Its page.
    pub(crate) href: String,
    /// The sentence up to the value.
    before: String,
    /// The value, in words.
    value: String,
    /// The rest of the sentence.
    after: String,
    /// How far the value can be relied on.
    status: Cell,
    /// The days on which it holds.
    days: String,
    /// Where it is from.
    cite: String,
    /// What it was before and will be after, newest first.
    others: Vec<String>,
    /// Who confirmed it, when and on what evidence.
    confirmed: Option<String>,
    /// Where to confirm it, for whoever may.
    confirm: Option<String>,
}

impl Clause {
    /// A term as it reads on a day.
    pub(crate) fn of(term: &TermView, day: Date, confirmed: &Confirmations) -> Self {
        let clause = Self::with(term, value_on(term, day), day);
        let by = value_on(term, day).and_then(|value| confirmed.words(term, value));
        match by {
            Some(by) => Self {
                status: status_tag(Status::Assumed, true),
                confirmed: Some(by),
                ..clause
            },
            None => clause,
        }
    }

    /// A term with one of its values, and what it is on other days than one.
    pub(crate) fn with(term: &TermView, holding: Option<&Dated<String>>, day: Date) -> Self {
        let (before, after) = around(term);
        let spans = merged(term);
        let now = spans.iter().rfind(|span| span.holds_on(day));
        let others = spans.iter().rev().filter(|span| !span.holds_on(day));
        // The years of a list of dates stand on its page.
        let others = others.filter(|_| term.unit != Unit::Dates);
        Self {
            label: spelt(place(&term.name).clause),
            href: To::Term(&term.name).to_string(),
            before,
            value: holding.map_or_else(
                || "no value yet".to_owned(),
                |value| value_words(term.unit, &value.value),
            ),
            after,
            status: holding
                .map_or_else(Cell::empty, |value| status_tag(value.origin.status, false)),
            days: now.map_or_else(String::new, Span::days),
            cite: holding.map_or_else(String::new, |value| value.origin.cite.to_string()),
            others: others
                .map(|span| format!("{} ({})", span.words(term.unit), span.days()))
                .collect(),
            confirmed: None,
            confirm: None,
        }
    }

    /// The same, with where to confirm it.
    #[must_use]
    pub(crate) fn asking_for(self, term: &TermView, value: &Dated<String>) -> Self {
        let from = value.period.from().to_string();
        Self {
            confirm: Some(with_query(
                To::TermConfirm(&term.name),
                [("from", from.as_str())],
            )),
            ..self
        }
    }

    /// The value, in words.
    pub(crate) fn value(&self) -> &str {
        &self.value
    }

    /// Where the value is from.
    pub(crate) fn cite(&self) -> &str {
        &self.cite
    }

    /// Where to confirm it, for whoever may.
    pub(crate) fn confirm(&self) -> Option<&str> {
        self.confirm.as_deref()
    }

    /// The whole sentence.
    pub(crate) fn sentence(&self) -> String {
        format!("{}{}{}", self.before, self.value, self.after)
    }
}

/// The value that holds on a day.
pub(crate) fn value_on(term: &TermView, day: Date) -> Option<&Dated<String>> {
    term.values.iter().rfind(|value| value.period.contains(day))
}

/// The assumed values that hold on a day or later and that nobody has confirmed.
pub(crate) fn waiting<'a>(
    term: &'a TermView,
    day: Date,
    confirmed: &'a Confirmations,
) -> impl Iterator<Item = &'a Dated<String>> {
    term.values.iter().filter(move |value| {
        value.origin.status == Status::Assumed
            && value.period.to() >= day
            && !confirmed.stands(term, value)
    })
}

/// Days on end on which a term has the same value, whatever is cited for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Span {
    /// The first day.
    pub(crate) from: Date,
    /// The last day.
    to: Date,
    /// The value, as the file has it.
    pub(crate) value: String,
}

impl Span {
    fn holds_on(&self, day: Date) -> bool {
        (self.from..=self.to).contains(&day)
    }

    /// The value in words.
    pub(crate) fn words(&self, unit: Unit) -> String {
        value_words(unit, &self.value)
    }

    /// The days in words.
    fn days(&self) -> String {
        oast_units::Period::between(self.from, self.to).map_or_else(String::new, days)
    }
}

/// A term's values, those that only repeat the one before taken together.
pub(crate) fn merged(term: &TermView) -> Vec<Span> {
    let mut spans: Vec<Span> = Vec::new();
    for value in &term.values {
        match spans.last_mut() {
            Some(before) if before.value == value.value => before.to = value.period.to(),
            _ => spans.push(Span {
                from: value.period.from(),
                to: value.period.to(),
                value: value.value.clone(),
            }),
        }
    }
    spans
}
