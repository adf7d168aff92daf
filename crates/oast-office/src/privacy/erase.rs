//! Who need not be kept any longer, and their erasure.

use oast_rules::facts::Erasure;
use oast_rules::money::pay_calendar;
use oast_rules::privacy::{LastContact, Retention, retention};
use oast_store::{Connected as _, Connection, access, seal};
use oast_terms::{Entry, Recorder, Terms};
use oast_units::{Date, PersonId};

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

impl Office {
    /// Everybody whom the schedule of a day no longer keeps on that day, with the reasons.
    pub fn retention_due(&mut self, on: Date) -> Result<Vec<RetentionDue>, OfficeError> {
        let (authority, known_seq) = (self.authority.clone(), self.known_seq(None)?);
        let found = due(
            self.store.connection(),
            &authority,
            known_seq,
            on,
            &self.terms,
        )?;
        Ok(found.into_iter().map(|(due, _)| due).collect())
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
        let (authority, terms) = (self.authority.clone(), self.terms.clone());
        let subject = on.to_string();
        let request = request(&authority, actor, "retention erase", &subject);
        let erased = self.store.command(request, |command| {
            let known_seq = command.known_seq();
            let found = due(command.connection(), &authority, known_seq, on, &terms)?;
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
