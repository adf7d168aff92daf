use oast_forecast::demand::Path;
use oast_forecast::scenario::{MONTHS_MAX, Scenario, ScenarioError};
use oast_forecast::simulate::{Line, Plan, Range, run};
use oast_rules::facts::Category;
use oast_units::{Date, FinancialYear};

use super::drawn::draw;
use crate::budget::Expected;
use crate::picture::Picture;
use crate::reorganisation::Split;

/// Draws of what is left of a year, and of what an authority may cost.
const DRAWS: u32 = 200;

/// What the rest of the financial year may cost, month by month and category by category, where
/// things go on as they are: the mean of some draws.
///
/// # Errors
/// When there is nothing to start from.
pub fn expected(picture: &Picture) -> Result<Expected, ScenarioError> {
    let first = picture.start().from();
    let last = FinancialYear::of(picture.day).last_day();
    let months = months_between(first, last);
    if months == 0 {
        return Ok(Expected::default());
    }
    let scenario = Scenario {
        months,
        ..Scenario::default()
    };
    let outcomes = draw(picture, &[scenario], DRAWS)?;
    let mut expected = Expected {
        source: format!("the mean of {DRAWS} draws of the forecast"),
        ..Expected::default()
    };
    for outcome in &outcomes {
        for (index, month) in outcome.months.iter().enumerate() {
            for category in Category::ALL {
                let range = outcome.month(index, Line::Care(*category));
                expected
                    .gross
                    .insert((*month, *category), range.mean_pence());
            }
        }
    }
    Ok(expected)
}

/// What each authority that a split makes may cost in its first financial year: care in its
/// districts, without block contracts and one-to-one hours. The county comes last.
///
/// # Errors
/// When there is nothing to start from, or the year is too far off.
pub fn first_year(
    picture: &Picture,
    split: &Split,
    vesting_on: Date,
) -> Result<Vec<(String, Range)>, ScenarioError> {
    let year = FinancialYear::of(vesting_on);
    let scenario = Scenario {
        months: months_between(picture.start().from(), year.last_day()),
        ..Scenario::default()
    };
    let path = Path::kent().map_err(|error| ScenarioError::new(error.to_string()))?;
    let mut names: Vec<(String, Vec<&str>)> = Vec::new();
    for authority in &split.authorities {
        let districts = authority.districts.iter().map(String::as_str).collect();
        names.push((authority.name.clone(), districts));
    }
    let every = names.iter().flat_map(|(_, districts)| districts.clone());
    names.push(("The county".to_owned(), every.collect()));
    let plan = |(_, districts): &(String, Vec<&str>)| {
        Plan::new(&scenario, &picture.start().within(districts), &path)
    };
    let plans = names.iter().map(plan).collect::<Result<Vec<_>, _>>()?;
    let outcomes = run(&plans, DRAWS, super::drawn::processors());
    let told = names
        .into_iter()
        .zip(&outcomes)
        .filter_map(|((name, _), outcome)| {
            let index = outcome.years.iter().position(|own| *own == year)?;
            Some((name, outcome.year(index, Line::All)))
        });
    Ok(told.collect())
}

/// How many months begin from a day, the first of one, to another: at most as many as a forecast
/// can have.
fn months_between(first: Date, last: Date) -> u32 {
    let begins = |month: &u32| {
        let month = i32::try_from(*month).unwrap_or(i32::MAX);
        first.add_months(month) <= last
    };
    (0..MONTHS_MAX)
        .find(|month| !begins(month))
        .unwrap_or(MONTHS_MAX)
}
