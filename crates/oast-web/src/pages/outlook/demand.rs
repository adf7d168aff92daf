//! How many people will need a place, district by district, and where beds run out.

mod supply;

use axum::response::Response;
use oast_forecast::demand::{DemandHere, MonthHere, Path, Population, demand};
use oast_forecast::published::Case;
use oast_forecast::start::{Beds, Start};
use oast_units::{Date, DistrictName};
use serde::Serialize;

use self::supply::Seen;
use super::forecast::{Row, columns, list};
use super::lines::{self, Draw};
use crate::answer::Fault;
use crate::chart::{Chart as _, Head, Lines, Series, Unit};
use crate::desk::Desk;
use crate::list::{Asked, Cell, Filter, List, Table};
use crate::map::Map;
use crate::page::Page;
use crate::pages::parts::{Figure, Four};
use crate::words;

/// Months that are looked ahead: to April 2030 and some beyond, as the published path goes.
const MONTHS: u32 = 48;
/// By how many per cent beds may grow a year.
const GROWTHS: [(&str, &str); 5] = [
    ("0", "No new beds"),
    ("1", "1% a year"),
    ("2", "2% a year"),
    ("4", "4% a year"),
    ("6", "6% a year"),
];

/// The page.
#[derive(Debug, Serialize)]
pub struct Demand {
    filters: Vec<Filter>,
    four: Vec<Four>,
    county: Vec<Figure>,
    supply: Option<Figure>,
    districts: Table,
    months: Table,
    multiples: Vec<Figure>,
    notes: Vec<&'static str>,
}

const NOTES: [&str; 4] = [
    "The county grows as the council published it: from 2,537 to 3,388 people in residential care and from 1,163 to 1,830 in nursing care between April 2024 and April 2030. The growth is applied to the people who are placed today.",
    "A district grows as its people of 2020 grow older: somebody from 75 to 84 is taken to need a home 5 times as often as somebody from 65 to 74, and somebody older 25 times as often (assumed). All districts together are the county.",
    "Beds are those that the council can have: the ones that people whom it placed live in, and those that homes last reported free. Beds of people who pay for themselves are not among them.",
    "Complex care counts as nursing. Whoever finds no bed in their own district goes out of it, though another district may have one.",
];

impl Page for Demand {
    const TEMPLATE: &'static str = "pages/outlook/demand.html";
    const HELP: Option<&'static str> = Some("demand");

    fn title(&self) -> String {
        "Demand and beds".to_owned()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/forecast/demand",
            query: &[],
        };
        let draw = |list: List<'static, Row>| Ok(list.table(asked).in_order());
        let page = |beds, care| {
            let all = sample(beds)?;
            let seen = Seen::of(&all, Some(care), None);
            let map = Map::carried("kent");
            Self::of(&all, ("2", map, seen), &draw).ok()
        };
        [(2_300, "residential"), (9_000, "nursing")]
            .into_iter()
            .filter_map(|(beds, care)| page(beds, care))
            .collect()
    }
}

fn sample(residential: u32) -> Option<Vec<DemandHere>> {
    let (path, population) = (Path::kent().ok()?, Population::kent().ok()?);
    let mut start = Start::of_the_case(&Case::kent().ok()?);
    let names = ["Thanet", "Dartford"].map(str::parse::<DistrictName>);
    start.districts = names.into_iter().collect::<Result<_, _>>().ok()?;
    for (index, there) in start.placements.iter_mut().enumerate() {
        there.district = index % 2;
    }
    let beds = Beds {
        residential,
        nursing: 190,
    };
    start.beds = vec![beds; 2];
    Some(demand(&start, &path, &population, (6, 2)))
}

