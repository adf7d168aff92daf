//! Pay runs over facts that change between them.

use std::collections::BTreeMap;

use oast_rules::facts::{Element, Side};
use oast_rules::money::nursing_in_price;
use oast_rules::money::pay_run::{Act, Line, Posted, State, lines, next_state, settle};
use oast_rules::placement::CaseFile;
use oast_rules::price::PriceBook;
use oast_units::{Date, Pence, Period};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::arbitrary::{case_file, price_book, terms};
use crate::due;

/// The first day of the pay period in which the county was opened.
const OPENING: Date = Date::of(2026, 3, 30);

type Sums = BTreeMap<(Element, Side, Date), Pence>;

fn run(case: &CaseFile, book: &PriceBook, span: Period, posted: &[Posted]) -> Vec<Line> {
    let due = due::lines(case, book, span);
    let nursing = nursing_in_price(case, terms());
    lines(due.into_iter(), posted, nursing, due::sheet(span).periods())
}

fn post(posted: &mut Vec<Posted>, lines: &[Line]) {
    posted.extend(lines.iter().map(|line| Posted {
        element: line.element,
        side: line.side,
        period_from: line.period.from(),
        amount: line.amount,
    }));
}

/// What is due on each side, and what was posted, without what comes to nothing.
fn due_sums(case: &CaseFile, book: &PriceBook, span: Period) -> Sums {
    let nursing = nursing_in_price(case, terms());
    let mut sums = Sums::new();
    for line in due::lines(case, book, span) {
        for &side in Side::ALL {
            let key = (line.flow.element(), side, line.period.from());
            *sums.entry(key).or_default() += line.flow.on_side(side, line.amount, nursing);
        }
    }
    sums.retain(|_, amount| !amount.is_zero());
    sums
}

fn posted_sums(posted: &[Posted]) -> Sums {
    let mut sums = Sums::new();
    for posting in posted {
        let key = (posting.element, posting.side, posting.period_from);
        *sums.entry(key).or_default() += posting.amount;
    }
    sums.retain(|_, amount| !amount.is_zero());
    sums
}

fn money() -> impl Strategy<Value = Pence> {
    (-10_000_000i64..10_000_000).prop_map(Pence::new)
}

proptest! {
    /// Whatever was recorded late, corrected or withdrawn between the runs, what was posted is in
    /// the end what is due, and the same run again proposes nothing.
    #[test]
    fn adjustments_and_postings_make_what_is_due(
        versions in vec((case_file(), price_book(), 1i32..120), 1..5),
    ) {
        let mut posted = Vec::new();
        let mut to = OPENING;
        for (case, book, days) in &versions {
            to = to + *days;
            let span = Period::between(OPENING, to).unwrap();
            let proposed = run(case, book, span, &posted);
            post(&mut posted, &proposed);
            prop_assert_eq!(run(case, book, span, &posted), vec![]);
            prop_assert_eq!(posted_sums(&posted), due_sums(case, book, span));
        }
    }

    /// Lines that are held come back as they were.
    #[test]
    fn a_held_line_is_not_lost(case in case_file(), book in price_book(), held in 0usize..40) {
        let span = Period::between(OPENING, OPENING + 200).unwrap();
        let mut proposed = run(&case, &book, span, &[]);
        if proposed.is_empty() {
            return Ok(());
        }
        let held = proposed.remove(held % proposed.len());
        let mut posted = Vec::new();
        post(&mut posted, &proposed);
        let next = run(&case, &book, span, &posted);
        prop_assert_eq!(next.len(), 1);
        let shown = |line: &Line| (line.element, line.side, line.period, line.amount);
        prop_assert_eq!(shown(&next[0]), shown(&held));
    }

    #[test]
    fn a_line_is_never_nothing_and_never_there_twice(case in case_file(), book in price_book()) {
        let span = Period::between(OPENING, OPENING + 200).unwrap();
        let proposed = run(&case, &book, span, &[]);
        prop_assert!(proposed.iter().all(|line| !line.amount.is_zero()));
        let key = |line: &Line| (line.element, line.side, line.period);
        let keys: Vec<_> = proposed.iter().map(key).collect();
        prop_assert!(keys.windows(2).all(|pair| pair[0] < pair[1]));
    }

    /// Nothing is dropped, and nothing below nothing is paid.
    #[test]
    fn a_settlement_keeps_every_penny(
        net in money(), debt in 0i64..10_000_000, instalment in 0i64..10_000_000,
    ) {
        let debt = Pence::new(debt);
        let settled = settle(net, debt, Pence::new(instalment));
        prop_assert_eq!(net, settled.paid + settled.recovered - settled.carried);
        prop_assert_eq!(settled.debt_after, debt + settled.carried - settled.recovered);
        for amount in [settled.paid, settled.recovered, settled.carried, settled.debt_after] {
            prop_assert!(amount >= Pence::ZERO);
        }
        prop_assert!(settled.recovered <= Pence::new(instalment) && settled.recovered <= debt);
    }

    /// However people act, a run is paid only when somebody other than its proposer approved it,
    /// and after that nothing happens to it.
    #[test]
    fn no_run_is_paid_on_one_persons_word(
        acts in vec(
            (select(vec![Act::Check, Act::Approve, Act::Reject, Act::Pay]), any::<bool>()),
            0..12,
        ),
    ) {
        let (mut state, mut approved_by_another) = (State::Proposed, false);
        for (act, proposer) in acts {
            let actor = if proposer { "amira" } else { "ben" };
            match next_state(state, act, "amira", actor, Some("a reason")) {
                Ok(next) => {
                    prop_assert!(!state.is_final());
                    approved_by_another |= next == State::Approved && !proposer;
                    state = next;
                }
                Err(refusal) => prop_assert!(!refusal.to_string().is_empty()),
            }
        }
        prop_assert!(state != State::Paid || approved_by_another);
    }
}
