//! On what terms somebody is placed: the home, the route and the price.

use oast_rules::facts::{Category, Route};
use oast_units::{Date, Pence, WeeklyRate};

use super::spell::{Change, Spell};
use crate::GenerateError;
use crate::market::{Ladder, indicative_price};
use crate::plan::is_nursing;
use crate::sampling::Chance;
use crate::world::World;

/// Tries at finding another home: more than enough, as no home has a third of the beds.
const TRIES_MAX: usize = 200;
/// Prices agreed one by one are in whole pounds, off the schemes in steps of five.
const POUND: i64 = 100;
const SPOT_STEP: i64 = 500;
/// How far prices agreed off the schemes are scattered around the market's, and how far legacy
/// ones.
const SPOT_SCATTER_PERMILLE: u32 = 60;
const LEGACY_SCATTER_PERMILLE: u32 = 100;
/// What a legacy price was beside the market's of 2024, in thousandths.
const LEGACY_PERMILLE: i64 = 920;
/// What the dearer category costs beside the cheaper, in thousandths.
const DEARER_PERMILLE: i64 = 1_150;
/// How many in a thousand rise to the dearer category, and how many become complex.
const RISE_PERMILLE: u64 = 25;
const COMPLEX_PERMILLE: u64 = 2;
const COMPLEX_WEEKLY: (i64, i64) = (122_000, 180_000);
/// References of assessments of those who become complex are numbered from here.
const UNPLANNED_ASSESSMENTS: u64 = 800_000;

/// There is no home for a placement.
pub(super) fn no_home() -> GenerateError {
    GenerateError::example("homes.csv", "a kind of placement has no home that takes it")
}

/// Which of the homes that take somebody it shall be.
#[derive(Debug, Clone, Copy)]
pub(super) enum Where {
    /// By weight, at a place between the first home and the last.
    At(u64),
    /// By weight and chance, though not this one.
    NotAt(usize),
}

impl Where {
    /// A place for somebody by number: whoever come one after another are spread evenly over the
    /// homes, by steps of the golden section.
    pub(super) fn of_rank(world: &World, rank: u64) -> Self {
        const GOLDEN_SECTION: u64 = 0x9e37_79b9_7f4a_7c15;
        Self::At(
            world
                .orders
                .first_home()
                .wrapping_add(rank.wrapping_mul(GOLDEN_SECTION)),
        )
    }

    /// Any place.
    pub(super) fn anywhere(chance: &mut Chance) -> Self {
        Self::At(chance.bits())
    }
}

/// A home of several, by its weight.
pub(super) fn draw(
    ladder: &Ladder,
    which: Where,
    chance: &mut Chance,
) -> Result<usize, GenerateError> {
    let site = match which {
        Where::At(place) => ladder.at_fraction(place),
        Where::NotAt(avoid) => (0..TRIES_MAX)
            .filter_map(|_| ladder.at_fraction(chance.bits()))
            .find(|site| *site != avoid),
    };
    site.ok_or_else(no_home)
}

/// A placement that began before the opening day: under the old scheme, off it, or at a price of
/// its own from before the recorded history.
pub(super) fn old(
    world: &World,
    category: usize,
    from: Date,
    which: Where,
    chance: &mut Chance,
) -> Result<Spell, GenerateError> {
    let (figures, market) = (world.figures(), &world.market);
    let recorded = from >= figures.days.history_from;
    let routes = [
        (Route::Dps, if recorded { 600 } else { 0 }),
        (Route::Spot, 200),
        (Route::Legacy, if recorded { 200 } else { 800 }),
    ];
    let route = chance.weighted(&routes).unwrap_or(Route::Legacy);
    let member = chance.permille(figures.framework.share_permille);
    let ladder = match route {
        Route::Dps => &market.old_scheme[category],
        Route::Spot if !chance.permille(250) => &market.others[category],
        Route::Spot => &market.appointed[category],
        _ if member => &market.appointed[category],
        _ => &market.others[category],
    };
    let site = draw(ladder, which, chance)?;
    let mut spell = Spell::new(site, world.category(category)?.category, route, from);
    if route != Route::Spot {
        spell.scheme = Some(figures.schemes.old.clone());
    }
    let market = market_price(world, site, category, from)?;
    spell.agreed = Some(match route {
        Route::Dps => under(market, world, chance),
        Route::Spot => spot_price(world, market, chance),
        _ => legacy_price(market, chance),
    });
    Ok(spell)
}

