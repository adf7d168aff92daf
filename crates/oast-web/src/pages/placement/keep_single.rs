//! Letting one notice of a group keep the single period.

use axum::http::StatusCode;
use axum::response::Response;
use oast_office::OfficeError;
use oast_rules::placement::notice::{Counted, NoticePeriod};
use oast_units::Date;
use serde::Serialize;

use super::notices::name_of;
use crate::answer::Fault;
use crate::desk::{Desk, Known};
use crate::form::{Form, sentence};
use crate::link::{To, with_query};
use crate::list::{Asked, Cell, List, Table};
use crate::page::Page;

/// The decision, with what it changes.
#[derive(Debug, Serialize)]
pub struct KeepSingle {
    name: String,
    placement: String,
    why: String,
    /// What the notice is now, and what it would be.
    effect: Table,
    /// What the button says.
    button: String,
    /// Why nothing can be decided; none when it can.
    settled: Option<&'static str>,
    action: String,
    back: String,
    form: Form,
}

impl Page for KeepSingle {
    const TEMPLATE: &'static str = "pages/placement/keep_single.html";

    fn title(&self) -> String {
        let error = if self.form.is_wrong() { "Error: " } else { "" };
        format!("{error}Keep the single notice period")
    }

    fn samples() -> Vec<Self> {
        let period = |days, counted| NoticePeriod {
            placement: "PL0000001-1".parse().unwrap_or_default(),
            given_on: Date::of(2026, 4, 1),
            days,
            earliest_end: Date::of(2026, 4, 1) + days,
            counted,
            why: format!("Notices were given together: {days} days."),
        };
        let mut wrong = Form::default();
        wrong.mistake("reason", "Say why the notice keeps the single period.");
        let page = |counted, form| {
            let (now, kept) = (period(56, counted), period(28, Counted::Overridden));
            let asked = Asked {
                path: "/",
                query: &[],
            };
            let effect = effect(&now, &kept).table(asked);
            of("Ada Example".to_owned(), &now, &kept, effect, form)
        };
        vec![
            page(Counted::Grouped, Form::default()),
            page(Counted::Grouped, wrong),
            page(Counted::Overridden, Form::default()),
        ]
    }
}

/// Shows the decision.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let form = desk.form();
    page(desk, StatusCode::OK, form)
}

/// Decides.
pub fn decide(desk: &mut Desk) -> Result<Response, Fault> {
    if desk.known() != Known::Now {
        let says = "Nothing can be changed in the past. Go back to now first.";
        return Err(Fault::Refused(says.to_owned()));
    }
    let (now, _) = asked_for(desk)?;
    let mut form = desk.form();
    if now.counted != Counted::Grouped {
        form.mistake("reason", settled(now.counted).unwrap_or(ALONE));
    }
    let reason = form.required("reason", "Say why the notice keeps the single period.");
    if let (Some(reason), false) = (reason, form.is_wrong()) {
        let (placement, given_on) = (now.placement.as_str(), now.given_on);
        let to = To::Placement(placement);
        let kept = desk
            .command(|office, actor| office.override_notice(placement, given_on, &reason, actor));
        match kept {
            Ok(()) => return desk.done_at(&to),
            Err(OfficeError::AlreadyDone { seq, .. }) => {
                let seq = seq.to_string();
                let address = with_query(to, [("done", seq.as_str())]);
                return Ok(crate::answer::see_other(&address));
            }
            Err(
                error @ (OfficeError::Store(_)
                | OfficeError::Forbidden { .. }
                | OfficeError::NotFound { .. }),
            ) => return Err(error.into()),
            Err(refusal) => form.mistake("reason", sentence(&refusal.to_string())),
        }
    }
    page(desk, StatusCode::UNPROCESSABLE_ENTITY, form)
}

/// The notice that the address names, as it is and as it would be.
fn asked_for(desk: &mut Desk) -> Result<(NoticePeriod, NoticePeriod), Fault> {
    let (placement, day) = (
        desk.part("placement").to_owned(),
        desk.part("day").to_owned(),
    );
    let found = match day.parse::<Date>() {
        Ok(given_on) => desk.picture()?.notice_kept(&placement, given_on),
        Err(_) => None,
    };
    found.ok_or_else(|| {
        Fault::NotFound(format!(
            "The provider gave no notice on placement {placement} on {day}."
        ))
    })
}

fn page(desk: &mut Desk, status: StatusCode, form: Form) -> Result<Response, Fault> {
    let (now, kept) = asked_for(desk)?;
    let picture = desk.picture()?;
    let at = picture.facts.placement(now.placement.as_str());
    if let Some(case) = at.and_then(|at| picture.facts.case(at)) {
        desk.note_read(case.placement.person_id.as_str())?;
    }
    let effect = desk.table(effect(&now, &kept))?.in_order();
    let mut page = of(name_of(&picture, &now), &now, &kept, effect, form);
    if desk.known() != Known::Now {
        page.settled = Some("Nothing can be changed in the past. Go back to now first.");
    }
    desk.page_with(status, &page)
}

const ALONE: &str = "The notice stands alone: it has the single period already.";

/// Why there is nothing to decide.
fn settled(counted: Counted) -> Option<&'static str> {
    match counted {
        Counted::Grouped => None,
        Counted::Single => Some(ALONE),
        Counted::Overridden => Some("An officer has kept the single period for it already."),
        Counted::Ended => Some("The person had left before there were several notices."),
    }
}

fn of(
    name: String,
    now: &NoticePeriod,
    kept: &NoticePeriod,
    effect: Table,
    form: Form,
) -> KeepSingle {
    let placement = now.placement.as_str();
    KeepSingle {
        name,
        why: now.why.clone(),
        effect,
        button: format!(
            "Keep {} days instead of {}: the placement may end from {}",
            kept.days,
            now.days,
            kept.earliest_end.long()
        ),
        settled: settled(now.counted),
        action: To::NoticeOverride(placement, now.given_on).to_string(),
        back: with_query(To::Notices, [("grouped", "yes")]),
        placement: To::Placement(placement).to_string(),
        form,
    }
}

/// What the decision changes.
fn effect<'a>(now: &NoticePeriod, kept: &NoticePeriod) -> List<'a, [String; 3]> {
    let row = |what: &str, now: String, kept: String| [what.to_owned(), now, kept];
    let days = |notice: &NoticePeriod| format!("{} days", notice.days);
    let rows = vec![
        row("Given on", now.given_on.long(), kept.given_on.long()),
        row("Notice period", days(now), days(kept)),
        row(
            "The placement may end from",
            now.earliest_end.long(),
            kept.earliest_end.long(),
        ),
    ];
    List::new("effect", "What the decision changes", rows)
        .column("what", "What", |[what, ..]: &[String; 3]| Cell::text(what))
        .column("now", "As it is", |[_, now, _]| Cell::text(now))
        .column("kept", "As it would be", |[.., kept]| Cell::text(kept))
}
