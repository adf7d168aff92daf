//! Applies an event in memory and works out everything it does.

use oast_rules::facts::{EndReason, GivenBy, Payer, Side};
use oast_rules::money::pay_calendar;
use oast_rules::placement::CaseFile;
use oast_units::{Date, HomeId, Pence, Period};

use super::apply::{Applied, apply};
use super::desk::{Desk, PaidDays};
use super::effect::{Effect, PaidEffect, Reckoned, Rules};
use super::event::Event;
use super::{Preview, WeeklyChange, findings, notice, told, write};
use crate::OfficeError;
use crate::county::Subject;
use crate::pay_run::lines::posted_by_home;

pub(super) fn weigh(
    desk: &mut Desk<'_>,
    placement: &str,
    event: &Event,
    today: Date,
) -> Result<(Preview, Applied), OfficeError> {
    let unknown = || OfficeError::no_placement(placement);
    let subject = desk.subject(placement)?.ok_or_else(unknown)?;
    let case = subject.case.clone().ok_or_else(unknown)?;
    let (mut new_id, mut others) = (None, Vec::new());
    if let Event::Moved { to, .. } = event {
        elsewhere(desk, &case, to)?;
        new_id = Some(desk.free_reference(&case.placement.placement_id)?);
    }
    if matches!(event, Event::Moved { .. } | Event::Died { .. }) {
        others = desk.placements_of(&case.placement.person_id)?;
        others.retain(|other| other.placement.placement_id != case.placement.placement_id);
    }
    let applied = apply(case, event, new_id, today)?;
    let mut findings = findings::weigh(desk, &applied, &others)?;
    let amounts = amounts(desk, &subject, event, &applied, today)?;
    advise(event, &applied, &others, &amounts, &mut findings);
    let moved_to = applied.moved_to.as_ref();
    let new_placement = moved_to.map(|case| case.placement.placement_id.clone());
    let sum = |side: Side, of_new: bool| -> Pence {
        let of_placement = |paid: &&PaidEffect| {
            side == Side::Bill || of_new == (Some(&paid.placement_id) == new_placement.as_ref())
        };
        let paid = amounts.paid.iter();
        paid.filter(|paid| paid.side == side && !paid.held)
            .filter(of_placement)
            .map(|paid| paid.difference)
            .sum()
    };
    let preview = Preview {
        changes: write::changes(&applied),
        recover: -sum(Side::Home, false),
        credit: -sum(Side::Bill, false),
        paid_to_new_home: sum(Side::Home, true),
        weekly: amounts.weekly,
        notices: notice::consequences(desk, event, &applied)?,
        told: told::told(desk, event, &applied, &amounts.effects, &amounts.paid)?,
        new_placement,
        effects: amounts.effects,
        paid: amounts.paid,
        findings,
    };
    Ok((preview, applied))
}

/// Refuses a move to nowhere, or to where the person is.
fn elsewhere(desk: &mut Desk<'_>, case: &CaseFile, to: &HomeId) -> Result<(), OfficeError> {
    let placement = &case.placement;
    if *to == placement.home_id {
        return Err(OfficeError::Refused(format!(
            "the person of placement {} is at home {to} already; a move is to another home",
            placement.placement_id
        )));
    }
    match desk.home(to)? {
        Some(_) => Ok(()),
        None => Err(OfficeError::NotFound {
            what: "home",
            id: to.to_string(),
            hint: String::new(),
        }),
    }
}

struct Amounts {
    effects: Vec<Effect>,
    paid: Vec<PaidEffect>,
    weekly: Option<WeeklyChange>,
    days: PaidDays,
}

