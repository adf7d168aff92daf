use std::fmt::Write as _;

use oast_exchange::table::{Format, Table, Value};
use oast_terms::{FindError, Status, TermView};
use oast_units::{Date, Period};

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
            let found = match terms.find(&name) {
                Ok(term) => vec![term],
                Err(FindError::Ambiguous { matches, .. }) => terms
                    .all()
                    .filter(|term| matches.contains(&term.name))
                    .collect(),
                Err(unknown) => return Err(Refused(unknown.to_string()).into()),
            };
            show(context, &found, on)
        }
    }
}

fn listed(term: &TermView, on: Date) -> Vec<Value> {
    let name = Value::text(&term.name);
    if let Some(value) = term.values.iter().find(|value| value.period.contains(on)) {
        vec![
            Value::text(value.origin.status),
            name,
            Value::text(&value.value),
            Value::text(term.unit.name()),
            Value::text(&value.origin.cite),
        ]
    } else {
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

/// Shows each term that a name stands for: its value on the day, and what it was and will be.
fn show(context: &Context, terms: &[TermView], on: Date) -> anyhow::Result<()> {
    if context.format() == Format::Text {
        let shown: Vec<String> = terms.iter().map(|term| in_words(term, on)).collect();
        output::say(&shown.join("\n\n"))?;
    } else {
        let rows = terms.iter().flat_map(|term| values(term, on)).collect();
        let columns = vec![
            "name",
            "unit",
            "on_the_day",
            "from",
            "to",
            "value",
            "status",
            "cite",
            "place",
        ];
        output::table(&Table { columns, rows }, context.format())?;
    }
    let known = |term: &TermView| term.values.iter().any(|value| value.period.contains(on));
    match terms.iter().find(|term| !known(term)) {
        Some(term) => Err(Refused(format!("{} has no value on {}", term.name, on.long())).into()),
        None => Ok(()),
    }
}

fn in_words(term: &TermView, on: Date) -> String {
    let mut text = format!("{}\n  {}", term.name, term.meaning.trim());
    if let Some(note) = &term.note {
        let _ = write!(text, "\n  {note}");
    }
    for value in &term.values {
        let (from, to) = (value.period.from().long(), value.period.to());
        let until = if to == Date::MAX {
            "on".to_owned()
        } else {
            format!("to {}", to.long())
        };
        let _ = write!(
            text,
            "\n  {:<6}  {}{} from {from} {until}\n          {}: {}\n          {}:{}",
            when(value.period, on),
            value.value,
            term.unit.after_value(),
            value.origin.status,
            value.origin.cite,
            value.origin.file,
            value.origin.line
        );
    }
    text
}

fn values(term: &TermView, on: Date) -> impl Iterator<Item = Vec<Value>> {
    term.values.iter().map(move |value| {
        let to = value.period.to();
        vec![
            Value::text(&term.name),
            Value::text(term.unit.name()),
            Value::text(when(value.period, on)),
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
}

/// Whether a period comes before a day, holds it, or comes after it.
fn when(period: Period, on: Date) -> &'static str {
    if period.contains(on) {
        "now"
    } else if period.to() < on {
        "before"
    } else {
        "after"
    }
}
