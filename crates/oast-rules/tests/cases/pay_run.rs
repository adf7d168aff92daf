//! Cases about the states of a pay run and what it settles.

use oast_rules::money::pay_run::{self, Act, State, next_state};
use oast_units::Pence;

use crate::answer::Answer;
use crate::case::Case;

pub(crate) fn state(case: &mut Case) -> Result<Answer, String> {
    let mut word = |key: &str| {
        case.given
            .words(key)?
            .ok_or_else(|| format!("given: '{key}' is missing"))
    };
    let state = word("state")?;
    let state = State::of(&state).ok_or_else(|| format!("there is no state '{state}'"))?;
    let act = match word("act")?.as_str() {
        "check" => Act::Check,
        "approve" => Act::Approve,
        "reject" => Act::Reject,
        "pay" => Act::Pay,
        other => return Err(format!("there is no act '{other}'")),
    };
    let (proposer, actor) = (word("proposer")?, word("actor")?);
    let reason = case.given.words("reason")?;
    let mut answer = Answer::default();
    match next_state(state, act, &proposer, &actor, reason.as_deref()) {
        Ok(next) => answer.insist("state", &next.code()),
        Err(refusal) => answer.insist("error", &refusal),
    }
    Ok(answer)
}

pub(crate) fn settle(case: &mut Case) -> Result<Answer, String> {
    let mut amount = |key: &str| case.given.required::<Pence>(key);
    let found = pay_run::settle(amount("net")?, amount("debt")?, amount("instalment")?);
    let mut answer = Answer::default();
    answer.amount("paid", found.paid);
    answer.amount("recovered", found.recovered);
    answer.amount("carried", found.carried);
    answer.amount("debt_after", found.debt_after);
    answer.unless_expected(&case.expect, "carried");
    Ok(answer)
}
