//! What care costs a week in each district, as charts on one scale.

use axum::response::Response;
use oast_forecast::demand::Path;
use oast_forecast::districts::{DistrictDrawn, by_district, weekly_together};
use oast_forecast::published::Case;
use oast_forecast::scenario::{ScenarioError, Starts};
use oast_forecast::simulate::Line;
use oast_forecast::start::Start;
use oast_office::outlook::draw_districts;
use oast_units::{Date, DistrictName, Pence};
use serde::Serialize;

use super::forecast::{Choice, Row, choices, columns, list, saved};
use super::lines::{self, Draw};
use crate::answer::Fault;
use crate::chart::{Alike, Band, Chart as _, Head, Lines, Series, Unit};
use crate::desk::Desk;
use crate::list::{Asked, Cell, Filter, List, Table};
use crate::page::Page;
use crate::pages::parts::{Figure, Four};
use crate::words;

/// Draws of each district.
const DRAWS: u32 = 200;

/// The page.
#[derive(Debug, Serialize)]
pub struct DistrictsPage {
    filters: Vec<Filter>,
    /// Why there is nothing to show.
    refused: Option<String>,
    four: Vec<Four>,
    districts: Option<Table>,
    multiples: Vec<Figure>,
    months: Option<Table>,
    notes: Vec<&'static str>,
}

const NOTES: [&str; 3] = [
    "Each district is drawn by itself, 200 times: from the people who live in its homes today, with how people leave and need more as the whole county shows it, and growing as the county does. Demand and beds says where more people grow old.",
    "Block contracts and one-to-one hours are of no district and are left out, so that all districts together are a little less than the forecast of the county.",
    "The bands are what eight draws in ten of a district lie between. Districts do not go up and down together, so the ranges do not add up to that of the county.",
];

impl Page for DistrictsPage {
    const TEMPLATE: &'static str = "pages/outlook/districts.html";
    const HELP: Option<&'static str> = Some("demand");

    fn title(&self) -> String {
        "Cost by district".to_owned()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/forecast/districts",
            query: &[],
        };
        let draw = |list: List<'static, Row>| Ok(list.table(asked).in_order());
        let page = |drawn: Result<Vec<DistrictDrawn>, ScenarioError>| {
            let choices = choices(&[]).ok()?;
            Self::of((&choices, choices.first()?), drawn, &draw).ok()
        };
        let refused = ScenarioError::new("nobody lives in a home whose district is known");
        let samples = [sample().and_then(|all| page(Ok(all))), page(Err(refused))];
        samples.into_iter().flatten().collect()
    }
}

/// Two districts as they may be, a few months of them.
fn sample() -> Option<Vec<DistrictDrawn>> {
    let path = Path::kent().ok()?;
    let mut start = Start::of_the_case(&Case::kent().ok()?);
    let names = ["Dartford", "Thanet"].map(str::parse::<DistrictName>);
    start.districts = names.into_iter().collect::<Result<_, _>>().ok()?;
    for (index, there) in start.placements.iter_mut().enumerate() {
        there.district = usize::from(index % 3 > 0);
    }
    let scenario = oast_forecast::scenario::Scenario {
        starts: Starts::BusinessCase,
        months: 6,
        ..Default::default()
    };
    by_district(&scenario, &start, &path, (3, 1)).ok()
}

impl DistrictsPage {
    fn of(
        (choices, chosen): (&[Choice], &Choice),
        drawn: Result<Vec<DistrictDrawn>, ScenarioError>,
        draw: Draw<'_>,
    ) -> Result<Self, Fault> {
        let (all, refused) = match drawn {
            Ok(all) => (all, None),
            Err(error) => (Vec::new(), Some(error.to_string())),
        };
        // The averages of the business case are of no district.
        let own = choices
            .iter()
            .filter(|choice| choice.scenario.starts == Starts::Placements)
            .map(|choice| (choice.code.as_str(), choice.name.as_str()));
        let (districts, months) = match refused {
            Some(_) => (None, None),
            None => (Some(draw(districts(&all))?), Some(draw(every_month(&all))?)),
        };
        Ok(Self {
            filters: vec![Filter::one_of("of", "Scenario", &chosen.code, own)],
            refused,
            four: four(&all),
            districts,
            multiples: multiples(&all, draw)?,
            months,
            notes: NOTES.to_vec(),
        })
    }
}