impl Demand {
    fn of(
        all: &[DemandHere],
        (growth, map, seen): (&str, Option<&Map>, Seen),
        draw: Draw<'_>,
    ) -> Result<Self, Fault> {
        let county: Vec<&DemandHere> = all.iter().filter(|one| one.district.is_none()).collect();
        let here: Vec<&DemandHere> = all.iter().filter(|one| one.district.is_some()).collect();
        let mut figures = Vec::new();
        for (one, (id, chart)) in county.iter().zip([
            ("residential", "residential-chart"),
            ("nursing", "nursing-chart"),
        ]) {
            figures.push(Figure {
                title: title(one),
                svg: drawn(chart, title(one), one).figure(),
                table: draw(months((id, kind(one).to_owned()), one))?,
            });
        }
        let mut short: Vec<_> = here.iter().filter(|one| one.runs_out.is_some()).collect();
        short.sort_by_key(|one| one.runs_out);
        let mut multiples = Vec::new();
        for (one, (id, chart)) in short.into_iter().zip(IDS) {
            multiples.push(Figure {
                title: title(one),
                svg: drawn(chart, title(one), one).figure(),
                table: draw(months((id, title(one)), one))?,
            });
        }
        let mut filters = vec![Filter::one_of("beds", "Beds grow by", growth, GROWTHS)];
        filters.extend(seen.filters(all));
        Ok(Self {
            filters,
            four: four(&county, &here),
            county: figures,
            supply: supply::figure(map, all, seen, draw)?,
            districts: draw(districts(&here))?,
            months: draw(every(all))?,
            multiples,
            notes: NOTES.to_vec(),
        })
    }
}

const IDS: [(&str, &str); 8] = [
    ("short-1", "short-1-chart"),
    ("short-2", "short-2-chart"),
    ("short-3", "short-3-chart"),
    ("short-4", "short-4-chart"),
    ("short-5", "short-5-chart"),
    ("short-6", "short-6-chart"),
    ("short-7", "short-7-chart"),
    ("short-8", "short-8-chart"),
];

fn kind(one: &DemandHere) -> &'static str {
    if one.nursing {
        "Nursing care"
    } else {
        "Residential care"
    }
}

fn place(one: &DemandHere) -> String {
    let district = one.district.as_ref();
    district.map_or_else(|| "The county".to_owned(), ToString::to_string)
}

/// Whole people of thousandths.
fn people(thousandths: i64) -> i64 {
    (thousandths + 500) / 1_000
}

fn title(one: &DemandHere) -> String {
    let (place, kind) = (place(one), kind(one).to_lowercase());
    match one.runs_out {
        Some(month) => format!("{place}, {kind}: beds run out in {}", words::month(month)),
        None => format!("{place}, {kind}: beds last"),
    }
}

fn drawn(id: &str, title: String, one: &DemandHere) -> Lines {
    let line = |name: &str, emphasis, of: fn(&MonthHere) -> i64| Series {
        name: name.to_owned(),
        points: one
            .months
            .iter()
            .map(|month| (month.month, people(of(month))))
            .collect(),
        emphasis,
    };
    Lines {
        head: Head {
            id: id.to_owned(),
            title,
            description: "People who need a place, and the beds that the council can have."
                .to_owned(),
        },
        unit: Unit::Count,
        series: vec![
            line("People", true, |month| month.people),
            line("Beds", false, |month| month.beds),
        ],
        bands: Vec::new(),
        goals: Vec::new(),
        today: None,
        from_zero: false,
    }
}

fn four(county: &[&DemandHere], here: &[&DemandHere]) -> Vec<Four> {
    let mut four = Vec::new();
    for one in county {
        let ends = one.months.first().zip(one.months.last());
        if let Some((first, last)) = ends {
            let value = words::signed(people(last.people));
            let hint = format!(
                "by {}, from {} now",
                words::month(last.month),
                words::signed(people(first.people))
            );
            four.push(Four::new(kind(one), &value, &hint).at("#county"));
        }
    }
    let short = here.iter().filter(|one| one.runs_out.is_some());
    let earliest = short.clone().min_by_key(|one| one.runs_out);
    let hint = earliest.and_then(|one| {
        let month = one.runs_out?;
        Some(format!("{} first, in {}", place(one), words::month(month)))
    });
    let hint = hint.unwrap_or_else(|| "as far as it looks".to_owned());
    let count = words::signed(i64::try_from(short.count()).unwrap_or(i64::MAX));
    four.push(Four::new("Where beds run out", &count, &hint).at("#districts"));
    let beyond = county.iter().filter_map(|one| one.months.last());
    let beyond: i64 = beyond.map(|month| month.beyond).sum();
    four.push(
        Four::new(
            "Out of their district",
            &words::signed(people(beyond)),
            "people, in the last month",
        )
        .at("#districts"),
    );
    four
}

