//! The computation of what is due, alone: facts in memory, lines summed as they are made.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Context as _;
use oast_rules::money::{DueError, DueLine, Flow, Sheet, due, pay_calendar};
use oast_rules::placement::CaseFile;
use oast_terms::{Silent, Terms};
use oast_units::Period;
use serde_json::{Map, Value, json};

use crate::data::{AUTHORITY, PERIODS, SPAN};
use crate::facts::Facts;
use crate::memory::{peak_bytes, threads};
use crate::stopwatch::timed;

/// The rows and the pence of each flow in each pay period: what every side must agree on.
#[derive(Clone, PartialEq, Eq)]
struct Checksum([[(u64, i64); PERIODS]; Flow::ALL.len()]);

/// The number of the pay period that each day of the span is in.
struct PeriodOf(Vec<u8>);

impl PeriodOf {
    fn new(sheet: &Sheet) -> Self {
        let numbered = sheet.periods().iter().zip(0..);
        let days = numbered.flat_map(|(period, number)| (0..period.days()).map(move |_| number));
        Self(days.collect())
    }

    fn of(&self, line: &DueLine) -> usize {
        let day = (line.period.from() - SPAN.0).unsigned_abs();
        usize::from(self.0[day as usize])
    }
}

impl Checksum {
    const NOTHING: Self = Self([[(0, 0); PERIODS]; Flow::ALL.len()]);

    fn add(&mut self, line: &DueLine, periods: &PeriodOf) {
        let cell = &mut self.0[line.flow as usize][periods.of(line)];
        cell.0 += 1;
        cell.1 += line.amount.get();
    }

    fn merge(&mut self, other: &Self) {
        for (cells, others) in self.0.iter_mut().zip(&other.0) {
            for (cell, other) in cells.iter_mut().zip(others) {
                cell.0 += other.0;
                cell.1 += other.1;
            }
        }
    }

    /// Each flow that has rows, with its rows and pence period by period.
    fn to_json(&self) -> Value {
        let flows = Flow::ALL.iter().zip(&self.0);
        let used = flows.filter(|(_, cells)| cells.iter().any(|cell| cell.0 > 0));
        Value::Object(
            used.map(|(flow, cells)| (code(*flow).to_owned(), json!(cells)))
                .collect::<Map<_, _>>(),
        )
    }
}

/// The name of a flow, as the peers write it.
const fn code(flow: Flow) -> &'static str {
    match flow {
        Flow::CareFee => "care_fee",
        Flow::ContributionToHome => "contribution_to_home",
        Flow::ContributionToCouncil => "contribution_to_council",
        Flow::TopUpToHome => "top_up_to_home",
        Flow::TopUpToCouncil => "top_up_to_council",
        _ => "other",
    }
}

/// Reads the facts once and works out everything due so many times.
pub(crate) fn measure(
    data: &Path,
    runs: u32,
    workers: Option<usize>,
    lines: Option<&Path>,
) -> anyhow::Result<Value> {
    let terms = terms()?;
    let span = Period::new(SPAN.0, SPAN.1)?;
    let sheet = Sheet::new(pay_calendar(&terms, SPAN.0)?, span);
    let (facts, read_seconds) = timed(|| Facts::read(data));
    let facts = facts?;
    let workers = workers.unwrap_or_else(threads);
    let (mut seconds, mut checksum) = (Vec::new(), None);
    for _ in 0..runs.max(1) {
        let (found, took) = timed(|| work(&facts, &terms, &sheet, workers));
        let found = found?;
        anyhow::ensure!(
            checksum.as_ref().is_none_or(|before| *before == found),
            "two runs over the same facts differ"
        );
        checksum = Some(found);
        seconds.push(took);
    }
    if let Some(path) = lines {
        std::fs::write(path, every_line(&facts, &terms, sheet)?)
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(json!({
        "engine": "oast",
        "placements": facts.cases.len(),
        "threads": workers,
        "read_seconds": read_seconds,
        "seconds": seconds,
        "fact_bytes": facts.bytes(),
        "peak_bytes": peak_bytes(),
        "checksum": checksum.unwrap_or(Checksum::NOTHING).to_json(),
    }))
}

/// The terms that the benchmark runs under.
pub(crate) fn terms() -> anyhow::Result<Terms> {
    Terms::bundled(AUTHORITY).map_err(|problems| anyhow::anyhow!("{problems:?}"))
}

/// Works out everything due, the placements in as many parts as there are workers.
fn work(facts: &Facts, terms: &Terms, sheet: &Sheet, workers: usize) -> Result<Checksum, DueError> {
    let share = facts.cases.len().div_ceil(workers).max(1);
    let periods = &PeriodOf::new(sheet);
    let part = &|cases: &[CaseFile]| {
        let mut sheet = sheet.clone();
        let mut checksum = Checksum::NOTHING;
        for case in cases {
            due(case, &facts.book, terms, &mut sheet, &mut Silent)?;
            sheet.lines().for_each(|line| checksum.add(&line, periods));
        }
        Ok::<_, DueError>(checksum)
    };
    std::thread::scope(|scope| {
        let parts: Vec<_> = facts
            .cases
            .chunks(share)
            .map(|cases| scope.spawn(move || part(cases)))
            .collect();
        let mut whole = Checksum::NOTHING;
        for part in parts {
            let part = part
                .join()
                .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            whole.merge(&part?);
        }
        Ok(whole)
    })
}

/// Every line as text: number of the placement, flow, first day of the period, pence.
fn every_line(facts: &Facts, terms: &Terms, mut sheet: Sheet) -> anyhow::Result<String> {
    let mut text = String::new();
    for (number, case) in facts.cases.iter().enumerate() {
        due(case, &facts.book, terms, &mut sheet, &mut Silent)?;
        for line in sheet.lines() {
            let (flow, from, pence) = (code(line.flow), line.period.from(), line.amount.get());
            writeln!(text, "{},{flow},{from},{pence}", number + 1)?;
        }
    }
    Ok(text)
}
