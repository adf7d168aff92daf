use std::fmt::Write as _;

use oast_exchange::table::Format;
use oast_office::{Explanation, trace_json};
use oast_terms::Entry;
use oast_units::Date;
use serde_json::json;

use crate::cli::Rate;
use crate::context::Context;
use crate::output;

pub(super) fn run(context: &Context, command: Rate) -> anyhow::Result<()> {
    let Rate::Explain {
        placement,
        on,
        known,
    } = command;
    let mut office = context.existing_office()?;
    let explanation = office.explain_rate(&placement, on, known.known_at.map(|known| known.0))?;
    match context.format() {
        Format::Json => output::say(&format!("{:#}", as_json(&explanation, on))),
        Format::Text | Format::Csv => output::say(&as_text(&explanation, on)?),
    }
}

fn as_text(explanation: &Explanation, on: Date) -> anyhow::Result<String> {
    let placement = &explanation.case.placement;
    let mut text = format!(
        "Placement {}: {} a week on {}\n",
        placement.placement_id,
        explanation.rate,
        on.long()
    );
    let mut set_aside = String::new();
    for entry in &explanation.trace {
        match entry {
            Entry::Fact(fact) => {
                write!(
                    text,
                    "\n  fact   {} {}: {}",
                    fact.table, fact.key, fact.says
                )?;
                if let Some(by) = explanation.recorded.get(&(fact.table, fact.key.clone())) {
                    write!(
                        text,
                        "\n         recorded by {} on {} (audit entry {})",
                        by.actor, by.at, by.seq
                    )?;
                }
            }
            Entry::Term(term) => write!(
                text,
                "\n  term   {} = {}{}, {}: {}",
                term.name,
                term.value,
                term.unit.after_value(),
                term.origin.status,
                term.origin.cite
            )?,
            Entry::Step(step) => {
                let amount = step
                    .amount
                    .map_or(String::new(), |amount| amount.to_string());
                write!(text, "\n{amount:>12}  {} ({})", step.says, step.clause)?;
            }
            Entry::NotApplied(aside) => write!(set_aside, "\n  - {}", aside.why)?,
        }
    }
    if !set_aside.is_empty() {
        write!(text, "\n\nDid not apply:{set_aside}")?;
    }
    Ok(text)
}

fn as_json(explanation: &Explanation, on: Date) -> serde_json::Value {
    json!({
        "placement_id": explanation.case.placement.placement_id.as_str(),
        "on": on.to_string(),
        "weekly": explanation.rate.weekly().plain(),
        "trace": trace_json(&explanation.trace, &explanation.recorded),
    })
}
