use oast_rules::facts::{Absence, AbsenceKind, Stay};
use oast_rules::placement::CaseFile;
use oast_units::Date;

use crate::lives::Spell;
use crate::sampling::Chance;
use crate::world::World;

/// How many in a thousand are in hospital once in a year, and how many of those for long.
const HOSPITAL_PERMILLE: u64 = 280;
const LONG_PERMILLE: u64 = 60;
/// How many in a thousand go on holiday once in a year.
const HOLIDAY_PERMILLE: u64 = 30;
/// How long each lasts, in days.
const SHORT_DAYS: (i32, i32) = (3, 20);
const LONG_DAYS: (i32, i32) = (43, 75);
const HOLIDAY_DAYS: (i32, i32) = (2, 14);
const HALF_YEAR_DAYS: i32 = 182;

/// Adds the days on which somebody who lives there for good was away: at most once in a half-year
/// for each kind, so that no two absences meet.
pub(super) fn add(world: &World, case: &mut CaseFile, spell: &Spell, chance: &mut Chance) {
    if spell.stay != Stay::LongTerm {
        return;
    }
    let days = &world.figures().days;
    let last = spell.last_present(days.last_day);
    let mut from = spell.from.next().max(days.history_from);
    while from < last {
        let to = (from + (HALF_YEAR_DAYS - 1)).min(last);
        let share = |permille: u64| permille / 2 * u64::from((to - from + 1).unsigned_abs());
        let drawn = chance.below(1_000 * u64::from(HALF_YEAR_DAYS.unsigned_abs()));
        let hospital = share(HOSPITAL_PERMILLE);
        if drawn < hospital {
            let long = chance.permille(LONG_PERMILLE);
            push(
                case,
                AbsenceKind::Hospital,
                (from, to),
                if long { LONG_DAYS } else { SHORT_DAYS },
                chance,
            );
        } else if drawn < hospital + share(HOLIDAY_PERMILLE) {
            push(case, AbsenceKind::Holiday, (from, to), HOLIDAY_DAYS, chance);
        }
        from = to + 2;
    }
}

/// Adds an absence within some days, if it fits in them.
fn push(
    case: &mut CaseFile,
    kind: AbsenceKind,
    (first, last): (Date, Date),
    (shortest, longest): (i32, i32),
    chance: &mut Chance,
) {
    let length = chance.days(shortest, longest);
    if last - first < length {
        return;
    }
    let from = chance.day(first, last - length);
    case.absences.push(Absence {
        placement_id: case.placement.placement_id.clone(),
        kind,
        from,
        to: Some(from + (length - 1)),
    });
}
