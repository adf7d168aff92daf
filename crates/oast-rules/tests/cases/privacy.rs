//! Cases about how long a record is kept.

use oast_rules::privacy::{LastContact, retention};
use oast_terms::Recorder;
use oast_units::Date;

use crate::answer::Answer;
use crate::case::Case;

pub(crate) fn kept(case: &mut Case) -> Result<Answer, String> {
    let on: Date = case.when.required("on")?;
    let contact = LastContact {
        ended_on: case.given.required("ended_on")?,
        died: case.given.flag("died")?,
        paid_for: case.given.optional("paid_for")?,
    };
    let mut trace = Recorder::default();
    let mut answer = Answer::default();
    let terms = &case.terms.england.retention;
    match retention(&contact, on, terms, &mut trace) {
        Ok(retention) => {
            answer.insist("kept_until", &retention.kept_until);
            answer.say("because", &retention.because);
        }
        Err(missing) => answer.insist("error", &missing),
    }
    answer.trace(&trace);
    Ok(answer)
}
