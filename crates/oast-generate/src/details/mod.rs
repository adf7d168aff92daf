//! What is recorded about a stay besides its terms: absences, payers, notices and the like.

mod absence;
mod assessment;
mod contribution;
mod extra;
mod notice;

use oast_rules::facts::{CategoryChange, Placement};
use oast_rules::placement::CaseFile;
use oast_units::{PersonId, PlacementId};

use crate::GenerateError;
use crate::lives::Spell;
use crate::sampling::Chance;
use crate::world::World;

/// Everything recorded about a stay, each list in the order of its keys.
pub(crate) fn case_file(
    world: &World,
    id: PlacementId,
    person_id: &PersonId,
    spell: &Spell,
    chance: &mut Chance,
) -> Result<CaseFile, GenerateError> {
    let mut case = CaseFile::new(Placement {
        placement_id: id,
        person_id: person_id.clone(),
        home_id: world.site(spell.site)?.home.home_id.clone(),
        category: spell.category,
        route: spell.route,
        scheme: spell.scheme.clone(),
        generation: spell.generation.clone(),
        stay: spell.stay,
        started_on: spell.from,
        agreed_weekly: spell.agreed,
        ended_on: spell.end.map(|(on, _)| on),
        end_reason: spell.end.map(|(_, reason)| reason),
        room_relet_on: None,
    });
    case.category_changes = spell
        .changes
        .iter()
        .map(|change| CategoryChange {
            placement_id: case.placement.placement_id.clone(),
            category: change.category,
            from: change.from,
            agreed_weekly: change.agreed,
        })
        .collect();
    assessment::add(&mut case, spell, chance)?;
    absence::add(world, &mut case, spell, chance);
    contribution::add(world, &mut case, spell, chance);
    extra::add(world, &mut case, spell, chance);
    notice::add(world, &mut case, spell, chance);
    Ok(case)
}
