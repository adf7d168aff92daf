//! With the simplest assumptions a forecast is the published model.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

use oast_forecast::demand::Path;
use oast_forecast::published::{Case, Row, Tables, Way};
use oast_forecast::scenario::Scenario;
use oast_forecast::simulate::{Line, Outcome, Plan, run};
use oast_forecast::start::Start;
use oast_rules::facts::Category;

const DRAWS: u32 = 400;

fn scenario(option: u32) -> Scenario {
    let path = format!("../../counties/kent/scenarios/published-option-{option}.toml");
    Scenario::read(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn outcomes() -> Vec<Outcome> {
    let case = Case::kent().unwrap();
    let (start, path) = (Start::of_the_case(&case), Path::kent().unwrap());
    let plans = [1, 2].map(|option| Plan::new(&scenario(option), &start, &path).unwrap());
    run(&plans, DRAWS, 2)
}

/// The most by which means are off, in hundred-thousandths: of the totals, and of the cells.
fn off(outcomes: &[Outcome], model: &Tables) -> (i64, i64) {
    let (mut totals, mut cells) = (0, 0);
    for (way, outcome) in Way::ALL.into_iter().zip(outcomes) {
        let total = model.row(way, Row::Total);
        for (year, total) in total.iter().enumerate() {
            let off = |line, pounds: i64| {
                (outcome.year(year, line).mean / 100 - pounds).abs() * 100_000 / pounds
            };
            totals = totals.max(off(Line::All, total.unwrap()));
            for category in Category::ALL.iter().take(4) {
                let cell = model.row(way, Row::Of(*category))[year].unwrap();
                cells = cells.max(off(Line::Care(*category), cell));
            }
        }
    }
    (totals, cells)
}

#[test]
fn the_mean_meets_the_closed_form() {
    let outcomes = outcomes();
    let model = Case::kent().unwrap().model();
    let (totals, cells) = off(&outcomes, &model);
    assert!(totals <= 300, "totals are off by {totals} in 100,000");
    assert!(cells <= 300, "cells are off by {cells} in 100,000");
    // What option 2 saves is told draw by draw, and is the difference of the means.
    let saved = outcomes[1].against(3, Line::All).mean;
    let means = outcomes[1].year(3, Line::All).mean - outcomes[0].year(3, Line::All).mean;
    assert!((saved - means).abs() <= 1, "{saved}, not {means}");
}
