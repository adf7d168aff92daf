//! One benefit: its line over time, and the forms that change it and record what it came to.

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::OfficeError;
use oast_office::access::Action;
use oast_office::benefit::Tracked;
use oast_rules::facts::{Benefit, BenefitFrom, BenefitMeasure, BenefitUnit};
use oast_units::{Date, Measure, Text};
use serde::Serialize;

use super::benefits::{estimate, is_estimate, sample, value};
use super::lines::{Lines as Rows, list};
use crate::answer::{self, Fault};
use crate::chart::{Chart as _, Goal, Head, Lines, Series, Unit};
use crate::desk::{Desk, Known};
use crate::form::Form;
use crate::link::{To, with_query};
use crate::list::{Asked, Cell, List, Table};
use crate::page::Page;
use crate::pages::money::told_in;
use crate::pages::parts::{Detail, Figure};

/// The page.
#[derive(Debug, Serialize)]
pub struct BenefitPage {
    name: String,
    details: Vec<Detail>,
    figure: Figure,
    note: Option<&'static str>,
    action: String,
    /// The form that changes it; none for who may not.
    change: Option<Form>,
    /// The form that records a value; none where it is worked out from the facts.
    measure: Option<Form>,
    /// What a value is in, after its field.
    unit: &'static str,
}

const ESTIMATE: &str = "An estimate, not an amount that anybody was paid. In Option 1 a newcomer’s day would cost the average day of those who were there before April 2026, in the same category and month, times the business case’s ratio of a new price to an old one. What newcomers’ care fees really came to is taken from that. It begins anew with each financial year.";
const NO_OWNER: &str = "Enter who answers for it.";
const NO_SOURCE: &str = "Enter where baseline and target are from.";
const NO_REASON: &str = "Write why it is changed.";
const NO_VALUE: &str = "Enter what it came to.";
const NO_VALUE_SOURCE: &str = "Enter where the value is from.";

impl Page for BenefitPage {
    const TEMPLATE: &'static str = "pages/outlook/benefit.html";
    const HELP: Option<&'static str> = Some("benefits");

