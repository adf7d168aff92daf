use jiff::Timestamp;
use oast_rules::facts::{Element, Hold};
use oast_store::{Connected, Which, scan};
use oast_units::PlacementId;

use crate::office::request;
use crate::{Action, Actor, Office, OfficeError};

impl Office {
    /// Keeps an element of a placement out of pay runs until it is released. What is due is not
    /// lost: the first run after the release pays it.
    pub fn hold(
        &mut self,
        placement: &str,
        element: Element,
        reason: &str,
        actor: Actor<'_>,
    ) -> Result<(), OfficeError> {
        self.admit(actor, Action::HoldPayment)?;
        let hold = Hold {
            placement_id: placement.parse::<PlacementId>()?,
            element,
            reason: OfficeError::reason(reason)?,
            actor: actor.name.parse()?,
        };
        let authority = self.authority.clone();
        self.store.command(
            request(&authority, actor, "pay-run hold", placement),
            |command| {
                let known_seq = command.known_seq();
                let mut known = false;
                let which = Which::Of(placement);
                scan(
                    command.connection(),
                    &authority,
                    known_seq,
                    which,
                    |_: oast_rules::facts::Placement, _| {
                        known = true;
                        Ok(())
                    },
                )?;
                if !known {
                    return Err(OfficeError::no_placement(placement));
                }
                command.append(&hold)?;
                Ok(())
            },
        )
    }

    /// Lets an element that was held back into pay runs.
    pub fn release(
        &mut self,
        placement: &str,
        element: Element,
        actor: Actor<'_>,
    ) -> Result<(), OfficeError> {
        self.admit(actor, Action::HoldPayment)?;
        let authority = self.authority.clone();
        self.store.command(
            request(&authority, actor, "pay-run release", placement),
            |command| {
                let known_seq = command.known_seq();
                let mut held = None;
                let which = Which::Of(placement);
                scan(
                    command.connection(),
                    &authority,
                    known_seq,
                    which,
                    |hold: Hold, _| {
                        if hold.element == element {
                            held = Some(hold);
                        }
                        Ok(())
                    },
                )?;
                let held = held.ok_or_else(|| OfficeError::NotFound {
                    what: "hold on placement",
                    id: placement.to_owned(),
                    hint: format!(" for the {}", element.words()),
                })?;
                command.appender::<Hold>()?.append(&held, true)?;
                Ok(())
            },
        )
    }

    /// What is held, as known at a time.
    pub fn holds(&mut self, known_at: Option<Timestamp>) -> Result<Vec<Hold>, OfficeError> {
        let (authority, known_seq) = (self.authority.clone(), self.known_seq(known_at)?);
        Ok(self.store.all(&authority, known_seq)?)
    }
}
