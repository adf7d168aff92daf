//! Option against option: what one scenario costs more than another, and by what.

mod figures;
mod tables;

use axum::response::Response;
use oast_forecast::demand::Path;
use oast_forecast::options::{Options, Way};
use oast_forecast::published::Case;
use oast_forecast::scenario::{Scenario, ScenarioError};
use oast_forecast::simulate::{Line, Plan, run};
use oast_forecast::start::Start;
use oast_office::outlook::draw;
use serde::Serialize;

use super::forecast::{Choice, choices, saved};
use super::lines::Draw;
use crate::answer::Fault;
use crate::desk::Desk;
use crate::link::{To, with_query};
use crate::list::{Asked, Filter, List, Table};
use crate::page::Page;
use crate::pages::parts::{Figure, Four};

/// Draws of each scenario on the way from the first to the second.
const DRAWS: u32 = 200;
/// What the first is set against, unless something else is asked for.
const AGAINST: &str = "no-framework";

/// The page.
#[derive(Debug, Serialize)]
pub struct OptionsPage {
    filters: Vec<Filter>,
    /// Why these two are not compared, in words.
    refused: Option<String>,
    compared: Option<Compared>,
    /// Where the numbers of each can be changed.
    change: Vec<(String, String)>,
}

/// What came of the two.
#[derive(Debug, Serialize)]
struct Compared {
    says: Vec<String>,
    four: Vec<Four>,
    bridge: Figure,
    order: String,
    fans: Figure,
    years: Table,
    lines: Table,
    each: Table,
    differs: Table,
    rests_on: String,
}

/// Two scenarios that were chosen, with what came of them.
struct Chosen<'c> {
    first: &'c Choice,
    second: &'c Choice,
    way: Way,
    options: Options,
}

impl Chosen<'_> {
    /// What both are called, the first one first.
    fn names(&self) -> [&str; 2] {
        [&self.first.name, &self.second.name]
    }
}

impl Page for OptionsPage {
    const TEMPLATE: &'static str = "pages/outlook/options.html";
    const HELP: Option<&'static str> = Some("options");

    fn title(&self) -> String {
        "Option against option".to_owned()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/forecast/options",
            query: &[],
        };
        let draw = |list: List<'static, tables::Row>| Ok(list.table(asked).in_order());
        let page = |codes: [&'static str; 2]| {
            let choices = choices(&[]).ok()?;
            let pair = chosen(&choices, codes.map(Some))?;
            Self::of(&choices, pair, &sample_of, &draw).ok()
        };
        [
            ["published-option-1", "published-option-2"],
            ["published-option-1", "published-option-1"],
            ["as-things-are", "published-option-2"],
        ]
        .into_iter()
        .filter_map(page)
        .collect()
    }
}

/// What a page of samples shows: the averages of the business case, drawn a few times.
fn sample_of(way: &Way) -> Result<Option<Options>, ScenarioError> {
    let broken = |says: String| ScenarioError::new(says);
    let case = Case::kent().map_err(|error| broken(error.to_string()))?;
    let path = Path::kent().map_err(|error| broken(error.to_string()))?;
    let start = Start::of_the_case(&case);
    let plan = |scenario: &Scenario| Plan::new(scenario, &start, &path);
    let plans = way.scenarios.iter().map(plan);
    let plans: Vec<Plan> = plans.collect::<Result<_, _>>()?;
    Ok(Options::new(way, run(&plans, 3, 1)))
}

/// The two scenarios that are asked for. Where the second alone is, the first is one that starts
/// as it does.
fn chosen<'c>(choices: &'c [Choice], codes: [Option<&str>; 2]) -> Option<[&'c Choice; 2]> {
    let named = |code: &str| choices.iter().find(|choice| choice.code == code);
    let [first, second] = codes.map(|code| code.and_then(named));
    let second = second.or_else(|| named(AGAINST))?;
    let alike = |choice: &&Choice| {
        choice.scenario.starts == second.scenario.starts && choice.code != second.code
    };
    let first = first
        .or_else(|| choices.iter().find(alike))
        .or(choices.first())?;
    Some([first, second])
}

