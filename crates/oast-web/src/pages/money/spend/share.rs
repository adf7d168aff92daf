use oast_office::picture::{FrameworkShare, Picture};
use oast_terms::Silent;
use oast_units::{Date, Percent};

use crate::answer::Fault;
use crate::chart::{Chart as _, Goal, Head, Lines, Series, Unit};
use crate::desk::Desk;
use crate::link::{To, with_query};
use crate::list::{Cell, List};
use crate::pages::parts::Figure;
use crate::words;

/// The framework's share of the placements, month by month, against what it is to become.
pub(super) fn figure(desk: &Desk, picture: &Picture) -> Result<Figure, Fault> {
    let shares: Vec<FrameworkShare> = picture
        .framework_share()
        .iter()
        .filter(|share| share.placements > 0)
        .copied()
        .collect();
    let goals = goals(picture, desk.day());
    let title = title(&shares, &goals);
    let line = |name: &str, of: fn(&FrameworkShare) -> i64, emphasis| Series {
        name: name.to_owned(),
        points: shares
            .iter()
            .map(|share| (share.on, hundredths(of(share), share.placements)))
            .collect(),
        emphasis,
    };
    let svg = Lines {
        head: Head {
            id: "framework-share-chart".to_owned(),
            title: title.clone(),
            description: "Of the people who live in homes where the council placed them, complex care left out.".to_owned(),
        },
        unit: Unit::Percent,
        series: vec![
            line("Called off", |share| share.called_off, true),
            line("In its homes", |share| share.in_framework_homes, false),
        ],
        bands: Vec::new(),
        goals,
        today: None,
        from_zero: true,
    }
    .figure();
    let day = picture.day;
    let list = List::new(
        "framework-share",
        "The framework’s share of placements",
        shares,
    )
    .column("on", "On", |share: &FrameworkShare| Cell::date(share.on))
    .numbers("placements", "Placements", |share| {
        Cell::number(share.placements)
    })
    .numbers("called_off", "Called off the framework", move |share| {
        let count = Cell::number(share.called_off);
        if share.on == day {
            return count.to(with_query(To::Placements, [("route", "framework")]));
        }
        count
    })
    .numbers("share", "Share called off", |share| {
        Cell::share(share.called_off, share.placements)
    })
    .numbers("in_homes", "In homes on the framework", |share| {
        Cell::number(share.in_framework_homes)
    })
    .numbers("in_homes_share", "Share in its homes", |share| {
        Cell::share(share.in_framework_homes, share.placements)
    })
    .per_page(12)
    .when_empty("The council has placed nobody in the categories that the framework prices.");
    let table = desk.table(list)?;
    Ok(Figure { title, svg, table })
}

fn title(shares: &[FrameworkShare], goals: &[Goal]) -> String {
    let Some(last) = shares.last() else {
        return "Nobody is placed who counts towards the framework’s share".to_owned();
    };
    let goal = goals.last().map_or(String::new(), |goal| {
        format!("; the goal is {}", Unit::Percent.short(goal.value))
    });
    format!(
        "Framework homes hold {} of placements, and {} are called off the framework{goal}",
        words::share(last.in_framework_homes, last.placements),
        words::share(last.called_off, last.placements)
    )
}

/// Where the share began, and where it is to be; none when the contract has no such terms.
fn goals(picture: &Picture, day: Date) -> Vec<Goal> {
    let contract = picture.terms().contract_for(None, "framework");
    let Some(aims) = contract.aims.as_ref() else {
        return Vec::new();
    };
    [
        ("Before", &aims.share_before_percent),
        ("Goal", &aims.share_goal_percent),
    ]
    .into_iter()
    .filter_map(|(name, term)| {
        let percent = term.on(day, &mut Silent).ok()?;
        Some(Goal {
            name: name.to_owned(),
            value: percent.billionths() / (Percent::whole(1).billionths() / 100),
        })
    })
    .collect()
}

/// One part of a whole in hundredths of one per cent, to the nearest ten of them.
fn hundredths(part: i64, whole: i64) -> i64 {
    if whole == 0 {
        return 0;
    }
    (part * 2_000 + whole) / (whole * 2) * 10
}
