//! One term: what it means, what it is and was, who says so, and which rule reads it.

use std::sync::Arc;

use axum::response::Response;
use oast_office::access::Action;
use oast_terms::{Dated, FindError, Origin, Status, TermView, Unit};
use oast_units::{Date, Period};
use serde::Serialize;

use super::clause::{Clause, Span, merged, value_on, waiting};
use super::confirmations::Confirmations;
use super::wording::{contract_title, days, part_title, place, spelt, status_tag, value_words};
use crate::answer::Fault;
use crate::chart::{Chart as _, Head, Step, Steps};
use crate::desk::{Desk, Known};
use crate::link::{To, with_query};
use crate::list::{Asked, Cell, List, Table};
use crate::page::Page;
use crate::pages::parts::Detail;

/// How far a line over time is drawn beyond today, in months.
const MONTHS_AHEAD: i32 = 12;

/// One term.
#[derive(Debug, Serialize)]
pub struct TermPage {
    label: String,
    part: String,
    clause: Clause,
    note: Option<String>,
    /// A confirmation that no longer counts.
    void: Option<String>,
    /// What is asked of a day, and what held then.
    on: String,
    held: String,
    /// The line over time, where there is one to draw.
    svg: Option<String>,
    values: Table,
    details: Vec<Detail>,
}

impl Page for TermPage {
    const TEMPLATE: &'static str = "pages/contract/term.html";
    const HELP: Option<&'static str> = Some("confirm-a-term");

    fn title(&self) -> String {
        format!("{}: {}", self.part, self.label)
    }

    fn samples() -> Vec<Self> {
        let today = Date::of(2026, 9, 14);
        let page = |term: &TermView, on: Date, may: bool| {
            let address = To::Term(&term.name).to_string();
            let asked = Asked {
                path: &address,
                query: &[],
            };
            let confirmed = Confirmations::default();
            let table = values(term, &confirmed).table(asked);
            Self::of(term, (today, on), &confirmed, may, table)
        };
        vec![
            page(&sample(), today, true),
            page(&sample(), Date::of(1999, 1, 1), false),
            page(&sample_of_dates(), today, false),
        ]
    }
}

impl TermPage {
    fn of(
        term: &TermView,
        (today, on): (Date, Date),
        confirmed: &Confirmations,
        may: bool,
        values: Table,
    ) -> Self {
        let clause = Clause::of(term, today, confirmed);
        let waits = waiting(term, today, confirmed).next().filter(|_| may);
        let clause = match waits {
            Some(value) => clause.asking_for(term, value),
            None => clause,
        };
        Self {
            label: clause.label.clone(),
            part: part_title(&term.name),
            void: value_on(term, today).and_then(|value| confirmed.void(term, value)),
            note: term.note.as_ref().map(ToString::to_string),
            on: on.to_string(),
            held: held(term, on),
            svg: line(term, today),
            values,
            details: details(term, today),
            clause,
        }
    }
}

/// Shows a term.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let term = find(desk)?;
    let on = match desk.query("on") {
        Some(text) => text.parse().map_err(|_| {
            Fault::Bad(format!(
                "'{text}' is not a day to ask about. Write it as {}.",
                desk.day()
            ))
        })?,
        None => desk.day(),
    };
    let may = desk.may(Action::ConfirmTerm) && desk.known() == Known::Now;
    let confirmed = Confirmations::known(desk)?;
    let table = desk.table(values(&term, &confirmed))?;
    let page = TermPage::of(&term, (desk.day(), on), &confirmed, may, table);
    desk.page(&page)
}

/// The term that the address names.
pub(crate) fn find(desk: &Desk) -> Result<TermView, Fault> {
    let name = desk.part("term");
    desk.terms().find(name).map_err(|why| match why {
        FindError::Ambiguous { .. } => Fault::NotFound(format!(
            "'{name}' is the end of several terms. Give the whole name, such as kent/spot/payment.after_death_days"
        )),
        FindError::Unknown { .. } => Fault::NotFound(format!("there is no term '{name}'")),
    })
}

