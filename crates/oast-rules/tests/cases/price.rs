//! Cases about prices: rates, bands, guide prices and the cost model.

use oast_rules::facts::Category;
use oast_rules::price::band::Bands;
use oast_rules::price::cost_model::{Staffing, cost_model_fee};
use oast_rules::price::guide::{Agreement, measure};
use oast_rules::price::{rate_on, rate_steps};
use oast_terms::{Recorder, Silent};
use oast_units::{Date, Hours, WeeklyRate};

use crate::answer::Answer;
use crate::case::Case;
use crate::facts;

pub(crate) fn rate(case: &mut Case) -> Result<Answer, String> {
    let file = facts::case_file(&mut case.given)?;
    let book = facts::price_book(&mut case.given)?;
    let days = case.when.days()?;
    let mut trace = Recorder::default();
    let mut answer = Answer::default();
    if days.days() > 1 {
        let mut steps = Vec::new();
        match rate_steps(&file, &book, days.to(), &mut trace, &mut steps) {
            Ok(()) => {
                let steps = steps.iter().filter(|step| days.contains(step.from));
                let steps = steps.map(|step| format!("{}: {}", step.from, step.weekly));
                answer.insist_list("steps", steps.collect());
            }
            Err(error) => answer.insist("error", &error),
        }
    } else {
        let found = rate_on(&file, &book, days.from(), &mut trace);
        if found != rate_on(&file, &book, days.from(), &mut Silent) {
            return Err("the rate is another when nothing is taken down".into());
        }
        match found {
            Ok(weekly) => answer.insist("weekly", &weekly),
            Err(error) => answer.insist("error", &error),
        }
    }
    answer.trace(&trace);
    Ok(answer)
}

pub(crate) fn band(case: &mut Case) -> Result<Answer, String> {
    let day: Date = case.when.required("on")?;
    let category: Category = case.given.required("category")?;
    let weekly: WeeklyRate = case.given.required("weekly")?;
    let contract = case.terms.contract_for(None, "framework");
    let terms = contract.bands.as_ref().ok_or("the contract has no bands")?;
    let mut trace = Recorder::default();
    let mut answer = Answer::default();
    match Bands::on(terms, day, &mut trace) {
        Ok(bands) => match bands.check(category, weekly) {
            Ok(()) => answer.insist("allowed", "yes"),
            Err(fault) => answer.insist("error", &fault),
        },
        Err(missing) => answer.insist("error", &missing),
    }
    answer.trace(&trace);
    Ok(answer)
}

pub(crate) fn guide(case: &mut Case) -> Result<Answer, String> {
    let prices = facts::facts(&mut case.given, "indicative_prices")?;
    let home = case
        .given
        .optional("home_id")?
        .unwrap_or("H1".parse().map_err(|_| "H1")?);
    let agreement = Agreement {
        home: &home,
        category: case.given.required("category")?,
        on: case.when.required("on")?,
        weekly: case.given.required("agreed_weekly")?,
    };
    let contract = case.terms.contract_for(None, "dps");
    let terms = contract
        .prices
        .as_ref()
        .ok_or("the contract has no guide prices")?;
    let mut trace = Recorder::default();
    let mut answer = Answer::default();
    match measure(&agreement, &prices, terms, &mut trace) {
        Ok(measured) => {
            answer.say("indicative", &measured.indicative);
            answer.say("guide", &measured.guide);
            answer.insist("above_guide", &measured.above_guide);
        }
        Err(error) => answer.insist("error", &error),
    }
    answer.trace(&trace);
    Ok(answer)
}

pub(crate) fn cost_model(case: &mut Case) -> Result<Answer, String> {
    let day: Date = case.when.required("on")?;
    let hours = |hours: Option<Hours>| hours.unwrap_or_default();
    let staffing = Staffing {
        waking_day: hours(case.given.optional("waking_day")?),
        waking_night: hours(case.given.optional("waking_night")?),
        sleep_in_nights: case.given.optional("sleep_in_nights")?.unwrap_or_default(),
    };
    let contract = case.terms.contract_for(None, "cost_model");
    let terms = contract
        .cost_model
        .as_ref()
        .ok_or("the contract has no cost model")?;
    let mut trace = Recorder::default();
    let mut answer = Answer::default();
    match cost_model_fee(&staffing, day, terms, &mut trace) {
        Ok(weekly) => answer.insist("weekly", &weekly),
        Err(error) => answer.insist("error", &error),
    }
    answer.trace(&trace);
    Ok(answer)
}
