use oast_rules::facts::TermConfirmation;
use oast_store::{Connected as _, Which, scan};
use oast_terms::{Dated, Status, TermView, Terms};
use oast_units::{Date, Text};

use crate::office::request;
use crate::recorded::Recorded;
use crate::{Action, Actor, Office, OfficeError};

/// What a confirmation is worth against the terms as they read now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConfirmationState {
    /// The terms assume the value that was confirmed.
    Stands,
    /// The terms assume another value now, so the confirmation is void.
    ValueChanged {
        /// The value as it reads now.
        now: String,
    },
    /// The terms no longer assume the value: it has been published or made law.
    NoLongerAssumed,
    /// The terms have no value from that day any more.
    Gone,
}

/// A confirmation, and what it is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfirmationRow {
    /// What was confirmed, by whom, and on what evidence.
    pub confirmation: TermConfirmation,
    /// When it was recorded.
    pub recorded: Option<Recorded>,
    /// What it is worth.
    pub state: ConfirmationState,
}

impl Office {
    /// Records that the council confirms a value that the terms assume. `path` is the term's full
    /// name, and `from` a day on which the value holds. The value is kept as it reads today, so
    /// that another value in the terms voids the confirmation.
    ///
    /// # Errors
    /// When there is no such term or no value on the day, when the value is not an assumption, or
    /// when it is confirmed already on the same evidence.
    pub fn confirm_term(
        &mut self,
        path: &str,
        from: Date,
        evidence: &str,
        actor: Actor<'_>,
    ) -> Result<TermConfirmation, OfficeError> {
        self.admit(actor, Action::ConfirmTerm)?;
        let view = term(&self.terms, path)?;
        let value = value_on(&view, from)?;
        if value.origin.status != Status::Assumed {
            return Err(OfficeError::Refused(format!(
                "the value of {path} on {} is {}: {}; only an assumed value is confirmed",
                from.long(),
                value.origin.status,
                value.origin.cite
            )));
        }
        let evidence: Text = evidence.trim().parse().map_err(|why| {
            OfficeError::Refused(format!(
                "the evidence cannot be recorded: {why}; name the clause, decision or letter"
            ))
        })?;
        let confirmation = TermConfirmation {
            term: view.name.parse()?,
            from: value.period.from(),
            value: value.value.parse()?,
            evidence,
            actor: actor.name.parse()?,
        };
        let authority = self.authority.clone();
        let head = request(&authority, actor, "term confirm", path);
        self.store.command(head, |command| {
            let known_seq = command.known_seq();
            let mut known = Vec::new();
            let which = Which::Of(path);
            let connection = command.connection();
            scan(
                connection,
                &authority,
                known_seq,
                which,
                |each: TermConfirmation, _| {
                    known.push(each);
                    Ok(())
                },
            )?;
            let same = |known: &&TermConfirmation| {
                (known.from, &known.value, &known.evidence)
                    == (
                        confirmation.from,
                        &confirmation.value,
                        &confirmation.evidence,
                    )
            };
            if let Some(known) = known.iter().find(same) {
                return Err(OfficeError::Refused(format!(
                    "{path} is confirmed already by {} on the same evidence",
                    known.actor
                )));
            }
            command.append(&confirmation)?;
            command.note("from", confirmation.from.to_string());
            command.note("value", confirmation.value.as_str());
            Ok(confirmation)
        })
    }

    /// Every confirmation, in order of the terms, with what it is worth now.
    pub fn term_confirmations(&mut self) -> Result<Vec<ConfirmationRow>, OfficeError> {
        let known_seq = self.known_seq(None)?;
        let authority = self.authority.clone();
        let mut known: Vec<(TermConfirmation, i64)> = Vec::new();
        let connection = self.store.connection();
        scan(
            connection,
            &authority,
            known_seq,
            Which::All,
            |each, seq| {
                known.push((each, seq));
                Ok(())
            },
        )?;
        let views: Vec<TermView> = self.terms.all().collect();
        let mut rows = Vec::with_capacity(known.len());
        for (confirmation, seq) in known {
            rows.push(ConfirmationRow {
                state: state_of(&confirmation, &views),
                recorded: self.recorded_in(seq)?,
                confirmation,
            });
        }
        Ok(rows)
    }
}

/// A term by its full name. An end of the name is not enough here: what is recorded must lead to
/// the same term whatever terms are added later.
fn term(terms: &Terms, path: &str) -> Result<TermView, OfficeError> {
    let found = terms.all().find(|view| &*view.name == path);
    found.ok_or_else(|| {
        OfficeError::Refused(match terms.find(path) {
            Ok(view) => format!("give the full name of the term: {}", view.name),
            Err(why) => why.to_string(),
        })
    })
}

fn value_on(view: &TermView, day: Date) -> Result<&Dated<String>, OfficeError> {
    let value = view.values.iter().rfind(|value| value.period.contains(day));
    value.ok_or_else(|| {
        OfficeError::Refused(format!(
            "the term {} has no value on {}, so there is nothing to confirm",
            view.name,
            day.long()
        ))
    })
}

fn state_of(confirmation: &TermConfirmation, views: &[TermView]) -> ConfirmationState {
    let name = confirmation.term.as_str();
    let view = views.iter().find(|view| &*view.name == name);
    let values = view.map_or(&[][..], |view| &view.values);
    let value = values
        .iter()
        .find(|value| value.period.from() == confirmation.from);
    match value {
        None => ConfirmationState::Gone,
        Some(value) if value.origin.status != Status::Assumed => ConfirmationState::NoLongerAssumed,
        Some(value) if value.value != confirmation.value.as_str() => {
            ConfirmationState::ValueChanged {
                now: value.value.clone(),
            }
        }
        Some(_) => ConfirmationState::Stands,
    }
}
