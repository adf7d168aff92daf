use oast_rules::facts::{EndReason, GivenBy, Notice};
use oast_rules::placement::CaseFile;

use crate::lives::Spell;
use crate::sampling::Chance;
use crate::world::World;

/// How long before the end notice was given.
const PROVIDER_DAYS: (i32, i32) = (28, 60);
const COUNCIL_DAYS: (i32, i32) = (0, 40);
/// How many in a thousand rooms are known to be let again: after the council's notice, and else.
const RELET_COUNCIL_PERMILLE: u64 = 650;
const RELET_PERMILLE: u64 = 120;
const RELET_DAYS: (i32, i32) = (1, 30);

/// Adds the notice that ended a stay, and the day on which the room was let again.
pub(super) fn add(world: &World, case: &mut CaseFile, spell: &Spell, chance: &mut Chance) {
    let Some((ended_on, reason)) = spell.end else {
        return;
    };
    let words = &world.words;
    let (given_by, (least, most), reasons) = match reason {
        EndReason::NoticeProvider => (GivenBy::Provider, PROVIDER_DAYS, &words.provider_notice),
        EndReason::NoticeCouncil => (GivenBy::Council, COUNCIL_DAYS, &words.council_notice),
        _ => {
            if chance.permille(RELET_PERMILLE) {
                relet(world, case, spell, chance);
            }
            return;
        }
    };
    let drawn = (ended_on - chance.days(least, most)).max(spell.from);
    let reason = chance.pick(reasons).cloned();
    case.notices.push(Notice {
        placement_id: case.placement.placement_id.clone(),
        given_by,
        given_on: spell.notice_on.unwrap_or(drawn),
        reason: if spell.notice_on.is_some() {
            Some(words.split_notice.clone())
        } else {
            reason
        },
    });
    if given_by == GivenBy::Council && chance.permille(RELET_COUNCIL_PERMILLE) {
        relet(world, case, spell, chance);
    }
}

/// Records that the room was let again, if that was known by the last day.
fn relet(world: &World, case: &mut CaseFile, spell: &Spell, chance: &mut Chance) {
    let (least, most) = RELET_DAYS;
    let relet = spell.end.map(|(on, _)| on + chance.days(least, most));
    case.placement.room_relet_on = relet.filter(|on| *on <= world.figures().days.last_day);
}
