//! Cases about where people live: payable days, absences, notices and self-funders.

use oast_rules::facts::{Notice, SelfFunder};
use oast_rules::placement::notice::{Counted, GivenNotice, NoticeOverride, notice_groups};
use oast_rules::placement::self_funder::{Depletion, Finances, Told, runway, told};
use oast_terms::Recorder;
use oast_units::{Date, HomeId, Period, ProviderId};

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
            answer.insist("presence", shown(days.presence));
            answer.insist("care_fee", shown(days.care_fee));
            answer.insist("others", shown(days.others));
        }
        Err(missing) => answer.insist("error", missing),
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
        Err(missing) => answer.insist("error", missing),
    }
    answer.trace(&trace);
    Ok(answer)
}

/// A notice with its home, its provider and the end of its placement.
struct Given {
    notice: Notice,
    home: HomeId,
    provider: ProviderId,
    ended_on: Option<Date>,
    route: String,
}

pub(crate) fn notice(case: &mut Case) -> Result<Answer, String> {
    let mut given = Vec::new();
    for mut row in case.given.tables("notices")? {
        let id = |why: oast_units::Invalid| why.to_string();
        given.push(Given {
            home: row
                .optional("home_id")?
                .map_or_else(|| "H1".parse().map_err(id), Ok)?,
            provider: row
                .optional("provider_id")?
                .map_or_else(|| "PR1".parse().map_err(id), Ok)?,
            ended_on: row.optional("ended_on")?,
            route: row.words("route")?.unwrap_or("framework".into()),
            notice: facts::fact(row)?,
        });
    }
    let mut overrides = Vec::new();
    for mut row in case.given.tables("overrides")? {
        overrides.push(NoticeOverride {
            placement: row.required("placement_id")?,
            given_on: row.required("given_on")?,
            reason: row.required("reason")?,
        });
        row.done()?;
    }
    let notices: Vec<GivenNotice<'_>> = given
        .iter()
        .map(|each| GivenNotice {
            notice: &each.notice,
            home: &each.home,
            provider: &each.provider,
            ended_on: each.ended_on,
            terms: &case.terms.contract_for(None, &each.route).notice,
        })
        .collect();
    let mut trace = Recorder::default();
    let mut answer = Answer::default();
    match notice_groups(&notices, &overrides, &mut trace) {
        Ok(groups) => {
            let mut lines = Vec::new();
            let mut why = Vec::new();
            for (number, group) in groups.iter().enumerate() {
                for notice in &group.notices {
                    lines.push(format!(
                        "group {}: {} given {}, {}, {} days, may end {}",
                        number + 1,
                        notice.placement,
                        notice.given_on,
                        counted(notice.counted),
                        notice.days,
                        notice.earliest_end
                    ));
                    why.push(notice.why.clone());
                }
            }
            answer.insist_list("notices", lines);
            answer.list("why", why);
        }
        Err(missing) => answer.insist("error", missing),
    }
    answer.trace(&trace);
    Ok(answer)
}

fn counted(counted: Counted) -> &'static str {
    match counted {
        Counted::Single => "single",
        Counted::Grouped => "grouped",
        Counted::Overridden => "overridden",
        Counted::Ended => "ended before",
    }
}

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
            answer.say("drawdown", found.drawdown);
            answer.say("earliest", depletion(found.earliest));
            answer.insist("expected", depletion(found.expected));
            answer.say("latest", depletion(found.latest));
            answer.say(
                "notify_by",
                found.notify_by.map_or("none".into(), |by| by.to_string()),
            );
            let reported = told_on.unwrap_or(report.reported_on);
            let reported = (!never_told).then_some(reported);
            answer.say("told", told_words(told(&found, reported, today)));
        }
        Err(missing) => answer.insist("error", missing),
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