/// A placement that began after the opening day: called off the framework, for the most part.
pub(super) fn new(
    world: &World,
    category: usize,
    from: Date,
    which: Where,
    chance: &mut Chance,
) -> Result<Spell, GenerateError> {
    let (figures, market) = (world.figures(), &world.market);
    let each = world.category(category)?;
    let share = figures.framework.new_share_permille;
    let old_scheme = if from <= figures.days.old_scheme_to {
        (1_000 - share) * 2 / 5
    } else {
        0
    };
    let routes = [
        (Route::Framework, share),
        (Route::Dps, old_scheme),
        (Route::Spot, 1_000 - share - old_scheme),
    ];
    let route = chance.weighted(&routes).unwrap_or(Route::Framework);
    let ladder = match route {
        Route::Framework => &market.tendered[category],
        Route::Dps => &market.old_scheme[category],
        _ if chance.permille(250) => &market.appointed[category],
        _ => &market.others[category],
    };
    let site = draw(ladder, which, chance)?;
    let mut spell = Spell::new(site, each.category, route, from);
    match route {
        Route::Framework => {
            spell.scheme = Some(figures.schemes.framework.clone());
            spell.generation = Some(figures.schemes.generation.clone());
        }
        Route::Dps => {
            spell.scheme = Some(figures.schemes.old.clone());
            spell.agreed = Some(under(
                market_price(world, site, category, from)?,
                world,
                chance,
            ));
        }
        _ => spell.agreed = Some(spot_price(world, each.band.upper, chance)),
    }
    Ok(spell)
}

/// The most the old scheme would pay the home at the time; before its history, as it was then.
fn market_price(
    world: &World,
    site: usize,
    category: usize,
    on: Date,
) -> Result<WeeklyRate, GenerateError> {
    let days = &world.figures().days;
    let on = on.clamp(days.history_from, days.old_scheme_to);
    let price = indicative_price(world.site(site)?, category, world.figures(), on);
    price.ok_or_else(|| GenerateError::example("figures.toml", "a half-year is missing"))
}

/// A price agreed under a cap, and under the ceiling above which a placement is complex.
fn under(cap: WeeklyRate, world: &World, chance: &mut Chance) -> WeeklyRate {
    let most = cap.min(world.figures().prices.ceiling).pence();
    let agreed = most * chance.between(920, 1_000) / 1_000;
    rate(agreed / POUND * POUND)
}

/// A price agreed off the schemes, a little above the market's and never above the ceiling.
fn spot_price(world: &World, market: WeeklyRate, chance: &mut Chance) -> WeeklyRate {
    let factor = chance
        .quantile()
        .lognormal_millionths(SPOT_SCATTER_PERMILLE);
    let price = scaled(market.pence() * 1_020 / 1_000, factor);
    rate(price / SPOT_STEP * SPOT_STEP).min(world.figures().prices.ceiling)
}

/// A price as it stood before the framework.
fn legacy_price(market: WeeklyRate, chance: &mut Chance) -> WeeklyRate {
    let factor = chance
        .quantile()
        .lognormal_millionths(LEGACY_SCATTER_PERMILLE);
    rate(scaled(market.pence() * LEGACY_PERMILLE / 1_000, factor))
}

/// Lets a placement rise to the dearer category or become complex after a day, now and then.
pub(super) fn rise_later(
    world: &World,
    spell: &mut Spell,
    after: Date,
    chance: &mut Chance,
) -> Result<(), GenerateError> {
    let earliest = after.max(spell.from + 20);
    let latest = spell.last_present(world.figures().days.last_day) - 10;
    let (rises, complex) = (
        chance.permille(RISE_PERMILLE),
        chance.permille(COMPLEX_PERMILLE),
    );
    if earliest >= latest || !(rises || complex) {
        return Ok(());
    }
    let from = chance.day(earliest, latest);
    if complex {
        become_complex(spell, from, chance);
        return Ok(());
    }
    let category = spell.category_on(from);
    let Some(index) = world
        .category_index(category)
        .filter(|index| index % 2 == 0)
    else {
        return Ok(());
    };
    let dearer = world.category(index + 1)?;
    let site = world.site(spell.site)?;
    if is_nursing(dearer.category) && !site.nursing {
        return Ok(());
    }
    let agreed = match (spell.route, spell.agreed) {
        (Route::Framework, _) if site.tendered[index + 1].is_some() => None,
        (Route::Legacy | Route::Spot, Some(agreed)) => {
            let since = spell
                .changes
                .last()
                .map_or(spell.from, |change| change.from);
            let agreed = spell
                .changes
                .last()
                .map_or(Some(agreed), |change| change.agreed);
            let Some(agreed) = agreed else { return Ok(()) };
            let now = world.raised((spell.route, spell.scheme.as_ref()), agreed, since, from);
            let wanted = rate(now.pence() * DEARER_PERMILLE / 1_000 / POUND * POUND);
            let price = wanted.min(world.figures().prices.ceiling);
            if price <= now {
                return Ok(());
            }
            Some(price)
        }
        _ => return Ok(()),
    };
    spell.changes.push(Change {
        category: dearer.category,
        from,
        agreed,
    });
    Ok(())
}

/// Changes a placement to complex, with an assessment of the same day.
fn become_complex(spell: &mut Spell, from: Date, chance: &mut Chance) {
    spell.changes.push(Change {
        category: Category::Complex,
        from,
        agreed: None,
    });
    spell
        .assessed
        .push((from, rate(chance.within(COMPLEX_WEEKLY))));
    spell.assessment_number = UNPLANNED_ASSESSMENTS + chance.below(UNPLANNED_ASSESSMENTS / 10);
}

fn scaled(pence: i64, millionths: u64) -> i64 {
    pence * i64::try_from(millionths).unwrap_or(1_000_000) / 1_000_000
}

fn rate(pence: i64) -> WeeklyRate {
    WeeklyRate::new(Pence::new(pence))
}
