use std::fmt::Write as _;

use oast_exchange::table::Format;
use oast_office::Explanation;
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
    let trace: Vec<serde_json::Value> = explanation
        .trace
        .iter()
        .map(|entry| match entry {
            Entry::Fact(fact) => {
                let by = explanation.recorded.get(&(fact.table, fact.key.clone()));
                json!({
                    "kind": "fact", "table": fact.table, "key": fact.key, "says": fact.says,
                    "recorded_by": by.map(|by| &by.actor),
                    "recorded_at": by.map(|by| &by.at),
                    "audit_entry": by.map(|by| by.seq),
                })
            }
            Entry::Term(term) => json!({
                "kind": "term", "name": &*term.name, "value": term.value, "unit": term.unit.name(),
                "status": term.origin.status.to_string(), "cite": &*term.origin.cite,
                "file": &*term.origin.file, "line": term.origin.line,
            }),
            Entry::Step(step) => json!({
                "kind": "step", "rule": step.rule, "clause": step.clause, "says": step.says,
                "amount": step.amount.map(oast_units::Pence::plain),
            }),
            Entry::NotApplied(aside) => {
                json!({ "kind": "not_applied", "rule": aside.rule, "why": aside.why })
            }
        })
        .collect();
    json!({
        "placement_id": explanation.case.placement.placement_id.as_str(),
        "on": on.to_string(),
        "weekly": explanation.rate.weekly().plain(),
        "trace": trace,
    })
}
