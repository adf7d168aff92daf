//! When the council last had to do with each person.

use std::collections::{BTreeMap, BTreeSet};

use oast_rules::facts::{EndReason, Erasure, Placement, SelfFunder};
use oast_rules::privacy::LastContact;
use oast_store::{Connection, Which, scan};
use oast_units::{Date, PayCalendar, PersonId, PlacementId, Raw};

use crate::OfficeError;

/// What is known of a person, as far as their retention goes.
#[derive(Debug, Clone, Default)]
pub(super) struct Contacts {
    /// Their placements.
    pub(super) placements: Vec<PlacementId>,
    /// The last day, and whether it was that of their death.
    ended: Option<(Date, bool)>,
    /// Whether they have a placement that has not ended.
    pub(super) living: bool,
    paid_for: Option<Date>,
}

impl Contacts {
    /// The last contact, where all of it has ended before a day.
    pub(super) fn last_before(&self, day: Date) -> Option<LastContact> {
        let (ended_on, died) = self.ended.filter(|(ended_on, _)| *ended_on < day)?;
        (!self.living).then_some(LastContact {
            ended_on,
            died,
            paid_for: self.paid_for,
        })
    }

    fn until(&mut self, day: Date, died: bool) {
        if self.ended.is_none_or(|(known, _)| day >= known) {
            self.ended = Some((day, died));
        }
    }
}

/// Everybody who has or had a placement, or of whom a home reported, and is not erased.
pub(super) fn contacts(
    connection: &mut dyn Connection,
    authority: &str,
    known_seq: i64,
    calendar: PayCalendar,
) -> Result<BTreeMap<PersonId, Contacts>, OfficeError> {
    let mut people: BTreeMap<PersonId, Contacts> = BTreeMap::new();
    let mut erased = BTreeSet::new();
    let all = Which::All;
    scan(connection, authority, known_seq, all, |fact: Erasure, _| {
        erased.insert(fact.person_id);
        Ok(())
    })?;
    let paid = last_paid(connection, authority)?;
    scan(
        connection,
        authority,
        known_seq,
        all,
        |fact: Placement, _| {
            let person = people.entry(fact.person_id).or_default();
            match fact.ended_on {
                Some(day) => person.until(day, fact.end_reason == Some(EndReason::Died)),
                None => person.living = true,
            }
            if let Some(from) = paid.get(fact.placement_id.as_str()) {
                let last = calendar.holding(*from).to();
                person.paid_for = person.paid_for.max(Some(last));
            }
            person.placements.push(fact.placement_id);
            Ok(())
        },
    )?;
    scan(
        connection,
        authority,
        known_seq,
        all,
        |fact: SelfFunder, _| {
            let person = people.entry(fact.person_id).or_default();
            person.until(fact.reported_on, false);
            Ok(())
        },
    )?;
    people.retain(|id, _| !erased.contains(id));
    Ok(people)
}

/// The first day of the last pay period that was posted for each placement.
fn last_paid(
    connection: &mut dyn Connection,
    authority: &str,
) -> Result<BTreeMap<String, Date>, OfficeError> {
    let question = "SELECT placement_id, MAX(period_from) FROM postings WHERE authority = $1 GROUP BY placement_id";
    let mut texts = Vec::new();
    connection.query(question, &[Raw::Text(authority)], &mut |row| {
        if let (Raw::Text(id), Raw::Text(from)) = (row.get(0)?, row.get(1)?) {
            texts.push((id.to_owned(), from.to_owned()));
        }
        Ok(())
    })?;
    let read = |(id, from): (String, String)| Ok((id, from.parse()?));
    texts.into_iter().map(read).collect()
}
