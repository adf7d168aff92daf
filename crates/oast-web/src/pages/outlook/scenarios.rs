//! The scenarios that were saved, with who changed them and why.

use axum::response::Response;
use oast_rules::facts::SavedScenario;
use oast_units::Text;
use serde::Serialize;

use super::forecast::saved;
use crate::answer::{self, Fault};
use crate::desk::Desk;
use crate::link::{To, with_query};
use crate::list::{Asked, Cell, List, Table};
use crate::page::Page;

/// Every scenario.
#[derive(Debug, Serialize)]
pub struct Scenarios {
    table: Table,
}

/// One scenario, version by version.
#[derive(Debug, Serialize)]
pub struct ScenarioPage {
    name: String,
    forecast: String,
    against: String,
    versions: Vec<Version>,
}

/// What one version says.
#[derive(Debug, Serialize)]
struct Version {
    number: u32,
    actor: String,
    why: String,
    file: String,
    download: String,
}

impl Page for Scenarios {
    const TEMPLATE: &'static str = "pages/outlook/scenarios.html";
    const HELP: Option<&'static str> = Some("forecast");

    fn title(&self) -> String {
        "Saved scenarios".to_owned()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/forecast/scenarios",
            query: &[],
        };
        let page = |saved| Self {
            table: list(saved).table(asked),
        };
        vec![page(sample()), page(Vec::new())]
    }
}

impl Page for ScenarioPage {
    const TEMPLATE: &'static str = "pages/outlook/scenario.html";
    const HELP: Option<&'static str> = Some("forecast");

    fn title(&self) -> String {
        self.name.clone()
    }

    fn samples() -> Vec<Self> {
        Self::of(&sample()).into_iter().collect()
    }
}

fn sample() -> Vec<SavedScenario> {
    let text = |text: &str| text.parse::<Text>().unwrap_or_default();
    let version = |version, why: &str, file: &str| SavedScenario {
        scenario: "dear-years".parse().unwrap_or_default(),
        version,
        name: text("Dear years"),
        file: text(file),
        why: text(why),
        actor: text("bea"),
    };
    let file = "name = \"Dear years\"\n\n[uplifts]\nlegacy = [4.0]";
    vec![
        version(1, "For the committee of January", "name = \"Dear years\""),
        version(2, "The wage is to rise by more", file),
    ]
}

fn list(saved: Vec<SavedScenario>) -> List<'static, SavedScenario> {
    List::new("scenarios", "Saved scenarios", saved)
        .column("scenario", "Scenario", |one: &SavedScenario| {
            Cell::text(&one.name).to(To::Scenario(one.scenario.as_str()))
        })
        .numbers("version", "Version", |one| Cell::number(i64::from(one.version)))
        .column("actor", "Saved by", |one| Cell::text(&one.actor))
        .column("why", "Why", |one| Cell::text(&one.why))
        .when_empty("Nobody has saved a scenario yet. Change an assumption of the forecast, and save it there.")
}

impl ScenarioPage {
    fn of(saved: &[SavedScenario]) -> Option<Self> {
        let latest = saved.iter().max_by_key(|one| one.version)?;
        let to = To::Scenario(latest.scenario.as_str());
        let mut versions: Vec<Version> = saved
            .iter()
            .map(|one| Version {
                number: one.version,
                actor: one.actor.to_string(),
                why: one.why.to_string(),
                file: one.file.to_string(),
                download: with_query(&to, [("file", one.version.to_string().as_str())]),
            })
            .collect();
        versions.reverse();
        Some(Self {
            name: latest.name.to_string(),
            forecast: with_query(&To::Forecast, [("of", latest.scenario.as_str())]),
            against: with_query(&To::Options, [("second", latest.scenario.as_str())]),
            versions,
        })
    }
}

/// Shows every version of every scenario.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let saved = saved(desk)?;
    let table = desk.table(list(saved))?;
    desk.page(&Scenarios { table })
}

/// Shows one scenario, or gives a version as a file.
pub fn one(desk: &mut Desk) -> Result<Response, Fault> {
    let mut own = saved(desk)?;
    let id = desk.part("scenario").to_owned();
    own.retain(|one| one.scenario.as_str() == id);
    let page = ScenarioPage::of(&own)
        .ok_or_else(|| Fault::NotFound(format!("there is no scenario {id}")))?;
    let wanted: Option<u32> = desk.query_as("file");
    if let Some(version) = wanted {
        let own = own.iter().find(|one| one.version == version);
        let own = own.ok_or_else(|| Fault::NotFound(format!("{id} has no version {version}")))?;
        let name = format!("{id}-{version}.toml");
        let body = own.file.as_str().as_bytes().to_vec();
        return Ok(answer::file(&name, "application/toml", body));
    }
    desk.page(&page)
}
