//! What is paid for the residents of a home, against today's band of each category.

use oast_office::picture::Picture;
use oast_rules::facts::{Category, Home};
use oast_rules::price::band::{Band, Bands};
use oast_units::WeeklyRate;

use super::residents;
use crate::answer::Fault;
use crate::chart::{Chart as _, Dot, Head, Range, Strip, Unit};
use crate::desk::{Desk, Known};
use crate::link::{To, with_query};
use crate::list::{Cell, List};
use crate::pages::parts::Figure;
use crate::words::so_many;

/// A placement's reference and its weekly rate.
type Rate<'a> = (&'a str, WeeklyRate);

/// A strip for each category of which the home has residents with a rate.
pub(super) fn figures(
    desk: &Desk,
    picture: &Picture,
    home: &Home,
    bands: Option<&Bands>,
) -> Result<Vec<Figure>, Fault> {
    let mut figures = Vec::new();
    for category in Category::ALL.iter().copied() {
        let rates: Vec<Rate<'_>> = residents(picture, home)
            .filter(|(_, _, standing)| standing.category == category)
            .filter_map(|(_, placement, standing)| {
                Some((placement.placement_id.as_str(), standing.rate?))
            })
            .collect();
        if rates.is_empty() {
            continue;
        }
        let band = bands.and_then(|bands| bands.of(category));
        let title = title(category, band, &rates);
        let svg = strip(desk, category, band, &title, &rates);
        let list = List::new(id(category), title.clone(), rates)
            .column("placement", "Placement", |(id, _): &Rate<'_>| {
                Cell::text(*id)
            })
            .numbers("rate", "Rate, £ a week", |(id, rate)| {
                Cell::money(rate.weekly()).to(To::Rate(id, picture.day))
            });
        let table = desk.table(list)?;
        figures.push(Figure { title, svg, table });
    }
    Ok(figures)
}

/// The name of a category's table.
const fn id(category: Category) -> &'static str {
    match category {
        Category::Residential => "rates-residential",
        Category::ResidentialHigh => "rates-residential-high",
        Category::Nursing => "rates-nursing",
        Category::NursingHigh => "rates-nursing-high",
        Category::Complex => "rates-complex",
    }
}

/// How the rates lie to the band, as a sentence.
fn title(category: Category, band: Option<Band>, rates: &[Rate<'_>]) -> String {
    let name = category.words();
    let all = so_many(rates.len(), "placement", "placements");
    let Some(band) = band else {
        return format!("{name}: {all}, priced for each person, so there is no band");
    };
    let count =
        |of: &dyn Fn(WeeklyRate) -> bool| rates.iter().filter(|(_, rate)| of(*rate)).count();
    let above = count(&|rate| rate > band.upper);
    let below = count(&|rate| rate < band.lower);
    match (above, below) {
        (0, 0) if rates.len() == 1 => format!("{name}: the one placement is in the band"),
        (0, 0) => format!("{name}: all {all} are in the band"),
        (above, 0) => format!("{name}: {above} of {all} above the band"),
        (0, below) => format!("{name}: {below} of {all} below the band"),
        (above, below) => format!("{name}: of {all}, {above} above the band and {below} below it"),
    }
}

fn strip(
    desk: &Desk,
    category: Category,
    band: Option<Band>,
    title: &str,
    rates: &[Rate<'_>],
) -> String {
    let day = desk.day();
    let known = match desk.known() {
        Known::Now => String::new(),
        Known::On(day) => day.to_string(),
    };
    let dots = rates.iter().map(|(id, rate)| Dot {
        label: (*id).to_owned(),
        value: rate.weekly().get(),
        href: Some(with_query(To::Rate(id, day), [("known", known.as_str())])),
    });
    Strip {
        head: Head {
            id: format!("{}-chart", id(category)),
            title: title.to_owned(),
            description: String::new(),
        },
        unit: Unit::Price,
        dots: dots.collect(),
        range: band.map(|band| Range {
            name: "Today's band".to_owned(),
            lower: band.lower.weekly().get(),
            upper: band.upper.weekly().get(),
        }),
    }
    .figure()
}

#[cfg(test)]
mod tests {
    use oast_units::Pence;

    use super::*;

    fn says(rates: &[i64]) -> String {
        let rate = |pounds: i64| WeeklyRate::new(Pence::pounds(pounds));
        let band = Band {
            category: Category::Nursing,
            lower: rate(1_050),
            upper: rate(1_090),
        };
        let rates: Vec<Rate<'_>> = rates.iter().map(|each| ("PL1-1", rate(*each))).collect();
        title(Category::Nursing, Some(band), &rates)
    }

    #[test]
    fn a_title_says_how_the_rates_lie_to_the_band() {
        assert_eq!(says(&[1_050]), "Nursing: the one placement is in the band");
        assert_eq!(
            says(&[1_050, 1_090]),
            "Nursing: all 2 placements are in the band"
        );
        assert_eq!(
            says(&[1_050, 1_091]),
            "Nursing: 1 of 2 placements above the band"
        );
        assert_eq!(
            says(&[900, 1_091]),
            "Nursing: of 2 placements, 1 above the band and 1 below it"
        );
    }
}
