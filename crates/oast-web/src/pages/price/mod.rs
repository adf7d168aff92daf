//! Prices: the bands in force, and uplifts as change sets.

pub mod decide;
mod effect;
mod sample;
mod spread;
pub mod uplift;
pub mod uplift_new;
pub mod uplifts;

use std::collections::BTreeMap;
use std::sync::Arc;

use oast_office::OfficeError;
use oast_office::uplift::{UpliftEffect, UpliftPlan};
use oast_rules::price::uplift_set::State;
use oast_units::Text;

use crate::answer::Fault;
use crate::desk::Desk;
use crate::desk::effects::Turn;
use crate::link::{To, with_query};
use crate::list::Cell;
use crate::words;

/// Where an uplift stands, as a tag.
fn state_tag(state: State) -> Cell {
    let colour = match state {
        State::Proposed => "yellow",
        State::Approved => "green",
        State::Rejected => "grey",
        State::Reversed => "orange",
    };
    Cell::tag(words::begun(state.code()), colour)
}

/// Which placements an uplift raises: `framework placements of oprn-framework-2026`.
fn whom(plan: &UpliftPlan) -> String {
    let placements = format!("{} placements", plan.applies_to.words());
    match &plan.scheme {
        Some(scheme) => format!("{placements} of {scheme}"),
        None => placements,
    }
}

/// The names of the users, by what they sign in with.
fn names(desk: &mut Desk) -> Result<BTreeMap<String, String>, Fault> {
    let users = desk.office()?.users()?;
    Ok(users
        .into_iter()
        .map(|user| (user.user_id, user.name))
        .collect())
}

/// A name; who is no user any more is told as it was recorded.
fn name<'a>(names: &'a BTreeMap<String, String>, user: &'a str) -> &'a str {
    names.get(user).map_or(user, String::as_str)
}

/// What an uplift changes when it comes or goes, by what the page knows.
fn effect_of(desk: &mut Desk, turn: Turn) -> Result<Result<Arc<UpliftEffect>, OfficeError>, Fault> {
    let (known_seq, day) = (desk.picture()?.known_seq(), desk.day());
    let app = Arc::clone(desk.app());
    Ok(app.uplift_effects.of(desk.office()?, turn, day, known_seq))
}

/// The plan as its effect is asked for: the decision behind it changes no amount.
fn comes(plan: &UpliftPlan) -> Result<Turn, Fault> {
    let decision: Text = "any".parse()?;
    Ok(Turn::Comes(UpliftPlan {
        decision,
        ..plan.clone()
    }))
}

/// The page on which a plan is thought through.
fn thought_through(plan: &UpliftPlan) -> String {
    let (year, month, day) = plan.effective_on.ymd();
    let scheme = plan.scheme.as_ref().map_or("", |scheme| scheme.as_str());
    with_query(
        To::UpliftNew,
        [
            ("applies_to", plan.applies_to.code()),
            ("scheme", scheme),
            ("effective_on-day", &day.to_string()),
            ("effective_on-month", &month.to_string()),
            ("effective_on-year", &year.to_string()),
            ("percent", &plan.percent.to_string()),
            ("decision", plan.decision.as_str()),
            ("step", "check"),
        ],
    )
}

/// What is said when the effect of a decision moved between looking and deciding.
const MOVED: &str = "What it changes has moved since you looked: other facts were recorded. Nothing was decided. Look at it again, and decide then.";
