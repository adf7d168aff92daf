//! The published business case: what it says, what follows from it, and what it cannot tell.

pub(super) mod tables;

use axum::response::Response;
use oast_forecast::pounds_of;
use oast_forecast::published::{
    Band, CATEGORIES, Case, Finding, Row, Tables, Way, Weight, findings,
};
use oast_units::{Date, Pence};
use serde::Serialize;

use crate::answer::Fault;
use crate::chart::{Chart as _, Head, Lines, Series, Unit};
use crate::desk::Desk;
use crate::list::{Asked, List, Table};
use crate::page::Page;
use crate::pages::market::bands;
use crate::pages::outlook::lines::{Draw, Lines as Rows};
use crate::pages::parts::{Figure, Four};

/// The page.
#[derive(Debug, Serialize)]
pub struct Published {
    four: Vec<Four>,
    figure: Figure,
    options: Vec<Table>,
    source: &'static str,
    follows: Vec<Told>,
    slips: Table,
    cannot: Vec<Told>,
    model: Table,
    cells: Table,
    exact: Table,
}

/// Something that was found.
#[derive(Debug, Serialize)]
struct Told {
    about: &'static str,
    says: String,
}

pub(super) const SOURCE: &str = "From the business case of 16 June 2025, Economic Case, section 4: older people’s residential and nursing care, without complex care. Its “option 2” is what its short list calls option 3.";

impl Page for Published {
    const TEMPLATE: &'static str = "pages/outlook/published.html";
    const OF_FACTS: bool = false;
    const HELP: Option<&'static str> = Some("business-case");

    fn title(&self) -> String {
        "The business case".to_owned()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/forecast/published",
            query: &[],
        };
        let drawn = |list: List<'static, Rows>| Ok(list.table(asked).in_order());
        let page = |bands| {
            let case = Case::kent().ok()?;
            Self::of(&case, bands, &drawn).ok()
        };
        let bands = [
            (600.0, 880.0),
            (950.0, 1030.0),
            (1050.0, 1090.0),
            (1150.0, 1210.0),
        ];
        [Some(bands), None].into_iter().filter_map(page).collect()
    }
}

impl Published {
    fn of(
        case: &Case,
        bands: Option<[Band; CATEGORIES.len()]>,
        draw: Draw<'_>,
    ) -> Result<Self, Fault> {
        let (exact, model) = (case.exact(), case.model());
        let found = findings(case, bands.as_ref());
        let of = |weight: Weight| {
            let of_weight = found.iter().filter(|finding| finding.weight == weight);
            of_weight.map(Told::of).collect()
        };
        let options = Way::ALL.map(|way| draw(tables::option(case, &exact, way)));
        let mut options = options.into_iter().collect::<Result<Vec<_>, _>>()?;
        let between = options.pop();
        let both = draw(tables::both(case, &exact))?;
        options.extend(between);
        options.push(both);
        Ok(Self {
            four: four(&exact),
            figure: figure(case, &exact, draw)?,
            options,
            source: SOURCE,
            follows: of(Weight::Follows),
            slips: draw(tables::slips(case))?,
            cannot: of(Weight::CannotTell),
            model: draw(tables::numbers(case))?,
            cells: draw(tables::cells(case, &model, &exact))?,
            exact: draw(tables::calibration(case))?,
        })
    }
}

impl Told {
    fn of(finding: &Finding) -> Self {
        Self {
            about: finding.about,
            says: finding.says.clone(),
        }
    }
}

/// Shows what the business case says.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let case = Case::kent().map_err(|error| Fault::Broken(error.to_string()))?;
    let picture = desk.picture()?;
    let bands = bands(&picture, desk.day()).map(|bands| {
        CATEGORIES.map(|category| {
            let ends = bands.of(category).map(|band| (band.lower, band.upper));
            ends.map_or((0.0, 0.0), |(lower, upper)| {
                (pounds_of(lower.weekly()), pounds_of(upper.weekly()))
            })
        })
    });
    let page = Published::of(&case, bands, &|list| desk.table(list).map(Table::in_order))?;
    desk.page(&page)
}

fn four(tables: &Tables) -> Vec<Four> {
    let words = |pounds| Pence::pounds(pounds).short();
    let sum = |way, row| words(tables.over_the_years(way, row));
    vec![
        Four::new(
            "Option 1",
            &sum(Way::NoChange, Row::Total),
            "over four years",
        ),
        Four::new("Option 2", &sum(Way::Bands, Row::Total), "over four years"),
        Four::new(
            "Cost avoidance",
            &sum(Way::Bands, Row::CostAvoidance),
            "which the document does not add up",
        ),
        Four::new(
            "Above the budget",
            &words(tables.above_budget(Way::Bands)),
            "still, in option 2",
        ),
    ]
}

/// Both options against the budget, year by year.
fn figure(case: &Case, tables: &Tables, draw: Draw<'_>) -> Result<Figure, Fault> {
    let days = days(case);
    let line = |name: &str, way, row, emphasis| Series {
        name: name.to_owned(),
        points: days
            .iter()
            .copied()
            .zip(tables.row(way, row))
            .map(|(day, pounds)| (day, Pence::pounds(pounds.unwrap_or(0)).get()))
            .collect(),
        emphasis,
    };
    let title =
        "Option 2 costs less than option 1, and more than the budget, in every year".to_owned();
    let svg = Lines {
        head: Head {
            id: "options-chart".to_owned(),
            title: title.clone(),
            description: "What each option costs in the financial year that begins on the day."
                .to_owned(),
        },
        unit: Unit::Estimate,
        series: vec![
            line("Option 1", Way::NoChange, Row::Total, false),
            line("Option 2", Way::Bands, Row::Total, true),
            line("Budget", Way::Bands, Row::Budget, false),
        ],
        bands: Vec::new(),
        goals: Vec::new(),
        today: None,
        from_zero: false,
    }
    .figure();
    let table = draw(tables::totals(case, tables))?;
    Ok(Figure { title, svg, table })
}

/// The first day of each year.
fn days(case: &Case) -> Vec<Date> {
    let years = case.years.iter();
    let begun = years.filter_map(|year| year.split('/').next()?.parse().ok());
    begun.map(|year| Date::of(year, 4, 1)).collect()
}
