//! Weighs the facts that an event makes with the checks that a data pack goes through.

use std::collections::BTreeSet;

use oast_rules::check::{Finding, Severity, check};
use oast_rules::facts::{Block, IndicativePrice, Pack, Person};
use oast_rules::placement::CaseFile;
use oast_store::Which;
use oast_units::HomeId;

use super::apply::Applied;
use super::desk::Desk;
use crate::OfficeError;

/// Refuses what the checks refuse of the facts after an event and did not refuse before it; gives
/// what they only tell.
pub(super) fn weigh(
    desk: &mut Desk<'_>,
    applied: &Applied,
    others: &[CaseFile],
) -> Result<Vec<String>, OfficeError> {
    let known = surroundings(desk, applied, others)?;
    let mut before = known.clone();
    add(&mut before, &applied.before);
    let mut after = known;
    add(&mut after, &applied.after);
    if let Some(moved_to) = &applied.moved_to {
        add(&mut after, moved_to);
    }
    let old: BTreeSet<(&str, String)> = check(&before, desk.terms)
        .into_iter()
        .map(|finding| (finding.table, finding.message))
        .collect();
    let new: Vec<Finding> = check(&after, desk.terms)
        .into_iter()
        .filter(|finding| !old.contains(&(finding.table, finding.message.clone())))
        .collect();
    let told = |severity: Severity| {
        let of = new
            .iter()
            .filter(move |finding| finding.severity == severity);
        of.map(|finding| finding.message.clone())
            .collect::<Vec<_>>()
    };
    let refused = told(Severity::Refused);
    if refused.is_empty() {
        Ok(told(Severity::Warning)
            .iter()
            .map(|message| sentence(message))
            .collect())
    } else {
        Err(OfficeError::Refused(format!(
            "placement {}: {}",
            applied.before.placement.placement_id,
            refused.join("; ")
        )))
    }
}

/// What the placements refer to.
fn surroundings(
    desk: &mut Desk<'_>,
    applied: &Applied,
    others: &[CaseFile],
) -> Result<Pack, OfficeError> {
    let mut pack = Pack::default();
    let person = &applied.before.placement.person_id;
    pack.people = desk.facts::<Person>(Which::Of(person.as_str()))?;
    let homes: BTreeSet<HomeId> = std::iter::once(&applied.before)
        .chain(&applied.moved_to)
        .chain(others)
        .map(|case| case.placement.home_id.clone())
        .collect();
    let homes: Vec<HomeId> = homes.into_iter().collect();
    for id in &homes {
        let Some(home) = desk.home(id)? else { continue };
        let provider = desk.provider(&home)?;
        if let Some(provider) = provider.filter(|provider| !pack.providers.contains(provider)) {
            pack.providers.push(provider);
        }
        pack.homes.push(home);
        let indicative: Vec<IndicativePrice> = desk.facts(Which::Of(id.as_str()))?;
        pack.indicative_prices.extend(indicative);
    }
    pack.prices = desk.prices(&homes)?;
    pack.blocks = desk.facts::<Block>(Which::All)?;
    pack.blocks.retain(|block| homes.contains(&block.home_id));
    for case in others {
        add(&mut pack, case);
    }
    Ok(pack)
}

fn add(pack: &mut Pack, case: &CaseFile) {
    pack.placements.push(case.placement.clone());
    macro_rules! lists {
        ($($list:ident),+) => {$(pack.$list.extend(case.$list.iter().cloned());)+};
    }
    lists!(
        category_changes,
        assessments,
        absences,
        one_to_one,
        contributions,
        one_offs,
        notices
    );
}

/// A finding as a sentence, with its capital and its full stop.
pub(crate) fn sentence(message: &str) -> String {
    let mut letters = message.chars();
    let first = letters
        .next()
        .map(|letter| letter.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}
