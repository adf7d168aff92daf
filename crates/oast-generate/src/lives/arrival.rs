use oast_rules::facts::{Category, EndReason, Route, Stay};
use oast_units::{Pence, WeeklyRate};

use super::spell::{Spell, category_of_newcomer, reason_to_leave, shorten};
use super::terms::{self, Where};
use crate::GenerateError;
use crate::plan::is_nursing;
use crate::sampling::{Chance, Quantile, day_at};
use crate::world::World;

/// How many in a thousand come for some weeks only, and how many by day.
const SHORT_PERMILLE: u64 = 100;
const BY_DAY_PERMILLE: u64 = 6;
/// How many in a thousand go on to another home after a provider's notice, the rest elsewhere.
const ONWARD_AFTER_NOTICE_PERMILLE: u64 = 800;
const DAY_WEEKLY: (i64, i64) = (30, 64);

/// A placement that began after the opening day, with the one after it where there is one.
pub(super) fn spells(
    world: &World,
    rank: u64,
    chance: &mut Chance,
) -> Result<Vec<Spell>, GenerateError> {
    let days = &world.figures().days;
    let category = category_of_newcomer(world, chance)?;
    let place = Quantile::of_rank(rank, world.sizes.arrivals);
    let from = day_at(place, days.opens_on + 1, days.last_day - 1);
    if chance.permille(BY_DAY_PERMILLE) {
        return Ok(vec![by_day(world, from, chance)?]);
    }
    let mut spell = terms::new(world, category, from, Where::of_rank(world, rank), chance)?;
    if chance.permille(SHORT_PERMILLE) {
        let length = chance.days(7, 56);
        shorten(&mut spell, length, chance);
        spell.end = spell.end.filter(|(on, _)| *on <= days.last_day);
        return Ok(vec![spell]);
    }
    leave_later(world, &mut spell, category, chance)?;
    terms::rise_later(world, &mut spell, from + 30, chance)?;
    let next = next_after(world, &spell, category, chance)?;
    Ok(std::iter::once(spell).chain(next).collect())
}

/// Ends a stay for good after as long as such stays last, if that is before the last day.
fn leave_later(
    world: &World,
    spell: &mut Spell,
    category: usize,
    chance: &mut Chance,
) -> Result<(), GenerateError> {
    let length = chance
        .quantile()
        .stay(world.category(category)?.stay)
        .max(2);
    let reason = reason_to_leave(chance);
    spell.end_within(world, spell.from + length, reason);
    Ok(())
}

/// The placement that follows one from which somebody moved: it begins the same day, in another
/// home, and is the last.
pub(super) fn next_after(
    world: &World,
    spell: &Spell,
    category: usize,
    chance: &mut Chance,
) -> Result<Option<Spell>, GenerateError> {
    let days = &world.figures().days;
    let onward = match spell.end {
        Some((_, EndReason::Moved)) => true,
        Some((_, EndReason::NoticeProvider)) => chance.permille(ONWARD_AFTER_NOTICE_PERMILLE),
        _ => false,
    };
    let Some((on, _)) = spell.end.filter(|_| onward) else {
        return Ok(None);
    };
    let category = world
        .category_index(spell.category_on(on))
        .unwrap_or(category);
    let mut next = terms::new(world, category, on, Where::NotAt(spell.site), chance)?;
    leave_later(world, &mut next, category, chance)?;
    if let Some((_, reason @ EndReason::Moved)) = &mut next.end {
        *reason = EndReason::Discharged;
    }
    debug_assert!(on > days.opens_on);
    Ok(Some(next))
}

/// Days in a home with no bed: off the schemes, at a price of their own.
fn by_day(
    world: &World,
    from: oast_units::Date,
    chance: &mut Chance,
) -> Result<Spell, GenerateError> {
    let residential = world
        .figures()
        .categories
        .iter()
        .position(|each| !is_nursing(each.category))
        .ok_or_else(terms::no_home)?;
    let which = Where::anywhere(chance);
    let site = terms::draw(&world.market.appointed[residential], which, chance)?;
    let mut spell = Spell::new(site, Category::Residential, Route::Spot, from);
    spell.stay = Stay::Day;
    spell.agreed = Some(WeeklyRate::new(Pence::pounds(
        5 * chance.within(DAY_WEEKLY),
    )));
    Ok(spell)
}
