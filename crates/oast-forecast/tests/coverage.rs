//! Ranges hold what they say they hold: worlds are made with known rates and prices, a forecast
//! sees what was recorded of them up to a day, and its ranges are held against what came next.
//!
//! The world is made day by day, one person after the other, by code that shares nothing with the
//! forecast.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod world;

use oast_forecast::demand::Path;
use oast_forecast::scenario::Scenario;
use oast_forecast::score::{Said, Verdict, score};
use oast_forecast::simulate::{Line, Outcome, Plan, Range, run};
use oast_rules::facts::Category;

use world::{MONTHS, World};

const WORLDS: u64 = 300;
const DRAWS: u32 = 200;

fn scenario() -> Scenario {
    let mut scenario = Scenario {
        months: MONTHS,
        ..Scenario::default()
    };
    for (key, value) in [
        ("entries.residential_growth", "3"),
        ("entries.nursing_growth", "3"),
        ("framework.homes_asked", "1"),
        ("prices.premium", "0"),
        ("prices.scatter", "6"),
        ("uplifts.all", "2.8"),
    ] {
        scenario.change(key, value).unwrap();
    }
    scenario
}

fn forecast(world: &World, seed: u64, leaving: f64) -> Outcome {
    let mut scenario = scenario();
    scenario.seed = seed;
    scenario.stays.leaving = leaving;
    let plan = Plan::new(&scenario, &world.start(), &Path::kent().unwrap()).unwrap();
    run(&[plan], DRAWS, 1).remove(0)
}

const LINES: [Line; 4] = [
    Line::Care(Category::Residential),
    Line::Care(Category::ResidentialHigh),
    Line::Care(Category::Nursing),
    Line::All,
];

/// How many of all ranges hold, by line: of both years.
fn held(worlds: std::ops::Range<u64>) -> [u32; LINES.len()] {
    let mut held = [0; LINES.len()];
    for seed in worlds {
        let world = World::new(seed);
        let outcome = forecast(&world, seed, 1.0);
        for (line, held) in LINES.into_iter().zip(&mut held) {
            for year in 0..2 {
                let range = outcome.year(year, line);
                let actual = world.year(year, line).get();
                *held += u32::from((range.low..=range.high).contains(&actual));
            }
        }
    }
    held
}

#[test]
fn eight_in_ten_ranges_hold_the_truth() {
    let parts = std::thread::scope(|scope| {
        let halves = [0..WORLDS / 2, WORLDS / 2..WORLDS];
        let workers = halves.map(|worlds| scope.spawn(|| held(worlds)));
        workers.map(|worker| worker.join().unwrap())
    });
    let by_line: Vec<u32> = (0..LINES.len())
        .map(|line| parts.iter().map(|part| part[line]).sum())
        .collect();
    // Of a thousand.
    let each: Vec<u32> = by_line.iter().map(|held| held * 1_000 / 600).collect();
    let all = each.iter().sum::<u32>() / 4;
    assert!((770..=830).contains(&all), "{all} in 1,000 hold: {each:?}");
    // Both years of a world go together: a line alone is known half as well as all four.
    assert!(
        each.iter().all(|held| (740..=860).contains(held)),
        "{each:?}"
    );
}

#[test]
fn a_wrong_rate_of_leaving_is_found_out() {
    let world = World::new(1_000);
    let verdicts = |leaving| {
        let outcome = forecast(&world, 1, leaving);
        let said = |range: fn(&Outcome, usize) -> Range, actual: fn(&World, usize) -> i64| {
            let months = outcome.months.iter().enumerate().take(12);
            let said = months.map(|(index, month)| {
                let range = range(&outcome, index);
                Said {
                    month: *month,
                    mean: range.mean,
                    low: range.low,
                    high: range.high,
                    actual: actual(&world, index),
                }
            });
            score(&said.collect::<Vec<_>>()).verdict
        };
        let spent = said(
            |outcome, month| outcome.month(month, Line::All),
            |world, month| world.month(month, Line::All).get(),
        );
        let begun = said(Outcome::begun, World::begun);
        (spent, begun)
    };
    assert_eq!(verdicts(1.0), (Verdict::Holds, Verdict::Holds));
    // What is spent hardly tells, as most of what is there costs what new placements do.
    assert_eq!(verdicts(0.5).1, Verdict::TooLow);
    assert_eq!(verdicts(2.0).1, Verdict::TooHigh);
}
