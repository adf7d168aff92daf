//! What each step of the bridge is, on counties of one or two people.

use oast_rules::facts::{
    Absence, AbsenceKind, AppliesTo, Category, CategoryChange, EndReason, OneOff, OneToOne,
    Placement, Route, Stay, Uplift,
};
use oast_rules::money::bridge::{Bridge, Bridging, Step};
use oast_rules::placement::CaseFile;
use oast_rules::price::PriceBook;
use oast_units::{Date, Hours, Pence, Period, WeeklyRate};

use crate::arbitrary::{of, terms};

const MARCH: u32 = 3;

fn month(month: u32) -> Period {
    let first = Date::of(2026, month, 1);
    Period::between(first, first.add_months(1) - 1).expect("in order")
}

/// Somebody at £700 a week, £100 a day, bought by spot.
fn person(category: Category, started_on: Date) -> CaseFile {
    at(700, category, started_on)
}

fn at(pounds: i64, category: Category, started_on: Date) -> CaseFile {
    CaseFile::new(Placement {
        placement_id: of("PL1"),
        person_id: of("PE1"),
        home_id: of("H1"),
        category,
        route: Route::Spot,
        scheme: None,
        generation: None,
        stay: Stay::LongTerm,
        started_on,
        agreed_weekly: Some(WeeklyRate::pounds(pounds)),
        ended_on: None,
        end_reason: None,
        room_relet_on: None,
    })
}

fn long_ago() -> Date {
    Date::of(2025, 6, 1)
}

/// The bridge from a month to the next; each person counts as the categories given.
fn bridge(people: &[(CaseFile, Category, Category)], uplifts: &[Uplift], first: u32) -> Bridge {
    let book = PriceBook::new(&[], uplifts);
    let bridging = Bridging::new(month(first), month(first + 1), &book, terms());
    let mut room = bridging.room();
    let pairs: Vec<_> = people
        .iter()
        .map(|(case, before, after)| bridging.placement(case, (*before, *after), &mut room))
        .collect();
    Bridge::of(&pairs)
}

fn stays(case: CaseFile) -> (CaseFile, Category, Category) {
    let category = case.placement.category;
    (case, category, category)
}

/// The steps that come to anything, in whole pounds.
fn told(steps: &oast_rules::money::bridge::Steps) -> Vec<(Step, i64)> {
    let all = Step::ALL.iter().map(|step| (*step, steps.of(*step)));
    all.filter(|(_, amount)| !amount.is_zero())
        .map(|(step, amount)| {
            assert_eq!(amount.get() % 100, 0, "{step}: {amount}");
            (step, amount.get() / 100)
        })
        .collect()
}

fn steps(
    people: &[(CaseFile, Category, Category)],
    uplifts: &[Uplift],
    first: u32,
) -> Vec<(Step, i64)> {
    let total = bridge(people, uplifts, first).total();
    assert_eq!(total.left(), Pence::ZERO);
    told(&total.steps)
}

fn uplift(percent: &str) -> Uplift {
    Uplift {
        scheme: None,
        applies_to: AppliesTo::Spot,
        effective_on: Date::of(2026, 4, 1),
        percent: of(percent),
        decision: None,
    }
}

#[test]
fn three_more_days_in_the_month_are_days() {
    let person = stays(person(Category::Residential, long_ago()));
    assert_eq!(steps(&[person], &[], MARCH - 1), [(Step::Days, 300)]);
}

#[test]
fn a_price_that_does_not_divide_by_seven_leaves_no_penny_under_price() {
    for pounds in [701, 702, 703, 881, 999] {
        let person = stays(at(pounds, Category::Residential, long_ago()));
        let total = bridge(&[person], &[], MARCH).total();
        assert_eq!(total.steps.of(Step::Price), Pence::ZERO, "{pounds}");
        assert_eq!(total.steps.of(Step::Days), total.more(), "{pounds}");
    }
}

#[test]
fn an_uplift_is_apart_from_a_shorter_month() {
    let person = stays(person(Category::Residential, long_ago()));
    let found = steps(&[person], &[uplift("10")], MARCH);
    assert_eq!(found, [(Step::Days, -100), (Step::Uplift, 300)]);
}

