use oast_rules::facts::{Benefit, BenefitMeasure};
use oast_store::Which;
use oast_units::Date;

use crate::office::request;
use crate::{Action, Actor, Office, OfficeError};

impl Office {
    /// Records a benefit, or changes one for a reason.
    ///
    /// # Errors
    /// When one of that code is known and no reason is given, or when nothing would change.
    pub fn record_benefit(
        &mut self,
        benefit: &Benefit,
        actor: Actor<'_>,
    ) -> Result<(), OfficeError> {
        self.admit(actor, Action::ManageBenefits)?;
        let id = benefit.benefit_id.as_str();
        let authority = self.authority.clone();
        let request = request(&authority, actor, "benefit record", id);
        self.store.command(request, |command| {
            let before: Option<Benefit> = command.find(Which::Of(id))?;
            if let Some(before) = before {
                let reason = benefit.reason.clone();
                if reason.is_none() {
                    let why = format!("{id} is recorded already; say why it is changed");
                    return Err(OfficeError::Refused(why));
                }
                if *benefit == (Benefit { reason, ..before }) {
                    let why = format!("{id} is recorded so already; nothing would change");
                    return Err(OfficeError::Refused(why));
                }
            }
            command.append(benefit)?;
            Ok(())
        })
    }

    /// Records what a benefit came to by a day, which is today or past; another value for the same
    /// day corrects the first.
    ///
    /// # Errors
    /// When there is no such benefit, when it is worked out from the facts, or when the day is to
    /// come.
    pub fn measure_benefit(
        &mut self,
        measure: &BenefitMeasure,
        today: Date,
        actor: Actor<'_>,
    ) -> Result<(), OfficeError> {
        self.admit(actor, Action::ManageBenefits)?;
        let id = measure.benefit_id.as_str();
        if measure.as_of > today {
            return Err(OfficeError::Refused(format!(
                "{} is to come; give the day by which it was measured",
                measure.as_of.long()
            )));
        }
        let authority = self.authority.clone();
        let request = request(&authority, actor, "benefit measure", id);
        self.store.command(request, |command| {
            let known: Option<Benefit> = command.find(Which::Of(id))?;
            let benefit = known.ok_or_else(|| OfficeError::NotFound {
                what: "benefit",
                id: id.to_owned(),
                hint: String::new(),
            })?;
            if let Some(from) = benefit.worked_out {
                return Err(OfficeError::Refused(format!(
                    "{id} is worked out from the facts ({}); nothing is recorded by hand",
                    from.words()
                )));
            }
            command.append(measure)?;
            Ok(())
        })
    }
}
