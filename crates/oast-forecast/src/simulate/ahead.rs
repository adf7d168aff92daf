//! What is ahead: months, prices that rise, and how many come.

use oast_rules::facts::Category;
use oast_units::{Date, FinancialYear, Percent};

use super::measures::CATEGORIES;
use super::plan::KINDS;
use super::there::per;
use crate::demand::Path;
use crate::published::YEAR_WEEKS;
use crate::scenario::Scenario;
use crate::start::{Start, months};

pub(super) fn years_of(months: &[FinancialYear]) -> Vec<usize> {
    let mut number = 0;
    let mut before = months.first();
    let of = |year| {
        if before != Some(year) {
            number += 1;
            before = Some(year);
        }
        number
    };
    months.iter().map(of).collect()
}

pub(super) fn weeks(firsts: &[Date], equal: bool) -> Vec<f64> {
    let own = |pair: &[Date]| f64::from(pair[1].day_number() - pair[0].day_number()) / 7.0;
    let weeks = firsts.windows(2).map(own);
    if equal {
        return weeks.map(|_| YEAR_WEEKS / 12.0).collect();
    }
    weeks.collect()
}

/// How much dearer each kind is in each month: by what was decided, and where nothing was, by what
/// the scenario says of that 1 April.
pub(super) fn raised(scenario: &Scenario, start: &Start, months: &[Date]) -> [Vec<f64>; KINDS + 1] {
    let lists = &scenario.uplifts;
    let said = [
        &lists.legacy,
        &lists.framework,
        &lists.spot,
        &lists.complex,
        &Vec::new(),
        &lists.one_to_one,
    ];
    std::array::from_fn(|kind| {
        let (mut index, mut aprils, mut day) = (1.0, 0, start.day);
        let mut of_month = Vec::with_capacity(months.len());
        for month in months {
            let decided = start
                .decided
                .iter()
                .filter(|(on, of, _)| *on > day && *on <= *month && (*of as usize) == kind);
            let by_decision: Vec<f64> = decided.map(|(_, _, by)| part(*by)).collect();
            let april = FinancialYear::of(*month).first_day();
            let passed = april > day && april <= *month;
            if by_decision.is_empty() && passed {
                let list = said[kind];
                let percent = list.get(aprils).or(list.last()).copied().unwrap_or(0.0);
                index *= 1.0 + percent / 100.0;
            }
            aprils += usize::from(passed);
            index *= by_decision.iter().map(|by| 1.0 + by).product::<f64>();
            of_month.push(index);
            day = *month;
        }
        of_month
    })
}

fn part(percent: Percent) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a percentage in billionths is far below what a double holds exactly"
    )]
    let billionths = percent.billionths() as f64;
    billionths / 1e11
}

pub(super) fn market(scenario: &Scenario, spot: &[f64]) -> Vec<f64> {
    let yearly = 1.0 + scenario.prices.market_growth / 100.0;
    let own = (0_u32..).zip(spot);
    own.map(|(month, raised)| raised * libm::pow(yearly, f64::from(month) / 12.0))
        .collect()
}

type ByMonth = [Vec<f64>; CATEGORIES];

/// How many come beyond those who follow others, and how many of those who leave are followed.
pub(super) fn flows(
    scenario: &Scenario,
    start: &Start,
    path: &Path,
    firsts: &[Date],
) -> (ByMonth, ByMonth) {
    let entries = &scenario.entries;
    let people: [f64; CATEGORIES] = std::array::from_fn(|category| {
        let own = start.placements.iter();
        own.map(|there| f64::from(u8::from(there.began_in as usize == category)))
            .sum()
    });
    let count = firsts.len() - 1;
    let first = firsts.first().copied().unwrap_or(start.day);
    let replaced = entries.replaced / 100.0;
    let mut growth: ByMonth = std::array::from_fn(|_| vec![0.0; count]);
    let mut follows: ByMonth = std::array::from_fn(|_| vec![replaced; count]);
    for (index, category) in Category::ALL.iter().copied().enumerate() {
        let size = |day: Date| {
            if entries.path {
                return path.grown(category, first, day);
            }
            let percent = if Path::nurses(category) {
                entries.nursing_growth
            } else {
                entries.residential_growth
            };
            libm::pow(1.0 + percent / 100.0, months(first, day) / 12.0)
        };
        let leave = leaving(start, index) * scenario.stays.leaving * people[index];
        for (month, pair) in firsts.windows(2).enumerate() {
            let more = people[index] * (size(pair[1]) - size(pair[0]));
            if more >= 0.0 {
                growth[index][month] = more;
            } else if leave > 0.0 {
                follows[index][month] = (replaced + more / leave).max(0.0);
            }
        }
    }
    (growth, follows)
}

/// How many of those who are there leave in a month, by the record.
fn leaving(start: &Start, category: usize) -> f64 {
    let months = start.history.months_in(category);
    let left: f64 = start.history.stays[category].left.iter().sum();
    per(left, months)
}
