use oast_rules::facts::EndReason;

use super::spell::{Spell, category_of_newcomer, reason_to_leave_for_good, shorten};
use super::terms::{self, Where};
use crate::GenerateError;
use crate::sampling::{Chance, Quantile, day_at};
use crate::world::World;

/// How many in a thousand were there for some weeks only.
const SHORT_PERMILLE: u64 = 80;
/// How many in a thousand of the rest had come from another home.
const MOVED_IN_PERMILLE: u64 = 70;
/// The least that a stay for good lasts.
const STAY_DAYS_MIN: i32 = 4;

/// A placement that ended in the two years before the opening day, with the one before it where
/// there is one.
pub(super) fn spells(
    world: &World,
    rank: u64,
    chance: &mut Chance,
) -> Result<Vec<Spell>, GenerateError> {
    let days = &world.figures().days;
    let category = category_of_newcomer(world, chance)?;
    let place = Quantile::of_rank(rank, world.sizes.ended);
    let ended_on = day_at(place, days.history_from + 2, days.opens_on - 2);
    let which = Where::of_rank(world, rank);
    if chance.permille(SHORT_PERMILLE) {
        let length = chance.days(7, 56);
        let mut spell = terms::old(world, category, ended_on - length, which, chance)?;
        shorten(&mut spell, length, chance);
        return Ok(vec![spell]);
    }
    let length = chance
        .quantile()
        .stay(world.category(category)?.stay)
        .max(STAY_DAYS_MIN);
    let from = (ended_on - length).max(days.old_scheme_from);
    let mut spell = terms::old(world, category, from, which, chance)?;
    spell.end = Some((ended_on, reason_to_leave_for_good(chance)));
    let mut spells = Vec::with_capacity(1);
    if chance.permille(MOVED_IN_PERMILLE) {
        spells.extend(before(world, &spell, category, chance)?);
    }
    spells.push(spell);
    Ok(spells)
}

/// The placement from which somebody moved to this one, when this began within the recorded
/// history.
pub(super) fn before(
    world: &World,
    spell: &Spell,
    category: usize,
    chance: &mut Chance,
) -> Result<Option<Spell>, GenerateError> {
    let days = &world.figures().days;
    if spell.from < days.history_from + 30 {
        return Ok(None);
    }
    let from = (spell.from - chance.days(40, 500)).max(days.old_scheme_from);
    let mut before = terms::old(world, category, from, Where::NotAt(spell.site), chance)?;
    let gave_notice = chance.permille(300);
    let reason = if gave_notice {
        EndReason::NoticeProvider
    } else {
        EndReason::Moved
    };
    before.end = Some((spell.from, reason));
    Ok(Some(before))
}