/// The number of the last month, and the month.
fn end(all: &[DistrictDrawn]) -> Option<(usize, Date)> {
    let months = &all.first()?.outcome.months;
    let last = months.len().checked_sub(1)?;
    Some((last, *months.get(last)?))
}

/// An amount of whole pounds as a headline.
fn headline(pounds: i64) -> String {
    words::headline(Pence::pounds(pounds))
}

fn four(all: &[DistrictDrawn]) -> Vec<Four> {
    let Some((last, month)) = end(all) else {
        return Vec::new();
    };
    let mut four = vec![
        Four::new(
            "All districts, a week",
            &headline(weekly_together(all, 0)),
            "in the first month",
        )
        .at("#districts"),
        Four::new(
            &format!("By {}", words::month(month)),
            &headline(weekly_together(all, last)),
            "a week, on average",
        )
        .at("#districts"),
    ];
    if let Some(one) = all.iter().max_by_key(|one| one.weekly(0)) {
        let value = headline(one.weekly(0));
        four.push(Four::new("Most", one.district.as_str(), &format!("{value} a week")).at("#each"));
    }
    if let Some(one) = all.iter().max_by_key(|one| one.for_each(0)) {
        let each = one.for_each(0).unwrap_or_default();
        let hint = format!("{} a week for each person", headline(each));
        four.push(Four::new("Dearest", one.district.as_str(), &hint).at("#districts"));
    }
    four
}

/// What each district costs now and in the end.
fn districts(all: &[DistrictDrawn]) -> List<'static, Row> {
    let last = end(all).map_or(0, |(last, _)| last);
    let pounds = |pounds: Option<i64>| pounds.map_or_else(Cell::empty, Cell::pounds);
    let rows = all.iter().map(|one| {
        let range = one.outcome.weekly(last, Line::All).pounds();
        let (more, first) = one.grown(last);
        vec![
            Cell::text(&one.district),
            Cell::number(one.people(0)),
            Cell::pounds(one.weekly(0)),
            pounds(one.for_each(0)),
            Cell::number(one.people(last)),
            Cell::pounds(range.mean),
            Cell::pounds(range.low),
            Cell::pounds(range.high),
            pounds(one.for_each(last)),
            Cell::share(more, first),
        ]
    });
    let month = end(all).map_or(String::new(), |(_, month)| words::month(month));
    let mut columns = columns(&[
        ("district", "District"),
        ("people_now", "People now"),
        ("weekly_now", "£ a week now"),
        ("each_now", "£ a week for each person"),
        ("people_then", "People then"),
        ("weekly_then", "£ a week then, mean"),
        ("low", "1 in 10 below"),
        ("high", "1 in 10 above"),
        ("each_then", "£ a week for each person then"),
        ("grown", "More than now"),
    ]);
    for (_, heading) in &mut columns {
        *heading = heading.replace("then", &format!("in {month}"));
    }
    let caption = "District by district".to_owned();
    list(("districts", caption), &columns, rows.collect())
}

/// What the tables of districts are called, and their charts after them.
const IDS: [&str; 16] = [
    "district-1",
    "district-2",
    "district-3",
    "district-4",
    "district-5",
    "district-6",
    "district-7",
    "district-8",
    "district-9",
    "district-10",
    "district-11",
    "district-12",
    "district-13",
    "district-14",
    "district-15",
    "district-16",
];

