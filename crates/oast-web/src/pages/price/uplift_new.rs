//! Thinking an uplift through: what it would change, before anybody proposes it.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::OfficeError;
use oast_office::access::Action;
use oast_office::picture::Picture;
use oast_office::uplift::UpliftPlan;
use oast_rules::facts::AppliesTo;
use oast_units::{Date, Percent, SchemeId, Text};
use serde::Serialize;

use super::effect::{Shown, Way, button, shown};
use super::{comes, effect_of, sample};
use crate::answer::{self, Fault};
use crate::desk::{Desk, Known};
use crate::form::{Form, sentence};
use crate::link::{To, with_query};
use crate::page::Page;
use crate::words::begun;

/// What a plan is called while no decision stands behind it.
const UNDECIDED: &str = "Not decided yet";

/// The fields of the plan, by their names in the form.
const FIELDS: [&str; 7] = [
    "applies_to",
    "scheme",
    "effective_on-day",
    "effective_on-month",
    "effective_on-year",
    "percent",
    "decision",
];

/// A choice of a radio or a list.
#[derive(Debug, Clone, Serialize)]
struct Item {
    value: String,
    text: String,
}

/// The form, or what the uplift in it would change.
#[derive(Debug, Serialize)]
pub struct NewUplift {
    form: Form,
    /// Which placements it may raise.
    sets: Vec<Item>,
    schemes: Vec<Item>,
    thought: Option<Thought>,
}

/// An uplift that was thought through.
#[derive(Debug, Serialize)]
struct Thought {
    effect: Shown,
    /// Back to the form, with what was typed.
    change: String,
    /// What the button says; none for who may not propose it, or not here.
    button: Option<String>,
    /// Why there is no button.
    instead: String,
    /// Whether the decision is still to be told.
    undecided: bool,
    /// The weekly difference that is shown, in pence.
    weekly: String,
    hidden: Vec<(String, String)>,
}

impl Page for NewUplift {
    const TEMPLATE: &'static str = "pages/price/uplift_new.html";

    fn title(&self) -> String {
        let error = if self.form.is_wrong() { "Error: " } else { "" };
        let title = if self.thought.is_some() {
            "An uplift, before anybody decides"
        } else {
            "Think through an uplift"
        };
        format!("{error}{title}")
    }

    fn samples() -> Vec<Self> {
        let blank = |form| Self {
            form,
            sets: sets(),
            schemes: vec![Item {
                value: "oprn-framework-2026".to_owned(),
                text: "oprn-framework-2026".to_owned(),
            }],
            thought: None,
        };
        let mut wrong = Form::default();
        wrong.mistake("percent", "Enter by how much, such as 2.8.");
        let mut samples = vec![blank(Form::default()), blank(wrong)];
        let effects = [sample::effect(), sample::nothing()];
        for (index, effect) in effects.into_iter().flatten().enumerate() {
            let mut page = blank(Form::default());
            page.thought = Some(Thought {
                effect: Shown::sample(&effect, Way::Comes),
                change: To::UpliftNew.to_string(),
                button: (index == 0).then(|| button("Propose", &effect, Way::Comes)),
                instead: "Somebody who may propose uplifts can propose it.".to_owned(),
                undecided: index == 0,
                weekly: "5824".to_owned(),
                hidden: vec![("percent".to_owned(), "2.8".to_owned())],
            });
            samples.push(page);
        }
        samples
    }
}

/// Asks for an uplift, or shows what it would change.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let mut form = Form::new(desk.queries().to_vec());
    form.set("form_key", &desk.key());
    if form.value("step") != "check" {
        form.offer_date("effective_on", next_april(desk.day()));
        let page = blank(desk, form)?;
        return desk.page(&page);
    }
    match plan(&mut form) {
        Some(plan) => think(desk, form, &plan),
        None => again(desk, form),
    }
}

/// Proposes an uplift that was thought through.
pub fn propose(desk: &mut Desk) -> Result<Response, Fault> {
    if desk.known() != Known::Now {
        return Err(Fault::Refused(
            "the past cannot be changed; go back to now".to_owned(),
        ));
    }
    let mut form = desk.form();
    let Some(plan) = plan(&mut form) else {
        return again(desk, form);
    };
    let undecided = form.value("decision").is_empty();
    if undecided {
        form.mistake("decision", "Enter the decision that sets it.");
        return think(desk, form, &plan);
    }
    let day = desk.day();
    let done = match moved(desk, &mut form, &plan)? {
        Ok(true) => return think(desk, form, &plan),
        Ok(false) => desk.command(|office, actor| office.propose_uplift(&plan, day, actor)),
        Err(error) => Err(error),
    };
    match done {
        Ok(proposed) => desk.done_at(&To::Uplift(proposed.uplift_set.as_str())),
        Err(OfficeError::AlreadyDone { .. }) => Ok(answer::see_other(&To::Uplifts.to_string())),
        Err(error) => refused(desk, form, error),
    }
}

/// Whether what the uplift changes is no longer what was shown, which the form then says.
fn moved(
    desk: &mut Desk,
    form: &mut Form,
    plan: &UpliftPlan,
) -> Result<Result<bool, OfficeError>, Fault> {
    let effect = match effect_of(desk, comes(plan)?)? {
        Ok(effect) => effect,
        Err(error) => return Ok(Err(error)),
    };
    let moved = form.value("weekly") != effect.weekly_difference.get().to_string();
    if moved {
        form.mistake("effect", super::MOVED);
    }
    Ok(Ok(moved))
}

