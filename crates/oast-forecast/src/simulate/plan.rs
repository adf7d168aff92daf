use oast_units::{Date, FinancialYear};
use serde::Serialize;

use super::ahead::{flows, market, raised, weeks, years_of};
use super::homes::Homes;
use super::measures::{CATEGORIES, Layout};
use super::there::{
    averages, beds, blocks, complex, growth_districts, hours, new_hours, places, rises,
    self_funders, stays_of,
};
use crate::demand::Path;
use crate::published::Case;
use crate::scenario::{Scenario, ScenarioError, Starts};
use crate::start::{Kind, MONTH_DAYS, PRICED, Start};
use crate::stay::{Record, Stays};

/// The kinds of prices, and the hour of one-to-one after them.
pub(super) const KINDS: usize = Kind::ALL.len();
pub(super) const HOUR: usize = KINDS;

/// Somebody who is there, as a draw needs them.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Place {
    pub(super) category: usize,
    /// The category that whoever comes next begins in.
    pub(super) begins_in: usize,
    pub(super) district: usize,
    pub(super) kind: Kind,
    /// Months since the start, on the first day.
    pub(super) since: f64,
    /// Pounds a week on the first day.
    pub(super) weekly: f64,
}

/// Prices of new placements where nothing is known of homes.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Averages {
    pub(super) framework: [f64; PRICED],
    pub(super) others: [f64; PRICED],
    pub(super) share: f64,
}

/// A scenario on a start, ready to be drawn. It can be written as numbers, so that another program
/// may draw the same.
#[derive(Debug, Clone, Serialize)]
pub struct Plan {
    pub(super) seed: u64,
    pub(super) layout: Layout,
    /// The first day of each month.
    #[serde(skip)]
    pub(super) firsts: Vec<Date>,
    #[serde(skip)]
    pub(super) years: Vec<FinancialYear>,
    pub(super) year_of: Vec<usize>,
    /// Weeks of each month.
    pub(super) weeks: Vec<f64>,
    /// How much dearer each kind is in each month than on the first day, and the hour of one-to-one
    /// after them.
    pub(super) raised: [Vec<f64>; KINDS + 1],
    /// How much dearer the market is in each month.
    pub(super) market: Vec<f64>,
    pub(super) places: Vec<Place>,
    pub(super) districts: usize,
    pub(super) records: [Record; CATEGORIES],
    #[serde(skip)]
    pub(super) stays: Option<[Stays; CATEGORIES]>,
    pub(super) leaving: f64,
    pub(super) open_rates: bool,
    /// How often somebody comes to need the next dearer category, a month.
    pub(super) rises: [f64; CATEGORIES],
    /// The part of those who leave who are followed by somebody, by month.
    pub(super) replaced: [Vec<f64>; CATEGORIES],
    pub(super) gap: f64,
    /// How many come beyond those, by month.
    pub(super) growth: [Vec<f64>; CATEGORIES],
    /// Where they come, as parts of all summed up.
    pub(super) growth_districts: [Vec<f64>; CATEGORIES],
    pub(super) homes: Homes,
    pub(super) averages: Option<Averages>,
    /// What complex care costs: its mean, and the scatter of its logarithm.
    pub(super) complex: (f64, f64),
    /// By month, in pounds.
    pub(super) blocks: Vec<f64>,
    /// When packages end, in months, and what they cost a week.
    pub(super) hours: Vec<(f64, f64)>,
    /// How many packages begin a month, how long they last and what they cost a week.
    pub(super) new_hours: (f64, f64, f64),
    /// When somebody's money runs out, where, and whether in a home that nurses.
    pub(super) self_funders: Vec<(f64, usize, usize)>,
    /// Beds by district, those without and those with nursing; none where nothing is known.
    pub(super) beds: Vec<[f64; 2]>,
    pub(super) beds_growth: f64,
    pub(super) elsewhere: f64,
}

impl Plan {
    /// Puts a scenario on what is there.
    ///
    /// # Errors
    /// When the scenario's numbers cannot be, or there is nothing to start from.
    pub fn new(scenario: &Scenario, start: &Start, path: &Path) -> Result<Self, ScenarioError> {
        scenario.check()?;
        if start.placements.is_empty() {
            return Err(ScenarioError::new(
                "there are no placements on the day to start from",
            ));
        }
        let case = match scenario.starts {
            Starts::Placements => None,
            Starts::BusinessCase => {
                Some(Case::kent().map_err(|error| ScenarioError::new(error.to_string()))?)
            }
        };
        Ok(Self::of(scenario, start, path, case.as_ref()))
    }

    fn of(scenario: &Scenario, start: &Start, path: &Path, case: Option<&Case>) -> Self {
        let from = start.from();
        let count = scenario.months as usize;
        let firsts: Vec<Date> = (0..=scenario.months)
            .map(|month| from.add_months(i32::try_from(month).unwrap_or_default()))
            .collect();
        let mut years: Vec<_> = firsts[..count]
            .iter()
            .copied()
            .map(FinancialYear::of)
            .collect();
        let year_of = years_of(&years);
        years.dedup();
        let raised = raised(scenario, start, &firsts[..count]);
        let market = market(scenario, &raised[Kind::Spot as usize]);
        let places = places(start, from);
        let (growth, replaced) = flows(scenario, start, path, &firsts);
        Self {
            seed: scenario.seed,
            layout: Layout {
                months: count,
                years: years.len(),
            },
            weeks: weeks(&firsts, case.is_some()),
            market,
            districts: start.districts.len().max(1),
            records: start.history.stays,
            stays: case.map(stays_of),
            leaving: scenario.stays.leaving,
            open_rates: scenario.stays.open,
            rises: rises(scenario, start),
            replaced,
            gap: scenario.entries.gap_days / MONTH_DAYS,
            growth_districts: growth_districts(start),
            growth,
            homes: Homes::new(start, scenario, f64::from(scenario.months)),
            averages: averages(scenario, start, case),
            complex: complex(scenario, &places),
            blocks: blocks(start, &firsts),
            hours: hours(start, from),
            new_hours: new_hours(scenario, start),
            self_funders: self_funders(scenario, start, from),
            beds: beds(start),
            beds_growth: scenario.capacity.growth / 100.0,
            elsewhere: scenario.capacity.elsewhere / 100.0,
            places,
            raised,
            firsts,
            years,
            year_of,
        }
    }

    /// The first day of each month that is forecast.
    pub fn months(&self) -> &[Date] {
        self.firsts.get(..self.layout.months).unwrap_or_default()
    }

    /// The financial years that they lie in, which may be more or less than whole.
    pub fn years(&self) -> &[FinancialYear] {
        &self.years
    }

    /// How many months of a year are forecast.
    pub fn months_of(&self, year: usize) -> usize {
        self.year_of.iter().filter(|own| **own == year).count()
    }
}
