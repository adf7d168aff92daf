use oast_rules::facts::{Category, Collector, Contribution, Payer, Route, Stay};
use oast_rules::placement::CaseFile;
use oast_units::{Date, Pence, WeeklyRate};

use crate::county::Income;
use crate::lives::Spell;
use crate::plan::is_nursing;
use crate::sampling::Chance;
use crate::world::World;

/// How many in a thousand pay towards their care, and how many of those pay the home.
const PERSON_PERMILLE: u64 = 850;
const HOME_COLLECTS_PERMILLE: u64 = 850;
/// How many in a thousand have a third party who pays more, and how many of those pay the council.
const TOP_UP_PERMILLE: u64 = 100;
const COUNCIL_COLLECTS_PERMILLE: u64 = 600;
const TOP_UP_FIVE_POUNDS: (i64, i64) = (4, 30);
/// How many in a thousand of those who are nursed have the contribution through the council.
const NURSING_COUNCIL_PERMILLE: u64 = 80;
/// How many in a thousand share their cost with the NHS: of the complex, and of the others.
const SHARE_COMPLEX_PERMILLE: u64 = 200;
const SHARE_PERMILLE: u64 = 4;
const SHARE_WEEKLY: (i64, i64) = (15_000, 60_000);
/// What a private pension adds, around its middle, in pence.
const PRIVATE_PENSION: i64 = 3_800;
const PRIVATE_SCATTER_PERMILLE: u32 = 900;
const PRIVATE_MAX: i64 = 25_000;

/// What a person has besides the state's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Means {
    /// Pension Credit, and nothing else.
    PensionCredit,
    /// The new State Pension and a private one.
    NewPension,
    /// The basic State Pension and a private one.
    BasicPension,
}

impl Means {
    fn state_income(self, income: &Income) -> WeeklyRate {
        match self {
            Self::PensionCredit => income.pension_credit,
            Self::NewPension => income.new_pension,
            Self::BasicPension => income.basic_pension,
        }
    }
}

/// Adds what others pay: the person, a third party, the NHS.
pub(super) fn add(world: &World, case: &mut CaseFile, spell: &Spell, chance: &mut Chance) {
    if spell.route == Route::Block || spell.stay == Stay::Day {
        return;
    }
    let days = &world.figures().days;
    let first = spell.from.max(days.history_from);
    let last = spell.last_present(days.last_day);
    if chance.permille(PERSON_PERMILLE) {
        add_person(world, case, (first, last), chance);
    }
    if chance.permille(TOP_UP_PERMILLE) && spell.route != Route::Complex {
        let council = chance.permille(COUNCIL_COLLECTS_PERMILLE);
        let collector = if council {
            Collector::Council
        } else {
            Collector::Home
        };
        let weekly = WeeklyRate::pounds(5 * chance.within(TOP_UP_FIVE_POUNDS));
        push(
            case,
            Payer::ThirdParty,
            collector,
            Some(weekly),
            (first, None),
        );
    }
    if let Some(from) = nursed_from(spell, first) {
        let council = chance.permille(NURSING_COUNCIL_PERMILLE);
        let collector = if council {
            Collector::Council
        } else {
            Collector::Direct
        };
        push(case, Payer::NhsNursing, collector, None, (from, None));
    }
    let complex = spell.category == Category::Complex;
    if chance.permille(if complex {
        SHARE_COMPLEX_PERMILLE
    } else {
        SHARE_PERMILLE
    }) {
        let weekly = WeeklyRate::new(Pence::new(chance.within(SHARE_WEEKLY)));
        push(
            case,
            Payer::NhsShare,
            Collector::Council,
            Some(weekly),
            (first, None),
        );
    }
    case.contributions
        .sort_by(|a, b| (a.from, a.payer.code()).cmp(&(b.from, b.payer.code())));
}

/// Adds a person's own contribution, anew each spring when pensions and the allowance change.
fn add_person(
    world: &World,
    case: &mut CaseFile,
    (first, last): (Date, Date),
    chance: &mut Chance,
) {
    const MEANS: [(Means, u64); 3] = [
        (Means::PensionCredit, 500),
        (Means::NewPension, 150),
        (Means::BasicPension, 350),
    ];
    let means = chance.weighted(&MEANS).unwrap_or(Means::PensionCredit);
    let factor = chance
        .quantile()
        .lognormal_millionths(PRIVATE_SCATTER_PERMILLE);
    let private = PRIVATE_PENSION * i64::try_from(factor).unwrap_or_default() / 1_000_000;
    let private = if means == Means::PensionCredit {
        0
    } else {
        private.min(PRIVATE_MAX)
    };
    let home = chance.permille(HOME_COLLECTS_PERMILLE);
    let collector = if home {
        Collector::Home
    } else {
        Collector::Council
    };
    let incomes = &world.figures().incomes;
    for (index, income) in incomes.iter().enumerate() {
        let until = incomes.get(index + 1).map(|next| next.from.previous());
        let from = income.from.max(first);
        if from > last || until.is_some_and(|until| until < from) {
            continue;
        }
        let weekly = means.state_income(income).pence() + private;
        let to = until.filter(|until| *until < last);
        let weekly = WeeklyRate::new(Pence::new(weekly));
        push(case, Payer::Person, collector, Some(weekly), (from, to));
    }
}

/// The day from which somebody is nursed, if ever.
fn nursed_from(spell: &Spell, first: Date) -> Option<Date> {
    if is_nursing(spell.category) {
        return Some(first);
    }
    let change = spell
        .changes
        .iter()
        .find(|change| is_nursing(change.category));
    change.map(|change| change.from.max(first))
}

fn push(
    case: &mut CaseFile,
    payer: Payer,
    collector: Collector,
    weekly: Option<WeeklyRate>,
    (from, to): (Date, Option<Date>),
) {
    case.contributions.push(Contribution {
        placement_id: case.placement.placement_id.clone(),
        payer,
        collector: Some(collector),
        weekly,
        from,
        to,
    });
}