/// What held on a day, in a sentence.
fn held(term: &TermView, on: Date) -> String {
    let day = on.long();
    match value_on(term, on) {
        Some(value) => {
            let words = value_words(term.unit, &value.value);
            format!("On {day} it was {words}: {}.", value.origin.cite)
        }
        None => format!("There is no value for {day}."),
    }
}

/// Every value with its days, the one that holds now among them.
fn values<'a>(term: &'a TermView, confirmed: &'a Confirmations) -> List<'a, Dated<String>> {
    let unit = term.unit;
    let rows = term.values.iter().rev().cloned().collect();
    List::new("values", "Values over time", rows)
        .column("value", "Value", move |value: &Dated<String>| {
            Cell::text(value_words(unit, &value.value))
        })
        .column("from", "From", |value| Cell::date(value.period.from()))
        .column("to", "To", |value| {
            let to = value.period.to();
            Cell::maybe_date((to != Date::MAX).then_some(to))
        })
        .column("status", "Status", |value| {
            status_tag(value.origin.status, confirmed.stands(term, value))
        })
        .column("cite", "Citation", |value| Cell::text(&value.origin.cite))
        .column("place", "File and line", |value| {
            Cell::text(format!("{}:{}", value.origin.file, value.origin.line))
        })
        .when_empty("The term has no value on any day.")
}

/// The line over time of a value that is a number and has changed.
fn line(term: &TermView, today: Date) -> Option<String> {
    let spans = merged(term);
    let (last, before) = spans.split_last()?;
    if before.is_empty() {
        return None;
    }
    let unit = chart_unit(term.unit)?;
    let steps: Option<Vec<Step>> = spans
        .iter()
        .map(|span| {
            Some(Step {
                from: span.from,
                value: number(term.unit, &span.value)?,
                href: None,
            })
        })
        .collect();
    let steps = Steps {
        head: Head {
            id: "over-time".to_owned(),
            title: line_title(term, &spans, today),
            description: String::new(),
        },
        unit,
        steps: steps?,
        today,
        until: last.from.max(today).add_months(MONTHS_AHEAD),
    };
    Some(steps.figure())
}

/// What the line says: `£12.71 an hour from 1 April 2026, £12.21 an hour before`.
fn line_title(term: &TermView, spans: &[Span], today: Date) -> String {
    let words = |span: &Span| span.words(term.unit);
    let index = spans.iter().rposition(|span| span.from <= today);
    let index = index.unwrap_or_default();
    let (now, before) = (spans.get(index), index.checked_sub(1).map(|i| spans.get(i)));
    match (now, before.flatten()) {
        (Some(now), Some(before)) => {
            let from = now.from.long();
            format!("{} from {from}, {} before", words(now), words(before))
        }
        (Some(now), None) => format!("{} from {}", words(now), now.from.long()),
        (None, _) => "Values over time".to_owned(),
    }
}

/// What a chart counts for a unit; words and dates are not drawn.
const fn chart_unit(unit: Unit) -> Option<crate::chart::Unit> {
    match unit {
        Unit::Pounds | Unit::PoundsPerWeek | Unit::PoundsPerHour => Some(crate::chart::Unit::Price),
        Unit::Percent => Some(crate::chart::Unit::Percent),
        Unit::Date | Unit::Dates | Unit::Text => None,
        Unit::Days | Unit::Weeks | Unit::Months | Unit::Years | Unit::Count | Unit::Points => {
            Some(crate::chart::Unit::Count)
        }
    }
}

/// A value as the whole number that a chart draws: pence, hundredths of one per cent, or things.
fn number(unit: Unit, value: &str) -> Option<i64> {
    let plain: String = value.chars().filter(|c| !matches!(c, '£' | ',')).collect();
    let (whole, part) = plain.split_once('.').unwrap_or((&plain, ""));
    let whole: i64 = whole.parse().ok()?;
    if chart_unit(unit)? == crate::chart::Unit::Count {
        return Some(whole);
    }
    let part: String = part.chars().chain("00".chars()).take(2).collect();
    Some(whole * 100 + part.parse::<i64>().ok()?)
}

