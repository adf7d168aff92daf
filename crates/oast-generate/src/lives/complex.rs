use oast_rules::facts::{Category, Route};
use oast_units::{Date, Pence, WeeklyRate};

use super::spell::{Spell, reason_to_leave_for_good};
use super::terms::{self, Where};
use crate::GenerateError;
use crate::sampling::{Chance, Quantile, Stays, day_at};
use crate::world::World;

/// How many in a thousand are assessed again, and by how much an assessment rises.
const ASSESSED_AGAIN_PERMILLE: u64 = 400;
const RISE_PERMILLE: (i64, i64) = (1_020, 1_090);
/// What those who left or came cost a week, in pence.
const WEEKLY: (i64, i64) = (122_000, 185_000);

fn stays(world: &World) -> Stays {
    Stays::Uniform {
        uniform_days: world.figures().complex.stay_days,
    }
}

/// A complex placement that is alive on the opening day.
pub(super) fn stock(
    world: &World,
    rank: u64,
    chance: &mut Chance,
) -> Result<Vec<Spell>, GenerateError> {
    let days = &world.figures().days;
    let began = Quantile::of_rank(rank, world.sizes.complex).mirrored();
    let from = days.opens_on - 1 - began.remaining_stay(stays(world));
    let mut spell = complex(world, from.max(days.old_scheme_from), rank, chance)?;
    let leaves = days.opens_on + 1 + chance.quantile().remaining_stay(stays(world));
    spell.end_within(world, leaves, reason_to_leave_for_good(chance));

    let price = world.orders.complex_price(rank);
    let on_the_day = world.calibration.complex_weekly(price, &world.sizes);
    spell.assessment_number = world.sizes.complex_ended + rank + 1;
    let last = spell.last_present(days.last_day);
    if chance.permille(ASSESSED_AGAIN_PERMILLE) && spell.from + 60 < days.opens_on {
        let again = chance.day(spell.from + 30, days.opens_on - 10);
        spell.assessed = vec![
            (spell.from, fallen(on_the_day, chance)),
            (again, on_the_day),
        ];
    } else {
        spell.assessed = vec![(spell.from, on_the_day)];
        if chance.permille(ASSESSED_AGAIN_PERMILLE) && days.opens_on + 30 < last {
            let again = chance.day(days.opens_on + 10, last);
            spell.assessed.push((again, risen(on_the_day, chance)));
        }
    }
    Ok(vec![spell])
}

/// A complex placement that ended before the opening day.
pub(super) fn ended(
    world: &World,
    rank: u64,
    chance: &mut Chance,
) -> Result<Vec<Spell>, GenerateError> {
    let days = &world.figures().days;
    let place = Quantile::of_rank(rank, world.sizes.complex_ended);
    let ended_on = day_at(place, days.history_from + 2, days.opens_on - 2);
    let length = chance.quantile().stay(stays(world)).max(10);
    let mut spell = complex(world, ended_on - length, rank, chance)?;
    spell.end = Some((ended_on, reason_to_leave_for_good(chance)));
    spell.assessment_number = rank + 1;
    spell.assessed = vec![(spell.from, weekly(chance))];
    Ok(vec![spell])
}

/// A complex placement that began after the opening day.
pub(super) fn arrival(
    world: &World,
    rank: u64,
    chance: &mut Chance,
) -> Result<Vec<Spell>, GenerateError> {
    let days = &world.figures().days;
    let place = Quantile::of_rank(rank, world.sizes.complex_arrivals);
    let from = day_at(place, days.opens_on + 1, days.last_day - 1);
    let mut spell = complex(world, from, rank, chance)?;
    let length = chance.quantile().stay(stays(world)).max(5);
    spell.end_within(world, from + length, reason_to_leave_for_good(chance));
    spell.assessment_number = world.sizes.complex_ended + world.sizes.complex + rank + 1;
    spell.assessed = vec![(from, weekly(chance))];
    Ok(vec![spell])
}

/// A placement priced by assessment, in a home with nurses or for people with dementia.
fn complex(
    world: &World,
    from: Date,
    rank: u64,
    chance: &mut Chance,
) -> Result<Spell, GenerateError> {
    let figures = world.figures();
    let on_framework = chance.permille(figures.framework.share_permille);
    let [members, others] = &world.market.complex;
    let site = terms::draw(
        if on_framework { members } else { others },
        Where::of_rank(world, rank),
        chance,
    )?;
    let mut spell = Spell::new(site, Category::Complex, Route::Complex, from);
    if from < figures.days.opens_on {
        spell.scheme = Some(figures.schemes.old.clone());
    } else if on_framework {
        spell.scheme = Some(figures.schemes.framework.clone());
        spell.generation = Some(figures.schemes.generation.clone());
    }
    Ok(spell)
}

fn weekly(chance: &mut Chance) -> WeeklyRate {
    WeeklyRate::new(Pence::new(chance.within(WEEKLY)))
}

fn risen(weekly: WeeklyRate, chance: &mut Chance) -> WeeklyRate {
    WeeklyRate::new(Pence::new(
        weekly.pence() * chance.within(RISE_PERMILLE) / 1_000,
    ))
}

fn fallen(weekly: WeeklyRate, chance: &mut Chance) -> WeeklyRate {
    WeeklyRate::new(Pence::new(
        weekly.pence() * 1_000 / chance.within(RISE_PERMILLE),
    ))
}
