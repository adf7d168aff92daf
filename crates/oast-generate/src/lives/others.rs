use oast_rules::facts::{Category, EndReason, Route, SelfFunder, Stay};
use oast_units::{Pence, PersonId, WeeklyRate};

use super::spell::Spell;
use super::terms::{self, Where};
use crate::GenerateError;
use crate::sampling::{Chance, Quantile, Stream, day_at};
use crate::world::World;

/// What a cost model gives for a week, in pence.
const COST_MODEL_WEEKLY: (i64, i64) = (69_000, 119_000);
/// Each bed of a block takes somebody every so many days, for no longer than leaves a gap.
const BLOCK_DAYS: i32 = 42;
const BLOCK_STAY_DAYS: (i32, i32) = (7, 36);
/// How many in a thousand of those who come had paid for themselves in the same home before.
const PAID_BEFORE_PERMILLE: u64 = 40;
/// How many in a thousand of self-funders have nearly nothing left.
const NEARLY_SPENT_PERMILLE: u64 = 300;
/// Capital from which the council helps, the capital of those who have nearly none left, and that
/// of the others, in pounds.
const UPPER_LIMIT: i64 = 23_250;
const NEARLY_SPENT: (i64, i64) = (23_400, 44_000);
const WELL_OFF: (i64, i64) = (44_000, 320_000);

/// A placement priced by a cost model, in a home for people with a learning disability.
pub(super) fn cost_model(
    world: &World,
    rank: u64,
    chance: &mut Chance,
) -> Result<Vec<Spell>, GenerateError> {
    let (figures, days) = (world.figures(), &world.figures().days);
    let place = Quantile::of_rank(rank, world.sizes.cost_model);
    let from = day_at(place, days.opens_on + 1, days.last_day - 30);
    let site = terms::draw(&world.market.learning, Where::of_rank(world, rank), chance)?;
    let high = chance.permille(300);
    let category = if high {
        Category::ResidentialHigh
    } else {
        Category::Residential
    };
    let mut spell = Spell::new(site, category, Route::CostModel, from);
    spell.scheme = Some(figures.schemes.cost_model.clone());
    spell.agreed = Some(WeeklyRate::new(Pence::new(
        chance.within(COST_MODEL_WEEKLY),
    )));
    Ok(vec![spell])
}

/// A stay in a block bed. The beds take turns, each of them one stay after another.
pub(super) fn block(
    world: &World,
    rank: u64,
    chance: &mut Chance,
) -> Result<Vec<Spell>, GenerateError> {
    let days = &world.figures().days;
    let beds: u64 = world
        .rows
        .blocks
        .iter()
        .map(|block| u64::from(block.beds))
        .sum();
    let (turn, mut bed) = (rank / beds.max(1), rank % beds.max(1));
    let mut blocks = world.rows.blocks.iter();
    let block = loop {
        let block = blocks.next().ok_or_else(terms::no_home)?;
        if bed < u64::from(block.beds) {
            break block;
        }
        bed -= u64::from(block.beds);
    };
    let site = world.site_of(&block.home_id).ok_or_else(terms::no_home)?;
    let turn = i32::try_from(turn).unwrap_or_default();
    let (shortest, longest) = BLOCK_STAY_DAYS;
    let length = chance.days(shortest, longest);
    let from = days.opens_on + 1 + turn * BLOCK_DAYS + chance.days(0, BLOCK_DAYS - length - 1);
    let mut spell = Spell::new(site, Category::Residential, Route::Block, from);
    spell.scheme = Some(world.figures().schemes.old.clone());
    spell.stay = Stay::Respite;
    spell.end_within(world, from + length, EndReason::Discharged);
    Ok(vec![spell])
}

/// What a home reports of somebody who pays for themselves and has no placement.
pub(super) fn self_funder(
    world: &World,
    rank: u64,
    person_id: &PersonId,
) -> Result<SelfFunder, GenerateError> {
    let days = &world.figures().days;
    let mut chance = Chance::new(world.seed, Stream::SelfFunder, rank);
    let site = terms::draw(
        &world.market.older,
        Where::of_rank(world, rank),
        &mut chance,
    )?;
    let nearly_spent = chance.permille(NEARLY_SPENT_PERMILLE);
    let (least, most) = if nearly_spent { NEARLY_SPENT } else { WELL_OFF };
    let weekly_fee = WeeklyRate::pounds(5 * chance.between(200, 330));
    Ok(SelfFunder {
        person_id: person_id.clone(),
        home_id: world.site(site)?.home.home_id.clone(),
        capital: Pence::pounds(50 * chance.between(least / 50, most / 50)),
        weekly_income: WeeklyRate::new(Pence::new(chance.between(17_000, 42_000))),
        weekly_fee,
        reported_on: chance.day(days.opens_on.add_months(-9), days.last_day),
    })
}

/// What the home had reported of somebody whose money then ran out: in time, late or not at all.
pub(super) fn reported_before(
    world: &World,
    spells: &[Spell],
    person_id: &PersonId,
    chance: &mut Chance,
) -> Result<Vec<SelfFunder>, GenerateError> {
    let paid_before = chance.permille(PAID_BEFORE_PERMILLE);
    let Some(spell) = spells
        .first()
        .filter(|spell| paid_before && spell.stay == Stay::LongTerm)
    else {
        return Ok(Vec::new());
    };
    let weeks = chance.between(3, 45);
    let income = chance.between(17_000, 32_000);
    let fee = 500 * chance.between(200, 300);
    let spent = weeks * (fee - income);
    Ok(vec![SelfFunder {
        person_id: person_id.clone(),
        home_id: world.site(spell.site)?.home.home_id.clone(),
        capital: Pence::new((UPPER_LIMIT * 100 + spent) / 5_000 * 5_000),
        weekly_income: WeeklyRate::new(Pence::new(income)),
        weekly_fee: WeeklyRate::new(Pence::new(fee)),
        reported_on: spell.from - i32::try_from(7 * weeks).unwrap_or_default(),
    }])
}
