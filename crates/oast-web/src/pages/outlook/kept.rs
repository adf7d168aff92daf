//! The forecasts that were kept, held against what came.

use axum::response::Response;
use oast_forecast::score::{Said, Score, Verdict, score};
use oast_office::outlook::{Scored, ScoredThing, Thing};
use oast_rules::facts::{Category, KeptForecast};
use oast_units::{Date, Pence, Text};
use serde::Serialize;

use super::forecast::{Row, columns, list};
use super::lines::Draw;
use crate::answer::Fault;
use crate::chart::{Band, Chart as _, Head, Lines, Series, Unit};
use crate::desk::Desk;
use crate::link::To;
use crate::list::{Asked, Cell, List, Table};
use crate::page::Page;
use crate::pages::parts::{Detail, Figure};
use crate::words;

/// Every kept forecast.
#[derive(Debug, Serialize)]
pub struct KeptList {
    table: Table,
}

/// One of them.
#[derive(Debug, Serialize)]
pub struct KeptPage {
    name: String,
    details: Vec<Detail>,
    says: Vec<String>,
    scores: Table,
    figures: Vec<Figure>,
}

impl Page for KeptList {
    const TEMPLATE: &'static str = "pages/outlook/kept_list.html";
    const HELP: Option<&'static str> = Some("kept-forecasts");

    fn title(&self) -> String {
        "Kept forecasts".to_owned()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/forecast/kept",
            query: &[],
        };
        let page = |scored| Self {
            table: every(scored).table(asked),
        };
        vec![
            page(vec![sample(&[21, 22, 23]), sample(&[])]),
            page(Vec::new()),
        ]
    }
}

impl Page for KeptPage {
    const TEMPLATE: &'static str = "pages/outlook/kept.html";
    const HELP: Option<&'static str> = Some("kept-forecasts");

    fn title(&self) -> String {
        format!("{}, kept", self.name)
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/forecast/kept/F001",
            query: &[],
        };
        let draw = |list: List<'static, Row>| Ok(list.table(asked).in_order());
        [&[21, 22, 23][..], &[30, 31, 32], &[10, 10, 10], &[20], &[]]
            .into_iter()
            .filter_map(|actual| Self::of(&sample(actual), &draw).ok())
            .collect()
    }
}

fn sample(actual: &[i64]) -> Scored {
    let text = |text: &str| text.parse::<Text>().unwrap_or_default();
    let months: Vec<Said> = (0..)
        .zip(actual)
        .map(|(index, millions)| Said {
            month: Date::of(2026, 4, 1).add_months(index),
            mean: 2_150_000_000,
            low: 2_100_000_000,
            high: 2_300_000_000,
            actual: millions * 100_000_000,
        })
        .collect();
    let thing = |thing| ScoredThing {
        thing,
        score: score(&months),
        months: months.clone(),
    };
    Scored {
        kept: KeptForecast {
            forecast: "F001".parse().unwrap_or_default(),
            on: Date::of(2026, 4, 1),
            name: text("As things are"),
            file: text("name = \"As things are\""),
            draws: 1_000,
            known_seq: 1,
            why: text("Before the year began"),
            actor: text("bea"),
        },
        things: vec![
            thing(Thing::Spend),
            thing(Thing::People(Category::Residential)),
        ],
    }
}

/// What to make of a score, in a word with its colour.
fn verdict(score: &Score) -> Cell {
    match score.verdict {
        Verdict::TooEarly => Cell::tag("Too early", "grey"),
        Verdict::Holds => Cell::tag("Holds", "green"),
        Verdict::TooLow => Cell::tag("Said too little", "red"),
        Verdict::TooHigh => Cell::tag("Said too much", "red"),
    }
}

/// Hundredths of a per cent: `+1.25%`.
fn off(score: &Score) -> String {
    let sign = match score.more_basis_points {
        0 => "",
        more if more > 0 => "+",
        _ => "−",
    };
    let size = score.more_basis_points.abs();
    format!("{sign}{}.{:02}%", size / 100, size % 100)
}

