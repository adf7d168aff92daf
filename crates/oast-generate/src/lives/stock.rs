use oast_rules::facts::{EndReason, Route};
use oast_units::{Date, WeeklyRate};

use super::calibration::price_factor;
use super::orders::{Orders, Places};
use super::spell::{Change, Spell, reason_to_leave};
use super::{arrival, ended, terms};
use crate::GenerateError;
use crate::county::Figures;
use crate::market::Market;
use crate::sampling::{Chance, Quantile};
use crate::world::World;

/// How many in a thousand of those who began late enough came from another home.
const MOVED_IN_PERMILLE: u64 = 60;
/// How many in a thousand of the dearer category began in the one below it.
const ROSE_BEFORE_PERMILLE: u64 = 60;
/// What the cheaper category cost beside the dearer, in thousandths.
const CHEAPER_PERMILLE: i64 = 830;
/// Homes that give notice one by one, in each of the two parts of the market.
const SPLITTING_HOMES: usize = 2;
/// How many notices each of them gives, and how far apart.
const SPLIT_NOTICES: u64 = 4;
const SPLIT_DAYS_APART: i32 = 7;
/// The day each of them begins, counted from the opening day.
const SPLIT_BEGINS: [i32; 4] = [58, 119, 166, 214];
const NOTICE_DAYS: i32 = 28;

/// Where somebody of the stock lives.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) site: usize,
    /// Which of that home's residents of the category it is, from 0.
    slot: u64,
    on_framework: bool,
}

/// Somebody's place in each order.
pub(super) fn places(orders: &Orders, rank: u64) -> Result<Places, GenerateError> {
    let places = orders.places(rank);
    places.ok_or_else(|| GenerateError::example("figures.toml", "the categories do not add up"))
}

/// The home of somebody of the stock: the framework's share is in homes that join it.
pub(super) fn home(
    figures: &Figures,
    market: &Market,
    places: Places,
) -> Result<Place, GenerateError> {
    let share = figures.framework.share_permille;
    let within = (places.count * share + 500) / 1_000;
    let on_framework = places.home < within;
    let found = if on_framework {
        market.appointed[places.category].spread(places.home, within)
    } else {
        market.others[places.category].spread(places.home - within, places.count - within)
    };
    let (site, slot) = found.ok_or_else(terms::no_home)?;
    Ok(Place {
        site,
        slot,
        on_framework,
    })
}

/// The placement of one of the stock, with the one before it and the one after it where there are
/// such.
pub(super) fn spells(
    world: &World,
    rank: u64,
    chance: &mut Chance,
) -> Result<Vec<Spell>, GenerateError> {
    let (figures, days) = (world.figures(), &world.figures().days);
    let places = places(&world.orders, rank)?;
    let place = home(figures, &world.market, places)?;
    let each = world.category(places.category)?;
    let began = Quantile::of_rank(rank, world.sizes.stock_total()).mirrored();
    let from = days.opens_on - 1 - began.remaining_stay(each.stay);
    let mut spell = Spell::new(
        place.site,
        each.category,
        Route::Legacy,
        from.max(days.old_scheme_from),
    );
    spell.scheme = Some(figures.schemes.old.clone());
    spell.one_to_one = places.one_to_one;
    let factor = price_factor(
        figures,
        &world.market,
        &world.sizes,
        (places, place.site, rank),
    );
    price(
        world,
        &mut spell,
        places.category,
        world.calibration.weekly(places.category, factor),
        chance,
    )?;

    let leaves = Quantile::of_rank(places.departure, places.count).remaining_stay(each.stay);
    let reason = reason_to_leave(chance);
    spell.end_within(world, days.opens_on + 1 + leaves, reason);
    if let Some(given) = split_notice(world, places.category, place) {
        spell.notice_on = Some(given);
        spell.end = Some((given + NOTICE_DAYS, EndReason::NoticeProvider));
    }
    if spell.one_to_one
        && spell
            .end
            .is_some_and(|(on, _)| on < days.opens_on + NOTICE_DAYS)
    {
        spell.end = None;
    }
    terms::rise_later(world, &mut spell, days.opens_on + 20, chance)?;

    let mut spells = Vec::with_capacity(1);
    if chance.permille(MOVED_IN_PERMILLE) {
        spells.extend(ended::before(world, &spell, places.category, chance)?);
    }
    let next = arrival::next_after(world, &spell, places.category, chance)?;
    spells.push(spell);
    spells.extend(next);
    Ok(spells)
}

/// Sets what was agreed so that the rate on the opening day is this. Some began in the category
/// below, and the price that counts is the one agreed when it changed.
fn price(
    world: &World,
    spell: &mut Spell,
    index: usize,
    weekly: WeeklyRate,
    chance: &mut Chance,
) -> Result<(), GenerateError> {
    let days = &world.figures().days;
    let route = (Route::Legacy, spell.scheme.as_ref());
    let agreed = |weekly, since, on| world.agreed_for(route, weekly, since, on);
    let earliest = (spell.from + 45).max(days.history_from);
    let latest = days.opens_on - 20;
    let rose = index % 2 == 1 && earliest < latest && chance.permille(ROSE_BEFORE_PERMILLE);
    if !rose {
        spell.agreed = Some(agreed(weekly, spell.from, days.opens_on));
        return Ok(());
    }
    let from = chance.day(earliest, latest);
    let price = agreed(weekly, from, days.opens_on);
    let cheaper = price.pence() * CHEAPER_PERMILLE / 1_000;
    let cheaper = WeeklyRate::new(oast_units::Pence::new(cheaper));
    spell.changes.push(Change {
        category: spell.category,
        from,
        agreed: Some(price),
    });
    spell.agreed = Some(agreed(cheaper, spell.from, from));
    spell.category = world.category(index - 1)?.category;
    Ok(())
}

/// The day on which a home that splits its notice gives this resident's.
fn split_notice(world: &World, category: usize, place: Place) -> Option<Date> {
    if category != 0 || place.slot >= SPLIT_NOTICES {
        return None;
    }
    let part = if place.on_framework {
        &world.market.appointed
    } else {
        &world.market.others
    };
    // The ladder keeps the order of the register: its homes are as good as any others.
    let home = part[category]
        .sites()
        .iter()
        .filter(|site| splits(world, **site));
    let which = home
        .take(SPLITTING_HOMES)
        .position(|site| *site == place.site)?;
    let begins = SPLIT_BEGINS[2 * usize::from(place.on_framework) + which];
    let apart = SPLIT_DAYS_APART * i32::try_from(place.slot).ok()?;
    Some(world.figures().days.opens_on + begins + apart)
}

/// Whether a home is large enough to have several residents of the category at any usual size.
fn splits(world: &World, site: usize) -> bool {
    world
        .market
        .sites
        .get(site)
        .is_some_and(|site| site.beds >= 60)
}