/// The same chart for each district, on one scale.
fn multiples(all: &[DistrictDrawn], draw: Draw<'_>) -> Result<Vec<Figure>, Fault> {
    let Some((last, month)) = end(all) else {
        return Ok(Vec::new());
    };
    let highs = all.iter().flat_map(|one| points(one).into_iter());
    let up_to = highs.map(|(_, _, _, high)| high).max().unwrap_or_default();
    let mut figures = Vec::new();
    for (one, id) in all.iter().zip(IDS) {
        let (more, first) = one.grown(last);
        let title = format!(
            "{}: from {} to {} a week by {}, {} more",
            one.district,
            headline(first),
            headline(one.weekly(last)),
            words::month(month),
            words::share(more, first)
        );
        let lines = drawn(&format!("{id}-chart"), title.clone(), one);
        figures.push(Figure {
            svg: Alike { lines, up_to }.figure(),
            title,
            table: draw(months(id, one))?,
        });
    }
    Ok(figures)
}

/// Each month with what a week in it costs: the mean, and between what eight draws in ten lie.
fn points(one: &DistrictDrawn) -> Vec<(Date, i64, i64, i64)> {
    let months = one.outcome.months.iter().enumerate();
    let of = |(index, month): (usize, &Date)| {
        let range = one.outcome.weekly(index, Line::All);
        (*month, range.mean, range.low, range.high)
    };
    months.map(of).collect()
}

fn drawn(id: &str, title: String, one: &DistrictDrawn) -> Lines {
    let points = points(one);
    let means = points.iter().map(|(month, mean, ..)| (*month, *mean));
    let ranges = points
        .iter()
        .map(|(month, _, low, high)| (*month, *low, *high));
    Lines {
        head: Head {
            id: id.to_owned(),
            title,
            description: "What care in the district’s homes costs a week: the mean, and between what eight draws in ten lie. The scale is that of every district.".to_owned(),
        },
        unit: Unit::Estimate,
        series: vec![Series {
            name: "Mean".to_owned(),
            points: means.collect(),
            emphasis: true,
        }],
        bands: vec![Band {
            name: String::new(),
            points: ranges.collect(),
        }],
        goals: Vec::new(),
        today: None,
        from_zero: true,
    }
}

/// What a month of a district costs a week, as cells.
fn cells(one: &DistrictDrawn, month: usize) -> [Cell; 4] {
    let range = one.outcome.weekly(month, Line::All).pounds();
    let [mean, low, high] = [range.mean, range.low, range.high].map(Cell::pounds);
    [Cell::number(one.people(month)), mean, low, high]
}

const MONTHLY: [(&str, &str); 5] = [
    ("month", "Month"),
    ("people", "People"),
    ("mean", "Mean, £ a week"),
    ("low", "1 in 10 below"),
    ("high", "1 in 10 above"),
];

fn months(id: &'static str, one: &DistrictDrawn) -> List<'static, Row> {
    let months = one.outcome.months.iter().enumerate();
    let rows = months.map(|(index, month)| {
        let mut row = vec![Cell::text(words::month(*month))];
        row.extend(cells(one, index));
        row
    });
    let caption = format!("{}, £ a week by month", one.district);
    list((id, caption), &columns(&MONTHLY), rows.collect())
}

/// Every month of every district, to be taken as a file.
fn every_month(all: &[DistrictDrawn]) -> List<'static, Row> {
    let rows = all.iter().flat_map(|one| {
        let months = one.outcome.months.iter().enumerate();
        months.map(move |(index, month)| {
            let mut row = vec![Cell::text(&one.district), Cell::text(words::month(*month))];
            row.extend(cells(one, index));
            row
        })
    });
    let monthly = columns(&MONTHLY);
    let mut columns = columns(&[("district", "District")]);
    columns.extend(monthly);
    let caption = "Every month of every district".to_owned();
    lines::list(("every-month", caption), 2, &columns, rows.collect()).per_page(12)
}

/// Shows what care costs in each district.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let choices = choices(&saved(desk)?)?;
    let wanted = desk.query("of").unwrap_or_default();
    let named = choices.iter().find(|choice| choice.code == wanted);
    let chosen = named.or(choices.first());
    let chosen = chosen.ok_or_else(|| Fault::Broken("there is no scenario".to_owned()))?;
    let picture = desk.picture()?;
    let drawn = draw_districts(&picture, &chosen.scenario, DRAWS);
    let page = DistrictsPage::of((&choices, chosen), drawn, &|list| {
        desk.table(list).map(Table::in_order)
    })?;
    desk.page(&page)
}
