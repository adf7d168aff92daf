//! Which days are payable (rules §4).

use oast_terms::{Entry, FactRead, NotInForce, PaymentTerms, Step, Trace};
use oast_units::{Date, Period};

use super::CaseFile;
use crate::facts::{EndReason, GivenBy};

const CLAUSE: &str = "rules §4";

/// The days of a placement: those of presence, those on which the care fee is due, and those on
/// which every other element is. Any of them may be none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Payable {
    /// From the first day to the day before leaving, or to the day of death.
    pub presence: Option<Period>,
    /// The days of the care fee, before any absence is considered.
    pub care_fee: Option<Period>,
    /// The days of every other element.
    pub others: Option<Period>,
}

/// The days of a placement, from how and when it ended.
pub fn payable(
    case: &CaseFile,
    terms: &PaymentTerms,
    trace: &mut impl Trace,
) -> Result<Payable, NotInForce> {
    let placement = &case.placement;
    let started = placement.started_on;
    let (Some(ended), Some(reason)) = (placement.ended_on, placement.end_reason) else {
        trace.record(|| {
            step(
                "payable.open",
                format!("It began on {} and has not ended.", started.long()),
            )
        });
        let open = Some(Period::since(started));
        return Ok(Payable {
            presence: open,
            care_fee: open,
            others: open,
        });
    };
    let (present_to, care_fee_to) = match reason {
        EndReason::Died => {
            let after = terms.after_death_days.on(ended, trace)?.0;
            trace.record(|| {
                step(
                    "payable.died",
                    format!(
                        "The person died on {}: the care fee is due for {after} days after it, everything else to the day itself.",
                        ended.long()
                    ),
                )
            });
            (ended, ended + after)
        }
        EndReason::NoticeCouncil => (
            ended.previous(),
            under_councils_notice(case, ended, terms, trace)?,
        ),
        EndReason::Moved | EndReason::Discharged | EndReason::NoticeProvider => {
            trace.record(|| {
                step(
                    "payable.left",
                    format!(
                        "The person {} on {}: the day before is the last one due.",
                        left(reason),
                        ended.long()
                    ),
                )
            });
            (ended.previous(), ended.previous())
        }
    };
    Ok(Payable {
        presence: Period::between(started, present_to),
        care_fee: Period::between(started, care_fee_to),
        others: Period::between(started, present_to),
    })
}

/// The last day of the care fee when the council gave notice: the later of the day before leaving
/// and the end of the notice, but not past the day before the room is let again.
fn under_councils_notice(
    case: &CaseFile,
    ended: Date,
    terms: &PaymentTerms,
    trace: &mut impl Trace,
) -> Result<Date, NotInForce> {
    let notice = case
        .notices
        .iter()
        .filter(|notice| notice.given_by == GivenBy::Council && notice.given_on <= ended)
        .max_by_key(|notice| notice.given_on);
    let Some(notice) = notice else {
        trace.record(|| {
            step(
                "payable.council_notice",
                format!("The person left under the council's notice on {}, but no such notice is recorded: the day before is the last one due, or the day before the room was let again.", ended.long()),
            )
        });
        return Ok(before_reletting(case, ended.previous()));
    };
    let days = terms.council_notice_days.on(notice.given_on, trace)?.0;
    let last = before_reletting(case, ended.previous().max(notice.given_on + days));
    trace.record(|| {
        Entry::Fact(FactRead {
            table: "notices",
            key: crate::facts::key_in_words(notice),
            says: format!("the council gave notice on {}", notice.given_on.long()),
        })
    });
    trace.record(|| {
        step(
            "payable.council_notice",
            format!(
                "Notice of {days} days from {} and leaving on {}{}: the care fee is due to {}.",
                notice.given_on.long(),
                ended.long(),
                case.placement.room_relet_on.map_or(String::new(), |relet| {
                    format!(", with the room let again on {}", relet.long())
                }),
                last.long()
            ),
        )
    });
    Ok(last)
}

/// A day, but not past the day before the room is let again.
fn before_reletting(case: &CaseFile, last: Date) -> Date {
    case.placement
        .room_relet_on
        .map_or(last, |relet| last.min(relet.previous()))
}

fn left(reason: EndReason) -> &'static str {
    match reason {
        EndReason::NoticeProvider => "left under the provider's notice",
        EndReason::Moved => "moved",
        _ => "was discharged",
    }
}

fn step(rule: &'static str, says: String) -> Entry {
    Entry::Step(Step {
        rule,
        clause: CLAUSE,
        says,
        amount: None,
    })
}
