//! Providers' notices, and which of them count together.

use axum::response::Response;
use oast_office::access::Action;
use oast_office::picture::Picture;
use oast_rules::placement::notice::{Counted, NoticeGroup, NoticePeriod};
use oast_units::Date;
use serde::Serialize;

use super::person_name;
use crate::answer::Fault;
use crate::desk::{Desk, Known};
use crate::link::To;
use crate::list::{Asked, Cell, Filter, List, Table};
use crate::page::Page;
use crate::pages::market::notices::counted;
use crate::words;

/// The notices.
#[derive(Debug, Serialize)]
pub struct Notices {
    filters: Vec<Filter>,
    table: Table,
}

impl Page for Notices {
    const TEMPLATE: &'static str = "pages/placement/notices.html";

    fn title(&self) -> String {
        "Notices".to_owned()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/notices",
            query: &[],
        };
        let list = |rows: Vec<()>| {
            List::new("notices", CAPTION, rows)
                .column("person", "Person", |()| {
                    Cell::text("Ada Example").to(To::Placement("PL0000001-1"))
                })
                .column("counted", "Counted as", |()| {
                    Cell::tag("Split notice?", "orange")
                })
                .when_empty(EMPTY)
                .table(asked)
        };
        [vec![()], Vec::new()]
            .into_iter()
            .map(|rows| Self {
                filters: filters("yes", "", "", None),
                table: list(rows),
            })
            .collect()
    }
}

const CAPTION: &str = "Notices by providers";
const EMPTY: &str = "No notice fits. A notice is recorded on the page of its placement.";

/// A notice with the group that it is of.
struct Row<'p> {
    group: &'p NoticeGroup,
    notice: &'p NoticePeriod,
    /// Whether the person still lives there.
    lives_there: bool,
}

/// Shows the notices, those that look split first when they alone are asked for.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let picture = desk.picture()?;
    let value = |name| desk.query(name).unwrap_or_default();
    let (grouped, running, home) = (value("grouped"), value("running"), value("home"));
    let mut rows: Vec<Row<'_>> = picture
        .notices()
        .iter()
        .filter(|group| home.is_empty() || group.home.as_str() == home)
        .filter(|group| grouped != "yes" || is_several(group))
        .flat_map(|group| group.notices.iter().map(move |notice| (group, notice)))
        .map(|(group, notice)| Row {
            group,
            notice,
            lives_there: lives_there(&picture, notice),
        })
        .filter(|row| running != "yes" || row.lives_there)
        .collect();
    // Groups stay together: the newest first, by their first notice.
    rows.sort_by_key(|row| {
        let first = row.group.notices.first().map(|first| first.given_on);
        (
            std::cmp::Reverse(first),
            &row.group.home,
            row.notice.given_on,
        )
    });
    let decides = desk.may(Action::OverrideNotice) && desk.known() == Known::Now;
    let page = Notices {
        filters: filters(grouped, running, home, Some(&picture)),
        table: desk.table(list(&picture, rows, decides))?,
    };
    desk.page(&page)
}

/// Whether notices of a group count together.
fn is_several(group: &NoticeGroup) -> bool {
    let single = |notice: &NoticePeriod| notice.counted == Counted::Single;
    !group.notices.iter().all(single)
}

fn lives_there(picture: &Picture, notice: &NoticePeriod) -> bool {
    let at = picture.facts.placement(notice.placement.as_str());
    at.and_then(|at| picture.standing(at))
        .is_some_and(|standing| standing.lives_there)
}

fn filters(grouped: &str, running: &str, home: &str, picture: Option<&Picture>) -> Vec<Filter> {
    let name = picture
        .and_then(|picture| picture.facts.home(home))
        .map_or_else(|| home.to_owned(), |home| home.name.to_string());
    let mut filters = vec![
        Filter::choice(
            "grouped",
            "Given together",
            grouped,
            [("yes", "Only those")],
        ),
        Filter::choice("running", "Still lives there", running, [("yes", "Yes")]),
    ];
    if !home.is_empty() {
        filters.push(Filter::choice("home", "Care home", home, [(home, name)]));
    }
    filters
}

fn list<'p>(picture: &'p Picture, rows: Vec<Row<'p>>, decides: bool) -> List<'p, Row<'p>> {
    let facts = &picture.facts;
    let day = picture.day;
    List::new("notices", CAPTION, rows)
        .column("provider", "Provider", |row: &Row<'_>| {
            let id = row.group.provider.as_str();
            let provider = facts.provider(id);
            Cell::text(provider.map_or_else(|| id.to_owned(), |each| each.name.to_string()))
                .to(To::Provider(id))
        })
        .column("home", "Care home", |row| {
            let id = row.group.home.as_str();
            let home = facts.home(id);
            let together = words::so_many(row.group.notices.len(), "notice", "notices");
            Cell::text(home.map_or_else(|| id.to_owned(), |home| home.name.to_string()))
                .to(To::Home(id))
                .hint(if is_several(row.group) {
                    format!("{together} together")
                } else {
                    String::new()
                })
        })
        .column("person", "Person", |row| {
            let id = row.notice.placement.as_str();
            Cell::text(name_of(picture, row.notice))
                .to(To::Placement(id))
                .hint(id)
        })
        .column("given_on", "Given on", |row| {
            Cell::date(row.notice.given_on)
        })
        .column("counted", "Counted as", |row| counted(row.notice))
        .numbers("days", "Days", |row| {
            Cell::number(i64::from(row.notice.days))
        })
        .column("earliest_end", "May end from", move |row| {
            Cell::date(row.notice.earliest_end).hint(if row.lives_there {
                words::days_ago(row.notice.earliest_end, day)
            } else {
                "has left".to_owned()
            })
        })
        .column("why", "Why", |row| Cell::text(&row.notice.why))
        .column("do", "What to do", move |row| {
            if decides && row.notice.counted == Counted::Grouped && row.lives_there {
                to_override(row.notice.placement.as_str(), row.notice.given_on)
            } else {
                Cell::empty()
            }
        })
        .when_empty(EMPTY)
}

fn to_override(placement: &str, given_on: Date) -> Cell {
    Cell::text("Keep the single period").to(To::NoticeOverride(placement, given_on))
}

/// The name of the person to whom a notice was given.
pub(super) fn name_of(picture: &Picture, notice: &NoticePeriod) -> String {
    let id = notice.placement.as_str();
    let at = picture.facts.placement(id);
    let case = at.and_then(|at| picture.facts.case(at));
    let person = case.and_then(|case| picture.facts.person(case.placement.person_id.as_str()));
    person.map_or_else(|| id.to_owned(), person_name)
}