    fn title(&self) -> String {
        let forms = [&self.change, &self.measure];
        let wrong = forms.into_iter().flatten().any(Form::is_wrong);
        format!("{}{}", if wrong { "Error: " } else { "" }, self.name)
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/budget/benefits/framework-share",
            query: &[],
        };
        let page = |change: Option<Form>, measure: Option<Form>, actual: bool| {
            let mut one = sample()?;
            if !actual {
                one.actual.clear();
            }
            let mut change = change;
            if let Some(form) = &mut change {
                offer(form, &one.benefit);
            }
            let table = values(&one).table(asked);
            Some(Self::of(&one, Vec::new(), table, (change, measure)))
        };
        let mut wrong = Form::default();
        wrong.mistake("reason", NO_REASON);
        let mut unmeasured = Form::default();
        unmeasured.mistake("value", NO_VALUE);
        [
            page(Some(Form::default()), Some(Form::default()), true),
            page(Some(wrong), None, true),
            page(None, Some(unmeasured), true),
            page(None, None, false),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

impl BenefitPage {
    fn of(
        one: &Tracked,
        beside: Vec<Series>,
        table: Table,
        (change, measure): (Option<Form>, Option<Form>),
    ) -> Self {
        let benefit = &one.benefit;
        Self {
            name: benefit.name.to_string(),
            details: details(benefit),
            figure: figure(one, beside, table),
            note: is_estimate(benefit).then_some(ESTIMATE),
            action: To::Benefit(benefit.benefit_id.as_str()).to_string(),
            change,
            measure,
            unit: benefit.unit.words(),
        }
    }
}

/// Shows a benefit.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let (change, measure) = (desk.form(), desk.form());
    let page = page(desk, change, measure)?;
    desk.page(&page)
}

fn asked_for(desk: &mut Desk) -> Result<Tracked, Fault> {
    let id = desk.part("benefit").to_owned();
    let found = desk.picture()?.benefit(&id, &estimate);
    found.ok_or_else(|| Fault::NotFound(format!("there is no benefit '{id}'")))
}

fn page(desk: &mut Desk, mut change: Form, mut measure: Form) -> Result<BenefitPage, Fault> {
    let one = asked_for(desk)?;
    let may = desk.may(Action::ManageBenefits) && desk.known() == Known::Now;
    offer(&mut change, &one.benefit);
    measure.offer_date("as_of", desk.today());
    let by_hand = one.benefit.worked_out.is_none();
    let beside = beside(desk, &one.benefit)?;
    let table = desk.table(values(&one))?;
    let forms = (may.then_some(change), (may && by_hand).then_some(measure));
    Ok(BenefitPage::of(&one, beside, table, forms))
}

/// The framework’s share is counted in two ways: the other one is drawn beside it.
fn beside(desk: &mut Desk, benefit: &Benefit) -> Result<Vec<Series>, Fault> {
    let other = match benefit.worked_out {
        Some(BenefitFrom::FrameworkHomes) => BenefitFrom::CalledOff,
        Some(BenefitFrom::CalledOff) => BenefitFrom::FrameworkHomes,
        _ => return Ok(Vec::new()),
    };
    let values = desk.picture()?.worked_out(other, &estimate);
    let name = match other {
        BenefitFrom::CalledOff => "Called off",
        _ => "In its homes",
    };
    Ok(vec![series(name, benefit.unit, &values, false)])
}

/// Changes a benefit, or records what it came to.
pub fn submit(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = desk.form();
    let one = asked_for(desk)?;
    let act = form.value("act").to_owned();
    let (field, done) = match act.as_str() {
        "change" => ("reason", change(desk, &one.benefit, &mut form)),
        "measure" => ("value", measure(desk, &one.benefit, &mut form)),
        other => {
            let why = format!("'{other}' is nothing that this form does. Open it again.");
            return Err(Fault::Bad(why));
        }
    };
    let id = one.benefit.benefit_id.as_str();
    match done {
        Some(Ok(())) => return desk.done_at(&To::Benefit(id)),
        Some(Err(OfficeError::AlreadyDone { seq, .. })) => {
            let seq = seq.to_string();
            let to = with_query(To::Benefit(id), [("done", seq.as_str())]);
            return Ok(answer::see_other(&to));
        }
        // There is no form on the page to tell it in.
        Some(Err(error)) if act == "measure" && one.benefit.worked_out.is_some() => {
            return Err(error.into());
        }
        Some(Err(error)) => told_in(&mut form, field, error)?,
        None => {}
    }
    let mut other = desk.form();
    for name in ["source", "as_of-day", "as_of-month", "as_of-year"] {
        other.set(name, "");
    }
    let (change, measure) = if act == "change" {
        (form, other)
    } else {
        (other, form)
    };
    let page = page(desk, change, measure)?;
    desk.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// What the office says; none when the form is wrong.
type Said = Option<Result<(), OfficeError>>;

fn change(desk: &mut Desk, benefit: &Benefit, form: &mut Form) -> Said {
    let owner: Option<Text> = form.read("owner", NO_OWNER);
    let baseline: Option<Measure> = form.read_if_any("baseline");
    let target: Option<Measure> = form.read_if_any("target");
    let due_on = form.date_if_any("due_on", "the day by which it is to be reached");
    let source: Option<Text> = form.read("source", NO_SOURCE);
    let reason: Option<Text> = form.read("reason", NO_REASON);
    if form.is_wrong() {
        return None;
    }
    let changed = Benefit {
        owner: owner?,
        baseline,
        target,
        due_on,
        source: source?,
        reason: Some(reason?),
        ..benefit.clone()
    };
    Some(desk.command(|office, actor| office.record_benefit(&changed, actor)))
}

fn measure(desk: &mut Desk, benefit: &Benefit, form: &mut Form) -> Said {
    let value: Option<Measure> = form.read("value", NO_VALUE);
    let as_of = form.date("as_of", "the day by which it was measured");
    let source: Option<Text> = form.read("value_source", NO_VALUE_SOURCE);
    let measure = BenefitMeasure {
        benefit_id: benefit.benefit_id.clone(),
        as_of: as_of?,
        value: value?,
        source: source?,
    };
    let today = desk.today();
    Some(desk.command(|office, actor| office.measure_benefit(&measure, today, actor)))
}

/// Fills in what is known where nothing was typed; what somebody took out stays out.
fn offer(form: &mut Form, benefit: &Benefit) {
    if form.is_wrong() {
        return;
    }
    form.offer("owner", benefit.owner.as_str());
    let text = |measure: Option<Measure>| measure.map_or(String::new(), |one| one.to_string());
    form.offer("baseline", &text(benefit.baseline));
    form.offer("target", &text(benefit.target));
    form.offer("source", benefit.source.as_str());
    if let Some(due_on) = benefit.due_on {
        form.offer_date("due_on", due_on);
    }
}

fn details(benefit: &Benefit) -> Vec<Detail> {
    let of = |measure: Option<Measure>| {
        measure.map_or("Not recorded".to_owned(), |one| value(benefit.unit, one))
    };
    let by = benefit.due_on.map_or(String::new(), Date::long);
    let mut details = vec![
        Detail::new("Owner", benefit.owner.as_str()),
        Detail::new("Before", &of(benefit.baseline)),
        Detail::new("Target", &of(benefit.target)),
        Detail::new("By", &by),
        Detail::new("How it is measured", benefit.measured.as_str()),
        Detail::new("Source", benefit.source.as_str()),
    ];
    if let Some(reason) = &benefit.reason {
        details.push(Detail::new("Last changed because", reason.as_str()));
    }
    details
}

/// A line of values in a unit.
fn series(name: &str, unit: BenefitUnit, values: &[(Date, Measure)], emphasis: bool) -> Series {
    let points = values.iter().map(|(day, one)| (*day, drawn(unit, *one)));
    Series {
        name: name.to_owned(),
        points: points.collect(),
        emphasis,
    }
}

/// A value as charts have it: per cent in hundredths, pounds in pence, days whole.
fn drawn(unit: BenefitUnit, measure: Measure) -> i64 {
    match unit {
        BenefitUnit::Percent | BenefitUnit::Pounds => measure.hundredths(),
        BenefitUnit::Days => measure.hundredths() / 100,
    }
}

fn figure(one: &Tracked, beside: Vec<Series>, table: Table) -> Figure {
    let benefit = &one.benefit;
    let say = |measure: Measure| value(benefit.unit, measure);
    let target = benefit.target.map_or(String::new(), |target| {
        format!("; the target is {}", say(target))
    });
    let title = one.latest().map_or_else(
        || format!("{} has not been measured yet", benefit.name),
        |(day, latest)| {
            format!(
                "{}: {} on {}{target}",
                benefit.name,
                say(latest),
                day.long()
            )
        },
    );
    let goal = |name: &str, measure: Option<Measure>| {
        measure.map(|measure| Goal {
            name: name.to_owned(),
            value: drawn(benefit.unit, measure),
        })
    };
    let goals = [
        goal("Before", benefit.baseline),
        goal("Target", benefit.target),
    ];
    let name = if beside.is_empty() {
        "Actual"
    } else if benefit.worked_out == Some(BenefitFrom::CalledOff) {
        "Called off"
    } else {
        "In its homes"
    };
    let mut lines = vec![series(name, benefit.unit, &one.actual, true)];
    lines.extend(beside);
    lines.retain(|series| !series.points.is_empty());
    let svg = Lines {
        head: Head {
            id: "benefit-chart".to_owned(),
            title: title.clone(),
            description: benefit.measured.to_string(),
        },
        unit: match benefit.unit {
            BenefitUnit::Percent => Unit::Percent,
            BenefitUnit::Pounds => Unit::Pounds,
            BenefitUnit::Days => Unit::Count,
        },
        series: lines,
        bands: Vec::new(),
        goals: goals.into_iter().flatten().collect(),
        today: None,
        from_zero: true,
    }
    .figure();
    Figure { title, svg, table }
}

/// Every value, the latest first.
fn values(one: &Tracked) -> List<'static, Rows> {
    let unit = one.benefit.unit;
    let rows = one
        .actual
        .iter()
        .rev()
        .map(|(day, measure)| vec![Cell::date(*day), Cell::text(value(unit, *measure))]);
    let columns = [("on", "On".to_owned()), ("value", "Actual".to_owned())];
    let caption = format!("{} over time", one.benefit.name);
    list(("values", caption), 1, &columns, rows.collect())
        .per_page(12)
        .when_empty("Nothing has been recorded of it yet.")
}
