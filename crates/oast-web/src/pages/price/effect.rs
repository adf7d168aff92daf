//! What an uplift changes, drawn: the sentence, the totals, each home and each placement.

use std::collections::HashMap;

use oast_office::uplift::{
    HomeEffect, Outlier, OutlierKind, Outliers, PlacementEffect, UpliftEffect,
};
use oast_units::Pence;
use serde::Serialize;

use super::spread::spread;
use crate::answer::Fault;
use crate::desk::Desk;
use crate::link::To;
use crate::list::{Asked, Cell, List, Table};
use crate::pages::parts::{Figure, Four};
use crate::words::{begun, count, headline, so_many};

/// Homes on one page of their table.
const HOMES_PER_PAGE: usize = 20;

/// Placements on one page of their table.
const PLACEMENTS_PER_PAGE: usize = 25;

/// The heading of what is adjusted for days that were paid already.
const PAID_HEADING: &str = "For days paid, £";

/// What an uplift, or its reversal, changes.
#[derive(Debug, Serialize)]
pub(super) struct Shown {
    sentence: String,
    measured: String,
    four: Vec<Four>,
    findings: Vec<String>,
    problems: Vec<String>,
    paid: Vec<String>,
    spread: Option<Figure>,
    outliers: Vec<Group>,
    homes: Table,
    /// The home that the placements are narrowed to, and the page with all of them.
    only: Option<(String, String)>,
    placements: Table,
    spared: Table,
}

/// The placements that stand out in one way.
#[derive(Debug, Serialize)]
struct Group {
    summary: String,
    table: Table,
}

/// Whether the uplift comes or goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Comes,
    Goes,
}

/// Draws an effect, or answers with one of its tables as a file.
pub(super) fn shown(desk: &Desk, effect: &UpliftEffect, way: Way) -> Result<Shown, Fault> {
    let people = desk.may(oast_office::access::Action::SeePeople);
    let asked = Asked {
        path: desk.path(),
        query: desk.queries(),
    };
    let home = desk.query("home");
    let outliers = effect
        .outliers
        .iter()
        .map(|of_kind| {
            Ok(Group {
                summary: group_summary(effect, of_kind),
                table: desk.table(outlier_list(effect, of_kind, people))?,
            })
        })
        .collect::<Result<_, Fault>>()?;
    Ok(Shown {
        spread: match spread(effect) {
            Some((title, svg, list)) => Some(Figure {
                title,
                svg,
                table: desk.table(list)?,
            }),
            None => None,
        },
        homes: desk.table(home_list(effect, asked))?,
        only: home.map(|id| {
            let found = effect.homes.iter().find(|home| home.home_id.as_str() == id);
            let name = found.map_or(id, |home| home.name.as_str());
            let all = asked.with(&[("home", ""), ("places-page", "")]);
            (name.to_owned(), format!("{all}#places"))
        }),
        placements: desk.table(placement_list(effect, home, people))?,
        spared: desk.table(spared_list(effect))?,
        outliers,
        ..Shown::words(effect, way)
    })
}

impl Shown {
    /// The words of an effect, with its tables empty.
    fn words(effect: &UpliftEffect, way: Way) -> Self {
        let asked = Asked {
            path: "",
            query: &[],
        };
        let empty = || List::new("none", "", Vec::<()>::new()).table(asked);
        Self {
            sentence: sentence(effect, way),
            measured: measured(effect),
            four: four(effect),
            findings: effect.findings.clone(),
            problems: effect.problems.clone(),
            paid: paid(effect),
            spread: None,
            outliers: Vec::new(),
            homes: empty(),
            only: None,
            placements: empty(),
            spared: empty(),
        }
    }

    /// An effect for showing what one looks like.
    pub(super) fn sample(effect: &UpliftEffect, way: Way) -> Self {
        let asked = Asked {
            path: "/uplifts/new",
            query: &[],
        };
        let group = |of_kind: &Outliers| Group {
            summary: group_summary(effect, of_kind),
            table: outlier_list(effect, of_kind, true).table(asked),
        };
        Self {
            spread: spread(effect).map(|(title, svg, list)| Figure {
                title,
                svg,
                table: list.table(asked),
            }),
            outliers: effect.outliers.iter().map(group).collect(),
            homes: home_list(effect, asked).table(asked),
            placements: placement_list(effect, None, true).table(asked),
            spared: spared_list(effect).table(asked),
            ..Self::words(effect, way)
        }
    }
}