/// Shows what an uplift would change.
fn think(desk: &mut Desk, form: Form, plan: &UpliftPlan) -> Result<Response, Fault> {
    let effect = match effect_of(desk, comes(plan)?)? {
        Ok(effect) => effect,
        Err(error) => return refused(desk, form, error),
    };
    let pairs: Vec<(&str, &str)> = form
        .pairs()
        .filter(|(name, _)| FIELDS.contains(name))
        .collect();
    let undecided = form.value("decision").is_empty();
    let instead = if desk.known() != Known::Now {
        "This is what would have changed by what was known then. Go back to now to propose it."
    } else if !desk.may(Action::ProposeUplift) {
        "You may think an uplift through. Somebody whose role lets them propose uplifts can propose it: send them the address of this page."
    } else if effect.placements.is_empty() {
        "There is nothing to propose: no placement changes."
    } else {
        ""
    };
    let kept = pairs
        .iter()
        .filter(|(name, _)| !undecided || *name != "decision");
    let thought = Thought {
        effect: shown(desk, &effect, Way::Comes)?,
        change: with_query(To::UpliftNew, pairs.iter().copied()),
        button: instead
            .is_empty()
            .then(|| button("Propose", &effect, Way::Comes)),
        instead: instead.to_owned(),
        undecided,
        weekly: effect.weekly_difference.get().to_string(),
        hidden: kept
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
    };
    let status = if form.is_wrong() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let page = NewUplift {
        thought: Some(thought),
        ..blank(desk, form)?
    };
    desk.page_with(status, &page)
}

fn blank(desk: &mut Desk, form: Form) -> Result<NewUplift, Fault> {
    let picture = desk.picture()?;
    Ok(NewUplift {
        form,
        sets: sets(),
        schemes: schemes(&picture),
        thought: None,
    })
}

fn again(desk: &mut Desk, form: Form) -> Result<Response, Fault> {
    let page = blank(desk, form)?;
    desk.page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
}

fn refused(desk: &mut Desk, mut form: Form, error: OfficeError) -> Result<Response, Fault> {
    match error {
        OfficeError::Store(_) | OfficeError::Forbidden { .. } => Err(error.into()),
        error => {
            form.mistake("applies_to", sentence(&error.to_string()));
            again(desk, form)
        }
    }
}

/// The uplift that a form tells of; what is missing is told in the form.
fn plan(form: &mut Form) -> Option<UpliftPlan> {
    let percent = form
        .value("percent")
        .trim_end_matches(['%', ' '])
        .to_owned();
    form.set("percent", &percent);
    let applies_to: Option<AppliesTo> =
        form.read("applies_to", "Choose which placements it raises.");
    let scheme: Option<SchemeId> = form.read_if_any("scheme");
    let effective_on = form.date("effective_on", "the first day of the raised price");
    let percent: Option<Percent> = form.read("percent", "Enter by how much, such as 2.8.");
    let decision: Option<Text> = form.read_if_any("decision");
    if form.is_wrong() {
        return None;
    }
    Some(UpliftPlan {
        applies_to: applies_to?,
        scheme,
        effective_on: effective_on?,
        percent: percent?,
        decision: match decision {
            Some(decision) => decision,
            None => UNDECIDED.parse().ok()?,
        },
    })
}

/// The first of April to come, when prices are uplifted.
fn next_april(today: Date) -> Date {
    let (year, _, _) = today.ymd();
    let april = Date::new(year, 4, 1).unwrap_or(today);
    if april > today {
        april
    } else {
        april.add_months(12)
    }
}

fn sets() -> Vec<Item> {
    let sets = AppliesTo::ALL.iter();
    sets.map(|each| Item {
        value: each.code().to_owned(),
        text: format!("{} placements", begun(each.words())),
    })
    .collect()
}

/// The schemes that the county buys under, and none.
fn schemes(picture: &Picture) -> Vec<Item> {
    let facts = &picture.facts;
    let market = &facts.market;
    let mut known: BTreeSet<&str> = BTreeSet::new();
    known.extend(market.prices.iter().map(|price| price.scheme.as_str()));
    known.extend(market.appointments.iter().map(|each| each.scheme.as_str()));
    known.extend(
        facts
            .cases
            .iter()
            .filter_map(|case| case.placement.scheme.as_ref().map(SchemeId::as_str)),
    );
    let item = |value: &str, text: &str| Item {
        value: value.to_owned(),
        text: text.to_owned(),
    };
    std::iter::once(item("", "No scheme"))
        .chain(known.into_iter().map(|scheme| item(scheme, scheme)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_uplift_is_offered_for_the_first_of_april_to_come() {
        let next = |year, month, day| next_april(Date::of(year, month, day));
        assert_eq!(next(2026, 3, 31), Date::of(2026, 4, 1));
        assert_eq!(next(2026, 4, 1), Date::of(2027, 4, 1));
        assert_eq!(next(2026, 11, 22), Date::of(2027, 4, 1));
    }

    #[test]
    fn a_percentage_may_be_typed_with_its_sign() {
        let typed = |percent: &str| {
            let pairs = [
                ("applies_to", "legacy"),
                ("effective_on-day", "1"),
                ("effective_on-month", "4"),
                ("effective_on-year", "2027"),
                ("percent", percent),
            ];
            let owned = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
            plan(&mut Form::new(owned.to_vec())).map(|plan| plan.percent)
        };
        assert_eq!(typed("2.8 %"), typed("2.8"));
        assert!(typed("2.8").is_some());
        assert_eq!(typed("a lot"), None);
    }
}
