//! The committee's pack: a forecast with all that it rests on, as a page and as an accessible PDF.

mod content;
mod gathered;

use std::cell::RefCell;
use std::sync::Mutex;

use axum::response::Response;
use oast_documents::{Document, Table};
use oast_forecast::scenario::Scenario;
use oast_forecast::simulate::{Plan, run};
use oast_forecast::start::Start;
use oast_office::picture::Picture;
use oast_units::Date;
use serde::Serialize;

use self::content::document;
use self::gathered::Gathered;
use super::asked::{ScenarioAsked, choices};
use super::{DRAWS, sampled, saved, told};
use crate::answer::{self, Fault};
use crate::chart::escape;
use crate::desk::Desk;
use crate::link::{To, with_query};
use crate::list::{Asked, List};
use crate::page::Page;

/// The pack as a page.
#[derive(Debug, Serialize)]
pub struct PackPage {
    #[serde(skip)]
    title: String,
    /// The document, as markup.
    body: String,
    pdf: String,
    back: String,
}

/// One PDF is set at a time: it takes a processor for a while, and others are waiting.
static SETTING: Mutex<()> = Mutex::new(());
/// Seconds after which another may be asked for.
const AGAIN_SECONDS: i64 = 5;

/// The pack of a scenario, drawn so many times on what a picture has: for the command line.
///
/// # Errors
/// A sentence, when the scenario cannot be drawn or there is nothing to start from.
pub fn pack(
    picture: &Picture,
    scenario: Scenario,
    draws: u32,
    council: &str,
) -> Result<Document, String> {
    let asked = ScenarioAsked::just(scenario);
    let made = Gathered::of(picture, asked, draws, council)
        .and_then(|gathered| document(&gathered, &|list| Ok(list.printed())));
    made.map_err(|fault| match fault {
        Fault::Refused(says) | Fault::Broken(says) | Fault::Bad(says) => says,
        _ => "the pack cannot be made".to_owned(),
    })
}

/// Shows the pack of a scenario with what was changed of it, or answers with its PDF.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let choices = choices(&saved(desk)?)?;
    let asked = ScenarioAsked::of(&choices, |name| desk.query(name));
    if let Some(says) = asked.wrong().first() {
        return Err(Fault::Bad(says.clone()));
    }
    let wants_pdf = desk.query("as") == Some("pdf");
    let turn = wants_pdf.then(|| SETTING.try_lock());
    if let Some(Err(std::sync::TryLockError::WouldBlock)) = turn {
        return Err(Fault::TooMany {
            seconds: AGAIN_SECONDS,
        });
    }
    let picture = desk.picture()?;
    let here = address(&asked);
    let back = forecast(&asked);
    let gathered = Gathered::of(&picture, asked, DRAWS, desk.council())?;
    let files = RefCell::new(Vec::new());
    let document = document(&gathered, &|list| {
        let printed = list.printed();
        files.borrow_mut().push(links(&desk.table(list)?));
        Ok(printed)
    })?;
    if wants_pdf {
        let pdf = document.pdf();
        let pdf = pdf.map_err(|error| Fault::Broken(error.to_string()))?;
        let name = format!("forecast-{}.pdf", desk.day());
        return Ok(answer::file(&name, "application/pdf", pdf));
    }
    let files = files.into_inner();
    let page = PackPage::of(&document, &files, &here, back);
    desk.page(&page)
}

/// Where the pack of a scenario is.
pub(super) fn address(asked: &ScenarioAsked) -> String {
    of_scenario(To::ForecastPack, asked)
}

/// Where the PDF of a pack is, by where the pack is.
pub(super) fn pdf_of(pack: &str) -> String {
    with_query(pack, [("as", "pdf")])
}

fn forecast(asked: &ScenarioAsked) -> String {
    of_scenario(To::Forecast, asked)
}

fn of_scenario(to: To<'_>, asked: &ScenarioAsked) -> String {
    let carried = asked.carried();
    let pairs = carried.iter();
    with_query(
        to,
        pairs.map(|(name, value)| (name.as_str(), value.as_str())),
    )
}

/// Where a table's files are: its name, and what stands beside it.
type Links = (&'static str, String);

fn links(table: &crate::list::Table) -> Links {
    let files = table.files().map_or_else(String::new, |files| {
        let link = |(kind, address): (&str, &str)| {
            format!(
                "<a class=\"govuk-link\" href=\"{}\">{kind}<span class=\"govuk-visually-hidden\"> of {}</span></a>",
                escape(address),
                escape(table.caption())
            )
        };
        let links = ["CSV", "XLSX"].into_iter().zip(files).map(link);
        let links: Vec<String> = links.collect();
        format!("<div class=\"oast-list__head\"><p class=\"oast-list__files\">{}</p></div>", links.join(" "))
    });
    (table.id(), files)
}

impl PackPage {
    fn of(document: &Document, files: &[Links], here: &str, back: String) -> Self {
        let beside = |table: &Table| {
            let own = files.iter().find(|(id, _)| *id == table.id);
            own.map_or_else(String::new, |(_, links)| links.clone())
        };
        Self {
            title: document.title.clone(),
            body: document.html(&beside),
            pdf: pdf_of(here),
            back,
        }
    }
}

impl Page for PackPage {
    const TEMPLATE: &'static str = "pages/outlook/pack.html";
    const HELP: Option<&'static str> = Some("committee-pack");

    fn title(&self) -> String {
        self.title.clone()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/forecast/pack",
            query: &[],
        };
        let page = |query: &[(&'static str, &'static str)]| {
            let gathered = sample_of(sampled(query)).ok()?;
            let files = RefCell::new(Vec::new());
            let print = |list: List<'static, super::Row>| {
                let printed = list.printed();
                files.borrow_mut().push(links(&list.table(asked)));
                Ok(printed)
            };
            let document = document(&gathered, &print).ok()?;
            let (here, back) = (address(&gathered.asked), forecast(&gathered.asked));
            Some(Self::of(&document, &files.into_inner(), &here, back))
        };
        let changed = [("of", "published-option-2"), ("uplifts.all", "4")];
        [&changed[..1], &changed]
            .into_iter()
            .filter_map(page)
            .collect()
    }
}

/// What a pack of samples is made of: the averages of the business case, drawn a few times.
fn sample_of(asked: ScenarioAsked) -> Result<Gathered, Fault> {
    use crate::pages::outlook::{benefits, budget};

    let broken = |says: String| Fault::Broken(says);
    let case = oast_forecast::published::Case::kent().map_err(|e| broken(e.to_string()))?;
    let path = oast_forecast::demand::Path::kent().map_err(|e| broken(e.to_string()))?;
    let start = Start::of_the_case(&case);
    let draw = |scenarios: &[Scenario]| {
        let plans = scenarios.iter();
        let plans = plans.map(|scenario| Plan::new(scenario, &start, &path));
        let plans: Vec<Plan> = plans
            .collect::<Result<_, _>>()
            .map_err(|error| broken(error.to_string()))?;
        Ok(run(&plans, 3, 1))
    };
    let (outcomes, others) = gathered::drawn(&asked, &draw)?;
    let budget = budget::year::samples().into_iter().next();
    Ok(Gathered {
        drawn: told(&asked, outcomes, &|_| None),
        others,
        budget: budget.ok_or_else(|| broken("there is no sample".to_owned()))?,
        bridge: asked
            .is_changed()
            .then(|| std::sync::Arc::new(budget::bridge::sample())),
        benefits: benefits::sample().into_iter().collect(),
        on: Date::of(2026, 4, 1),
        known_seq: 1_234,
        council: "Kent County Council".to_owned(),
        asked,
    })
}