/// What an uplift does, as one would say it.
pub(super) fn sentence(effect: &UpliftEffect, way: Way) -> String {
    let (plan, difference) = (&effect.plan, effect.weekly_difference);
    let whose = super::whom(plan);
    let uplift = match way {
        Way::Comes => format!("{}% from {}", plan.percent, plan.effective_on.long()),
        Way::Goes => format!(
            "Taking back {}% from {}",
            plan.percent,
            plan.effective_on.long()
        ),
    };
    if effect.placements.is_empty() {
        return format!("{uplift} changes nothing: it reaches no {whose}.");
    }
    if effect.counted == 0 {
        return format!(
            "{uplift} changes no care fee that is due on {}; it adjusts {} that ended before.",
            effect.on.long(),
            placements(effect.placements.len() as u64)
        );
    }
    format!(
        "{uplift} {} {} by {} a week, about {} a year.",
        if difference < Pence::ZERO {
            "lowers"
        } else {
            "raises"
        },
        placements(effect.counted),
        difference.abs(),
        headline(effect.annual_difference.abs())
    )
}

/// A decision with its effect, as a button says it.
pub(super) fn button(verb: &str, effect: &UpliftEffect, way: Way) -> String {
    let difference = effect.weekly_difference;
    match way {
        Way::Comes => format!(
            "{verb}: {} {} by {} a week",
            if difference < Pence::ZERO {
                "lower"
            } else {
                "raise"
            },
            placements(effect.counted),
            difference.abs()
        ),
        Way::Goes if difference > Pence::ZERO => {
            format!("{verb}: give back {difference} a week")
        }
        Way::Goes => format!("{verb}: take back {} a week", difference.abs()),
    }
}

fn placements(number: u64) -> String {
    let number = usize::try_from(number).unwrap_or(usize::MAX);
    so_many(number, "placement", "placements")
}

/// How the effect was measured.
fn measured(effect: &UpliftEffect) -> String {
    format!(
        "It reaches {}. Care fees are those due on {}; a year is counted as 52 weeks in which nobody comes or leaves.",
        super::whom(&effect.plan),
        effect.on.long()
    )
}

fn four(effect: &UpliftEffect) -> Vec<Four> {
    let difference = effect.weekly_difference.to_string();
    let year = format!("about {} a year", headline(effect.annual_difference));
    let back = effect.back_dated;
    vec![
        Four::new(
            "Care fees before, a week",
            &effect.weekly_before.to_string(),
            &placements(effect.counted),
        )
        .at("#by-home"),
        Four::new(
            "Care fees after, a week",
            &effect.weekly_after.to_string(),
            &format!("on {}", effect.on.long()),
        )
        .at("#by-home"),
        Four::new("Difference, a week", &difference, &year).at("#by-home"),
        match back.paid_until {
            Some(_) => Four::new(
                "For days already paid",
                &back.to_homes.to_string(),
                "to homes, once, with the next pay run",
            )
            .at("#places"),
            None => Four::new(
                "For days already paid",
                "Nothing",
                "no day from then on was paid",
            ),
        },
    ]
}

/// What is adjusted for days that were paid already.
fn paid(effect: &UpliftEffect) -> Vec<String> {
    let back = effect.back_dated;
    let Some(until) = back.paid_until else {
        return Vec::new();
    };
    let homes = back.to_homes;
    let verb = if homes < Pence::ZERO {
        "takes back from homes"
    } else {
        "pays homes"
    };
    let mut says = vec![format!(
        "Days to {} were paid already: the next pay run {verb} {} for {}.",
        until.long(),
        homes.abs(),
        placements(back.placements)
    )];
    if !back.billed.is_zero() {
        let verb = if back.billed < Pence::ZERO {
            "credits people"
        } else {
            "bills people"
        };
        says.push(format!(
            "It {verb} {}: a contribution that was capped by the care fee moves with it.",
            back.billed.abs()
        ));
    }
    says
}

fn group_summary(effect: &UpliftEffect, of_kind: &Outliers) -> String {
    let told = of_kind.told.len() as u64;
    let first = if told < of_kind.placements {
        format!("; the first {} are told here", count(told))
    } else {
        String::new()
    };
    match of_kind.kind {
        OutlierKind::LargestRise if effect.weekly_difference < Pence::ZERO => {
            "The largest falls".to_owned()
        }
        OutlierKind::LargestRise => begun(of_kind.kind.words()),
        kind => format!("{} {}{first}", placements(of_kind.placements), kind.words()),
    }
}

fn outlier_list<'a>(
    effect: &'a UpliftEffect,
    of_kind: &'a Outliers,
    people: bool,
) -> List<'a, &'a Outlier> {
    let id = match of_kind.kind {
        OutlierKind::LargestRise => "largest",
        OutlierKind::AboveBand => "above-band",
        OutlierKind::AboveComplexThreshold => "complex",
        OutlierKind::UpliftedWithinYear => "twice",
    };
    let homes = home_names(effect);
    List::new(
        id,
        group_summary(effect, of_kind),
        of_kind.told.iter().collect(),
    )
    .column("placement", "Placement", move |outlier: &&Outlier| {
        placement_cell(outlier.placement_id.as_str(), people)
    })
    .column("home", "Care home", move |outlier| {
        home_cell(outlier.home_id.as_str(), &homes)
    })
    .column("why", "Why it is here", |outlier| Cell::text(&outlier.says))
}