fn every(scored: Vec<Scored>) -> List<'static, Scored> {
    let of_spend = |one: &Scored| one.things.first().map(|thing| thing.score);
    let doubted = |one: &Scored| {
        let off = |thing: &&ScoredThing| {
            matches!(thing.score.verdict, Verdict::TooLow | Verdict::TooHigh)
        };
        one.things.iter().filter(off).count()
    };
    List::new("kept", "Kept forecasts", scored)
        .column("forecast", "Forecast", |one: &Scored| {
            let kept = &one.kept;
            Cell::text(&kept.name).to(To::KeptForecast(kept.forecast.as_str()))
        })
        .column("on", "Made from", |one| Cell::date(one.kept.on))
        .column("why", "Why", |one| Cell::text(&one.kept.why))
        .column("actor", "Kept by", |one| Cell::text(&one.kept.actor))
        .numbers("months", "Months over", move |one| {
            of_spend(one).map_or_else(Cell::empty, |score| Cell::count(score.months))
        })
        .numbers("off", "Spending against it", move |one| {
            of_spend(one).map_or_else(Cell::empty, |score| Cell::text(off(&score)))
        })
        .column("verdict", "Spending", move |one| {
            of_spend(one).map_or_else(Cell::empty, |score| verdict(&score))
        })
        .numbers("doubted", "Things it is doubted in", move |one| {
            Cell::count(doubted(one))
        })
        .when_empty("No forecast was kept yet. Draw one, and keep it there.")
}

/// What a number of a thing is: money, or people.
fn number(thing: Thing, number: i64) -> Cell {
    match thing {
        Thing::Spend => Cell::money(Pence::new(number)).plain(),
        Thing::Begun => Cell::number((number + 500) / 1_000),
        Thing::People(_) => {
            let tenths = (number + 50) / 100;
            Cell::text(format!("{}.{}", tenths / 10, tenths % 10))
        }
    }
}

fn scores(scored: &Scored) -> List<'static, Row> {
    let rows = scored.things.iter().map(|thing| {
        let score = &thing.score;
        vec![
            Cell::text(thing.thing.words()),
            Cell::count(score.months),
            Cell::count(score.held),
            Cell::text(off(score)),
            verdict(score),
        ]
    });
    let columns = columns(&[
        ("thing", "What it said something of"),
        ("months", "Months over"),
        ("held", "Of them within the range"),
        ("off", "It came to"),
        ("verdict", "What to make of it"),
    ]);
    let caption = "How it did".to_owned();
    list(("scores", caption), &columns, rows.collect())
}

const IDS: [(&str, &str); 7] = [
    ("spend", "spend-chart"),
    ("thing-1", "thing-1-chart"),
    ("thing-2", "thing-2-chart"),
    ("thing-3", "thing-3-chart"),
    ("thing-4", "thing-4-chart"),
    ("thing-5", "thing-5-chart"),
    ("thing-6", "thing-6-chart"),
];