/// Works out what is due before and after, and compares it with what was posted.
fn amounts(
    desk: &mut Desk<'_>,
    subject: &Subject,
    event: &Event,
    applied: &Applied,
    today: Date,
) -> Result<Amounts, OfficeError> {
    let (before, after) = (&applied.before, &applied.after);
    let days = desk.paid_days(subject, today)?;
    let moved_to = applied.moved_to.as_ref();
    let mut homes = vec![before.placement.home_id.clone()];
    homes.extend(moved_to.map(|case| case.placement.home_id.clone()));
    let book = desk.book(&homes)?;
    let rules = Rules {
        terms: desk.terms,
        book: &book,
        calendar: pay_calendar(desk.terms, today)?,
    };
    let held = desk.holds(&before.placement.placement_id)?;
    let posted = posted_by_home(subject).remove(&before.placement.home_id);
    let mut reckoned = vec![Reckoned {
        before: Some(before),
        after,
        posted: posted.unwrap_or_default(),
        held: held.iter().map(|hold| hold.element).collect(),
    }];
    reckoned.extend(moved_to.map(Reckoned::new));
    let last = today.max(event.day()).max(days.until.unwrap_or(today));
    let looked_at = Period::between(days.opens_on, rules.calendar.holding(last).to());
    let was_paid = days
        .until
        .and_then(|until| Period::between(days.opens_on, until));
    let (mut effects, mut paid) = (Vec::new(), Vec::new());
    for each in &reckoned {
        if let Some(span) = looked_at {
            effects.extend(rules.effects(each, span)?);
        }
        if let Some(span) = was_paid {
            paid.extend(rules.paid(each, span)?);
        }
    }
    let goes_on = after.placement.ended_on.is_none() || moved_to.is_some();
    let on = event.day().next();
    let weekly = if goes_on {
        let mut now = rules.weekly_to_home(after, on)?;
        if let Some(case) = moved_to {
            now += rules.weekly_to_home(case, on)?;
        }
        Some(WeeklyChange {
            on,
            before: rules.weekly_to_home(before, on)?,
            after: now,
        })
    } else {
        None
    };
    Ok(Amounts {
        effects,
        paid,
        weekly,
        days,
    })
}

/// Adds what the checks cannot see.
fn advise(
    event: &Event,
    applied: &Applied,
    others: &[CaseFile],
    amounts: &Amounts,
    findings: &mut Vec<String>,
) {
    let day = event.day();
    let placement = &applied.before.placement;
    if day < amounts.days.opens_on {
        findings.push(format!(
            "Pay runs look at days from {}; what was due before that was paid in the system before this one, and is put right there.",
            amounts.days.opens_on.long()
        ));
    }
    if let Event::Died { .. } = event {
        let open = others.iter().map(|case| &case.placement);
        for other in open.filter(|other| other.ended_on.is_none_or(|ended| ended > day)) {
            findings.push(format!(
                "The person also has placement {} at home {}, which goes on after {}; record the death there too.",
                other.placement_id,
                other.home_id,
                day.long()
            ));
        }
    }
    if applied.moved_to.is_some() {
        for payer in Payer::ALL {
            let goes_on = applied.before.contributions.iter().any(|contribution| {
                contribution.payer == *payer && contribution.to.is_none_or(|to| to >= day)
            });
            if goes_on {
                findings.push(format!(
                    "What {} pays ends with placement {}; record what is paid towards the new one.",
                    payer.words(),
                    placement.placement_id
                ));
            }
        }
    }
    let other_way = matches!(
        applied.after.placement.end_reason,
        Some(EndReason::Discharged | EndReason::Moved)
    );
    let notice = applied
        .before
        .notices
        .iter()
        .rfind(|notice| notice.given_by == GivenBy::Council && notice.given_on <= day);
    if let Some(notice) = notice.filter(|_| event.is_end() && other_way) {
        findings.push(format!(
            "The council gave notice on {}. If the person leaves because of it, record that they left under notice: the care fee may then be due for longer.",
            notice.given_on.long()
        ));
    }
    let mut held: Vec<&str> = amounts
        .paid
        .iter()
        .filter(|paid| paid.held)
        .map(|paid| paid.element.words())
        .collect();
    held.dedup();
    for element in held {
        findings.push(format!(
            "The {element} of {} is held: it is put right in the first pay run after its release.",
            placement.placement_id
        ));
    }
}