/// The homes' names by their references.
fn home_names(effect: &UpliftEffect) -> HashMap<&str, &str> {
    let homes = effect.homes.iter();
    homes
        .map(|home| (home.home_id.as_str(), home.name.as_str()))
        .collect()
}

fn placement_cell(id: &str, people: bool) -> Cell {
    if people {
        Cell::text(id).to(To::Placement(id))
    } else {
        Cell::text(id)
    }
}

fn home_cell(id: &str, homes: &HashMap<&str, &str>) -> Cell {
    Cell::text(homes.get(id).copied().unwrap_or(id)).to(To::Home(id))
}

fn home_list<'a>(effect: &'a UpliftEffect, asked: Asked<'a>) -> List<'a, &'a HomeEffect> {
    let placements_of = move |home: &HomeEffect| {
        let page = asked.with(&[("home", home.home_id.as_str()), ("places-page", "")]);
        format!("{page}#places")
    };
    let total: Pence = effect.homes.iter().map(|home| home.back_dated).sum();
    let number = i64::try_from(effect.counted).unwrap_or(i64::MAX);
    let mut totals = vec![
        Cell::text("All"),
        Cell::number(number),
        Cell::money(effect.weekly_before).plain(),
        Cell::money(effect.weekly_after).plain(),
        Cell::money(effect.weekly_difference).plain(),
    ];
    let list = List::new("by-home", "By care home", effect.homes.iter().collect())
        .column("home", "Care home", |home: &&HomeEffect| {
            Cell::text(&home.name).to(To::Home(home.home_id.as_str()))
        })
        .numbers("placements", "Placements", move |home| {
            let number = i64::try_from(home.placements).unwrap_or(i64::MAX);
            Cell::number(number).to(placements_of(home))
        })
        .numbers("before", "Before, £ a week", move |home| {
            Cell::money(home.weekly_before).to(placements_of(home))
        })
        .numbers("after", "After, £ a week", move |home| {
            Cell::money(home.weekly_after).to(placements_of(home))
        })
        .numbers("difference", "Difference, £ a week", move |home| {
            Cell::money(home.difference).to(placements_of(home))
        })
        .per_page(HOMES_PER_PAGE)
        .when_empty("No home has a placement that it reaches.");
    if effect.back_dated.paid_until.is_none() {
        return list.totals(totals);
    }
    totals.push(Cell::money(total).plain());
    let list = list.numbers("back_dated", PAID_HEADING, move |home| {
        Cell::money(home.back_dated).to(placements_of(home))
    });
    list.totals(totals)
}

fn placement_list<'a>(
    effect: &'a UpliftEffect,
    home: Option<&str>,
    people: bool,
) -> List<'a, &'a PlacementEffect> {
    let on = effect.on;
    let homes = home_names(effect);
    let all = effect.placements.iter();
    let chosen = all.filter(|each| home.is_none_or(|home| each.home_id.as_str() == home));
    let list = List::new("places", "By placement", chosen.collect())
        .column("placement", "Placement", move |each: &&PlacementEffect| {
            placement_cell(each.placement_id.as_str(), people)
        })
        .column("home", "Care home", move |each| {
            home_cell(each.home_id.as_str(), &homes)
        })
        .column("category", "Category", |each| {
            Cell::text(begun(each.category.words()))
        })
        .numbers("before", "Before, £ a week", move |each| {
            // Only on the day itself is this the rate that the trace explains.
            let cell = Cell::money(each.before.weekly());
            if each.counts {
                cell.to(To::Rate(each.placement_id.as_str(), on))
            } else {
                cell.plain()
            }
        })
        .numbers("after", "After, £ a week", |each| {
            Cell::money(each.after.weekly()).plain()
        })
        .numbers("difference", "Difference, £ a week", |each| {
            Cell::money(each.difference).plain()
        });
    let list = if effect.back_dated.paid_until.is_some() {
        list.numbers("back_dated", PAID_HEADING, |each| {
            Cell::money(each.back_dated).plain()
        })
    } else {
        list
    };
    list.column("note", "Worth knowing", |each| {
        Cell::maybe(each.note.as_deref())
    })
    .per_page(PLACEMENTS_PER_PAGE)
    .when_empty("No placement changes.")
}

fn spared_list(effect: &UpliftEffect) -> List<'_, &(String, u64)> {
    List::new(
        "left-alone",
        "Placements that it leaves alone",
        effect.not_affected.iter().collect(),
    )
    .column("why", "Why", |(why, _): &&(String, u64)| {
        Cell::text(begun(why))
    })
    .numbers("placements", "Placements", |(_, number)| {
        Cell::number(i64::try_from(*number).unwrap_or(i64::MAX))
    })
    .when_empty("It leaves none alone.")
}
