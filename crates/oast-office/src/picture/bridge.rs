use oast_rules::facts::{Block, Category};
use oast_rules::money::bridge::{Averages, Bridge, Bridging, Moved, Pair, Step};
use oast_rules::placement::CaseFile;
use oast_terms::Terms;
use oast_units::{Date, Pence, Period};

use super::facts::{Facts, PlacementAt};
use super::spend::{SpentOn, category_in, could_be_due};
use crate::parts::in_parts;

/// From what a county cost in one month to what it cost in another, with what every placement and
/// block contract moved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthBridge {
    /// The first day of the month before.
    pub before: Date,
    /// The first day of the month after.
    pub after: Date,
    /// The steps, by category.
    pub bridge: Bridge,
    /// What moved, in order of placements and then of block contracts: what counts in two
    /// categories is there twice.
    pub moved: Vec<(SpentOn, Moved)>,
}

impl MonthBridge {
    /// What one step is made of, in one category or in all: its amounts, which sum to the step's.
    pub fn behind(
        &self,
        step: Step,
        category: Option<Option<Category>>,
    ) -> Vec<(SpentOn, Option<Category>, Pence)> {
        let moved = self.moved.iter();
        let here =
            moved.filter(|(_, moved)| category.is_none_or(|wanted| wanted == moved.category));
        here.map(|(on, moved)| (*on, moved.category, moved.steps.of(step)))
            .filter(|(_, _, amount)| !amount.is_zero())
            .collect()
    }
}

/// The calendar month that begins on a day.
pub(super) fn month_of(first: Date) -> Period {
    Period::between(first, first.add_months(1) - 1).unwrap_or(Period::day(first))
}

pub(super) fn month_bridge(facts: &Facts, terms: &Terms, before: Date, after: Date) -> MonthBridge {
    let months = (month_of(before), month_of(after));
    let book = &facts.market.book;
    let bridging = Bridging::new(months.0, months.1, book, terms);
    let all: Vec<PlacementAt> = facts.all().map(|(at, _)| at).collect();
    let mut pairs = in_parts(&all, |some| {
        let mut room = bridging.room();
        let due = some.iter().filter_map(|at| {
            let case = facts.case(*at).filter(|case| counts(case, months))?;
            let categories = (category_in(case, months.0), category_in(case, months.1));
            let pair = bridging.placement(case, categories, &mut room);
            Some((SpentOn::Placement(*at), pair))
        });
        due.filter(|(_, pair)| !pair.is_nothing()).collect()
    });
    let mut room = bridging.room();
    let blocks = facts.market.blocks.iter().enumerate();
    let pair =
        |(index, block): (usize, &Block)| (SpentOn::Block(index), bridging.block(block, &mut room));
    pairs.extend(blocks.map(pair));
    let (whats, pairs): (Vec<SpentOn>, Vec<Pair>) = pairs.into_iter().unzip();
    MonthBridge {
        before,
        after,
        moved: moved(&whats, &pairs),
        bridge: Bridge::of(&pairs),
    }
}

fn counts(case: &CaseFile, (before, after): (Period, Period)) -> bool {
    could_be_due(case, before) || could_be_due(case, after)
}

fn moved(whats: &[SpentOn], pairs: &[Pair]) -> Vec<(SpentOn, Moved)> {
    let averages = Averages::of(pairs);
    let mut all = Vec::new();
    for (on, pair) in whats.iter().zip(pairs) {
        let [mut before, after] = pair.moved(&averages);
        let mut moved = vec![after];
        if before.category == after.category {
            before.steps.add(&after.steps);
            moved = vec![before];
        } else {
            moved.insert(0, before);
        }
        moved.retain(|moved| !moved.steps.is_zero());
        all.extend(moved.into_iter().map(|moved| (*on, moved)));
    }
    all
}
