//! Cases about what a fee should be: its lines, and by how much it should be raised.

use oast_rules::facts::Category;
use oast_rules::price::fair_fee::{FeeLine, fair_fee};
use oast_rules::price::uplift_formula::uplift_formula;
use oast_terms::{FairFeeTerms, Recorder};
use oast_units::Date;

use crate::answer::Answer;
use crate::case::Case;

fn terms(case: &Case) -> Result<&FairFeeTerms, String> {
    let contract = case.terms.contract_for(None, "framework");
    let terms = contract.fair_fee.as_ref();
    terms.ok_or("the contract has no fair fee".into())
}

pub(crate) fn fee(case: &mut Case) -> Result<Answer, String> {
    let day: Date = case.when.required("on")?;
    let category: Category = case.given.required("category")?;
    let (england, terms) = (&case.terms.england, terms(case)?);
    let (mut trace, mut answer) = (Recorder::default(), Answer::default());
    let (wage, inflation) = (&england.wage, &england.inflation);
    match fair_fee(category, day, wage, inflation, terms, &mut trace) {
        Ok(fee) => {
            answer.insist("weekly", &fee.weekly);
            let lines = FeeLine::ALL.into_iter().zip(fee.lines);
            let lines = lines.map(|(line, amount)| format!("{}: {amount}", line.code()));
            answer.insist_list("lines", lines.collect());
        }
        Err(error) => answer.insist("error", &error),
    }
    answer.trace(&trace);
    Ok(answer)
}

pub(crate) fn formula(case: &mut Case) -> Result<Answer, String> {
    let day: Date = case.when.required("on")?;
    let (england, terms) = (&case.terms.england, terms(case)?);
    let (mut trace, mut answer) = (Recorder::default(), Answer::default());
    match uplift_formula(day, &england.wage, &england.inflation, terms, &mut trace) {
        Ok(found) => {
            answer.insist("uplift", &found.uplift);
            answer.insist("wage", &found.wage);
            answer.insist("inflation", &found.inflation);
            answer.insist("contributions", &found.contributions);
        }
        Err(error) => answer.insist("error", &error),
    }
    answer.trace(&trace);
    Ok(answer)
}
