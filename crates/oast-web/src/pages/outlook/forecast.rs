//! The forecast: what the years ahead may cost, beside what is assumed of them.

mod asked;
mod figures;
pub mod pack;
mod recorded;
mod tables;

use axum::http::StatusCode;
use axum::response::Response;
use oast_forecast::scenario::Scenario;
use oast_forecast::simulate::{Line, Outcome, Plan, UNKNOWN, run};
use oast_forecast::start::Start;
use oast_office::OfficeError;
use oast_office::access::Action;
use oast_office::outlook::{ForecastTold, ScenarioTold, draw};
use oast_rules::facts::SavedScenario;
use oast_units::{Date, FinancialYear, Pence};
use serde::Serialize;

pub(super) use self::asked::{Choice, choices};
use self::asked::{Group, ScenarioAsked};
use self::recorded::Seen;
pub(super) use self::tables::{Row, columns, list, year};
use super::lines::Draw;
use crate::answer::Fault;
use crate::desk::{Desk, Known};
use crate::form::{Form, sentence};
use crate::link::To;
use crate::list::{Asked, Filter, List, Table};
use crate::page::Page;
use crate::pages::parts::{Figure, Four};

/// Draws of a forecast that is kept.
const DRAWS_KEPT: u32 = 1_000;
/// Draws of a page: enough for ranges that hardly move, and drawn while somebody looks.
const DRAWS: u32 = 200;

/// The page.
#[derive(Debug, Serialize)]
pub struct Forecast {
    scenario: Filter,
    about: String,
    /// Where it is set against another.
    against: String,
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
    recorded: Option<Seen>,
    rests_on: String,
    /// The committee’s pack of what is shown, as a page and as a PDF.
    pack: String,
    pack_pdf: String,
    form: Form,
    /// What the forms carry, so that they save what is shown.
    carried: Vec<(String, String)>,
    may_keep: bool,
    is_saved: bool,
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
        let page = |query: &[(&'static str, &'static str)]| {
            let scenario = sampled(query);
            let drawn = sample_of(&scenario).ok()?;
            let page = Self::of(&scenario, &drawn, Date::of(2026, 4, 1), &draw).ok()?;
            let recorded = recorded::sample(query.len() > 1, &draw).ok();
            let mut form = Form::default();
            if query.len() > 1 {
                form.mistake("why", NO_REASON);
            }
            Some(Self {
                recorded,
                form,
                may_keep: true,
                ..page
            })
        };
        let changed = [("of", "published-option-2"), ("uplifts.all", "4")];
        let wrong = [("stays.leaving", "many")];
        [&changed[..1], &changed, &wrong]
            .into_iter()
            .filter_map(page)
            .collect()
    }
}

fn sampled(query: &[(&'static str, &'static str)]) -> ScenarioAsked {
    let value = |name: &str| {
        let own = query.iter().find(|(each, _)| *each == name);
        let own = own.map(|(_, value)| *value);
        own.or((name == "of").then_some("published-option-1"))
    };
    ScenarioAsked::of(&choices(&[]).unwrap_or_default(), value)
}

const NO_REASON: &str = "Say why, so that others know later.";

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
        let pack = pack::address(asked);
        Ok(Self {
            scenario: asked.filter(),
            about: asked.about().to_owned(),
            against: asked.against(),
            groups: asked.groups(),
            wrong: asked.wrong().to_vec(),
            is_changed: asked.is_changed(),
            four: figures::four(drawn, shown),
            fan: figures::fan(drawn, shown, draw)?,
            years: draw(tables::years(drawn, shown))?,
            lines: draw(tables::by_category(shown))?,
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
            pack_pdf: pack::pdf_of(&pack),
            pack,
            recorded: None,
            form: Form::default(),
            carried: asked.carried(),
            may_keep: false,
            is_saved: asked.saved().is_some(),
        })
    }
}

