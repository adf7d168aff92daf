//! Cases about what a permanent resident pays.

use oast_rules::money::means_test::{
    HomeCounts, InFull, Means, OwnHome, SavingsCredit, means_test as test_means,
};
use oast_terms::Recorder;
use oast_units::{Date, WeeklyRate};

use crate::answer::Answer;
use crate::case::Case;
use crate::fields::Fields;

pub(crate) fn means_test(case: &mut Case) -> Result<Answer, String> {
    let day: Date = case.when.required("on")?;
    let fee: WeeklyRate = case.given.required("fee")?;
    let means = means(&mut case.given)?;
    let mut trace = Recorder::default();
    let mut answer = Answer::default();
    match test_means(&means, fee, day, &case.terms.england.charging, &mut trace) {
        Ok(found) => {
            answer.insist("contribution", &found.contribution);
            answer.say("capital", &found.capital);
            answer.say("tariff_income", &found.tariff_income);
            let in_full = match found.in_full {
                Some(InFull::Capital) => "capital",
                Some(InFull::Income) => "income",
                None => "no",
            };
            answer.say("in_full", &in_full);
        }
        Err(missing) => answer.insist("error", &missing),
    }
    answer.trace(&trace);
    Ok(answer)
}

fn means(given: &mut Fields) -> Result<Means, String> {
    let rate = |given: &mut Fields, key| {
        Ok::<WeeklyRate, String>(given.optional(key)?.unwrap_or_default())
    };
    let home = match given.table("home")? {
        None => None,
        Some(mut home) => {
            let counts = match home.optional("permanent_from")? {
                None => HomeCounts::Never,
                Some(permanent_from) => HomeCounts::AfterTwelveWeeks {
                    permanent_from,
                    used_days: home
                        .optional::<u32>("used_days")?
                        .unwrap_or_default()
                        .cast_signed(),
                },
            };
            let own = OwnHome {
                value: home.required("value")?,
                charges: home.optional("charges")?.unwrap_or_default(),
                counts,
            };
            home.done()?;
            Some(own)
        }
    };
    let savings_credit = match (
        given.optional("savings_credit")?,
        given.flag("income_above_guarantee")?,
    ) {
        (Some(weekly), false) => SavingsCredit::Received(weekly),
        (None, true) => SavingsCredit::IncomeTooHigh,
        (None, false) => SavingsCredit::None,
        (Some(_), true) => return Err("savings credit is either received or not".into()),
    };
    Ok(Means {
        savings: given.optional("savings")?.unwrap_or_default(),
        home,
        income: given.required("income")?,
        pension_shared: rate(given, "pension_shared")?,
        disregarded: rate(given, "disregarded")?,
        savings_credit,
        partner: given.flag("partner")?,
    })
}
