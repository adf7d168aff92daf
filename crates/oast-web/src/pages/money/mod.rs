//! What is paid, and why: pay runs proposed, checked, approved and paid, what is held out of them,
//! and any amount opened.

pub mod acts;
pub mod holds;
pub mod job;
pub mod lines;
pub mod moved;
pub mod new;
pub mod remittance;
pub mod run;
pub mod runs;
pub mod spend;
pub mod spent;
mod sums;
pub mod trace;

use std::collections::BTreeMap;
use std::sync::Arc;

use oast_office::OfficeError;
use oast_office::access::{Action, Asked, Resource, UserView};
use oast_office::pay_run::{RunFigures, RunSummary};
use oast_office::picture::Picture;
use oast_rules::facts::{Element, Side};
use oast_rules::money::pay_run::{Act, State};
use oast_units::Date;

use crate::answer::Fault;
use crate::desk::{Desk, Known};
use crate::form::{Form, sentence};
use crate::link::To;
use crate::list::Cell;
use crate::pages::placement::person_name;

/// The users, to say who did something and who may.
pub(crate) struct Users(BTreeMap<String, UserView>);

impl Users {
    pub(crate) fn of(desk: &mut Desk) -> Result<Self, Fault> {
        let users = desk.office()?.users()?;
        let named = users.into_iter().map(|user| (user.user_id.clone(), user));
        Ok(Self(named.collect()))
    }

    /// Somebody's name; whoever is no user, such as a program, has only the name they signed with.
    pub(crate) fn name(&self, id: &str) -> String {
        self.0.get(id).map_or(id, |user| &user.name).to_owned()
    }

