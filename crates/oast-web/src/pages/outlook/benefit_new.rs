//! A benefit that nobody has recorded yet, whose values are recorded by hand.

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::OfficeError;
use oast_office::outlook::called;
use oast_rules::facts::{Benefit, BenefitUnit};
use oast_units::{BenefitId, Measure, Text};
use serde::Serialize;

use super::benefits::estimate;
use crate::answer::Fault;
use crate::desk::{Desk, Known};
use crate::form::Form;
use crate::link::To;
use crate::page::Page;
use crate::pages::money::told_in;

/// The page.
#[derive(Debug, Serialize)]
pub struct NewBenefitPage {
    form: Form,
    units: Vec<Unit>,
}

/// What a benefit may be measured in.
#[derive(Debug, Serialize)]
struct Unit {
    value: &'static str,
    text: String,
}

/// The address of this page, which no benefit can have.
const NEW: &str = "new";
const NO_NAME: &str = "Enter what the benefit is called.";
const NO_OWNER: &str = "Enter who answers for it.";
const NO_UNIT: &str = "Choose what it is measured in.";
const NO_MEASURED: &str = "Enter how it is measured.";
const NO_SOURCE: &str = "Enter where baseline and target are from.";
const KNOWN: &str = "There is a benefit of that name. Open it to change it, or enter another name.";

impl Page for NewBenefitPage {
    const TEMPLATE: &'static str = "pages/outlook/benefit_new.html";
    const HELP: Option<&'static str> = Some("benefits");

    fn title(&self) -> String {
        let wrong = if self.form.is_wrong() { "Error: " } else { "" };
        format!("{wrong}Record a benefit")
    }

    fn samples() -> Vec<Self> {
        let mut wrong = Form::default();
        wrong.set("name", "Beds block booked");
        wrong.mistake("name", KNOWN);
        wrong.mistake("unit", NO_UNIT);
        [Form::default(), wrong].map(Self::of).into()
    }
}

impl NewBenefitPage {
    fn of(form: Form) -> Self {
        let unit = |unit: &BenefitUnit| Unit {
            value: unit.code(),
            text: crate::words::begun(unit.words()),
        };
        Self {
            form,
            units: BenefitUnit::ALL.iter().map(unit).collect(),
        }
    }
}

/// Shows the form.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let form = desk.form();
    desk.page(&NewBenefitPage::of(form))
}

/// Records a benefit.
pub fn submit(desk: &mut Desk) -> Result<Response, Fault> {
    if desk.known() != Known::Now {
        let says = "the past cannot be changed; go back to now";
        return Err(Fault::Refused(says.to_owned()));
    }
    let mut form = desk.form();
    let Some(benefit) = read(&mut form) else {
        return again(desk, form);
    };
    let id = benefit.benefit_id.clone();
    // What was sent twice is known by now, and that is no mistake: the office says so.
    match desk.command(|office, actor| office.record_benefit(&benefit, actor)) {
        Ok(()) | Err(OfficeError::AlreadyDone { .. }) => desk.done_at(&To::Benefit(id.as_str())),
        Err(error) => {
            let known = desk.picture()?.benefit(id.as_str(), &estimate).is_some();
            if known {
                form.mistake("name", KNOWN);
            } else {
                told_in(&mut form, "name", error)?;
            }
            again(desk, form)
        }
    }
}

fn again(desk: &mut Desk, form: Form) -> Result<Response, Fault> {
    let page = NewBenefitPage::of(form);
    desk.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// What was typed; none where something is missing or cannot be read.
fn read(form: &mut Form) -> Option<Benefit> {
    let name: Option<Text> = form.read("name", NO_NAME);
    let id = name.as_ref().and_then(|name| {
        let id = called(name.as_str());
        let read: Result<BenefitId, _> = id.parse();
        read.ok().filter(|_| id != NEW)
    });
    if name.is_some() && id.is_none() {
        let typed = form.value("name").to_owned();
        form.mistake(
            "name",
            format!(
                "“{typed}” cannot be a benefit’s name. Use a few words, such as Delayed discharges."
            ),
        );
    }
    let owner: Option<Text> = form.read("owner", NO_OWNER);
    let unit: Option<BenefitUnit> = form.read("unit", NO_UNIT);
    let baseline: Option<Measure> = form.read_if_any("baseline");
    let target: Option<Measure> = form.read_if_any("target");
    let due_on = form.date_if_any("due_on", "the day by which it is to be reached");
    let measured: Option<Text> = form.read("measured", NO_MEASURED);
    let source: Option<Text> = form.read("source", NO_SOURCE);
    if form.is_wrong() {
        return None;
    }
    Some(Benefit {
        benefit_id: id?,
        name: name?,
        owner: owner?,
        unit: unit?,
        baseline,
        target,
        due_on,
        measured: measured?,
        worked_out: None,
        source: source?,
        reason: None,
    })
}