/// Shows the forecast of a scenario, with what was changed of it.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let choices = choices(&saved(desk)?)?;
    let asked = ScenarioAsked::of(&choices, |name| desk.query(name));
    let form = desk.form();
    page(desk, StatusCode::OK, &asked, form)
}

/// Saves the scenario that is shown, or keeps its forecast.
pub fn submit(desk: &mut Desk) -> Result<Response, Fault> {
    if desk.known() != Known::Now {
        let says = "the past cannot be changed; go back to now";
        return Err(Fault::Refused(says.to_owned()));
    }
    let mut form = desk.form();
    let choices = choices(&saved(desk)?)?;
    let sent = form.clone();
    let asked = ScenarioAsked::of(&choices, |name| Some(sent.value(name)));
    let act = form.value("act").to_owned();
    let field = if act == "keep" { "why_kept" } else { "why" };
    let Some(why) = form.required(field, NO_REASON) else {
        return page(desk, StatusCode::UNPROCESSABLE_ENTITY, &asked, form);
    };
    let done = match act.as_str() {
        "keep" => keep(desk, asked.changed(), &why),
        "version" => save(desk, asked.saved(), asked.changed(), &why),
        _ => {
            let Some(name) = form.required("name", "Enter a name.") else {
                return page(desk, StatusCode::UNPROCESSABLE_ENTITY, &asked, form);
            };
            let mut scenario = asked.changed().clone();
            scenario.name = name;
            save(desk, None, &scenario, &why)
        }
    };
    match done {
        Ok(To::KeptForecasts) => desk.done_at(&To::KeptForecasts),
        Ok(_) | Err(OfficeError::AlreadyDone { .. }) => desk.done_at(&To::Scenarios),
        Err(OfficeError::Refused(says)) => {
            form.mistake(field, sentence(&says));
            page(desk, StatusCode::UNPROCESSABLE_ENTITY, &asked, form)
        }
        Err(error) => Err(error.into()),
    }
}

fn keep(desk: &mut Desk, scenario: &Scenario, why: &str) -> Result<To<'static>, OfficeError> {
    let picture = desk
        .picture()
        .map_err(|_| OfficeError::Refused("the facts cannot be read".to_owned()))?;
    let told = ForecastTold {
        scenario,
        draws: DRAWS_KEPT,
        why,
    };
    desk.command(|office, actor| office.keep_forecast(&picture, &told, actor))?;
    Ok(To::KeptForecasts)
}

fn save(
    desk: &mut Desk,
    of: Option<&str>,
    scenario: &Scenario,
    why: &str,
) -> Result<To<'static>, OfficeError> {
    let told = ScenarioTold { of, scenario, why };
    desk.command(|office, actor| office.save_scenario(&told, actor))?;
    Ok(To::Scenarios)
}

/// Every version of every scenario that was saved, as known.
pub(super) fn saved(desk: &mut Desk) -> Result<Vec<SavedScenario>, Fault> {
    let known_seq = desk.picture()?.known_seq();
    Ok(desk.office()?.scenarios(known_seq)?)
}

fn page(
    desk: &mut Desk,
    status: StatusCode,
    asked: &ScenarioAsked,
    form: Form,
) -> Result<Response, Fault> {
    let picture = desk.picture()?;
    let outcomes = draw(&picture, &asked.scenarios(), DRAWS)
        .map_err(|error| Fault::Refused(error.to_string()))?;
    let budget = |year| oast_office::outlook::budget(&picture, year);
    let drawn = told(asked, outcomes, &budget);
    let draw: Draw<'_> = &|list| desk.table(list).map(Table::in_order);
    let page = Forecast::of(asked, &drawn, desk.day(), draw)?;
    let recorded = recorded::seen(picture.start(), asked.changed(), draw)?;
    let may_keep = desk.may(Action::KeepForecast) && desk.known() == Known::Now;
    desk.page_with(
        status,
        &Forecast {
            recorded,
            form,
            may_keep,
            ..page
        },
    )
}

/// What the figures at the top are of: all that is spent.
const HEADLINE: Line = Line::All;
