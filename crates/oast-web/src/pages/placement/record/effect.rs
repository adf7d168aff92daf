//! What an event will change, shown before it is recorded.

use std::cmp::Ordering;

use oast_office::record::{Effect, Event, FactChange, PaidEffect, Preview};
use oast_rules::facts::Side;
use oast_units::Pence;
use serde::Serialize;

use super::super::statement::flow_words;
use crate::answer::Fault;
use crate::desk::Desk;
use crate::form::{Form, sentence};
use crate::list::{Asked, Cell, List, Table};
use crate::words::begun;

/// What it will do, as it is shown.
#[derive(Debug, Serialize)]
pub(super) struct Shown {
    /// What the button says: the effect.
    button: String,
    summary: Vec<String>,
    changes: Table,
    effects: Table,
    paid: Table,
    notices: Vec<String>,
    told: Vec<String>,
    findings: Vec<String>,
    hidden: Vec<(String, String)>,
}

impl Shown {
    /// An effect for showing what one looks like.
    pub(super) fn sample() -> Self {
        let asked = Asked {
            path: "/placements/PL0000001-1/record/death",
            query: &[],
        };
        let table = |id, caption: &str, rows: Vec<()>| {
            List::new(id, caption, rows)
                .column("what", "What", |()| Cell::text("Care fee"))
                .numbers("before", "Before", |()| {
                    Cell::money(Pence::pounds(3520)).plain()
                })
                .when_empty("Nothing.")
                .table(asked)
                .in_order()
                .without_files()
        };
        Self {
            button: "Record death and recover £612.86".to_owned(),
            summary: vec!["The next pay run takes back £612.86 from the home.".to_owned()],
            changes: table("changes", "What is written", vec![()]),
            effects: table("effects", "What is due, before and after", vec![()]),
            paid: table("paid", "What was paid, and is adjusted", Vec::new()),
            notices: vec!["A notice given on 3 April 2026 falls away.".to_owned()],
            told: vec!["The home is told by its next remittance.".to_owned()],
            findings: vec!["The person is in hospital by the record.".to_owned()],
            hidden: vec![("on-day".to_owned(), "3".to_owned())],
        }
    }
}

/// What an event will do, for the page that asks whether to record it.
pub(super) fn shown(
    desk: &Desk,
    event: &Event,
    preview: &Preview,
    form: &Form,
) -> Result<Shown, Fault> {
    let hidden = form
        .pairs()
        .filter(|(name, _)| *name != "step")
        .map(|(name, value)| (name.to_owned(), value.to_owned()));
    // The page answers a form, so its tables cannot be asked for again by an address.
    let drawn = |table: Table| table.in_order().without_files();
    Ok(Shown {
        button: button(event, preview),
        summary: summary(preview),
        changes: drawn(desk.table(changes(preview))?),
        effects: drawn(desk.table(effects(preview))?),
        paid: drawn(desk.table(paid(preview))?),
        notices: preview.notices.clone(),
        told: preview.told.clone(),
        findings: preview.findings.clone(),
        hidden: hidden.collect(),
    })
}

fn changes(preview: &Preview) -> List<'_, &FactChange> {
    let changes = preview.changes.iter().collect();
    List::new("changes", "What is written", changes)
        .column("fact", "Fact", |change: &&FactChange| {
            Cell::text(format!("{} {}", change.table, change.key))
        })
        .column("column", "What", |change| Cell::text(&change.column))
        .column("before", "Before", |change| {
            Cell::text(change.before.as_deref().unwrap_or("–"))
        })
        .column("after", "After", |change| {
            Cell::text(change.after.as_deref().unwrap_or("–"))
        })
        .per_page(200)
}

fn effects(preview: &Preview) -> List<'_, &Effect> {
    let effects = preview.effects.iter().collect();
    List::new("effects", "What is due, before and after", effects)
        .column("period", "Pay period from", |effect: &&Effect| {
            Cell::date(effect.period.from()).hint(format!("to {}", effect.period.to().long()))
        })
        .column("for", "For", |effect| Cell::text(flow_words(effect.flow)))
        .numbers("days_before", "Days before", |effect| {
            Cell::number(i64::from(effect.days_before))
        })
        .numbers("days_after", "Days after", |effect| {
            Cell::number(i64::from(effect.days_after))
        })
        .numbers("before", "Before, £", |effect| {
            Cell::money(effect.before).plain()
        })
        .numbers("after", "After, £", |effect| {
            Cell::money(effect.after).plain()
        })
        .numbers("difference", "Difference, £", |effect| {
            Cell::money(effect.difference).plain()
        })
        .per_page(200)
        .when_empty("Nothing that is due changes.")
}

fn paid(preview: &Preview) -> List<'_, &PaidEffect> {
    let caption = "What was paid already, and is adjusted by the next pay run";
    List::new("paid", caption, preview.paid.iter().collect())
        .column("period", "Pay period from", |paid: &&PaidEffect| {
            Cell::date(paid.period.from())
        })
        .column("for", "For", |paid| {
            let billed = match paid.side {
                Side::Home => "",
                Side::Bill => ", billed",
            };
            let held = if paid.held {
                "held: it waits until the hold is released"
            } else {
                ""
            };
            Cell::text(format!("{}{billed}", begun(paid.element.words()))).hint(held)
        })
        .numbers("posted", "Paid or billed, £", |paid| {
            Cell::money(paid.posted).plain()
        })
        .numbers("due", "Due, £", |paid| Cell::money(paid.due).plain())
        .numbers("difference", "Adjustment, £", |paid| {
            Cell::money(paid.difference).plain()
        })
        .per_page(200)
        .when_empty("Nothing that was paid changes.")
}

/// The effect, as the button says it.
fn button(event: &Event, preview: &Preview) -> String {
    let command = sentence(event.command());
    let command = command.trim_end_matches('.');
    let amount = preview.recover.abs();
    match preview.recover.cmp(&Pence::ZERO) {
        Ordering::Greater => format!("{command} and recover {amount}"),
        Ordering::Less => format!("{command} and pay {amount} more"),
        Ordering::Equal => command.to_owned(),
    }
}

/// What it comes to, in sentences.
fn summary(preview: &Preview) -> Vec<String> {
    let mut says = Vec::new();
    let amount = preview.recover.abs();
    match preview.recover.cmp(&Pence::ZERO) {
        Ordering::Greater => says.push(format!(
            "The next pay run takes back {amount} from the home, for days that were paid already."
        )),
        Ordering::Less => says.push(format!(
            "The next pay run pays the home {amount} more, for days in the past."
        )),
        Ordering::Equal => {}
    }
    let credit = preview.credit.abs();
    match preview.credit.cmp(&Pence::ZERO) {
        Ordering::Greater => says.push(format!(
            "{credit} that was billed for those days is credited."
        )),
        Ordering::Less => says.push(format!("{credit} more is billed for those days.")),
        Ordering::Equal => {}
    }
    if !preview.paid_to_new_home.is_zero() {
        says.push(format!(
            "The home that the person moved to is paid {} for days in the past.",
            preview.paid_to_new_home
        ));
    }
    if let Some(weekly) = preview.weekly {
        says.push(format!(
            "From {}, the council pays {} a week instead of {}.",
            weekly.on.long(),
            weekly.after,
            weekly.before
        ));
    }
    if let Some(new) = &preview.new_placement {
        says.push(format!("A new placement, {new}, begins."));
    }
    if says.is_empty() {
        says.push("No payment changes.".to_owned());
    }
    says
}
