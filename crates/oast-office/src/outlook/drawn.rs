use oast_forecast::demand::Path;
use oast_forecast::districts::{DistrictDrawn, by_district};
use oast_forecast::published::Case;
use oast_forecast::scenario::{Scenario, ScenarioError, Starts};
use oast_forecast::simulate::{Outcome, Plan, run};
use oast_forecast::start::Start;
use oast_units::{FinancialYear, Pence};

use crate::picture::Picture;

/// Draws scenarios on what a picture has, each draw of all of them with the same luck.
///
/// # Errors
/// When a scenario's numbers cannot be, or nobody is there to start from.
pub fn draw(
    picture: &Picture,
    scenarios: &[Scenario],
    draws: u32,
) -> Result<Vec<Outcome>, ScenarioError> {
    let path = Path::kent().map_err(|error| ScenarioError::new(error.to_string()))?;
    let plan = |scenario: &Scenario| match scenario.starts {
        Starts::Placements => Plan::new(scenario, picture.start(), &path),
        Starts::BusinessCase => {
            let case = Case::kent().map_err(|error| ScenarioError::new(error.to_string()))?;
            Plan::new(scenario, &Start::of_the_case(&case), &path)
        }
    };
    let plans = scenarios.iter().map(plan).collect::<Result<Vec<_>, _>>()?;
    Ok(run(&plans, draws, processors()))
}

/// Draws what care costs in each district, each by itself, on what a picture has.
///
/// # Errors
/// When the scenario's numbers cannot be, starts from no placements, or nobody is there.
pub fn draw_districts(
    picture: &Picture,
    scenario: &Scenario,
    draws: u32,
) -> Result<Vec<DistrictDrawn>, ScenarioError> {
    if scenario.starts == Starts::BusinessCase {
        return Err(ScenarioError::new(format!(
            "“{}” starts from the averages of the published business case, which are of no district; choose one that starts from the placements that are there",
            scenario.name
        )));
    }
    let path = Path::kent().map_err(|error| ScenarioError::new(error.to_string()))?;
    by_district(scenario, picture.start(), &path, (draws, processors()))
}

/// How many processors there are.
pub(super) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// The budget of a year for all categories that have one, as recorded. None where there is none.
pub fn budget(picture: &Picture, year: FinancialYear) -> Option<Pence> {
    let budgets = picture.facts.market.budgets.iter();
    let own = budgets.filter(|budget| budget.financial_year == year);
    own.map(|budget| budget.amount)
        .reduce(|sum, each| sum + each)
}

/// What a year's budget is a week.
pub fn a_week(of_year: Pence) -> Pence {
    /// Days of a week, and of a year.
    const DAYS: (i64, i64) = (7, 365);
    Pence::new(of_year.get() * DAYS.0 / DAYS.1)
}
