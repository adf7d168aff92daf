use oast_exchange::table::{Format, Table, Value};
use oast_terms::{Status, TermView};
use oast_units::Date;

use crate::cli::Terms;
use crate::context::Context;
use crate::exit::Refused;
use crate::output;

pub(super) fn run(context: &Context, command: Terms) -> anyhow::Result<()> {
    let terms = context.terms()?;
    match command {
        Terms::Check => {
            let (mut count, mut values, mut assumed) = (0, 0, 0);
            for term in terms.all() {
                count += 1;
                values += term.values.len();
                assumed += usize::from(
                    term.values
                        .iter()
                        .any(|value| value.origin.status == Status::Assumed),
                );
            }
            output::say(&format!(
                "{count} terms with {values} dated values, each cited, without a gap or an overlap.\n{assumed} of them have an assumed value, for the council to confirm: oast terms list"
            ))
        }
        Terms::List { on } => {
            let on = on.map_or_else(|| context.today(), Ok)?;
            let rows = terms.all().map(|term| listed(&term, on)).collect();
            let columns = vec!["status", "name", "value", "unit", "cite"];
            output::table(&Table { columns, rows }, context.format())
        }
        Terms::Show { name, on } => {
            let term = terms
                .find(&name)
                .map_err(|error| Refused(error.to_string()))?;
            show(context, &term, on)
        }
    }
}

fn listed(term: &TermView, on: Date) -> Vec<Value> {
    let name = Value::text(&term.name);
    match term.values.iter().find(|value| value.period.contains(on)) {
        Some(value) => vec![
            Value::text(value.origin.status),
            name,
            Value::text(&value.value),
            Value::text(term.unit.name()),
            Value::text(&value.origin.cite),
        ],
        None => {
            let unit = Value::text(term.unit.name());
            vec![
                Value::Empty,
                name,
                Value::Empty,
                unit,
                Value::text("no value on that day"),
            ]
        }
    }
}

fn show(context: &Context, term: &TermView, on: Date) -> anyhow::Result<()> {
    if context.format() == Format::Text {
        let mut text = format!(
            "{} ({})\n{}",
            term.name,
            term.unit.name(),
            term.meaning.trim()
        );
        if let Some(note) = &term.note {
            text.push_str(&format!("\n{note}"));
        }
        output::say(&text)?;
    }
    let rows = term
        .values
        .iter()
        .map(|value| {
            let when = match value.period {
                period if period.contains(on) => "now",
                period if period.to() < on => "before",
                _ => "after",
            };
            let to = value.period.to();
            vec![
                Value::text(when),
                Value::Date(value.period.from()),
                if to == Date::MAX {
                    Value::Empty
                } else {
                    Value::Date(to)
                },
                Value::text(&value.value),
                Value::text(value.origin.status),
                Value::text(&value.origin.cite),
                Value::text(format!("{}:{}", value.origin.file, value.origin.line)),
            ]
        })
        .collect();
    let columns = vec![
        "on_the_day",
        "from",
        "to",
        "value",
        "status",
        "cite",
        "place",
    ];
    output::table(&Table { columns, rows }, context.format())?;
    let known = term.values.iter().any(|value| value.period.contains(on));
    if known {
        Ok(())
    } else {
        Err(Refused(format!("{} has no value on {}", term.name, on.long())).into())
    }
}
