//! The design of bands: the document's arithmetic, and the optimum against every combination.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]
#![allow(clippy::float_arithmetic, reason = "an estimate is no money")]
#![allow(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "places among a handful"
)]

use oast_forecast::Acceptance;
use oast_forecast::bands::{District, NoOptimum, Offer, Pool, Priced, Problem, cheapest, place};
use proptest::prelude::*;

/// A home pool's numbers, small and whole.
#[derive(Debug, Clone)]
struct Numbers {
    beds: Vec<Vec<u32>>,
    need: Vec<Vec<u32>>,
    market: Vec<Vec<u32>>,
    tops: usize,
    coverage: u32,
    homes_min: u32,
}

fn problem(numbers: &Numbers) -> Problem {
    let count = numbers.need[0].len();
    let tops = |category: usize| -> Vec<f64> {
        let from = 800 + 60 * category;
        // Few points are far apart, many lie close.
        let apart = if numbers.tops > 10 { 10 } else { 50 };
        (0..numbers.tops)
            .map(|at| (from + apart * at) as f64)
            .collect()
    };
    let offers = |market: f64, category: usize| -> Vec<Offer> {
        let each = tops(category).into_iter().map(|top| Offer {
            chance: Acceptance::ASSUMED.chance(top, market),
            price: top.min(libm::floor(market / 10.0) * 10.0),
        });
        each.collect()
    };
    let districts = numbers.need.iter().enumerate().map(|(at, need)| {
        let market = |pool: usize, category: usize| {
            f64::from(numbers.market[at][pool] + 60 * category as u32)
        };
        // The first pool gives the cheaper care alone, the second gives all of it.
        let gives = |pool: usize, category: usize| pool == 1 || category < count.div_ceil(2);
        let pools = (0..2).map(|pool| Pool {
            beds: f64::from(numbers.beds[at][pool]),
            offers: (0..count)
                .map(|category| {
                    if gives(pool, category) {
                        offers(market(pool, category), category)
                    } else {
                        Vec::new()
                    }
                })
                .collect(),
        });
        District {
            name: format!("D{at}"),
            coverage: f64::from(numbers.coverage) / 100.0,
            need: need.iter().map(|need| f64::from(*need)).collect(),
            spot: (0..count)
                .map(|category| f64::midpoint(market(0, category), market(1, category)) * 1.1)
                .collect(),
            pools: pools.collect(),
        }
    });
    Problem {
        categories: (0..count)
            .map(|category| Priced {
                homes: offers(1_000.0 + 60.0 * category as f64, category)
                    .iter()
                    .map(|offer| offer.chance * 10.0)
                    .collect(),
                homes_all: 10.0,
                tops: tops(category),
                weeks: 150.0,
            })
            .collect(),
        districts: districts.collect(),
        homes_min: f64::from(numbers.homes_min) / 100.0,
        apart: 10.0,
    }
}

/// Everything of one district at chosen tops as a linear programme in rows `a·x ≤ b`, with the
/// costs of `x`: written out here once more, apart from what is tested.
fn rows(
    problem: &Problem,
    district: &District,
    choice: &[usize],
) -> (Vec<(Vec<f64>, f64)>, Vec<f64>) {
    let mut columns: Vec<(usize, usize, Offer)> = Vec::new();
    for (pool, of_pool) in district.pools.iter().enumerate() {
        for (category, offers) in of_pool.offers.iter().enumerate() {
            if let Some(offer) = offers.get(choice[category]) {
                columns.push((pool, category, *offer));
            }
        }
    }
    let row =
        |of: &dyn Fn(&(usize, usize, Offer)) -> f64| columns.iter().map(of).collect::<Vec<f64>>();
    let mut rows = Vec::new();
    for at in 0..columns.len() {
        let mut below_nothing = vec![0.0; columns.len()];
        below_nothing[at] = -1.0;
        rows.push((below_nothing, 0.0));
    }
    for (pool, of_pool) in district.pools.iter().enumerate() {
        rows.push((
            row(&|(of, _, _)| f64::from(u8::from(*of == pool))),
            of_pool.beds,
        ));
    }
    for (category, need) in district.need.iter().enumerate() {
        let supply = row(&|(_, of, offer)| if *of == category { offer.chance } else { 0.0 });
        let less = supply.iter().map(|each| -each).collect();
        rows.push((less, -district.coverage * need));
        rows.push((supply, district.coverage.max(1.0) * need));
    }
    let costs = row(&|(_, category, offer)| {
        let over_spot = offer.price - district.spot[*category];
        offer.chance * over_spot * problem.categories[*category].weeks / district.coverage.max(1.0)
    });
    (rows, costs)
}

