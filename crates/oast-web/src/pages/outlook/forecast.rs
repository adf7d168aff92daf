//! The forecast: what the years ahead may cost, beside what is assumed of them.

mod asked;
mod figures;
mod tables;

use axum::response::Response;
use oast_forecast::scenario::{Scenario, examples};
use oast_forecast::simulate::{Line, Outcome, Plan, UNKNOWN, run};
use oast_forecast::start::Start;
use oast_office::outlook::draw;
use oast_units::{Date, FinancialYear, Pence};
use serde::Serialize;

use self::asked::{Group, ScenarioAsked};
use crate::answer::Fault;
use crate::desk::Desk;
use crate::list::{Asked, Filter, List, Table};
use crate::page::Page;
use crate::pages::parts::{Figure, Four};

/// Draws of a page: enough for ranges that hardly move, and drawn while somebody looks.
const DRAWS: u32 = 200;

/// The page.
#[derive(Debug, Serialize)]
pub struct Forecast {
    scenario: Filter,
    about: String,
    groups: Vec<Group>,
    wrong: Vec<String>,
    is_changed: bool,
    four: Vec<Four>,
    fan: Figure,
    years: Table,
    lines: Table,
    effects: Option<Table>,
    multiples: Vec<Figure>,
    unknown: Vec<Unknown>,
    rests_on: String,
}

/// Something that a forecast cannot know.
#[derive(Debug, Serialize)]
struct Unknown {
    about: &'static str,
    says: &'static str,
}

/// What was drawn, with what it is told against.
pub(super) struct Drawn {
    /// The scenario as it is kept, first, then as it was changed.
    outcomes: Vec<Outcome>,
    /// What each change does by itself.
    alone: Vec<(String, Outcome)>,
    /// The budget of each year, where there is one.
    budgets: Vec<Option<Pence>>,
}

impl Drawn {
    /// The scenario that the page shows.
    fn shown(&self) -> Option<&Outcome> {
        self.outcomes.last()
    }
}

/// Draws a list as a table, or answers with its file.
type Draw<'d> = &'d dyn Fn(List<'static, tables::Row>) -> Result<Table, Fault>;

impl Page for Forecast {
    const TEMPLATE: &'static str = "pages/outlook/forecast.html";
    const HELP: Option<&'static str> = Some("forecast");

    fn title(&self) -> String {
        "Forecast".to_owned()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/forecast",
            query: &[],
        };
        let draw = |list: List<'static, tables::Row>| Ok(list.table(asked).in_order());
        let page = |query: &[(&str, &str)]| {
            let scenario = sampled(query);
            let drawn = sample_of(&scenario).ok()?;
            Self::of(&scenario, &drawn, Date::of(2026, 4, 1), &draw).ok()
        };
        let changed = [("of", "published-option-2"), ("uplifts.all", "4")];
        let wrong = [("stays.leaving", "many")];
        [&changed[..1], &changed, &wrong]
            .into_iter()
            .filter_map(page)
            .collect()
    }
}

fn sampled(query: &[(&str, &str)]) -> ScenarioAsked {
    let own = |pair: &(&str, &str)| (pair.0.to_owned(), pair.1.to_owned());
    let mut query: Vec<_> = query.iter().map(own).collect();
    if query.iter().all(|(name, _)| name != "of") {
        query.push(("of".to_owned(), "published-option-1".to_owned()));
    }
    ScenarioAsked::of(&examples().unwrap_or_default(), &query)
}

/// What a page of samples shows: the averages of the business case, drawn a few times.
fn sample_of(asked: &ScenarioAsked) -> Result<Drawn, Fault> {
    let broken = |says: String| Fault::Broken(says);
    let case = oast_forecast::published::Case::kent().map_err(|e| broken(e.to_string()))?;
    let path = oast_forecast::demand::Path::kent().map_err(|e| broken(e.to_string()))?;
    let start = Start::of_the_case(&case);
    let plan = |scenario: &Scenario| Plan::new(scenario, &start, &path);
    let plans = asked.scenarios().iter().map(plan).collect::<Result<_, _>>();
    let plans: Vec<Plan> = plans.map_err(|error| broken(error.to_string()))?;
    let budget = FinancialYear::of(Date::of(2026, 4, 1));
    Ok(told(asked, run(&plans, 3, 1), &|year| {
        (year == budget).then_some(Pence::pounds(215_789_912))
    }))
}

fn told(
    asked: &ScenarioAsked,
    mut outcomes: Vec<Outcome>,
    budget: &dyn Fn(FinancialYear) -> Option<Pence>,
) -> Drawn {
    let shown = asked.shown();
    let alone = outcomes.split_off(shown.min(outcomes.len()));
    let years = outcomes.first().map(|outcome| outcome.years.clone());
    let budgets = years.unwrap_or_default().into_iter().map(budget);
    Drawn {
        budgets: budgets.collect(),
        alone: asked.sentences_changed().zip(alone).collect(),
        outcomes,
    }
}

impl Forecast {
    fn of(asked: &ScenarioAsked, drawn: &Drawn, day: Date, draw: Draw<'_>) -> Result<Self, Fault> {
        let shown = drawn
            .shown()
            .ok_or_else(|| Fault::Broken("nothing was drawn".to_owned()))?;
        let effects = asked.is_changed().then(|| draw(tables::effects(drawn)));
        let multiples = figures::multiples(shown, draw)?;
        Ok(Self {
            scenario: asked.filter(),
            about: asked.about().to_owned(),
            groups: asked.groups(),
            wrong: asked.wrong().to_vec(),
            is_changed: asked.is_changed(),
            four: figures::four(drawn, shown),
            fan: figures::fan(drawn, shown, draw)?,
            years: draw(tables::years(drawn, shown))?,
            lines: draw(tables::lines(shown))?,
            effects: effects.transpose()?,
            multiples,
            unknown: UNKNOWN
                .iter()
                .map(|(about, says)| Unknown { about, says })
                .collect(),
            rests_on: format!(
                "{} draws from the placements of {}. The same seed draws the same again.",
                shown.draws,
                day.long()
            ),
        })
    }
}

/// Shows the forecast of a scenario, with what was changed of it.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let picture = desk.picture()?;
    let examples = examples().map_err(|error| Fault::Broken(error.to_string()))?;
    let asked = ScenarioAsked::of(&examples, desk.queries());
    let outcomes = draw(&picture, &asked.scenarios(), DRAWS)
        .map_err(|error| Fault::Refused(error.to_string()))?;
    let budget = |year| oast_office::outlook::budget(&picture, year);
    let drawn = told(&asked, outcomes, &budget);
    let page = Forecast::of(&asked, &drawn, desk.day(), &|list| {
        desk.table(list).map(Table::in_order)
    })?;
    desk.page(&page)
}

/// What the figures at the top are of: all that is spent.
const HEADLINE: Line = Line::All;
