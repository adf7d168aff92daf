//! What the council has confirmed of what the terms assume.

use std::collections::BTreeMap;

use oast_office::{ConfirmationRow, ConfirmationState};
use oast_terms::{Dated, TermView};
use oast_units::Date;

use crate::answer::Fault;
use crate::desk::Desk;
use crate::words;

/// The confirmations, by term and the first day of the value.
#[derive(Debug, Default)]
pub(crate) struct Confirmations {
    rows: BTreeMap<(String, Date), ConfirmationRow>,
}

impl Confirmations {
    /// Those that were known.
    pub(crate) fn known(desk: &mut Desk) -> Result<Self, Fault> {
        let known_at = desk.known_at();
        let office = desk.office()?;
        let known_seq = office.known_seq(known_at)?;
        let rows = office.term_confirmations()?.into_iter();
        let known = rows.filter(|row| {
            row.recorded
                .as_ref()
                .is_none_or(|recorded| recorded.seq <= known_seq)
        });
        let keyed = known.map(|row| {
            let confirmation = &row.confirmation;
            ((confirmation.term.to_string(), confirmation.from), row)
        });
        Ok(Self {
            rows: keyed.collect(),
        })
    }

    fn find(&self, term: &TermView, value: &Dated<String>) -> Option<&ConfirmationRow> {
        let place = (term.name.to_string(), value.period.from());
        self.rows.get(&place)
    }

    /// Whether the council has confirmed a value, as the terms read now.
    pub(crate) fn stands(&self, term: &TermView, value: &Dated<String>) -> bool {
        self.find(term, value)
            .is_some_and(|row| row.state == ConfirmationState::Stands)
    }

    /// Who confirmed a value, when and on what evidence.
    pub(crate) fn words(&self, term: &TermView, value: &Dated<String>) -> Option<String> {
        let row = self.find(term, value)?;
        let stands = row.state == ConfirmationState::Stands;
        stands.then(|| said(row))
    }

    /// A confirmation that no longer counts, in a sentence: the terms have another value.
    pub(crate) fn void(&self, term: &TermView, value: &Dated<String>) -> Option<String> {
        let row = self.find(term, value)?;
        matches!(row.state, ConfirmationState::ValueChanged { .. }).then(|| {
            let before = super::wording::value_words(term.unit, row.confirmation.value.as_str());
            format!(
                "{before} was confirmed before, so that no longer counts. {}",
                said(row)
            )
        })
    }
}

/// Who confirmed, when, and what confirms it.
fn said(row: &ConfirmationRow) -> String {
    let confirmation = &row.confirmation;
    let when = row.recorded.as_ref().map_or_else(String::new, |recorded| {
        format!(" on {}", words::uk_time_of(&recorded.at))
    });
    let (actor, evidence) = (&confirmation.actor, &confirmation.evidence);
    format!("Confirmed by {actor}{when}: {evidence}")
}
