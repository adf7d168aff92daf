//! The benefits that the council means to have, and how far each has come.

use axum::response::Response;
use oast_forecast::OldAndNew;
use oast_forecast::published::Case;
use oast_office::access::Action;
use oast_office::benefit::Tracked;
use oast_office::picture::{CareBegun, Picture};
use oast_rules::facts::{Benefit, BenefitFrom, BenefitUnit};
use oast_units::{Date, Measure, Pence};
use serde::Serialize;

use super::lines::{Lines, list};
use crate::answer::Fault;
use crate::chart::Unit;
use crate::desk::{Desk, Known};
use crate::link::To;
use crate::list::{Asked, Cell, List, Table};
use crate::page::Page;
use crate::words;

/// The page.
#[derive(Debug, Serialize)]
pub struct BenefitsPage {
    sentence: String,
    table: Table,
    /// Where another is recorded, for who may.
    new: Option<String>,
}

impl Page for BenefitsPage {
    const TEMPLATE: &'static str = "pages/outlook/benefits.html";
    const HELP: Option<&'static str> = Some("benefits");

    fn title(&self) -> String {
        "Benefits".to_owned()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/budget/benefits",
            query: &[],
        };
        let page = |all: Vec<Tracked>| Self {
            sentence: sentence(&all),
            table: table(&all).table(asked),
            new: (!all.is_empty()).then(|| To::BenefitNew.to_string()),
        };
        let all = sample().into_iter().collect();
        vec![page(all), page(Vec::new())]
    }
}

/// Shows every benefit.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let all = desk.picture()?.benefits(&estimate);
    let page = BenefitsPage {
        sentence: sentence(&all),
        table: desk.table(table(&all))?,
        new: (desk.may(Action::ManageBenefits) && desk.known() == Known::Now)
            .then(|| To::BenefitNew.to_string()),
    };
    desk.page(&page)
}

pub(super) fn sentence(all: &[Tracked]) -> String {
    if all.is_empty() {
        return "No benefit is recorded.".to_owned();
    }
    let with: Vec<&Tracked> = all
        .iter()
        .filter(|one| one.is_reached().is_some())
        .collect();
    let reached = with
        .iter()
        .filter(|one| one.is_reached() == Some(true))
        .count();
    let of = words::so_many(with.len(), "benefit", "benefits");
    match reached {
        _ if with.is_empty() => "No benefit has both a target and a value yet.".to_owned(),
        0 => format!("Of {of} with a target, none has reached it."),
        1 => format!("Of {of} with a target, one has reached it."),
        _ => format!(
            "Of {of} with a target, {} have reached it.",
            words::count(reached as u64)
        ),
    }
}

/// How a benefit stands, as a tag.
pub(super) fn standing(one: &Tracked) -> Cell {
    match (one.is_reached(), one.is_worse()) {
        (Some(true), _) => Cell::tag("Reached", "green"),
        (Some(false), Some(true)) => Cell::tag("Worse than before", "red"),
        (Some(false), _) => Cell::tag("Not yet", "yellow"),
        (None, _) if one.latest().is_none() => Cell::tag("Not measured", "grey"),
        (None, _) => Cell::tag("No target", "grey"),
    }
}

/// A value in a benefit's unit.
pub(super) fn value(unit: BenefitUnit, measure: Measure) -> String {
    let hundredths = measure.hundredths();
    match unit {
        BenefitUnit::Percent => Unit::Percent.short(hundredths),
        BenefitUnit::Pounds => Pence::new(hundredths).short(),
        BenefitUnit::Days => format!("{measure} days"),
    }
}

/// Whether a benefit is estimated rather than counted.
pub(super) fn is_estimate(benefit: &Benefit) -> bool {
    benefit.worked_out == Some(BenefitFrom::CostAvoidance)
}

pub(super) fn table(all: &[Tracked]) -> List<'static, Lines> {
    let rows = all.iter().map(|one| {
        let benefit = &one.benefit;
        let of = |measure: Option<Measure>| {
            Cell::maybe(measure.map(|measure| value(benefit.unit, measure)))
        };
        let latest = one.latest();
        let actual = of(latest.map(|(_, measure)| measure));
        let on = latest.map_or(String::new(), |(day, _)| {
            let estimate = if is_estimate(benefit) {
                "an estimate, "
            } else {
                ""
            };
            format!("{estimate}{}", day.long())
        });
        let id = benefit.benefit_id.as_str();
        vec![
            Cell::text(&benefit.name).to(To::Benefit(id)),
            Cell::text(&benefit.owner),
            of(benefit.baseline),
            of(benefit.target),
            Cell::maybe_date(benefit.due_on),
            actual.hint(on),
            standing(one),
            Cell::text(&benefit.source),
        ]
    });
    let columns = [
        ("benefit", "Benefit"),
        ("owner", "Owner"),
        ("baseline", "Before"),
        ("target", "Target"),
        ("due_on", "By"),
        ("actual", "Actual"),
        ("standing", "Stands"),
        ("source", "Source"),
    ]
    .map(|(name, heading)| (name, heading.to_owned()));
    let list = list(
        ("benefits", "Benefits".to_owned()),
        columns.len(),
        &columns,
        rows.collect(),
    );
    list.when_empty("No benefit is recorded. Record one, or import benefits.csv with a data pack.")
}

/// What people who came since the business case’s first day cost less than at Option 1’s prices.
pub(super) fn estimate(picture: &Picture) -> Vec<(Date, Measure)> {
    let Some((case, first)) = Case::kent()
        .ok()
        .and_then(|case| case.first_day().map(|first| (case, first)))
    else {
        return Vec::new();
    };
    let of = |one: CareBegun| OldAndNew {
        month: one.month,
        category: one.category,
        new_days: one.new_days,
        new_fees: one.new_fees,
        old_days: one.old_days,
        old_fees: one.old_fees,
    };
    let months: Vec<OldAndNew> = picture
        .care_begun_since(first)
        .into_iter()
        .map(of)
        .collect();
    let avoided = case.cost_avoided(&months).into_iter();
    avoided
        .map(|(day, pounds)| (day, Measure::from_hundredths(pounds.get())))
        .collect()
}

/// A benefit as it may look; none when the sample cannot be read.
pub(super) fn sample() -> Option<Tracked> {
    let benefit = Benefit {
        benefit_id: "framework-share".parse().ok()?,
        name: "Placements in framework homes".parse().ok()?,
        owner: "Cara, commissioner".parse().ok()?,
        unit: BenefitUnit::Percent,
        baseline: Some(Measure::from_hundredths(7_000)),
        target: Some(Measure::from_hundredths(8_000)),
        due_on: Some(Date::of(2027, 3, 31)),
        measured: "People in homes on the framework, of all".parse().ok()?,
        worked_out: None,
        source: "Business case".parse().ok()?,
        reason: None,
    };
    let on = |month, hundredths| {
        (
            Date::of(2026, month, 30),
            Measure::from_hundredths(hundredths),
        )
    };
    Some(Tracked {
        benefit,
        actual: vec![on(4, 7_010), on(6, 7_320)],
    })
}
