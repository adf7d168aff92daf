use std::sync::Arc;

use oast_forecast::scenario::{Scenario, examples};
use oast_forecast::simulate::Outcome;
use oast_office::benefit::Tracked;
use oast_office::budget::YearBudget;
use oast_office::outlook;
use oast_office::picture::{MonthBridge, Picture};
use oast_units::{Date, FinancialYear};

use super::super::asked::ScenarioAsked;
use super::super::{Drawn, told};
use crate::answer::Fault;
use crate::pages::outlook::benefits::estimate;

/// The scenarios that every other is told against, by what links call them.
const AGAINST: [&str; 2] = ["as-things-are", "no-framework"];

/// Everything that a pack is made of.
pub(super) struct Gathered {
    /// The scenario, and what was changed of it.
    pub(super) asked: ScenarioAsked,
    /// What was drawn of it.
    pub(super) drawn: Drawn,
    /// Other scenarios by name, told against the one that is shown, with the same luck.
    pub(super) others: Vec<(String, Outcome)>,
    /// The budget of the day's year, as it stands.
    pub(super) budget: YearBudget,
    /// What moved to the last month that is over.
    pub(super) bridge: Option<Arc<MonthBridge>>,
    /// What the council means to gain.
    pub(super) benefits: Vec<Tracked>,
    /// The day.
    pub(super) on: Date,
    /// The audit entry up to which the facts were known.
    pub(super) known_seq: i64,
    /// Whose pack it is.
    pub(super) council: String,
}

impl Gathered {
    /// Draws what is asked for so many times on what a picture has, and takes the rest from it.
    ///
    /// # Errors
    /// When a scenario cannot be drawn, or spending is not worked out for the year.
    pub(super) fn of(
        picture: &Picture,
        asked: ScenarioAsked,
        draws: u32,
        council: &str,
    ) -> Result<Self, Fault> {
        let draw = |scenarios: &[Scenario]| {
            let outcomes = outlook::draw(picture, scenarios, draws);
            outcomes.map_err(|error| Fault::Refused(error.to_string()))
        };
        let (outcomes, others) = drawn(&asked, &draw)?;
        let budget = |year| outlook::budget(picture, year);
        let year = FinancialYear::of(picture.day);
        Ok(Self {
            drawn: told(&asked, outcomes, &budget),
            others,
            budget: picture.year_budget(year, None)?,
            bridge: picture
                .last_month_over()
                .and_then(|month| picture.bridge_to(month)),
            benefits: picture.benefits(&estimate),
            on: picture.day,
            known_seq: picture.known_seq(),
            council: council.to_owned(),
            asked,
        })
    }
}

/// Draws scenarios together.
type DrawAll<'d> = &'d dyn Fn(&[Scenario]) -> Result<Vec<Outcome>, Fault>;
/// What was drawn of the scenario, and of the others.
type DrawnOf = (Vec<Outcome>, Vec<(String, Outcome)>);

/// Draws the scenario with its changes, and the others against it. What was changed is told against
/// the scenario as it is kept, so the others are drawn by themselves where something was.
pub(super) fn drawn(asked: &ScenarioAsked, draw: DrawAll<'_>) -> Result<DrawnOf, Fault> {
    let others = others(asked.changed())?;
    let mut together = vec![asked.changed().clone()];
    together.extend(others.iter().cloned());
    let mut outcomes = draw(&together)?;
    let told = outcomes.split_off(1.min(outcomes.len()));
    let names = others.into_iter().map(|scenario| scenario.name);
    let told = names.zip(told).collect();
    if asked.is_changed() {
        outcomes = draw(&asked.scenarios())?;
    }
    Ok((outcomes, told))
}

/// The scenarios that one is told against: from the same start, over the same months and with the
/// same luck. A scenario is not told against itself.
fn others(shown: &Scenario) -> Result<Vec<Scenario>, Fault> {
    let examples = examples().map_err(|error| Fault::Broken(error.to_string()))?;
    let others = examples
        .into_iter()
        .filter(|example| AGAINST.contains(&example.code));
    let same_ground = others.map(|example| Scenario {
        starts: shown.starts,
        months: shown.months,
        seed: shown.seed,
        ..example.scenario
    });
    let differs = |other: &Scenario| {
        let named = Scenario {
            name: shown.name.clone(),
            about: shown.about.clone(),
            ..other.clone()
        };
        named != *shown
    };
    Ok(same_ground.filter(differs).collect())
}
