//! The bridge from one month's cost to another's, for any placements.

use std::collections::BTreeMap;

use oast_rules::facts::{Block, Category};
use oast_rules::money::bridge::{Averages, Bridge, Bridging, Change, Pair, Step, Steps};
use oast_rules::money::{Flow, Sheet, block_due, due};
use oast_rules::placement::CaseFile;
use oast_rules::price::PriceBook;
use oast_terms::Silent;
use oast_units::{Date, Pence, Period, WeeklyRate};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::arbitrary::{case_file, of, price_book, terms};

/// A calendar month of the days that facts are made up for.
fn month() -> impl Strategy<Value = Period> {
    (0..36).prop_map(|months| {
        let first = Date::of(2025, 1, 1).add_months(months);
        Period::between(first, first.add_months(1) - 1).expect("in order")
    })
}

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let one = (1u32..20, 1i64..90_000, 0i32..900, 0i32..400);
    vec(one, 0..3).prop_map(|rows| {
        let block = |(beds, pence, from, days): (u32, i64, i32, i32)| Block {
            block_id: of("BLK1"),
            home_id: of("H1"),
            beds,
            weekly_price_per_bed: WeeklyRate::new(Pence::new(pence)),
            from: Date::of(2025, 1, 1) + from,
            to: Some(Date::of(2025, 1, 1) + from + days),
        };
        rows.into_iter().map(block).collect()
    })
}

/// The category on the last day of a month that is paid for.
fn counts_as(case: &CaseFile, month: Period) -> Category {
    let ended = case.placement.ended_on;
    let day = ended.map_or(month.to(), |ended| ended.min(month.to()));
    let mut changes = case.category_changes.iter();
    let last = changes.rfind(|change| change.from <= day);
    last.map_or(case.placement.category, |change| change.category)
}

/// A county and two months of it.
type County = (Vec<CaseFile>, Vec<Block>, PriceBook, Period, Period);

fn county() -> impl Strategy<Value = County> {
    let cases = vec(case_file(), 0..12);
    (cases, blocks(), price_book(), month(), month())
}

fn pairs((cases, blocks, book, before, after): &County) -> Vec<Pair> {
    let bridging = Bridging::new(*before, *after, book, terms());
    let mut room = bridging.room();
    let mut pairs = Vec::new();
    for case in cases {
        let categories = (counts_as(case, *before), counts_as(case, *after));
        pairs.push(bridging.placement(case, categories, &mut room));
    }
    pairs.extend(blocks.iter().map(|block| bridging.block(block, &mut room)));
    pairs
}

/// What each category costs in a month, by what is due and nothing else.
fn gross(
    cases: &[CaseFile],
    blocks: &[Block],
    book: &PriceBook,
    month: Period,
) -> BTreeMap<Option<Category>, Pence> {
    let mut sums: BTreeMap<Option<Category>, Pence> = BTreeMap::new();
    let mut sheet = Sheet::by_month(month);
    let is_gross = |flow: Flow| {
        matches!(
            flow,
            Flow::CareFee | Flow::OneToOne | Flow::OneOff | Flow::BlockFee
        )
    };
    for case in cases {
        if due(case, book, terms(), &mut sheet, &mut Silent).is_ok() {
            let lines = sheet.lines().filter(|line| is_gross(line.flow));
            let sum: Pence = lines.map(|line| line.amount).sum();
            *sums.entry(Some(counts_as(case, month))).or_default() += sum;
        }
    }
    for block in blocks {
        block_due(block, &mut sheet, &mut Silent);
        let sum: Pence = sheet.lines().map(|line| line.amount).sum();
        *sums.entry(None).or_default() += sum;
    }
    sums.retain(|_, sum| !sum.is_zero());
    sums
}

/// A bridge's sums of one of its months.
fn side(bridge: &Bridge, of: fn(&Change) -> Pence) -> BTreeMap<Option<Category>, Pence> {
    let sums = bridge.categories.iter().map(|(key, one)| (*key, of(one)));
    sums.filter(|(_, sum)| !sum.is_zero()).collect()
}

/// The step that a step is when the months change places.
fn turned(step: Step) -> Step {
    match step {
        Step::Starts => Step::Ends,
        Step::Ends => Step::Starts,
        other => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn steps_sum_to_the_penny_by_placement_by_category_and_in_all(county in county()) {
        let (cases, blocks, book, before, after) = &county;
        let pairs = pairs(&county);
        let averages = Averages::of(&pairs);
        for pair in &pairs {
            let steps: Pence = pair.moved(&averages).iter().map(|moved| moved.steps.sum()).sum();
            prop_assert_eq!(steps, pair.after.gross() - pair.before.gross());
        }
        let bridge = Bridge::of(&pairs);
        for (category, change) in &bridge.categories {
            prop_assert_eq!(change.left(), Pence::ZERO, "{:?}", category);
        }
        prop_assert_eq!(bridge.total().left(), Pence::ZERO);
        prop_assert_eq!(side(&bridge, |one| one.before), gross(cases, blocks, book, *before));
        prop_assert_eq!(side(&bridge, |one| one.after), gross(cases, blocks, book, *after));
    }

    #[test]
    fn backwards_every_step_turns_its_sign(county in county()) {
        let there = Bridge::of(&pairs(&county));
        let (cases, blocks, book, before, after) = county;
        let back = Bridge::of(&pairs(&(cases, blocks, book, after, before)));
        for (category, change) in &there.categories {
            let turned_back = &back.categories[category];
            for step in Step::ALL {
                let expected = -turned_back.steps.of(turned(*step));
                prop_assert_eq!(change.steps.of(*step), expected, "{:?} {}", category, step);
            }
        }
    }

    #[test]
    fn from_a_month_to_itself_nothing_moved(county in county()) {
        let (cases, blocks, book, before, _) = county;
        let bridge = Bridge::of(&pairs(&(cases, blocks, book, before, before)));
        for (category, change) in &bridge.categories {
            prop_assert_eq!(change.steps, Steps::default(), "{:?}", category);
        }
    }
}
