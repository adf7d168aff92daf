//! Who will be told of an event, and how, in sentences.

use std::cmp::Ordering;

use oast_rules::facts::{Element, GivenBy, Side};
use oast_units::{HomeId, Pence};

use super::apply::Applied;
use super::desk::Desk;
use super::effect::{Effect, PaidEffect};
use super::event::Event;
use crate::OfficeError;

/// Who will be told what once the event is recorded and the next run is paid.
pub(super) fn told(
    desk: &mut Desk<'_>,
    event: &Event,
    applied: &Applied,
    effects: &[Effect],
    paid: &[PaidEffect],
) -> Result<Vec<String>, OfficeError> {
    let mut says = Vec::new();
    let mut homes = vec![applied.before.placement.home_id.clone()];
    homes.extend(
        applied
            .moved_to
            .iter()
            .map(|case| case.placement.home_id.clone()),
    );
    for home in homes {
        if effects.iter().any(|effect| effect.home_id == home) {
            says.push(of_home(desk, &home, paid)?);
        }
    }
    if let Event::NoticeGiven { given_by, .. } = event {
        says.push(of_notice(desk, applied, *given_by)?);
    }
    let billed = [
        (
            Element::Contribution,
            "The person, or whoever looks after their money,",
        ),
        (Element::TopUp, "Whoever pays the top-up"),
        (Element::NursingContribution, "The NHS, for nursing,"),
        (Element::NhsShare, "The NHS, for its share,"),
    ];
    for (element, who) in billed {
        let of = paid
            .iter()
            .filter(|paid| paid.side == Side::Bill && paid.element == element && !paid.held);
        let sum: Pence = of.map(|paid| paid.difference).sum();
        if sum != Pence::ZERO {
            let does = if sum < Pence::ZERO {
                "is credited"
            } else {
                "is billed"
            };
            says.push(format!("{who} {does} {} with the next pay run.", sum.abs()));
        }
    }
    Ok(says)
}

/// Who hears of a notice: nothing is sent from here.
fn of_notice(
    desk: &mut Desk<'_>,
    applied: &Applied,
    given_by: GivenBy,
) -> Result<String, OfficeError> {
    let home = named(desk, &applied.before.placement.home_id)?;
    Ok(match given_by {
        GivenBy::Provider => format!("{home} gave the notice, and is to be told when it ends."),
        GivenBy::Council => format!("{home} is to be told of the council's notice in writing."),
    })
}

fn of_home(desk: &mut Desk<'_>, id: &HomeId, paid: &[PaidEffect]) -> Result<String, OfficeError> {
    let home = named(desk, id)?;
    let of_home = paid
        .iter()
        .filter(|paid| paid.home_id == *id && paid.side == Side::Home && !paid.held);
    let sum: Pence = of_home.map(|paid| paid.difference).sum();
    let what = match sum.cmp(&Pence::ZERO) {
        Ordering::Less => format!(": {} is taken back for days already paid", sum.abs()),
        Ordering::Greater => format!(": {sum} is paid for days that earlier runs have passed"),
        Ordering::Equal => String::new(),
    };
    Ok(format!(
        "{home} sees it on the remittance of the next pay run{what}."
    ))
}

/// A home by its name, with its provider and where that is written to.
fn named(desk: &mut Desk<'_>, id: &HomeId) -> Result<String, OfficeError> {
    let Some(home) = desk.home(id)? else {
        return Ok(format!("Home {id}"));
    };
    let provider = desk
        .provider(&home)?
        .map_or(String::new(), |of| match &of.email {
            Some(email) => format!(" ({}, {email})", of.name),
            None => format!(" ({}, no e-mail address recorded)", of.name),
        });
    Ok(format!("{}{provider}", home.name))
}
