//! Cases about how long a person's own money lasts.

use oast_rules::facts::SelfFunder;
use oast_rules::placement::self_funder::{Depletion, Finances, Told, runway, told};
use oast_terms::Recorder;
use oast_units::Date;

use crate::answer::Answer;
use crate::case::Case;
use crate::facts;

pub(crate) fn self_funder(case: &mut Case) -> Result<Answer, String> {
    let today: Date = case.when.required("on")?;
    let told_on: Option<Date> = case.given.optional("told_on")?;
    let never_told = case.given.flag("never_told")?;
    let spending = case.given.optional("weekly_spending")?;
    let report: SelfFunder = facts::read(&mut case.given)?;
    let finances = Finances {
        spending,
        ..Finances::from(&report)
    };
    let contract = case.terms.contract_for(None, "framework");
    let review = contract
        .review
        .as_ref()
        .ok_or("the contract has no review terms")?;
    let mut trace = Recorder::default();
    let mut answer = Answer::default();
    match runway(&finances, &case.terms.england.charging, review, &mut trace) {
        Ok(found) => {
            answer.say("drawdown", &found.drawdown);
            answer.say("earliest", &depletion(found.earliest));
            answer.insist("expected", &depletion(found.expected));
            answer.say("latest", &depletion(found.latest));
            answer.say(
                "notify_by",
                &found.notify_by.map_or("none".into(), |by| by.to_string()),
            );
            let reported = told_on.unwrap_or(report.reported_on);
            let reported = (!never_told).then_some(reported);
            answer.say("told", &told_words(told(&found, reported, today)));
        }
        Err(missing) => answer.insist("error", &missing),
    }
    answer.trace(&trace);
    Ok(answer)
}

fn depletion(depletion: Depletion) -> String {
    match depletion {
        Depletion::On(day) => day.to_string(),
        Depletion::NotBy(day) => format!("not by {day}"),
        Depletion::Never => "never".into(),
    }
}

fn told_words(told: Told) -> String {
    match told {
        Told::NotNeeded => "not needed".into(),
        Told::OnTime => "on time".into(),
        Told::Late(days) => format!("{} late", counted_days(days)),
        Told::NotYet => "not yet".into(),
        Told::Missing(days) => format!("missing for {}", counted_days(days)),
    }
}

fn counted_days(days: i32) -> String {
    match days {
        1 => "1 day".into(),
        days => format!("{days} days"),
    }
}
