//! Cases about schemes: the clock of an open framework and what must be published.

use oast_rules::contract::{Award, LightTouchContract, deadlines, scheme_clock};
use oast_terms::Recorder;
use oast_units::Date;

use crate::answer::Answer;
use crate::case::Case;

pub(crate) fn clock(case: &mut Case) -> Result<Answer, String> {
    let today: Date = case.when.required("on")?;
    let mut awards = Vec::new();
    for mut row in case.given.tables("awards")? {
        awards.push(Award {
            on: row.required("on")?,
            single_supplier: row.flag("single_supplier")?,
        });
        row.done()?;
    }
    let mut trace = Recorder::default();
    let mut answer = Answer::default();
    match scheme_clock(&awards, today, &case.terms.england.procurement, &mut trace) {
        Ok(None) => answer.insist("scheme", "not begun"),
        Ok(Some(clock)) => {
            answer.say("ends_on", &clock.ends_on);
            answer.say(
                "next_award_by",
                &clock
                    .next_award_by
                    .map_or("none".into(), |by| by.to_string()),
            );
            let runs = clock
                .frameworks
                .iter()
                .map(|run| format!("{}: {} to {}", run.number, run.awarded_on, run.expires_on));
            answer.list("frameworks", runs.collect());
            let breaches: Vec<String> = clock.breaches.iter().map(ToString::to_string).collect();
            if breaches.is_empty() {
                answer.list("breaches", breaches);
            } else {
                answer.insist_list("breaches", breaches);
            }
        }
        Err(missing) => answer.insist("error", &missing),
    }
    answer.trace(&trace);
    Ok(answer)
}

pub(crate) fn publication(case: &mut Case) -> Result<Answer, String> {
    let contract = LightTouchContract {
        entered_on: case.given.required("entered_on")?,
        value: case.given.required("value")?,
        ended_on: case.given.optional("ended_on")?,
    };
    let mut trace = Recorder::default();
    let mut answer = Answer::default();
    match deadlines(&contract, &case.terms.england.procurement, &mut trace) {
        Ok(found) => {
            let found = found
                .iter()
                .map(|deadline| format!("{} by {}", deadline.publication.words(), deadline.by));
            answer.insist_list("deadlines", found.collect());
        }
        Err(missing) => answer.insist("error", &missing),
    }
    answer.trace(&trace);
    Ok(answer)
}
