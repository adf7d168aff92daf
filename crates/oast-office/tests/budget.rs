//! The budget of a year is of the figures that the page of spending shows, and a month's bridge is
//! of its payments.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::collections::BTreeMap;
use std::sync::Arc;

use oast_office::budget::Expected;
use oast_office::picture::{Picture, SpendCategory, SpendFilter, SpendSum};
use oast_rules::facts::Category;
use oast_rules::money::bridge::Step;
use oast_terms::Terms;
use oast_units::{Date, FinancialYear, Pence};
use support::{county, date};

fn picture(day: &str) -> Picture {
    let mut office = county(400);
    let known = office.known_seq(None).unwrap();
    let facts = Arc::new(office.picture_facts(known).unwrap());
    let terms = Arc::new(Terms::bundled("kent").unwrap());
    Picture::new(facts, terms, date(day))
}

fn year() -> FinancialYear {
    "2026/27".parse().unwrap()
}

#[test]
fn spent_and_committed_are_the_years_spending_by_category_whatever_the_day() {
    for day in ["2026-04-01", "2026-06-26", "2026-06-30", "2027-03-31"] {
        let picture = picture(day);
        let budget = picture.year_budget(year(), None).unwrap();
        let span = (date("2026-04-01"), date("2027-03-01"));
        let by = picture.spend_by(&SpendFilter::default(), span, span.1);
        let known: BTreeMap<SpendCategory, Pence> = budget
            .lines
            .iter()
            .map(|(category, line)| (*category, line.known()))
            .collect();
        let spend = by.categories.iter().map(|(key, sum)| (*key, sum.gross));
        assert_eq!(known, spend.collect(), "{day}");
        assert_eq!(budget.total().known(), by.total.gross);
        assert_eq!(budget.total().outturn, by.total.gross);
        assert_eq!(budget.source, None);
    }
}

#[test]
fn what_was_spent_grows_with_the_day_up_to_the_whole_year() {
    let mut last = Pence::ZERO;
    for day in ["2026-04-15", "2026-06-26", "2026-06-27", "2027-03-30"] {
        let total = picture(day).year_budget(year(), None).unwrap().total();
        assert!(total.spent > last, "{day}");
        assert!(total.committed > Pence::ZERO, "{day}");
        last = total.spent;
    }
    let whole = picture("2027-03-31").year_budget(year(), None).unwrap();
    assert_eq!(whole.total().committed, Pence::ZERO);
}

#[test]
fn a_part_of_a_month_is_what_is_due_for_its_days() {
    let picture = picture("2026-06-26");
    let whole = picture.spent_to(date("2026-06-30"));
    assert_eq!(whole, picture.spend().by_category(date("2026-06-01")));
    let day = picture.spent_to(date("2026-06-01"));
    let days = |sums: &BTreeMap<SpendCategory, SpendSum>| -> i64 {
        sums.values().map(|sum| sum.days).sum()
    };
    assert!(days(&day) > 0 && days(&day) * 25 < days(&whole));
}

#[test]
fn what_is_expected_takes_the_place_of_what_is_known_in_months_to_come_alone() {
    let picture = picture("2026-06-26");
    let known = picture.year_budget(year(), None).unwrap();
    let key = |month: &str| (date(month), Category::Nursing);
    let expected = Expected {
        gross: [
            (key("2026-05-01"), Pence::pounds(1)),
            (key("2026-06-01"), Pence::pounds(1)),
            (key("2026-07-01"), Pence::pounds(1_000_000)),
        ]
        .into(),
        source: "a guess".to_owned(),
    };
    let budget = picture.year_budget(year(), Some(&expected)).unwrap();
    let line = |budget: &oast_office::budget::YearBudget| {
        let of = |(key, _): &&(SpendCategory, _)| *key == SpendCategory::Care(Category::Nursing);
        budget.lines.iter().find(of).unwrap().1
    };
    let july = picture.spend().by_category(date("2026-07-01"));
    let july = july[&SpendCategory::Care(Category::Nursing)].gross;
    let more = Pence::pounds(1_000_000) - july;
    assert_eq!(line(&budget).outturn, line(&known).outturn + more);
    assert_eq!(line(&budget).known(), line(&known).known());
    assert_eq!(budget.total().outturn, known.total().outturn + more);
    assert_eq!(budget.source.as_deref(), Some("a guess"));
    let variance = line(&budget).budget.unwrap() - line(&budget).outturn;
    assert_eq!(line(&budget).variance(), Some(variance));
}

#[test]
fn only_what_has_a_budget_is_set_against_it() {
    let budget = picture("2026-06-26").year_budget(year(), None).unwrap();
    let of = |wanted| {
        budget
            .lines
            .iter()
            .find(|(key, _)| *key == wanted)
            .unwrap()
            .1
    };
    assert_eq!(of(SpendCategory::Block).variance(), None);
    assert_eq!(of(SpendCategory::Care(Category::Complex)).variance(), None);
    let without: Pence = [SpendCategory::Block, SpendCategory::Care(Category::Complex)]
        .map(|key| of(key).outturn)
        .into_iter()
        .sum();
    let (some, all) = (budget.budgeted(), budget.total());
    assert_eq!(some.outturn + without, all.outturn);
    assert!(some.variance().is_some());
}

#[test]
fn a_year_that_is_not_worked_out_is_refused_with_those_that_are() {
    let error = picture("2026-06-26")
        .year_budget("2028/29".parse().unwrap(), None)
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "spending on 26 June 2026 is worked out for 2024/25, 2025/26, 2026/27, not for 2028/29"
    );
}

#[test]
fn every_months_bridge_leads_from_its_spending_to_the_next_months() {
    let picture = picture("2026-06-26");
    let months: Vec<Date> = picture.spend().months.clone();
    let gross = |month: Date| -> BTreeMap<SpendCategory, Pence> {
        let sums = picture.spend().by_category(month).into_iter();
        sums.map(|(key, sum)| (key, sum.gross))
            .filter(|(_, gross)| !gross.is_zero())
            .collect()
    };
    let mut steps_seen = BTreeMap::new();
    for pair in months.windows(2) {
        let found = picture.month_bridge(pair[0], pair[1]);
        let side = |of: fn(&oast_rules::money::bridge::Change) -> Pence| {
            let all = found.bridge.categories.iter();
            all.map(|(key, change)| (SpendCategory::from(*key), of(change)))
                .filter(|(_, gross)| !gross.is_zero())
                .collect::<BTreeMap<_, _>>()
        };
        assert_eq!(side(|change| change.before), gross(pair[0]));
        assert_eq!(side(|change| change.after), gross(pair[1]));
        for (category, change) in &found.bridge.categories {
            assert_eq!(change.left(), Pence::ZERO, "{category:?}");
            for step in Step::ALL {
                let behind = found.behind(*step, Some(*category));
                let sum: Pence = behind.iter().map(|(_, _, amount)| *amount).sum();
                assert_eq!(sum, change.steps.of(*step), "{category:?} {step}");
                if !sum.is_zero() {
                    *steps_seen.entry(*step).or_insert(0) += 1;
                }
            }
        }
    }
    // The example county has something of everything.
    assert_eq!(steps_seen.len(), Step::ALL.len());
}
