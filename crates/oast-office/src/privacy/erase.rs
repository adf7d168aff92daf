//! Who need not be kept any longer, and their erasure.

use std::collections::BTreeMap;

use oast_rules::facts::Erasure;
use oast_rules::money::pay_calendar;
use oast_rules::privacy::{LastContact, Retention, retention};
use oast_store::{Connected as _, Connection, access, seal};
use oast_terms::{Entry, Recorder, Terms};
use oast_units::{Date, PersonId, Raw};
use sha2::{Digest, Sha256};

use super::contacts::{Contacts, contacts};
use super::obstacle::{Obstacle, Obstacles, PERSON, PLACEMENT};
use crate::office::request;
use crate::{Action, Actor, Office, OfficeError};

/// Somebody whom the schedule no longer keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetentionDue {
    /// Who.
    pub person_id: PersonId,
    /// What the council last had to do with them.
    pub contact: LastContact,
    /// Until when they were kept, and by which term.
    pub retention: Retention,
    /// How that was worked out.
    pub trace: Vec<Entry>,
    /// What keeps them all the same; nothing when they may be erased.
    pub obstacles: Vec<Obstacle>,
}

/// Where everybody stands with the schedule on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RetentionState {
    /// Everybody whom it no longer keeps.
    pub due: Vec<RetentionDue>,
    /// How many have a placement that has not ended.
    pub living: usize,
    /// How many others it still keeps.
    pub within: usize,
}

/// What an erasure did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Erased {
    /// The audit entry; none when nobody was erased.
    pub seq: Option<i64>,
    /// Who was erased.
    pub erased: Vec<PersonId>,
    /// Who is kept although their time has come.
    pub kept: Vec<RetentionDue>,
}

const OTHERS: &str = "others may be erased now than were shown; look at who they are once more";

impl Office {
    /// Everybody whom the schedule of a day no longer keeps on that day, with the reasons.
    pub fn retention_due(&mut self, on: Date) -> Result<Vec<RetentionDue>, OfficeError> {
        Ok(self.retention_state(on)?.due)
    }

    /// Where everybody stands with the schedule of a day on that day.
    pub fn retention_state(&mut self, on: Date) -> Result<RetentionState, OfficeError> {
        let (authority, known_seq) = (self.authority.clone(), self.known_seq(None)?);
        let terms = self.terms.clone();
        let connection = self.store.connection();
        let calendar = pay_calendar(&terms, on)?;
        let people = contacts(connection, &authority, known_seq, calendar)?;
        let (all, living) = (people.len(), people.values());
        let living = living.filter(|contacts| contacts.living).count();
        let found = due_of(people, connection, &authority, known_seq, on, &terms)?;
        let due: Vec<RetentionDue> = found.into_iter().map(|(due, _)| due).collect();
        let within = all - living - due.len();
        Ok(RetentionState {
            due,
            living,
            within,
        })
    }

    /// The audit entry of the last erasure; 0 where nobody was erased.
    pub fn last_erasure(&mut self) -> Result<i64, OfficeError> {
        let mut seq = 0;
        let question = "SELECT MAX(seq) FROM erasures WHERE authority = $1";
        let parameters = [Raw::Text(&self.authority)];
        let connection = self.store.connection();
        connection.query(question, &parameters, &mut |row| {
            if let Raw::Integer(number) = row.get(0)? {
                seq = number;
            }
            Ok(())
        })?;
        Ok(seq)
    }

    /// Erases everybody whom the schedule no longer keeps on a day and nothing else does: the keys
    /// of what names them are destroyed, in one command. What was done and paid stays.
    pub fn erase_due(
        &mut self,
        on: Date,
        dry_run: bool,
        actor: Actor<'_>,
    ) -> Result<Erased, OfficeError> {
        self.admit(actor, Action::ManageRetention)?;
        let found = self.retention_due(on)?;
        if dry_run || found.iter().all(|due| !due.obstacles.is_empty()) {
            return Ok(Erased::of(found));
        }
        self.erase(on, None, actor)
    }

    /// Erases those whom somebody was shown, by [`RetentionState::erasable`] of that moment, and
    /// nobody else: others may have come to be due since, or be kept.
    pub fn erase_those(
        &mut self,
        on: Date,
        shown: &str,
        actor: Actor<'_>,
    ) -> Result<Erased, OfficeError> {
        self.admit(actor, Action::ManageRetention)?;
        self.erase(on, Some(shown), actor)
    }