impl OptionsPage {
    fn of(
        choices: &[Choice],
        [first, second]: [&Choice; 2],
        drawn: &dyn Fn(&Way) -> Result<Option<Options>, ScenarioError>,
        draw: Draw<'_>,
    ) -> Result<Self, Fault> {
        let told =
            Way::new(&first.scenario, &second.scenario).and_then(|way| Ok((drawn(&way)?, way)));
        let (compared, refused) = match told {
            Ok((Some(options), way)) => {
                let chosen = Chosen {
                    first,
                    second,
                    way,
                    options,
                };
                (Some(Compared::of(&chosen, draw)?), None)
            }
            Ok((None, _)) => return Err(Fault::Broken("nothing was drawn".to_owned())),
            Err(error) => (None, Some(error.to_string())),
        };
        let filter = |name, label, code: &str| {
            let each = choices.iter();
            let each = each.map(|choice| (choice.code.as_str(), choice.name.as_str()));
            Filter::one_of(name, label, code, each)
        };
        let change = [first, second].map(|choice| {
            let to = with_query(&To::Forecast, [("of", choice.code.as_str())]);
            (to, choice.name.clone())
        });
        Ok(Self {
            filters: vec![
                filter("first", "First", &first.code),
                filter("second", "Second", &second.code),
            ],
            refused,
            compared,
            change: change.into(),
        })
    }
}

impl Compared {
    fn of(chosen: &Chosen<'_>, draw: Draw<'_>) -> Result<Self, Fault> {
        Ok(Self {
            says: figures::says(chosen),
            four: figures::four(chosen),
            bridge: figures::bridge(chosen, draw)?,
            order: order(&chosen.way),
            fans: figures::fans(chosen, draw)?,
            years: draw(tables::years(chosen))?,
            lines: draw(tables::whole(chosen))?,
            each: draw(tables::each(chosen))?,
            differs: draw(tables::differs(chosen))?,
            rests_on: rests_on(chosen),
        })
    }
}

/// In which order the steps are taken, and that it matters.
fn order(way: &Way) -> String {
    let steps: Vec<String> = way
        .parts
        .iter()
        .map(|part| part.words.to_lowercase())
        .collect();
    match steps.as_slice() {
        [] => "Nothing differs, so there is no step from one to the other.".to_owned(),
        [one] => format!("They differ in one thing, {one}, which is the whole difference."),
        _ => format!(
            "The steps are taken in the order of a scenario’s file: {}. The order matters: a step is what it costs once those before it are taken, and in another order the same whole is shared out otherwise.",
            oast_forecast::listed(&steps)
        ),
    }
}

fn rests_on(chosen: &Chosen<'_>) -> String {
    let draws = chosen.options.second().draws;
    let [first, second] = [chosen.first, chosen.second].map(|choice| &choice.scenario);
    let mut says = format!(
        "{draws} draws of each step, every one with the luck that it has in the first, so that a difference is the options’ and not the dice’s. Amounts are means in whole pounds; the ranges are of the differences draw by draw."
    );
    if first.months != second.months {
        says.push_str(
            " One looks further ahead than the other: only the months that both have are compared.",
        );
    }
    says
}

/// Shows two scenarios against each other.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let choices = choices(&saved(desk)?)?;
    let codes = ["first", "second"].map(|name| desk.query(name));
    let pair = chosen(&choices, codes)
        .ok_or_else(|| Fault::Broken("there is no scenario to choose".to_owned()))?;
    let picture = desk.picture()?;
    let drawn = |way: &Way| {
        let outcomes = draw(&picture, &way.scenarios, DRAWS)?;
        Ok(Options::new(way, outcomes))
    };
    let page = OptionsPage::of(&choices, pair, &drawn, &|list| {
        desk.table(list).map(Table::in_order)
    })?;
    desk.page(&page)
}

/// What the answer is about: all that is spent.
const HEADLINE: Line = Line::All;

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(asked: [Option<&str>; 2]) -> [String; 2] {
        let choices = choices(&[]).unwrap();
        chosen(&choices, asked).unwrap().map(|one| one.code.clone())
    }

    #[test]
    fn whatever_is_not_asked_for_is_set_against_what_starts_alike() {
        assert_eq!(codes([None, None]), ["as-things-are", "no-framework"]);
        assert_eq!(
            codes([None, Some("published-option-2")]),
            ["published-option-1", "published-option-2"]
        );
        assert_eq!(
            codes([None, Some("as-things-are")]),
            ["no-framework", "as-things-are"]
        );
        assert_eq!(
            codes([Some("no-growth"), Some("nonsense")]),
            ["no-growth", "no-framework"]
        );
    }
}
