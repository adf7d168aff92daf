use oast_forecast::bands::{Best, Design, Neighbours, Point};
use oast_rules::facts::Category;
use oast_units::{Pence, WeeklyRate};

use super::{Draw, pounds, tables};
use crate::answer::Fault;
use crate::chart::{Chart as _, Choice, Curve, Head, RankedBar, RankedBars, Unit};
use crate::list::Cell;
use crate::pages::outlook::lines::{Lines, list};
use crate::pages::parts::Figure;

/// The name of a category’s curve.
const fn id(category: Category) -> &'static str {
    match category {
        Category::Residential => "curve-residential",
        Category::ResidentialHigh => "curve-residential-high",
        Category::Nursing => "curve-nursing",
        Category::NursingHigh => "curve-nursing-high",
        Category::Complex => "curve-complex",
    }
}

/// Spending against homes that bid, as a category’s upper end moves.
pub(super) fn curve(
    design: &Design,
    category: usize,
    points: &[Point],
    best: Option<&Best>,
    draw: Draw<'_>,
) -> Result<Figure, Fault> {
    let known = design.county.categories.get(category);
    let of = known.map_or(Category::Residential, |known| known.category);
    let published = design.made.get(category).map(|made| made.upper);
    let cheapest = best.and_then(|best| best.outcome.categories.get(category));
    let cheapest = cheapest.map(|own| own.top);
    let says = |top: WeeklyRate| match (Some(top) == published, Some(top) == cheapest) {
        (true, true) => "The published way, and cheapest:",
        (true, false) => "The published way:",
        (false, true) => "Cheapest:",
        (false, false) => "",
    };
    let choices = points.iter().map(|point| Choice {
        name: point.top.weekly().short(),
        across: point.homes,
        up: Pence::pounds(point.spend).get(),
        says: says(point.top).to_owned(),
        emphasis: Some(point.top) == cheapest,
    });
    let title = title(of, points);
    let svg = Curve {
        head: Head {
            id: format!("{}-chart", id(of)),
            title: title.clone(),
            description: "Each dot is a spinal point as the upper end, the lowest at the left."
                .to_owned(),
        },
        across: Unit::Count,
        across_words: "Homes of the county that would bid".to_owned(),
        up: Unit::Pounds,
        choices: choices.collect(),
    }
    .figure();
    let districts = design.county.problem.districts.iter();
    let names: Vec<String> = districts.map(|district| district.name.clone()).collect();
    let caption = format!("{}: what each upper end trades", of.words());
    let table = draw(tables::points((id(of), caption), points, &names))?;
    Ok(Figure { title, svg, table })
}

/// Where the curve turns, as a sentence.
fn title(category: Category, points: &[Point]) -> String {
    let name = category.words();
    match points.iter().min_by_key(|point| point.spend) {
        Some(least) => format!(
            "{name}: spending is least at {}, {} with {} homes",
            least.top.weekly().short(),
            pounds(least.spend),
            least.homes
        ),
        None => format!("{name}: nothing to trade"),
    }
}

/// The published way’s upper ends beside neighbours’.
pub(super) fn neighbours(
    design: &Design,
    neighbours: &Neighbours,
    draw: Draw<'_>,
) -> Result<Figure, Fault> {
    let (mut bars, mut rows): (Vec<RankedBar>, Vec<Lines>) = (Vec::new(), Vec::new());
    let (mut below, mut of) = (0, 0);
    for made in &design.made {
        let category = made.category.words();
        let bar = |whose: &str, weekly: WeeklyRate, emphasis| RankedBar {
            label: format!("{category}: {whose}"),
            value: weekly.weekly().get(),
            href: None,
            emphasis,
        };
        let row = |whose: &str, name: &str, ends: (WeeklyRate, WeeklyRate)| {
            vec![
                Cell::text(category),
                Cell::text(whose),
                Cell::text(name),
                Cell::money(ends.0.weekly()).plain(),
                Cell::money(ends.1.weekly()).plain(),
            ]
        };
        bars.push(bar("the published way", made.upper, true));
        rows.push(row(
            "The published way, here",
            category,
            (made.lower, made.upper),
        ));
        for rate in neighbours.beside(made.category) {
            of += 1;
            below += usize::from(made.upper < rate.to);
            bars.push(bar(&rate.council, rate.to, false));
            rows.push(row(&rate.council, &rate.name, (rate.from, rate.to)));
        }
    }
    let title = format!("{below} of {of} neighbours’ upper ends are higher");
    let svg = RankedBars {
        head: Head {
            id: "neighbours-chart".to_owned(),
            title: title.clone(),
            description: "The most that is paid, a week.".to_owned(),
        },
        unit: Unit::Price,
        bars,
    }
    .figure();
    let columns = [
        ("category", "Category".to_owned()),
        ("council", "Council".to_owned()),
        ("name", "What they call it".to_owned()),
        ("from", "From, £ a week".to_owned()),
        ("to", "To, £ a week".to_owned()),
    ];
    let caption = format!(
        "Neighbours’ rates, from {} ({})",
        neighbours.source, neighbours.published
    );
    let table = draw(list(("neighbours", caption), 3, &columns, rows))?;
    Ok(Figure { title, svg, table })
}
