//! Drawing a forecast: five scenarios with the same luck, on the placements of an example county.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use oast_forecast::demand::Path as Demand;
use oast_forecast::scenario::{Scenario, examples};
use oast_forecast::simulate::{Line, Plan, run};
use oast_office::picture::Picture;
use oast_units::Date;
use serde_json::{Value, json};

use crate::county::{COUNTY, open};
use crate::due::terms;
use crate::memory::peak_bytes;
use crate::stopwatch::timed;

const DAY: Date = Date::of(2026, 9, 1);

/// Draws so often on so many processors; also writes the plans, for a peer to draw the same.
pub(crate) fn measure(
    county: &Path,
    draws: u32,
    times: usize,
    processors: usize,
    plans_to: Option<&Path>,
) -> anyhow::Result<Value> {
    let mut office = open(&county.join(COUNTY))?;
    let known_seq = office.known_seq(None)?;
    let facts = Arc::new(office.picture_facts(known_seq)?);
    let mut start = Picture::new(facts, Arc::new(terms()?), DAY).start().clone();
    start.placements = start.placements.repeat(times);
    start.one_to_one.clear();
    start.blocks.clear();
    start.beds.clear();
    let path = Demand::kent()?;
    let scenarios = scenarios()?;
    let plan = |scenario: &Scenario| Plan::new(scenario, &start, &path);
    let (plans, plan_seconds) = timed(|| scenarios.iter().map(plan).collect::<Result<Vec<_>, _>>());
    let plans = plans?;
    if let Some(file) = plans_to {
        let file = std::fs::File::create(file).context("the file of the plans")?;
        serde_json::to_writer(std::io::BufWriter::new(file), &plans)?;
    }
    let (outcomes, seconds) = timed(|| run(&plans, draws, processors));
    let ((), single_seconds) = timed(|| drop(run(&plans[..1], 200, processors)));
    let means: Vec<i64> = outcomes
        .iter()
        .map(|outcome| outcome.whole(Line::All).mean)
        .collect();
    Ok(json!({
        "placements": start.placements.len(),
        "draws": draws,
        "processors": processors,
        "plan_seconds": plan_seconds,
        "seconds": seconds,
        "one_scenario_200_draws_seconds": single_seconds,
        "peak_bytes": peak_bytes(),
        "checksum": means,
    }))
}

/// Five scenarios that differ as people's questions do. What a peer would have to be told about
/// besides (people who pay for themselves, one-to-one hours, beds) is left out of all.
fn scenarios() -> anyhow::Result<Vec<Scenario>> {
    let mut scenarios = Vec::new();
    for (code, changes) in [
        ("as-things-are", &[][..]),
        ("as-things-are", &[("uplifts.all", "4")]),
        ("as-things-are", &[("stays.leaving", "1.2")]),
        ("no-framework", &[]),
        ("bands-offered-anew", &[]),
    ] {
        let example = examples()?.into_iter().find(|one| one.code == code);
        let mut scenario = example.context(code)?.scenario;
        for (key, value) in changes {
            scenario.change(key, value)?;
        }
        scenario.stays.open = false;
        scenario.entries.self_funders = false;
        scenario.one_to_one.a_year = Some(0.0);
        scenario.capacity.elsewhere = 0.0;
        scenarios.push(scenario);
    }
    Ok(scenarios)
}
