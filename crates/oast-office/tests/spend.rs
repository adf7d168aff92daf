//! Sums of spending are the sums of what they are made of.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use std::collections::BTreeMap;
use std::sync::Arc;

use oast_office::picture::{Picture, SpendCategory, SpendFilter, SpendSum, Spent, SpentOn};
use oast_rules::facts::{Category, Route};
use oast_terms::Terms;
use oast_units::{Date, Pence};
use support::{county, date};

const TODAY: &str = "2026-06-26";

fn picture(placements: u64) -> Picture {
    let mut office = county(placements);
    let known = office.known_seq(None).unwrap();
    let facts = Arc::new(office.picture_facts(known).unwrap());
    let terms = Arc::new(Terms::bundled("kent").unwrap());
    Picture::new(facts, terms, date(TODAY))
}

fn sum(spent: &[Spent]) -> SpendSum {
    spent.iter().map(|one| one.sum).sum()
}

#[test]
fn a_months_sum_is_that_of_its_placements_and_blocks() {
    let picture = picture(400);
    let months = picture.spend().months.clone();
    let everything = SpendFilter::default();
    let span = (date("2024-04-01"), date("2027-03-01"));
    let by = picture.spend_by(&everything, span, span.1);
    assert_eq!(by.months.len(), months.len());
    assert_eq!(months.len(), 36);
    for (month, whole) in &by.months {
        let spent = picture.spent_in(*month, &everything);
        assert_eq!(sum(&spent), *whole, "{month}");
        let mut keyed: BTreeMap<_, SpendSum> = BTreeMap::new();
        for one in &spent {
            let (home, route) = match one.on {
                SpentOn::Placement(at) => {
                    let placement = &picture.facts.case(at).unwrap().placement;
                    (placement.home_id.clone(), placement.route)
                }
                SpentOn::Block(index) => {
                    let block = &picture.facts.market.blocks[index];
                    (block.home_id.clone(), Route::Block)
                }
            };
            let key = (home, one.category, route);
            keyed.entry(key).or_default().add(one.sum);
        }
        let of_month = picture.spend().sums.iter();
        let expected = of_month
            .filter(|(key, _)| key.month == *month)
            .map(|(key, sum)| ((key.home.clone(), key.category, key.route), *sum));
        assert_eq!(keyed, expected.collect(), "{month}");
    }
    let june = by
        .months
        .iter()
        .find(|(month, _)| *month == date("2026-06-01"));
    assert!(june.unwrap().1.gross > Pence::ZERO);
}

#[test]
fn every_group_adds_up_to_the_whole_and_to_what_it_is_narrowed_to() {
    let picture = picture(400);
    let (from, to, until) = (date("2026-04-01"), date("2027-03-01"), date("2026-06-01"));
    let by = |filter: &SpendFilter| picture.spend_by(filter, (from, to), until);
    let whole = by(&SpendFilter::default());
    let total = |sums: Vec<SpendSum>| sums.into_iter().sum::<SpendSum>();
    let months = whole.months.iter().filter(|(month, _)| *month <= until);
    assert_eq!(total(months.map(|(_, sum)| *sum).collect()), whole.total);
    assert_eq!(
        total(whole.categories.values().copied().collect()),
        whole.total
    );
    assert_eq!(
        total(whole.districts.values().copied().collect()),
        whole.total
    );
    assert_eq!(total(whole.routes.values().copied().collect()), whole.total);
    assert_eq!(
        total(whole.providers.values().copied().collect()),
        whole.total
    );
    let same = |filter: &SpendFilter, expected: SpendSum| {
        let narrowed = by(filter);
        assert_eq!(narrowed.total, expected, "{filter:?}");
        for (month, sum_of_month) in narrowed.months {
            assert_eq!(
                sum(&picture.spent_in(month, filter)),
                sum_of_month,
                "{filter:?}"
            );
        }
    };
    for (category, expected) in &whole.categories {
        let filter = SpendFilter {
            category: Some(*category),
            ..SpendFilter::default()
        };
        same(&filter, *expected);
    }
    let (district, expected) = whole.districts.iter().next_back().unwrap();
    let in_district = SpendFilter {
        district: Some(district.clone()),
        ..SpendFilter::default()
    };
    same(&in_district, *expected);
    let (provider, expected) = whole.providers.iter().next_back().unwrap();
    let of_provider = SpendFilter {
        provider: Some(provider.clone()),
        ..SpendFilter::default()
    };
    same(&of_provider, *expected);
    let (route, expected) = whole.routes.iter().next().unwrap();
    let by_route = SpendFilter {
        route: Some(*route),
        ..SpendFilter::default()
    };
    same(&by_route, *expected);
    let both = SpendFilter {
        category: Some(SpendCategory::Care(Category::Residential)),
        ..by_route
    };
    assert!(by(&both).total.gross < expected.gross);
}

#[test]
fn twelve_months_have_the_years_budget() {
    let picture = picture(50);
    let market = &picture.facts.market;
    let first = date("2026-04-01");
    for category in [None, Some(Category::Residential), Some(Category::Nursing)] {
        let months = (0..12).map(|month| first.add_months(month));
        let parts = months.map(|month| market.budget_of_month(month, category).unwrap());
        let year = first.to_string();
        let budgets = market.budgets.iter().filter(|budget| {
            budget.financial_year.first_day().to_string() == year
                && category.is_none_or(|category| category == budget.category)
        });
        let whole: Pence = budgets.map(|budget| budget.amount).sum();
        assert_eq!(parts.sum::<Pence>(), whole);
    }
    assert_eq!(market.budget_of_month(date("2020-04-01"), None), None);
    assert_eq!(market.budget_of_month(first, Some(Category::Complex)), None);
}

#[test]
fn the_frameworks_share_is_counted_on_each_day() {
    let picture = picture(400);
    let shares = picture.framework_share();
    let days: Vec<Date> = shares.iter().map(|share| share.on).collect();
    assert_eq!(days.first(), Some(&date("2024-04-30")));
    assert_eq!(days.last(), Some(&date(TODAY)));
    let last = shares.last().unwrap();
    let priced = picture
        .standings
        .iter()
        .filter(|standing| standing.lives_there && standing.category != Category::Complex);
    assert_eq!(last.placements, i64::try_from(priced.count()).unwrap());
    assert!(last.called_off <= last.in_framework_homes);
    assert!(0 < last.called_off && last.in_framework_homes <= last.placements);
    assert_eq!(shares.first().unwrap().called_off, 0);
}

#[test]
fn a_home_that_tendered_asks_its_price_and_another_what_its_residents_cost() {
    let picture = picture(400);
    let homes = picture.facts.market.homes.iter();
    let prices: Vec<_> = homes
        .filter_map(|home| picture.home_price(home.home_id.as_str(), Category::Residential))
        .collect();
    assert!(prices.iter().any(|price| price.tendered));
    assert!(prices.iter().any(|price| !price.tendered));
    assert_eq!(picture.home_price("nowhere", Category::Nursing), None);
}
