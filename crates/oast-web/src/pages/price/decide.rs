//! Deciding on an uplift: what it changes, and then the decision.

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::OfficeError;
use oast_office::uplift::UpliftStanding;
use oast_rules::price::uplift_set::State;
use serde::Serialize;

use super::effect::{Shown, Way, button, shown};
use super::uplift::{title, who_may};
use super::{comes, effect_of, sample};
use crate::answer::{self, Fault};
use crate::desk::effects::Turn;
use crate::desk::{Desk, Known};
use crate::form::{Form, sentence};
use crate::link::To;
use crate::page::Page;

/// What can be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Act {
    Approve,
    Reject,
    Reverse,
}

impl Act {
    const ALL: [(&'static str, Self); 3] = [
        ("approve", Self::Approve),
        ("reject", Self::Reject),
        ("reverse", Self::Reverse),
    ];

    fn of(desk: &Desk) -> Result<Self, Fault> {
        let code = desk.part("act");
        let found = Self::ALL.iter().find(|(each, _)| *each == code);
        found
            .map(|(_, act)| *act)
            .ok_or_else(|| Fault::NotFound(format!("an uplift cannot be '{code}'")))
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Approve => "Approve an uplift",
            Self::Reject => "Reject an uplift",
            Self::Reverse => "Take an uplift back",
        }
    }

    /// The state that it needs.
    const fn needs(self) -> State {
        match self {
            Self::Approve | Self::Reject => State::Proposed,
            Self::Reverse => State::Approved,
        }
    }

    const fn way(self) -> Way {
        match self {
            Self::Approve | Self::Reject => Way::Comes,
            Self::Reverse => Way::Goes,
        }
    }
}

/// The decision, with what it changes before it.
#[derive(Debug, Serialize)]
pub struct Decide {
    id: String,
    heading: String,
    uplift: String,
    back: String,
    form: Form,
    /// Whether it needs a reason, and what the field is called.
    reason: Option<&'static str>,
    effect: Option<Shown>,
    since: Vec<String>,
    /// What the button says; none where it cannot be done.
    button: Option<String>,
    /// Why it cannot be done.
    instead: String,
    /// The weekly difference that is shown, in pence.
    weekly: String,
    warn: bool,
}

impl Page for Decide {
    const TEMPLATE: &'static str = "pages/price/decide.html";
    const OF_FACTS: bool = false;

    fn title(&self) -> String {
        let error = if self.form.is_wrong() { "Error: " } else { "" };
        format!("{error}{}", self.heading)
    }

    fn samples() -> Vec<Self> {
        let page = |act: Act| {
            let effect = sample::effect().ok()?;
            Some(Self {
                id: "US-0001".to_owned(),
                heading: act.title().to_owned(),
                uplift: "2.8% from 1 April 2026 for legacy placements".to_owned(),
                back: To::Uplift("US-0001").to_string(),
                form: Form::default(),
                reason: reason(act),
                button: Some(words(act, &effect)),
                effect: Some(Shown::sample(&effect, act.way())),
                since: vec!["Tendered prices have changed since it was proposed.".to_owned()],
                instead: String::new(),
                weekly: "5824".to_owned(),
                warn: act == Act::Reverse,
            })
        };
        let mut samples: Vec<Self> = Act::ALL
            .into_iter()
            .filter_map(|(_, act)| page(act))
            .collect();
        samples.extend(page(Act::Approve).map(|page| Self {
            button: None,
            instead: "You proposed it, so you cannot approve it.".to_owned(),
            ..page
        }));
        samples.extend(page(Act::Reverse).map(|mut page| {
            page.form.mistake("reason", "Enter why it is taken back.");
            page
        }));
        samples
    }
}

/// The name of the field for the reason, where there must be one.
const fn reason(act: Act) -> Option<&'static str> {
    match act {
        Act::Approve => None,
        Act::Reject => Some("Why it is rejected"),
        Act::Reverse => Some("Why it is taken back"),
    }
}

/// What the button says: the effect.
fn words(act: Act, effect: &oast_office::uplift::UpliftEffect) -> String {
    match act {
        Act::Approve => button("Approve", effect, Way::Comes),
        Act::Reject => "Reject: no price changes".to_owned(),
        Act::Reverse => button("Reverse", effect, Way::Goes),
    }
}

/// Shows what the decision changes.
pub fn form(desk: &mut Desk) -> Result<Response, Fault> {
    let act = Act::of(desk)?;
    let form = desk.form();
    draw(desk, act, form)
}

