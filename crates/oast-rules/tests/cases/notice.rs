//! Cases about the provider's notice.

use oast_rules::facts::Notice;
use oast_rules::placement::notice::{Counted, GivenNotice, NoticeOverride, notice_groups};
use oast_terms::Recorder;
use oast_units::{Date, HomeId, ProviderId};

use crate::answer::Answer;
use crate::case::Case;
use crate::facts;

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
        Err(missing) => answer.insist("error", &missing),
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