    fn erase(
        &mut self,
        on: Date,
        shown: Option<&str>,
        actor: Actor<'_>,
    ) -> Result<Erased, OfficeError> {
        let (authority, terms) = (self.authority.clone(), self.terms.clone());
        let subject = on.to_string();
        let request = request(&authority, actor, "retention erase", &subject);
        let erased = self.store.command(request, |command| {
            let known_seq = command.known_seq();
            let found = due(command.connection(), &authority, known_seq, on, &terms)?;
            if shown.is_some_and(|shown| shown != short(found.iter().map(|(due, _)| due))) {
                return Err(OfficeError::Refused(OTHERS.to_owned()));
            }
            let mut ids = Vec::new();
            for (due, contacts) in &found {
                if due.obstacles.is_empty() {
                    command.append(&erasure(due, on)?)?;
                    forget(command.connection(), &authority, due, contacts)?;
                    ids.push(due.person_id.as_str().to_owned());
                }
            }
            command.note("people", ids);
            let mut erased = Erased::of(found.into_iter().map(|(due, _)| due).collect());
            erased.seq = Some(command.seq());
            Ok::<Erased, OfficeError>(erased)
        })?;
        self.store.connection().scrub()?;
        Ok(erased)
    }

    /// The record of somebody's erasure, if they were erased.
    pub fn erasure(&mut self, person_id: &str) -> Result<Option<Erasure>, OfficeError> {
        let (authority, known_seq) = (self.authority.clone(), self.known_seq(None)?);
        let which = oast_store::Which::Of(person_id);
        let found: Vec<Erasure> = self.store.facts(&authority, known_seq, which)?;
        Ok(found.into_iter().next())
    }
}

impl RetentionState {
    /// Who may be erased, in short; none when nobody may. Others have another text.
    pub fn erasable(&self) -> Option<String> {
        let any = self.due.iter().any(|due| due.obstacles.is_empty());
        any.then(|| short(&self.due))
    }
}

/// Those who may be erased, in short.
fn short<'d>(found: impl IntoIterator<Item = &'d RetentionDue>) -> String {
    let mut hasher = Sha256::new();
    for due in found {
        if due.obstacles.is_empty() {
            hasher.update(due.person_id.as_str());
            hasher.update([b'\n']);
        }
    }
    let hash: [u8; 32] = hasher.finalize().into();
    oast_seal::to_hex(&hash)
}

impl Erased {
    fn of(found: Vec<RetentionDue>) -> Self {
        let mut erased = Self::default();
        for due in found {
            if due.obstacles.is_empty() {
                erased.erased.push(due.person_id);
            } else {
                erased.kept.push(due);
            }
        }
        erased
    }
}

/// Everybody whose time has come by a day, in order of their references.
fn due(
    connection: &mut dyn Connection,
    authority: &str,
    known_seq: i64,
    on: Date,
    terms: &Terms,
) -> Result<Vec<(RetentionDue, Contacts)>, OfficeError> {
    let calendar = pay_calendar(terms, on)?;
    let people = contacts(connection, authority, known_seq, calendar)?;
    due_of(people, connection, authority, known_seq, on, terms)
}

/// Those of some people whose time has come by a day.
fn due_of(
    people: BTreeMap<PersonId, Contacts>,
    connection: &mut dyn Connection,
    authority: &str,
    known_seq: i64,
    on: Date,
    terms: &Terms,
) -> Result<Vec<(RetentionDue, Contacts)>, OfficeError> {
    let obstacles = Obstacles::gather(connection, authority, known_seq, on)?;
    let mut found = Vec::new();
    for (person_id, contacts) in people {
        let Some(contact) = contacts.last_before(on) else {
            continue;
        };
        let mut trace = Recorder::default();
        let retention = retention(&contact, on, &terms.england.retention, &mut trace)?;
        if retention.kept_until >= on {
            continue;
        }
        let due = RetentionDue {
            obstacles: obstacles.of(connection, authority, &person_id, &contacts)?,
            person_id,
            contact,
            retention,
            trace: trace.entries,
        };
        found.push((due, contacts));
    }
    Ok(found)
}

fn erasure(due: &RetentionDue, on: Date) -> Result<Erasure, OfficeError> {
    Ok(Erasure {
        person_id: due.person_id.clone(),
        on,
        kept_until: due.retention.kept_until,
        because: due.retention.because.parse()?,
    })
}

fn forget(
    connection: &mut dyn Connection,
    authority: &str,
    due: &RetentionDue,
    contacts: &Contacts,
) -> Result<(), OfficeError> {
    let person = due.person_id.as_str();
    seal::forget_keys(connection, authority, PERSON, person)?;
    for placement in &contacts.placements {
        seal::forget_keys(connection, authority, PLACEMENT, placement.as_str())?;
    }
    access::forget_purposes(connection, authority, person)?;
    Ok(())
}
