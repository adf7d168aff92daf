//! Homes as pins of a map.

use oast_office::picture::Picture;
use oast_rules::facts::{Category, Home};
use oast_units::Date;

use super::free_beds;
use crate::desk::Desk;
use crate::link::{To, with_query};
use crate::list::Filter;
use crate::map::{Look, Map, MapView, Pin, Position};
use crate::words;

/// What the marks of homes tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marks {
    /// The regulator's rating.
    Rating,
    /// Whether there are free beds.
    Beds,
}

impl Marks {
    /// What is asked for.
    pub(super) fn of(desk: &Desk) -> Self {
        match desk.query("show") {
            Some("beds") => Self::Beds,
            _ => Self::Rating,
        }
    }

    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Rating => "rating",
            Self::Beds => "beds",
        }
    }

    /// The choice between them.
    pub(super) fn filter(self) -> Filter {
        let choices = [("rating", "CQC rating"), ("beds", "Free beds")];
        Filter::one_of("show", "Marks tell", self.code(), choices)
    }

    /// What each look means.
    pub(super) fn key(self) -> Vec<(Look, &'static str)> {
        let ratings = [
            "Outstanding",
            "Good",
            "Requires improvement",
            "Inadequate",
            "Not rated",
        ];
        match self {
            Self::Rating => ratings.map(|words| (Look::of_rating(words), words)).into(),
            Self::Beds => vec![
                (Look::of_vacancy(true), "Free beds"),
                (Look::of_vacancy(false), "No free beds that we were told of"),
            ],
        }
    }
}

/// The homes whose position is recorded, as pins; one may be marked. Free beds are those of one
/// category, or of all.
pub(super) fn pins(
    picture: &Picture,
    homes: &[&Home],
    (marks, category): (Marks, Option<Category>),
    marked: Option<&Home>,
) -> Vec<Pin> {
    let pin = |home: &&Home| {
        let free = free_beds(picture, home, category);
        let rating = home.cqc_overall.as_ref().map_or("", |one| one.as_str());
        Some(Pin {
            home_id: home.home_id.to_string(),
            name: home.name.to_string(),
            at: position(home)?,
            label: label(picture, home, free),
            href: To::Home(home.home_id.as_str()).to_string(),
            look: match marks {
                Marks::Rating => Look::of_rating(rating),
                Marks::Beds => Look::of_vacancy(free.is_some_and(|(beds, _)| beds > 0)),
            },
            big: marked.is_some_and(|marked| marked.home_id == home.home_id),
        })
    };
    homes.iter().filter_map(pin).collect()
}

fn position(home: &Home) -> Option<Position> {
    Some(Position {
        lat: home.latitude.as_ref()?.micro_degrees(),
        lon: home.longitude.as_ref()?.micro_degrees(),
    })
}

/// What is said of a home to someone who points at it, or does not see it.
fn label(picture: &Picture, home: &Home, free: Option<(u32, Date)>) -> String {
    let town = home.town.as_ref();
    let place = town.map_or(String::new(), |town| format!(" in {town}"));
    let rated = home.cqc_overall.as_ref().map_or_else(
        || "It is not rated.".to_owned(),
        |rating| format!("It is rated {rating}."),
    );
    let ours = match picture.at_home(home.home_id.as_str()).residents {
        0 => "None of our residents live there".to_owned(),
        1 => "1 of our residents lives there".to_owned(),
        many => format!("{many} of our residents live there"),
    };
    let free = match free {
        None => "it has not told us of free beds".to_owned(),
        Some((beds, as_of)) => {
            let beds = words::so_many(beds as usize, "free bed", "free beds");
            format!("it had {beds} {}", words::days_ago(as_of, picture.day))
        }
    };
    format!("{}{place}. {rated} {ours}, and {free}.", home.name)
}

/// A small map of a home's district with the home marked; none where its position is not recorded
/// or the program carries no boundaries of its county.
pub(super) fn around(picture: &Picture, home: &Home, authority: &str) -> Option<String> {
    let map = Map::carried(authority)?;
    let at = position(home)?;
    let district = map.district_at(at)?;
    let district_name = district.name.as_str();
    let there = |other: &&Home| {
        let district = position(other).and_then(|at| map.district_at(at));
        district.is_some_and(|other| other.name == district_name)
    };
    let near: Vec<&Home> = picture.facts.market.homes.iter().filter(there).collect();
    let homes = pins(picture, &near, (Marks::Rating, None), Some(home));
    let title = format!("{} is in {}", home.name, district.name);
    let view = MapView {
        id: "home-map",
        title: &title,
        homes,
        focus: Some(&district.name),
        district_href: &|name| with_query(To::Map, [("district", name)]),
        key: Marks::Rating.key(),
    };
    Some(map.figure(&view))
}