/// Every district: now, at the end, and when its beds run out.
fn districts(here: &[&DemandHere]) -> List<'static, Row> {
    let mut rows: Vec<(Option<Date>, Row)> = Vec::new();
    for one in here {
        let Some((first, last)) = one.months.first().zip(one.months.last()) else {
            continue;
        };
        let middle = one.months.get(one.months.len() / 2).unwrap_or(last);
        let runs_out = one.runs_out.map(words::month);
        rows.push((
            one.runs_out,
            vec![
                Cell::text(place(one)),
                Cell::text(kind(one)),
                Cell::number(people(first.people)),
                Cell::number(people(first.beds)),
                Cell::number(people(middle.people)),
                Cell::number(people(last.people)),
                Cell::number(people(last.beds)),
                Cell::number(people(last.beyond)),
                Cell::text(runs_out.unwrap_or_else(|| "they last".to_owned())),
            ],
        ));
    }
    rows.sort_by_key(|(runs_out, _)| (runs_out.is_none(), *runs_out));
    let columns = columns(&[
        ("district", "District"),
        ("care", "Care"),
        ("people_now", "People now"),
        ("beds_now", "Beds now"),
        ("people_half_way", "People half-way"),
        ("people_at_the_end", "People at the end"),
        ("beds_at_the_end", "Beds at the end"),
        ("out_of_district", "Out of the district at the end"),
        ("runs_out", "Beds run out"),
    ]);
    let rows = rows.into_iter().map(|(_, row)| row).collect();
    lines::list(
        ("districts", "District by district".to_owned()),
        2,
        &columns,
        rows,
    )
}

fn months((id, caption): (&'static str, String), one: &DemandHere) -> List<'static, Row> {
    let rows = one.months.iter().map(|month| {
        let mut row = vec![Cell::text(words::month(month.month))];
        row.extend(numbers(month));
        row
    });
    let columns = columns(&[
        ("month", "Month"),
        ("people", "People"),
        ("beds", "Beds"),
        ("out_of_district", "Out of the district"),
    ]);
    list((id, caption), &columns, rows.collect())
}

fn numbers(month: &MonthHere) -> [Cell; 3] {
    [month.people, month.beds, month.beyond].map(|number| Cell::number(people(number)))
}

/// Every month of every district, to be taken as a file.
fn every(all: &[DemandHere]) -> List<'static, Row> {
    let rows = all.iter().flat_map(|one| {
        one.months.iter().map(move |month| {
            let mut row = vec![
                Cell::text(place(one)),
                Cell::text(kind(one)),
                Cell::text(words::month(month.month)),
            ];
            row.extend(numbers(month));
            row
        })
    });
    let columns = columns(&[
        ("district", "District"),
        ("care", "Care"),
        ("month", "Month"),
        ("people", "People"),
        ("beds", "Beds"),
        ("out_of_district", "Out of the district"),
    ]);
    let caption = "Every month of every district".to_owned();
    lines::list(("every-month", caption), 3, &columns, rows.collect()).per_page(24)
}

/// Shows demand against beds.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let picture = desk.picture()?;
    let broken = |error: oast_forecast::demand::PathError| Fault::Broken(error.to_string());
    let path = Path::kent().map_err(broken)?;
    let population = Population::kent().map_err(broken)?;
    let asked = desk.query("beds").unwrap_or("0");
    let known = GROWTHS.iter().find(|(growth, _)| *growth == asked);
    let growth = known.map_or("0", |(growth, _)| growth);
    let beds = growth.parse().unwrap_or_default();
    let all = demand(picture.start(), &path, &population, (MONTHS, beds));
    let seen = Seen::of(&all, desk.query("care"), desk.query("month"));
    let map = Map::carried(desk.office()?.authority());
    let page = Demand::of(&all, (growth, map, seen), &|list| {
        desk.table(list).map(Table::in_order)
    })?;
    desk.page(&page)
}
