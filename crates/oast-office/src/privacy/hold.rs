use oast_rules::facts::LegalHold;
use oast_store::Which;
use oast_units::{Date, PersonId, Text};

use super::must_know;
use crate::office::request;
use crate::{Action, Actor, Office, OfficeError};

impl Office {
    /// Puts what names a person under a legal hold from a day on: it is kept, however long the
    /// schedule says, until the hold is lifted.
    pub fn hold_legally(
        &mut self,
        person: &str,
        from: Date,
        reason: &str,
        reference: Option<&str>,
        actor: Actor<'_>,
    ) -> Result<(), OfficeError> {
        self.admit(actor, Action::ManageRetention)?;
        let hold = LegalHold {
            person_id: person.parse::<PersonId>()?,
            from,
            to: None,
            reason: OfficeError::reason(reason)?,
            reference: reference.map(str::parse::<Text>).transpose()?,
            actor: actor.name.parse()?,
        };
        let authority = self.authority.clone();
        let request = request(&authority, actor, "retention hold", person);
        self.store.command(request, |command| {
            must_know(command, person)?;
            command.append(&hold)?;
            Ok(())
        })
    }

    /// Lifts every legal hold on a person that is in force, for a reason, which is kept beside
    /// that of the hold; a day is its last.
    pub fn lift_legal_hold(
        &mut self,
        person: &str,
        last_day: Date,
        why: &str,
        actor: Actor<'_>,
    ) -> Result<(), OfficeError> {
        self.admit(actor, Action::ManageRetention)?;
        let authority = self.authority.clone();
        let by: Text = actor.name.parse()?;
        let why = OfficeError::reason(why)?;
        let request = request(&authority, actor, "retention lift", person);
        self.store.command(request, |command| {
            let mut open: Vec<LegalHold> = command.facts(Which::Of(person))?;
            open.retain(|hold| hold.to.is_none());
            if open.is_empty() {
                return Err(OfficeError::NotFound {
                    what: "legal hold on person",
                    id: person.to_owned(),
                    hint: String::new(),
                });
            }
            let mut appender = command.appender::<LegalHold>()?;
            for hold in open {
                let reason = format!("{}; lifted: {why}", hold.reason);
                let lifted = LegalHold {
                    reason: reason.parse()?,
                    to: Some(last_day.max(hold.from)),
                    actor: by.clone(),
                    ..hold
                };
                appender.append(&lifted, false)?;
            }
            Ok(())
        })
    }

    /// The legal holds, lifted ones too.
    pub fn legal_holds(&mut self) -> Result<Vec<LegalHold>, OfficeError> {
        let (authority, known_seq) = (self.authority.clone(), self.known_seq(None)?);
        Ok(self.store.all(&authority, known_seq)?)
    }
}
