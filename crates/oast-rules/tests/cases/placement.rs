//! Cases about payable days and days away.

use oast_terms::Recorder;
use oast_units::{Date, Period};

use crate::answer::Answer;
use crate::case::Case;
use crate::facts;

pub(crate) fn payable(case: &mut Case) -> Result<Answer, String> {
    let file = facts::case_file(&mut case.given)?;
    let scheme = file
        .placement
        .scheme
        .as_ref()
        .map(oast_units::SchemeId::as_str);
    let contract = case.terms.contract_for(scheme, file.placement.route.code());
    let mut trace = Recorder::default();
    let mut answer = Answer::default();
    match oast_rules::placement::payable(&file, &contract.payment, &mut trace) {
        Ok(days) => {
            answer.insist("presence", &shown(days.presence));
            answer.insist("care_fee", &shown(days.care_fee));
            answer.insist("others", &shown(days.others));
        }
        Err(missing) => answer.insist("error", &missing),
    }
    answer.trace(&trace);
    Ok(answer)
}

/// `2026-04-01 to 2026-04-10`, `2026-04-01 on`, or `none`.
fn shown(period: Option<Period>) -> String {
    match period {
        None => "none".into(),
        Some(period) if period.to() == Date::MAX => format!("{} on", period.from()),
        Some(period) => format!("{} to {}", period.from(), period.to()),
    }
}

pub(crate) fn away(case: &mut Case) -> Result<Answer, String> {
    let absences = facts::facts(&mut case.given, "absences")?;
    let presence = case.when.days()?;
    let contract = case.terms.contract_for(None, "framework");
    let mut trace = Recorder::default();
    let mut answer = Answer::default();
    match oast_rules::placement::away(&absences, presence, &contract.payment, &mut trace) {
        Ok(pieces) => {
            let pieces = pieces.iter().map(|piece| {
                let days = shown(Some(piece.period));
                let pays = piece
                    .retainer
                    .map_or("in full".into(), |percent| format!("{percent}%"));
                format!("{} {days}: {pays}", piece.kind)
            });
            answer.insist_list("away", pieces.collect());
        }
        Err(missing) => answer.insist("error", &missing),
    }
    answer.trace(&trace);
    Ok(answer)
}
