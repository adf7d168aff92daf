use oast_rules::facts::{OneOff, OneToOne, Route, Stay};
use oast_rules::placement::CaseFile;
use oast_units::{Date, Hours, Pence};

use crate::lives::Spell;
use crate::sampling::Chance;
use crate::world::World;

/// How many in a thousand have one-to-one hours at some other time than the opening day.
const ONE_TO_ONE_PERMILLE: u64 = 10;
/// Hours a week that are agreed, and the hourly rate.
const HOURS: [i64; 6] = [10, 14, 17, 21, 28, 35];
const HOURLY: Pence = Pence::pounds(20);
/// How many in a thousand have a single cost.
const ONE_OFF_PERMILLE: u64 = 12;
const ONE_OFF_FIVE_POUNDS: (i64, i64) = (9, 130);

/// Adds one-to-one hours and single costs.
pub(super) fn add(world: &World, case: &mut CaseFile, spell: &Spell, chance: &mut Chance) {
    if spell.route == Route::Block || spell.stay != Stay::LongTerm {
        return;
    }
    let days = &world.figures().days;
    let first = spell.from.max(days.history_from);
    let last = spell.last_present(days.last_day);
    if let Some((from, to)) = one_to_one_days(world, spell, (first, last), chance) {
        let hours = chance.pick(&HOURS).copied().unwrap_or_default();
        let half = 50 * chance.between(0, 1);
        if let Some(reason) = chance.pick(&world.words.one_to_one) {
            case.one_to_one.push(OneToOne {
                placement_id: case.placement.placement_id.clone(),
                hours_per_week: Hours::from_hundredths(100 * hours + half),
                hourly_rate: Some(HOURLY),
                from,
                to,
                reason: reason.clone(),
            });
        }
    }
    if chance.permille(ONE_OFF_PERMILLE) {
        case.one_offs.push(OneOff {
            placement_id: case.placement.placement_id.clone(),
            amount: Pence::pounds(5 * chance.within(ONE_OFF_FIVE_POUNDS)),
            on: chance.day(first, last),
            reason: chance.pick(&world.words.one_off).cloned(),
        });
    }
}

/// When a one-to-one package runs: over the opening day for those chosen, never over it for the
/// rest.
fn one_to_one_days(
    world: &World,
    spell: &Spell,
    (first, last): (Date, Date),
    chance: &mut Chance,
) -> Option<(Date, Date)> {
    let opens_on = world.figures().days.opens_on;
    if spell.one_to_one {
        let from = (opens_on - chance.days(5, 120)).max(first);
        return Some((from, (opens_on + chance.days(14, 120)).min(last)));
    }
    if !chance.permille(ONE_TO_ONE_PERMILLE) || last - first < 28 {
        return None;
    }
    let from = chance.day(first, last - 28);
    let to = (from + chance.days(27, 120)).min(last);
    (to < opens_on || opens_on < from).then_some((from, to))
}