#[test]
fn another_category_is_mix_and_moves_from_the_one_to_the_other() {
    let mut case = person(Category::Residential, long_ago());
    case.category_changes.push(CategoryChange {
        placement_id: of("PL1"),
        category: Category::Nursing,
        from: Date::of(2026, 4, 1),
        agreed_weekly: Some(WeeklyRate::pounds(1_400)),
    });
    let people = [(case, Category::Residential, Category::Nursing)];
    let bridge = bridge(&people, &[], MARCH);
    // Thirty days and a half, the mean of both months, at £100 and at £200; and half of a day
    // less at each.
    let before = &bridge.categories[&Some(Category::Residential)];
    assert_eq!(
        told(&before.steps),
        [(Step::Days, -50), (Step::Mix, -3_050)]
    );
    let after = &bridge.categories[&Some(Category::Nursing)];
    assert_eq!(told(&after.steps), [(Step::Days, -100), (Step::Mix, 6_100)]);
}

#[test]
fn somebody_dearer_of_another_category_who_comes_for_somebody_who_goes_is_mix() {
    let mut leaver = person(Category::Residential, long_ago());
    leaver.placement.ended_on = Some(Date::of(2026, 3, 31));
    leaver.placement.end_reason = Some(EndReason::Moved);
    let comer = at(1_400, Category::Nursing, Date::of(2026, 4, 1));
    // Thirty days each: the average is £150 a day, and each category is £50 from it.
    let found = steps(&[stays(leaver), stays(comer)], &[], MARCH);
    let expected = [
        (Step::Starts, 4_500),
        (Step::Ends, -4_500),
        (Step::Mix, 3_000),
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_dearer_newcomer_of_the_same_category_is_price() {
    let mut leaver = person(Category::Residential, long_ago());
    leaver.placement.ended_on = Some(Date::of(2026, 3, 31));
    leaver.placement.end_reason = Some(EndReason::Moved);
    let comer = at(1_400, Category::Residential, Date::of(2026, 4, 1));
    // Thirty days each: the average is £150 a day.
    let found = steps(&[stays(leaver), stays(comer)], &[], MARCH);
    let expected = [
        (Step::Starts, 4_500),
        (Step::Ends, -4_500),
        (Step::Price, 3_000),
    ];
    assert_eq!(found, expected);
}

#[test]
fn days_away_and_single_costs_are_other() {
    let mut case = person(Category::Residential, long_ago());
    case.one_offs.push(OneOff {
        placement_id: of("PL1"),
        amount: Pence::pounds(250),
        on: Date::of(2026, 3, 4),
        reason: None,
    });
    // The 43rd day in hospital is 1 March: from then on four fifths are due.
    case.absences.push(Absence {
        placement_id: of("PL1"),
        kind: AbsenceKind::Hospital,
        from: Date::of(2026, 1, 18),
        to: Some(Date::of(2026, 3, 10)),
    });
    let found = steps(&[stays(case)], &[], MARCH - 1);
    assert_eq!(found, [(Step::Days, 300), (Step::Other, 250 - 10 * 20)]);
}

#[test]
fn hours_of_one_person_are_one_to_one() {
    let mut case = person(Category::Residential, long_ago());
    case.one_to_one.push(OneToOne {
        placement_id: of("PL1"),
        hours_per_week: Hours::from_hundredths(700),
        hourly_rate: Some(Pence::pounds(20)),
        from: Date::of(2026, 4, 1),
        to: Date::of(2026, 4, 30),
        reason: of("falls"),
    });
    let found = steps(&[stays(case)], &[], MARCH);
    assert_eq!(found, [(Step::Days, -100), (Step::OneToOne, 600)]);
}

#[test]
fn whoever_becomes_complex_is_complex_in_both_categories() {
    let case = person(Category::Nursing, long_ago());
    let people = [(case, Category::Nursing, Category::Complex)];
    let bridge = bridge(&people, &[], MARCH);
    let nursing = &bridge.categories[&Some(Category::Nursing)];
    assert_eq!(told(&nursing.steps), [(Step::Complex, -3_100)]);
    let complex = &bridge.categories[&Some(Category::Complex)];
    assert_eq!(told(&complex.steps), [(Step::Complex, 3_000)]);
}