    /// Those who may do something, other than some: `Amir Approver or Ann Other`.
    pub(crate) fn who_may(&self, action: Action, but: &[&str]) -> String {
        let names: Vec<&str> = self
            .0
            .values()
            .filter(|user| user.active && user.rights.may(action) && !but.contains(&&*user.user_id))
            .map(|user| user.name.as_str())
            .collect();
        match names.as_slice() {
            [] => "nobody yet; an administrator can give somebody the role".to_owned(),
            [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
            [only, ..] => (*only).to_owned(),
        }
    }
}

/// The run that the address names, as known.
pub(crate) fn asked_run(desk: &mut Desk) -> Result<RunSummary, Fault> {
    let run = desk.part("run").to_owned();
    summary(desk, &run)
}

/// A run as known.
pub(crate) fn summary(desk: &mut Desk, run: &str) -> Result<RunSummary, Fault> {
    let known_at = desk.known_at();
    let runs = desk.office()?.pay_runs(known_at)?;
    let found = runs.into_iter().find(|each| each.pay_run == run);
    found.ok_or_else(|| Fault::NotFound(format!("there is no pay run {run}")))
}

/// What a run's lines come to.
pub(crate) fn figures(desk: &mut Desk, run: &str) -> Result<Arc<RunFigures>, Fault> {
    let (app, known_at) = (Arc::clone(desk.app()), desk.known_at());
    Ok(app.runs.figures(desk.office()?, run, known_at)?)
}

/// What the policies say about taking part in a run that stands as it does: who had another part
/// in it has no further one.
pub(crate) fn may_take_part(desk: &Desk, run: &RunSummary, action: Action) -> bool {
    let asked = Asked {
        proposed_by: Some(run.proposed_by.as_str()),
        checked_by: who_last(run, State::Checked),
        approved_by: who_last(run, State::Approved),
        ..Asked::default()
    };
    let decision = desk.decide(action, Resource::PayRun(&run.pay_run), &asked);
    decision.is_some_and(|decision| decision.allowed)
}

/// Who brought a run to a state, the last time.
fn who_last(run: &RunSummary, state: State) -> Option<&str> {
    let mut steps = run.steps.iter().rev();
    let step = steps.find(|(came_to, ..)| came_to == state.code());
    step.map(|(_, actor, _)| actor.as_str())
}

/// Whom a run waits for, in words, when it is not the person who looks: whoever had a part in it
/// that shuts this one to them is told so, and is not among the others.
pub(crate) fn waits_for(desk: &Desk, run: &RunSummary, act: Act, users: &Users) -> String {
    let proposed = (Some(run.proposed_by.as_str()), "proposed");
    let checked = (who_last(run, State::Checked), "checked");
    let approved = (who_last(run, State::Approved), "approved");
    let (action, parts, does, done) = match act {
        Act::Check => (Action::CheckPayRun, vec![proposed], "checks", "checked"),
        Act::Approve | Act::Reject => (
            Action::DecidePayRun,
            vec![proposed, checked],
            "approves",
            "approved",
        ),
        Act::Pay => (Action::PayPayRun, vec![approved], "pays", "paid"),
    };
    let taken: Vec<&str> = parts.iter().filter_map(|(who, _)| *who).collect();
    let others = users.who_may(action, &taken);
    let me = desk.who().map(|user| user.user_id.as_str());
    match parts.iter().find(|(who, _)| *who == me) {
        Some((_, did)) => format!("You {did} it, so somebody else {does} it: {others}."),
        None => format!("It waits to be {done} by {others}."),
    }
}

/// Refuses to change anything while what was known on a past day is looked at.
pub(crate) fn only_now(desk: &Desk) -> Result<(), Fault> {
    match desk.known() {
        Known::Now => Ok(()),
        Known::On(day) => Err(Fault::Refused(format!(
            "you are looking at what was known on {}; go back to now to change anything",
            day.long()
        ))),
    }
}

/// What to do with an error of the office: tell it beside a form, unless it is no matter of the
/// form.
pub(crate) fn told_in(form: &mut Form, field: &str, error: OfficeError) -> Result<(), Fault> {
    match error {
        OfficeError::Store(_) | OfficeError::Forbidden { .. } => Err(error.into()),
        OfficeError::PayRun { refusal, .. } => {
            form.mistake(field, sentence(&refusal.to_string()));
            Ok(())
        }
        error => {
            form.mistake(field, sentence(&error.to_string()));
            Ok(())
        }
    }
}

/// Words with a small letter at their start, to stand within a sentence.
pub(crate) fn within(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// Where a run stands, with a colour.
pub(crate) fn state_tag(state: State) -> Cell {
    let colour = match state {
        State::Proposed => "blue",
        State::Checked => "turquoise",
        State::Approved => "purple",
        State::Paid => "green",
        State::Rejected => "red",
    };
    Cell::tag(sentence(state.code()).trim_end_matches('.'), colour)
}

/// An element's name with a capital.
pub(crate) fn element_words(element: Element) -> String {
    sentence(element.words()).trim_end_matches('.').to_owned()
}

/// What each element may be chosen by.
pub(crate) fn element_choices() -> impl Iterator<Item = (&'static str, String)> {
    Element::ALL
        .iter()
        .map(|element| (element.code(), element_words(*element)))
}

/// A home by its name, leading to a page.
pub(crate) fn home_cell(picture: &Picture, home: &str, to: &To<'_>) -> Cell {
    let name = picture
        .facts
        .home(home)
        .map_or(home, |home| home.name.as_str());
    Cell::text(name).to(to).hint(home)
}

/// A placement: who it is for, where one may see that, and its reference.
pub(crate) fn placement_cell(picture: &Picture, id: &str, people: bool) -> Cell {
    let case = picture
        .facts
        .placement(id)
        .and_then(|at| picture.facts.case(at))
        .filter(|_| people);
    let Some(case) = case else {
        return Cell::text(id);
    };
    let person = case.placement.person_id.as_str();
    let name = picture.facts.person(person).map(person_name);
    match name {
        Some(name) => Cell::text(name).hint(id),
        None => Cell::text(id),
    }
    .to(To::Placement(id))
}

/// The address of how a line's amount came about.
pub(crate) fn line_address(placement: &str, side: Side, element: Element, from: Date) -> String {
    let flow = format!("{}.{}", side.code(), element.code());
    To::Line(placement, &flow, from).to_string()
}

#[cfg(test)]
mod tests {
    use crate::app::environment;
    use crate::frame::Frame;
    use crate::page::{Page, draw};

    fn draws<P: Page>() {
        for page in P::samples() {
            let html = draw(&environment(), &Frame::sample(&page.title()), &page).unwrap();
            assert_eq!(html.matches("<h1").count(), 1, "{}", page.title());
        }
    }

    #[test]
    fn every_page_is_drawn_in_every_state() {
        draws::<super::runs::RunsPage>();
        draws::<super::run::RunPage>();
        draws::<super::lines::LinesPage>();
        draws::<super::moved::MovedPage>();
        draws::<super::new::NewPage>();
        draws::<super::job::JobPage>();
        draws::<super::acts::ActPage>();
        draws::<super::remittance::RemittancePage>();
        draws::<super::holds::HoldsPage>();
    }

    #[test]
    fn words_stand_within_a_sentence() {
        assert_eq!(super::within("One-off costs"), "one-off costs");
        assert_eq!(super::within(""), "");
    }
}