/// Decides.
pub fn submit(desk: &mut Desk) -> Result<Response, Fault> {
    let act = Act::of(desk)?;
    if desk.known() != Known::Now {
        return Err(Fault::Refused(
            "the past cannot be changed; go back to now".to_owned(),
        ));
    }
    let id = desk.part("uplift").to_owned();
    let mut form = desk.form();
    let why = form.value("reason").to_owned();
    if reason(act).is_some() && why.is_empty() {
        let says = match act {
            Act::Reverse => "Enter why it is taken back.",
            _ => "Enter why it is rejected.",
        };
        form.mistake("reason", says);
        return draw(desk, act, form);
    }
    if act != Act::Reject && moved(desk, act, &id, &form)? {
        form.mistake("effect", super::MOVED);
        return draw(desk, act, form);
    }
    let day = desk.day();
    let done = desk.command(|office, actor| match act {
        Act::Approve => office.approve_uplift(&id, day, actor).map(drop),
        Act::Reject => office.reject_uplift(&id, &why, actor),
        Act::Reverse => office.reverse_uplift(&id, &why, day, actor).map(drop),
    });
    match done {
        Ok(()) => desk.done_at(&To::Uplift(&id)),
        Err(OfficeError::AlreadyDone { .. }) => Ok(answer::see_other(&To::Uplift(&id).to_string())),
        Err(OfficeError::Refused(why) | OfficeError::Denied { why, .. }) => {
            form.mistake("effect", sentence(&why));
            draw(desk, act, form)
        }
        Err(error) => Err(error.into()),
    }
}

/// The question of what the decision changes.
fn turn(act: Act, standing: &UpliftStanding) -> Result<Turn, Fault> {
    match act.way() {
        Way::Comes => comes(&standing.plan()),
        Way::Goes => Ok(Turn::Goes(standing.set.uplift_set.to_string())),
    }
}

/// Whether what it changes is no longer what was shown.
fn moved(desk: &mut Desk, act: Act, id: &str, form: &Form) -> Result<bool, Fault> {
    let known_seq = desk.picture()?.known_seq();
    let standing = desk.office()?.uplift_set_at(id, known_seq)?;
    if standing.state != act.needs() {
        // The office says so.
        return Ok(false);
    }
    let effect = effect_of(desk, turn(act, &standing)?)?;
    Ok(effect
        .is_ok_and(|effect| form.value("weekly") != effect.weekly_difference.get().to_string()))
}

fn draw(desk: &mut Desk, act: Act, form: Form) -> Result<Response, Fault> {
    let id = desk.part("uplift").to_owned();
    let known_seq = desk.picture()?.known_seq();
    let standing = desk.office()?.uplift_set_at(&id, known_seq)?;
    let (mut effect, mut button, mut instead) = (None, None, String::new());
    let (mut since, mut weekly) = (Vec::new(), String::new());
    if standing.state == act.needs() {
        match effect_of(desk, turn(act, &standing)?)? {
            Ok(found) => {
                if act.way() == Way::Comes {
                    let office = desk.office()?;
                    since = office.since_uplift_was_proposed(&standing, &found, known_seq)?;
                }
                effect = Some(shown(desk, &found, act.way())?);
                weekly = found.weekly_difference.get().to_string();
                button = Some(words(act, &found));
            }
            Err(OfficeError::Refused(why)) => {
                instead = sentence(&why);
                // What cannot be any more can still be turned down.
                button = (act == Act::Reject).then(|| "Reject: no price changes".to_owned());
            }
            Err(error) => return Err(error.into()),
        }
    } else {
        let state = standing.state.code();
        instead = format!("It is {state}, so there is nothing to decide here.");
    }
    if let Some(why) = blocked(desk, act, &standing)? {
        (button, instead) = (None, why);
    }
    let status = if form.is_wrong() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let page = Decide {
        heading: act.title().to_owned(),
        uplift: title(&standing),
        back: To::Uplift(&id).to_string(),
        form,
        reason: reason(act),
        effect,
        since,
        button,
        instead,
        weekly,
        warn: act != Act::Approve,
        id,
    };
    desk.page_with(status, &page)
}

/// Why whoever looks cannot decide, who may, or that the past stays as it is.
fn blocked(desk: &mut Desk, act: Act, standing: &UpliftStanding) -> Result<Option<String>, Fault> {
    if desk.known() != Known::Now {
        return Ok(Some(
            "This is what was known then, and nothing can be decided here. Go back to now."
                .to_owned(),
        ));
    }
    let own = desk
        .who()
        .is_some_and(|user| user.user_id == standing.set.proposed_by.as_str());
    if act == Act::Approve && own && standing.state == State::Proposed {
        return Ok(Some(format!(
            "You proposed it, so somebody else must approve it. {}",
            who_may(desk, standing)?
        )));
    }
    Ok(None)
}