/// The least cost over all corners: wherever as many rows hold with equality as there are columns.
fn least_of_corners(rows: &[(Vec<f64>, f64)], costs: &[f64]) -> Option<f64> {
    let mut least: Option<f64> = None;
    let mut chosen: Vec<usize> = (0..costs.len()).collect();
    loop {
        let equal: Vec<&(Vec<f64>, f64)> = chosen.iter().map(|at| &rows[*at]).collect();
        if let Some(x) = solved(&equal)
            && rows.iter().all(|(a, b)| dot(a, &x) <= b + 1e-7)
        {
            let cost = dot(costs, &x);
            least = Some(least.map_or(cost, |least| least.min(cost)));
        }
        let Some(at) = (0..chosen.len())
            .rev()
            .find(|at| chosen[*at] < rows.len() - chosen.len() + at)
        else {
            return least;
        };
        chosen[at] += 1;
        for next in at + 1..chosen.len() {
            chosen[next] = chosen[next - 1] + 1;
        }
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Gauss, with the largest pivot.
fn solved(equal: &[&(Vec<f64>, f64)]) -> Option<Vec<f64>> {
    let count = equal.len();
    let mut m: Vec<Vec<f64>> = equal
        .iter()
        .map(|(a, b)| a.iter().copied().chain([*b]).collect())
        .collect();
    for at in 0..count {
        let pivot =
            (at..count).max_by(|one, other| m[*one][at].abs().total_cmp(&m[*other][at].abs()))?;
        if m[pivot][at].abs() < 1e-9 {
            return None;
        }
        m.swap(at, pivot);
        let own = m[at].clone();
        for (other, row) in m.iter_mut().enumerate() {
            if other != at {
                let part = row[at] / own[at];
                for (cell, own) in row.iter_mut().zip(&own) {
                    *cell -= part * own;
                }
            }
        }
    }
    Some((0..count).map(|at| m[at][count] / m[at][at]).collect())
}

fn every_choice(problem: &Problem) -> Vec<Vec<usize>> {
    problem
        .categories
        .iter()
        .fold(vec![Vec::new()], |choices, category| {
            choices
                .iter()
                .flat_map(|choice| {
                    (0..category.tops.len())
                        .map(move |at| choice.iter().copied().chain([at]).collect())
                })
                .collect()
        })
}

/// The least spending over every combination of tops.
fn by_brute_force(problem: &Problem) -> Option<f64> {
    let spend = |choice: &Vec<usize>| {
        let mut sum = 0.0;
        for district in &problem.districts {
            let (rows, costs) = rows(problem, district, choice);
            let spot: f64 = (0..choice.len())
                .map(|at| district.need[at] * district.spot[at] * problem.categories[at].weeks)
                .sum();
            sum += spot + least_of_corners(&rows, &costs)?;
        }
        Some(sum)
    };
    every_choice(problem)
        .iter()
        .filter(|choice| problem.in_order(choice))
        .filter(|choice| problem.homes_bidding(choice) >= problem.homes_min)
        .filter_map(spend)
        .min_by(f64::total_cmp)
}

fn numbers(categories: usize, tops: usize) -> impl Strategy<Value = Numbers> {
    let per_district = |of: std::ops::Range<u32>, each: usize| {
        prop::collection::vec(prop::collection::vec(of, each), 2)
    };
    (
        per_district(0..90, 2),
        per_district(0..30, categories),
        per_district(850..1_150, 2),
        prop::sample::select(vec![60_u32, 80, 95, 100, 110, 130]),
        prop::sample::select(vec![0_u32, 0, 50, 70]),
    )
        .prop_map(move |(beds, need, market, coverage, homes_min)| Numbers {
            beds,
            need,
            market,
            tops,
            coverage,
            homes_min,
        })
}

fn the_optimum_is_the_best(numbers: &Numbers) -> Result<(), TestCaseError> {
    let problem = problem(numbers);
    match (cheapest(&problem), by_brute_force(&problem)) {
        (Ok(optimum), Some(least)) => {
            let found = optimum.places.spend;
            // Placed people are counted to the thousandth.
            prop_assert!(
                (found - least).abs() < 500.0,
                "found {found}, least {least}"
            );
            prop_assert!(problem.in_order(&optimum.choice));
            prop_assert!(optimum.places.enough());
        }
        (Err(NoOptimum::Short(unmet)), None) => prop_assert!(!unmet.is_empty()),
        (Err(NoOptimum::Homes { reach }), None) => prop_assert!(reach < problem.homes_min),
        (found, least) => prop_assert!(false, "found {found:?}, least {least:?}"),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn the_optimum_of_two_categories_is_that_of_every_combination(numbers in numbers(2, 7)) {
        the_optimum_is_the_best(&numbers)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_optimum_of_three_categories_is_that_of_every_combination(numbers in numbers(3, 3)) {
        the_optimum_is_the_best(&numbers)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(25))]

    // So many spinal points that ranges of them are ruled out and cut in two first.
    #[test]
    fn nothing_is_ruled_out_that_is_the_best(numbers in numbers(2, 24)) {
        the_optimum_is_the_best(&numbers)?;
    }
}

/// A pool of each kind with the same beds, whose homes ask for the same price.
fn alike(need: &[f64], beds: f64, market: f64) -> District {
    let offers: Vec<Offer> = (0..31)
        .map(|at| 700.0 + 10.0 * f64::from(at))
        .map(|top| Offer {
            chance: Acceptance::ASSUMED.chance(top, market),
            price: top.min(market),
        })
        .collect();
    let pool = Pool {
        beds,
        offers: vec![offers; need.len()],
    };
    District {
        name: "Thanet".to_owned(),
        coverage: 1.0,
        need: need.to_vec(),
        spot: vec![market * 1.1; need.len()],
        pools: vec![pool],
    }
}

fn of_districts(districts: Vec<District>) -> Problem {
    let tops: Vec<f64> = (0..31).map(|at| 700.0 + 10.0 * f64::from(at)).collect();
    let category = Priced {
        homes: vec![1.0; tops.len()],
        homes_all: 1.0,
        tops,
        weeks: 100.0,
    };
    Problem {
        categories: vec![category; districts[0].need.len()],
        districts,
        homes_min: 0.0,
        apart: 0.0,
    }
}

#[test]
fn spending_falls_with_the_upper_end_until_beds_are_missing_and_then_rises() {
    let problem = of_districts(vec![alike(&[40.0], 100.0, 1_000.0)]);
    let spend: Vec<f64> = (0..31)
        .map(|at| place(&problem, &[at]).unwrap().spend)
        .collect();
    let optimum = cheapest(&problem).unwrap();
    let turn = optimum.choice[0];
    // Two in five of a hundred beds are to be there: the first point at which they are.
    let offers = &problem.districts[0].pools[0].offers[0];
    assert!(offers[turn].chance >= 0.4 && offers[turn - 1].chance < 0.4);
    assert!(
        spend[..=turn].windows(2).all(|pair| pair[0] > pair[1]),
        "{spend:?}"
    );
    assert!(
        spend[turn..].windows(2).all(|pair| pair[0] < pair[1]),
        "{spend:?}"
    );
}

#[test]
fn a_bed_is_there_for_one_category_alone() {
    let alone = of_districts(vec![alike(&[30.0, 0.0], 100.0, 1_000.0)]);
    let both = of_districts(vec![alike(&[30.0, 30.0], 100.0, 1_000.0)]);
    let beds = |problem: &Problem| -> Vec<f64> {
        let choice = cheapest(problem).unwrap().choice;
        let offers = &problem.districts[0].pools[0].offers[0];
        choice.iter().map(|at| 30.0 / offers[*at].chance).collect()
    };
    // Beds set aside for thirty people, as many as it takes that thirty are there.
    assert!(beds(&alone)[0] > 90.0);
    let both = beds(&both);
    assert!(both.iter().sum::<f64>() <= 100.0, "{both:?}");
}

#[test]
fn what_cannot_be_met_names_the_district_and_how_far_its_beds_go() {
    let far = alike(&[10.0], 100.0, 1_000.0);
    let near = District {
        name: "Swale".to_owned(),
        ..alike(&[95.0], 100.0, 1_000.0)
    };
    let problem = of_districts(vec![far, near]);
    let Err(NoOptimum::Short(unmet)) = cheapest(&problem) else {
        panic!("ninety-five of a hundred beds are not there at nine in ten");
    };
    assert_eq!(unmet.len(), 1);
    assert_eq!((unmet[0].district, unmet[0].category), (1, 0));
    assert!((unmet[0].short - 5.0).abs() < 1e-6);
    assert!((unmet[0].reach - 90.0 / 95.0).abs() < 1e-6);
}
