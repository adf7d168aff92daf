//! Benefits: what is recorded of them, and what they come to.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::sync::Arc;

use oast_office::benefit::Tracked;
use oast_office::picture::Picture;
use oast_office::{Actor, Office};
use oast_rules::facts::{Benefit, BenefitMeasure, Category, Route};
use oast_terms::Terms;
use oast_units::{Date, Measure, Pence};
use support::{county, date};

fn picture(office: &mut Office, day: &str) -> Picture {
    let known = office.known_seq(None).unwrap();
    let facts = Arc::new(office.picture_facts(known).unwrap());
    Picture::new(facts, Arc::new(Terms::bundled("kent").unwrap()), date(day))
}

fn none(_: &Picture) -> Vec<(Date, Measure)> {
    Vec::new()
}

fn benefit(office: &mut Office, id: &str) -> Tracked {
    picture(office, "2026-06-26").benefit(id, &none).unwrap()
}

fn bea() -> Actor<'static> {
    Actor::operator("bea", "2026-06-26T10:00:00Z".parse().unwrap())
}

fn measure(value: &str, day: &str) -> BenefitMeasure {
    BenefitMeasure {
        benefit_id: "delayed-discharges".parse().unwrap(),
        as_of: date(day),
        value: value.parse().unwrap(),
        source: "a report".parse().unwrap(),
    }
}

#[test]
fn an_owner_and_a_target_are_changed_for_a_reason_and_the_past_stays() {
    let mut office = county(50);
    let before = benefit(&mut office, "framework-share").benefit;
    let known = office.known_seq(None).unwrap();
    let changed = Benefit {
        owner: "Somebody else".parse().unwrap(),
        target: Some("85".parse().unwrap()),
        ..before.clone()
    };
    let error = office.record_benefit(&changed, bea()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "framework-share is recorded already; say why it is changed"
    );
    let reason = Some("the committee asked for more".parse().unwrap());
    let same = Benefit {
        reason: reason.clone(),
        ..before.clone()
    };
    let error = office.record_benefit(&same, bea()).unwrap_err();
    assert!(
        error.to_string().contains("nothing would change"),
        "{error}"
    );
    let changed = Benefit { reason, ..changed };
    office.record_benefit(&changed, bea()).unwrap();
    assert_eq!(benefit(&mut office, "framework-share").benefit, changed);
    let facts = office.picture_facts(known).unwrap();
    assert!(facts.market.benefits.contains(&before));
}

#[test]
fn a_value_is_recorded_by_hand_once_for_a_day_and_corrected() {
    let mut office = county(50);
    let today = date("2026-06-26");
    let mut record = |value: &str, day: &str| {
        let measure = measure(value, day);
        office.measure_benefit(&measure, today, bea())
    };
    record("355", "2026-06-25").unwrap();
    record("350", "2026-06-25").unwrap();
    let error = record("1", "2026-06-27").unwrap_err();
    assert!(
        error.to_string().contains("27 June 2026 is to come"),
        "{error}"
    );
    let values = benefit(&mut office, "delayed-discharges").actual;
    let of_day: Vec<_> = values
        .iter()
        .filter(|(day, _)| *day == date("2026-06-25"))
        .collect();
    assert_eq!(of_day, [&(date("2026-06-25"), "350".parse().unwrap())]);
    assert!(values.iter().all(|(day, _)| *day <= today));
}

#[test]
fn what_is_worked_out_takes_nothing_by_hand_and_what_is_unknown_neither() {
    let mut office = county(50);
    let today = date("2026-06-26");
    let vacancy = BenefitMeasure {
        benefit_id: "vacancy-rate".parse().unwrap(),
        ..measure("7", "2026-06-25")
    };
    let error = office.measure_benefit(&vacancy, today, bea()).unwrap_err();
    assert!(
        error.to_string().contains("is worked out from the facts"),
        "{error}"
    );
    let unknown = BenefitMeasure {
        benefit_id: "luck".parse().unwrap(),
        ..vacancy
    };
    let error = office.measure_benefit(&unknown, today, bea()).unwrap_err();
    assert!(error.to_string().contains("luck"), "{error}");
}

#[test]
fn shares_are_of_the_facts() {
    let mut office = county(400);
    let picture = picture(&mut office, "2026-06-26");
    let share = picture.framework_share().last().copied().unwrap();
    let tracked = picture.benefit("framework-share", &none).unwrap();
    let (day, value) = tracked.latest().unwrap();
    assert_eq!(day, share.on);
    let exact = share.in_framework_homes * 10_000 / share.placements;
    assert!((value.hundredths() - exact).abs() <= 1);
    let off = picture.benefit("off-contract-spend", &none).unwrap();
    let may = date("2026-05-01");
    assert_eq!(off.latest().unwrap().0, date("2026-05-31"));
    let (part, all) = picture.spend().off_contract(&picture.facts, may);
    let of_month = picture.spend().by_category(may);
    let priced = of_month.iter().filter(|(category, _)| {
        category
            .care()
            .is_some_and(|category| category != Category::Complex)
    });
    assert_eq!(all, priced.map(|(_, sum)| sum.gross).sum::<Pence>());
    assert!(Pence::ZERO < part && part < all);
    let vacancy = picture.benefit("vacancy-rate", &none).unwrap();
    let (_, rate) = vacancy.latest().unwrap();
    assert!((1..10_000).contains(&rate.hundredths()), "{rate}");
    assert_eq!(vacancy.is_reached(), None);
}

#[test]
fn care_that_began_since_a_day_and_before_it_is_all_care_of_the_month() {
    let mut office = county(400);
    let picture = picture(&mut office, "2026-06-30");
    let since = date("2026-04-01");
    let care = picture.care_begun_since(since);
    let months: Vec<Date> = care.iter().map(|one| one.month).collect();
    assert_eq!(months.first(), Some(&since));
    assert_eq!(months.last(), Some(&date("2026-06-01")));
    let june = date("2026-06-01");
    let of_june = care.iter().filter(|one| one.month == june);
    let days: i64 = of_june.clone().map(|one| one.new_days + one.old_days).sum();
    let spend = picture.spend().sums.iter();
    let expected: i64 = spend
        .filter(|(key, _)| key.month == june && key.route != Route::Block)
        .filter(|(key, _)| key.category.is_some_and(|one| one != Category::Complex))
        .map(|(_, sum)| sum.days)
        .sum();
    assert_eq!(days, expected);
    let new: i64 = of_june.map(|one| one.new_days).sum();
    assert!(0 < new && new < days);
}

#[test]
fn a_benefit_that_is_to_fall_is_reached_from_above() {
    let mut office = county(50);
    let mut one = benefit(&mut office, "off-contract-spend");
    let at = |one: &mut Tracked, value: &str| {
        one.actual = vec![(date("2026-06-01"), value.parse().unwrap())];
        (one.is_reached(), one.is_worse())
    };
    assert_eq!(at(&mut one, "20"), (Some(true), Some(false)));
    assert_eq!(at(&mut one, "25"), (Some(false), Some(false)));
    assert_eq!(at(&mut one, "31"), (Some(false), Some(true)));
    one.benefit.target = None;
    assert_eq!(at(&mut one, "20"), (None, None));
}