/// Where the term stands, and what reads it.
fn details(term: &TermView, today: Date) -> Vec<Detail> {
    let at = place(&term.name);
    let here = with_query(To::Terms, [("contract", at.contract)]);
    let mut details = vec![
        Detail::new("Contract or law", &contract_title(at.contract)).to(here),
        Detail::new("Part", &spelt(at.part)),
    ];
    if let Some(value) = value_on(term, today) {
        let origin = &value.origin;
        details.push(Detail::new("Holds", &days(value.period)));
        details.push(Detail::new("Citation", &origin.cite));
        let file = format!("{}, line {}", origin.file, origin.line);
        details.push(Detail::new("File and line", &file));
    }
    details.push(Detail::new("Name in files and in traces", &term.name));
    if let Some(rule) = read_by(at.part) {
        details.push(Detail::new("Read by", rule));
    }
    details
}

/// The section of the rules that reads a part's terms, where one does.
fn read_by(part: &str) -> Option<&'static str> {
    Some(match part {
        "pay-calendar" => "Rules, section 2: days, weeks, money; and section 6: pay runs",
        "bands" | "uplifts" | "prices" | "cost-model" | "fair-fee" | "routes" => {
            "Rules, section 3: which rate"
        }
        "payment" => "Rules, section 4: which days are payable",
        "nursing-contribution" => "Rules, section 5: elements, and who pays whom",
        "notice" => "Rules, section 7: notice, and giving it in pieces",
        "review" => "Rules, section 8: people who pay for themselves",
        "charging" => "Rules, section 9: means test, for permanent residents",
        "risk-matrix" => "Rules, section 10: the risk matrix",
        "procurement-act" | "generations" => "Rules, section 11: the framework’s clock",
        _ => return None,
    })
}

/// A term with several values, for showing what a page looks like.
pub(crate) fn sample() -> TermView {
    let value = |from, to, value: &str, status, line| Dated {
        period: Period::between(from, to).unwrap_or(Period::since(from)),
        value: value.to_owned(),
        origin: Origin {
            cite: Arc::from("Kent Cabinet decision 24/00123, hospital stays"),
            status,
            file: Arc::from("kent/spot/payment.toml"),
            line,
        },
    };
    let (first, second) = (Date::of(2020, 4, 1), Date::of(2026, 4, 1));
    TermView {
        name: Arc::from("kent/spot/payment.hospital_full_days"),
        meaning: "How long the care fee is paid in full while a person is in hospital, in days from the absence's first.",
        unit: Unit::Days,
        note: Some(Arc::from("Contracts give two to six weeks.")),
        values: vec![
            value(first, second.previous(), "28", Status::Published, 12),
            value(second, Date::MAX, "42", Status::Assumed, 13),
        ],
    }
}

/// A term of dates, for showing what a page looks like.
pub(crate) fn sample_of_dates() -> TermView {
    let from = Date::of(2026, 1, 1);
    let to = Date::of(2026, 12, 31);
    TermView {
        name: Arc::from("england/bank-holidays.bank_holidays"),
        meaning: "The bank holidays of the year.",
        unit: Unit::Dates,
        note: None,
        values: vec![Dated {
            period: Period::between(from, to).unwrap_or(Period::since(from)),
            value: "2026-01-01, 2026-04-03, 2026-04-06".to_owned(),
            origin: Origin {
                cite: Arc::from("gov.uk, UK bank holidays, England and Wales 2026"),
                status: Status::Published,
                file: Arc::from("england/bank-holidays.toml"),
                line: 10,
            },
        }],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_drawn_as_whole_numbers() {
        assert_eq!(number(Unit::Pounds, "£23,250.00"), Some(2_325_000));
        assert_eq!(number(Unit::Percent, "2.82307"), Some(282));
        assert_eq!(number(Unit::Percent, "80"), Some(8_000));
        assert_eq!(number(Unit::Days, "42"), Some(42));
        assert_eq!(number(Unit::Text, "net"), None);
    }

    #[test]
    fn a_line_says_what_changed() {
        let today = Date::of(2026, 9, 14);
        let title = line_title(&sample(), &merged(&sample()), today);
        assert_eq!(title, "42 days from 1 April 2026, 28 days before");
        assert!(line(&sample_of_dates(), today).is_none());
    }
}