/// What was said of a thing, and what it came to.
fn figure(
    (id, chart): (&'static str, &str),
    thing: &ScoredThing,
    draw: Draw<'_>,
) -> Result<Figure, Fault> {
    let title = match thing.score.verdict {
        Verdict::TooEarly => format!("{}: too few months are over", thing.thing.words()),
        Verdict::Holds => format!("{}: the range holds", thing.thing.words()),
        Verdict::TooLow => format!("{}: more than was said", thing.thing.words()),
        Verdict::TooHigh => format!("{}: less than was said", thing.thing.words()),
    };
    let line = |name: &str, emphasis, of: fn(&Said) -> i64| Series {
        name: name.to_owned(),
        points: thing
            .months
            .iter()
            .map(|said| (said.month, shown(thing.thing, of(said))))
            .collect(),
        emphasis,
    };
    let range = thing.months.iter().map(|said| {
        let [low, high] = [said.low, said.high].map(|end| shown(thing.thing, end));
        (said.month, low, high)
    });
    let svg = Lines {
        head: Head {
            id: chart.to_owned(),
            title: title.clone(),
            description: "What was said of each month, with the range of eight draws in ten, and what it came to.".to_owned(),
        },
        unit: if thing.thing == Thing::Spend { Unit::Pounds } else { Unit::Count },
        series: vec![
            line("Came to", true, |said| said.actual),
            line("Said", false, |said| said.mean),
        ],
        bands: vec![Band {
            name: "8 in 10 draws".to_owned(),
            points: range.collect(),
        }],
        goals: Vec::new(),
        today: None,
        from_zero: false,
    }
    .figure();
    Ok(Figure {
        title,
        svg,
        table: draw(months(id, thing))?,
    })
}

/// In the unit of its chart.
fn shown(thing: Thing, number: i64) -> i64 {
    if thing == Thing::Spend {
        number
    } else {
        number / 1_000
    }
}

fn months(id: &'static str, thing: &ScoredThing) -> List<'static, Row> {
    let rows = thing.months.iter().map(|said| {
        let held = if said.held() { "yes" } else { "no" };
        vec![
            Cell::text(words::month(said.month)),
            number(thing.thing, said.mean),
            number(thing.thing, said.low),
            number(thing.thing, said.high),
            number(thing.thing, said.actual),
            Cell::text(held),
        ]
    });
    let columns = columns(&[
        ("month", "Month"),
        ("mean", "Said, mean"),
        ("low", "1 in 10 below"),
        ("high", "1 in 10 above"),
        ("actual", "Came to"),
        ("held", "Within the range"),
    ]);
    let caption = format!("{}, month by month", thing.thing.words());
    list((id, caption), &columns, rows.collect())
}

impl KeptPage {
    fn of(scored: &Scored, draw: Draw<'_>) -> Result<Self, Fault> {
        let kept = &scored.kept;
        let things = scored
            .things
            .iter()
            .filter(|thing| !thing.months.is_empty());
        let figures = IDS
            .into_iter()
            .zip(things)
            .map(|(ids, thing)| figure(ids, thing, draw));
        let doubted = scored.things.iter().filter_map(says).collect();
        Ok(Self {
            name: kept.name.to_string(),
            details: vec![
                Detail::new("Made from", &format!("the facts of {}", kept.on.long())),
                Detail::new("Draws", &words::count(u64::from(kept.draws))),
                Detail::new("Why", kept.why.as_str()),
                Detail::new("Kept by", kept.actor.as_str()),
            ],
            says: doubted,
            scores: draw(scores(scored))?,
            figures: figures.collect::<Result<_, _>>()?,
        })
    }
}

/// What a thing that is doubted says about the forecast.
fn says(thing: &ScoredThing) -> Option<String> {
    let than = match thing.score.verdict {
        Verdict::TooLow => "more than",
        Verdict::TooHigh => "less than",
        _ => return None,
    };
    let because = match (thing.thing, thing.score.verdict) {
        (Thing::Begun, Verdict::TooLow) => "People leave, or come, faster than it assumes.",
        (Thing::Begun, _) => "People leave, or come, more slowly than it assumes.",
        (Thing::Spend, _) => "Look at people and beginnings first: if they hold, prices do not.",
        _ => "Look at the rates of leaving and at growth.",
    };
    Some(format!(
        "{} came to {than} it said, by {}: further than chance. {because}",
        thing.thing.words(),
        off(&thing.score)
    ))
}

/// Shows every kept forecast.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let picture = desk.picture()?;
    let scored = desk.office()?.scored(&picture)?;
    let table = desk.table(every(scored))?;
    desk.page(&KeptList { table })
}

/// Shows one of them.
pub fn one(desk: &mut Desk) -> Result<Response, Fault> {
    let picture = desk.picture()?;
    let id = desk.part("forecast").to_owned();
    let scored = desk.office()?.scored(&picture)?;
    let own = scored.iter().find(|one| one.kept.forecast.as_str() == id);
    let own = own.ok_or_else(|| Fault::NotFound(format!("there is no kept forecast {id}")))?;
    let page = KeptPage::of(own, &|list| desk.table(list).map(Table::in_order))?;
    desk.page(&page)
}
