//! The one-page picture of a care home.

use axum::response::Response;
use oast_office::access::Action;
use oast_office::picture::{Picture, PlacementAt, Standing};
use oast_rules::facts::{Category, Home, Placement, Price, Provider};
use oast_rules::price::band::Bands;
use oast_units::{Date, Pence, WeeklyRate, YesNo};
use serde::Serialize;

use super::homes::rating;
use super::{bands, latest_vacancies, residents};
use crate::answer::Fault;
use crate::desk::Desk;
use crate::link::To;
use crate::list::{Asked, Cell, List, Table};
use crate::page::Page;
use crate::pages::parts::{Detail, Figure, Four, Spending};
use crate::pages::placement::person_name;
use crate::words;

/// One care home.
#[derive(Debug, Serialize)]
pub struct HomePage {
    name: String,
    place: String,
    rating: Cell,
    rated: Option<String>,
    tags: Vec<Cell>,
    four: Vec<Four>,
    residents: Table,
    prices: Table,
    /// What is paid for residents against the band, a chart for each category.
    rates: Vec<Figure>,
    spend: Option<Figure>,
    vacancies: Table,
    notices: Table,
    register: Vec<Detail>,
    provider: Vec<Detail>,
    map: String,
    around: Option<String>,
}

impl Page for HomePage {
    const TEMPLATE: &'static str = "pages/market/home.html";
    const HELP: Option<&'static str> = Some("find-a-placement");

    fn title(&self) -> String {
        self.name.clone()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/homes/H0001",
            query: &[],
        };
        let table = |id, caption: &str, rows: Vec<()>| {
            List::new(id, caption, rows)
                .column("what", "What", |()| Cell::text("Nursing").to(To::Homes))
                .numbers("weekly", "£ a week", |()| Cell::money(Pence::pounds(904)))
                .when_empty("Nothing is recorded.")
                .table(asked)
        };
        let home = |rows: fn() -> Vec<()>| Self {
            name: "Orchard House".to_owned(),
            place: "12 Orchard Road, Ashford, TN24 9AB".to_owned(),
            rating: rating(Some("Good")),
            rated: Some("3 April 2024".to_owned()),
            tags: vec![Cell::tag("Block beds", "blue")],
            four: vec![Four::new("Our residents", "12", "of 40 beds")],
            residents: table("residents", "Our residents", rows()),
            prices: table("prices", "Tendered prices", rows()),
            rates: rows()
                .iter()
                .zip(["rates-residential", "rates-nursing"])
                .map(|((), id)| Figure::sample(id))
                .collect(),
            spend: (!rows().is_empty()).then(|| Figure::sample("home-spend")),
            vacancies: table("vacancies", "Free beds", rows()),
            notices: table("notices", "Notices", rows()),
            register: vec![Detail::new("Registered beds", "40")],
            provider: vec![Detail::new("Provider", "Orchard Care Ltd")],
            map: To::Map.to_string(),
            around: None,
        };
        vec![home(|| vec![(), ()]), home(Vec::new)]
    }
}

/// Shows a home.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let picture = desk.picture()?;
    let home = picture
        .facts
        .home(desk.part("home"))
        .ok_or_else(|| Fault::NotFound(format!("there is no home {}", desk.part("home"))))?;
    let provider = picture.facts.provider(home.provider_id.as_str());
    let bands = bands(&picture, desk.day());
    let names = desk.may(Action::SeePeople);
    let notices = super::notices::of_home(desk, home)?;
    let authority = desk.office()?.authority().to_owned();
    let text =
        |text: &Option<oast_units::Text>| text.as_ref().map_or(String::new(), ToString::to_string);
    let postcode = home
        .postcode
        .as_ref()
        .map_or(String::new(), ToString::to_string);
    let place = [text(&home.address), text(&home.town), postcode];
    let page = HomePage {
        name: home.name.to_string(),
        place: place
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", "),
        rating: rating(home.cqc_overall.as_ref().map(oast_units::Text::as_str)),
        rated: home.cqc_rated_on.map(Date::long),
        tags: tags(&picture, home),
        four: four(&picture, home, bands.as_ref(), desk.day()),
        residents: desk.table(residents_list(&picture, home, bands.as_ref(), names))?,
        prices: desk.table(prices_list(&picture, home))?,
        rates: super::rates::figures(desk, &picture, home, bands.as_ref())?,
        spend: spend(desk, &picture, home)?,
        vacancies: desk.table(vacancies_list(&picture, home))?,
        notices,
        register: register(home),
        provider: provider.map_or_else(Vec::new, |provider| provider_details(&picture, provider)),
        map: crate::link::with_query(
            To::Map,
            [
                (
                    "district",
                    home.district.as_ref().map_or("", |name| name.as_str()),
                ),
                ("home", home.home_id.as_str()),
            ],
        ),
        around: super::place::around(&picture, home, &authority),
    };
    desk.page(&page)
}

fn tags(picture: &Picture, home: &Home) -> Vec<Cell> {
    let mut tags = Vec::new();
    let day = picture.day;
    let market = &picture.facts.market;
    let runs = |from: Date, to: Option<Date>| from <= day && to.is_none_or(|to| to >= day);
    let block_beds: u32 = market
        .blocks
        .iter()
        .filter(|block| block.home_id == home.home_id && runs(block.from, block.to))
        .map(|block| block.beds)
        .sum();
    if block_beds > 0 {
        tags.push(Cell::tag(format!("{block_beds} block beds"), "blue"));
    }
    let admitted = market.appointments.iter().any(|appointment| {
        appointment.home_id == home.home_id
            && appointment.scheme.as_str().contains("framework")
            && runs(appointment.admitted_on, appointment.left_on)
    });
    tags.push(if admitted {
        Cell::tag("On the framework", "green")
    } else {
        Cell::tag("Not on the framework", "grey")
    });
    if home.nursing == Some(YesNo::Yes) {
        tags.push(Cell::tag("Nursing", "purple"));
    }
    tags
}

fn four(picture: &Picture, home: &Home, bands: Option<&Bands>, day: Date) -> Vec<Four> {
    let there: Vec<(PlacementAt, &Placement, &Standing)> = residents(picture, home).collect();
    let beds = home
        .beds
        .map_or(String::new(), |beds| format!("of {beds} registered beds"));
    let weekly: Pence = there
        .iter()
        .map(|(_, _, standing)| standing.week.net_to_home)
        .sum();
    let above = there
        .iter()
        .filter(|(_, _, standing)| position(standing, bands) == Some(Position::Above))
        .count();
    let priced = there
        .iter()
        .filter(|(_, _, standing)| position(standing, bands).is_some())
        .count();
    let free = super::vacancies(picture, home);
    vec![
        Four::new("Our residents", &words::count(there.len() as u64), &beds).at("#residents"),
        Four::new(
            "We pay a week",
            &weekly.to_string(),
            "net of what others pay",
        )
        .at("#residents"),
        Four::new(
            "Above today's band",
            &words::count(above as u64),
            &format!("of {} with a band", words::count(priced as u64)),
        )
        .at("#residents"),
        match free {
            Some((beds, as_of)) => Four::new(
                "Free beds",
                &words::count(u64::from(beds)),
                &format!("told {}", words::days_ago(as_of, day)),
            ),
            None => Four::new("Free beds", "Not told", "the home has not reported any"),
        }
        .at("#vacancies"),
    ]
}

/// Where a rate stands against today's band of its category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Position {
    Below,
    Within,
    Above,
}

pub(crate) fn position(standing: &Standing, bands: Option<&Bands>) -> Option<Position> {
    against(standing.rate?, standing.category, bands)
}

/// Where a weekly price of a category stands against a day's band of it. A bed of a block contract
/// costs nothing of its own, and stands nowhere.
pub(crate) fn against(
    rate: WeeklyRate,
    category: Category,
    bands: Option<&Bands>,
) -> Option<Position> {
    let band = bands?.of(category).filter(|_| rate > WeeklyRate::ZERO)?;
    Some(if rate < band.lower {
        Position::Below
    } else if rate > band.upper {
        Position::Above
    } else {
        Position::Within
    })
}

/// The code of a position in an address.
pub(crate) const fn position_code(position: Option<Position>) -> &'static str {
    match position {
        Some(Position::Below) => "below",
        Some(Position::Within) => "within",
        Some(Position::Above) => "above",
        None => "none",
    }
}

pub(crate) fn position_cell(standing: &Standing, bands: Option<&Bands>) -> Cell {
    Cell::text(position_words(position(standing, bands)))
}

/// The same in words.
pub(crate) const fn position_words(position: Option<Position>) -> &'static str {
    match position {
        Some(Position::Below) => "Below band",
        Some(Position::Within) => "In band",
        Some(Position::Above) => "Above band",
        None => "No band",
    }
}

fn residents_list<'a>(
    picture: &'a Picture,
    home: &'a Home,
    bands: Option<&'a Bands>,
    names: bool,
) -> List<'a, (PlacementAt, &'a Placement, &'a Standing)> {
    let day = picture.day;
    List::new(
        "residents",
        "Our residents",
        residents(picture, home).collect(),
    )
    .column("person", "Person", move |(_, placement, _)| {
        let id = placement.placement_id.as_str();
        let person = picture.facts.person(placement.person_id.as_str());
        let name = person.filter(|_| names).map(person_name);
        match name {
            Some(name) => Cell::text(name).to(To::Placement(id)).hint(id),
            None => Cell::text(id),
        }
    })
    .column("category", "Category", |(_, _, standing)| {
        Cell::text(standing.category.words())
    })
    .column("route", "Route", |(_, placement, _)| {
        Cell::text(words::begun(placement.route.words()))
    })
    .column("since", "Since", |(_, placement, _)| {
        Cell::date(placement.started_on)
    })
    .numbers(
        "rate",
        "Rate, £ a week",
        move |(_, placement, standing)| {
            let id = placement.placement_id.as_str();
            Cell::maybe_money(standing.rate.map(oast_units::WeeklyRate::weekly))
                .to(To::Rate(id, day))
        },
    )
    .column("band", "Against the band", move |(_, _, standing)| {
        position_cell(standing, bands)
    })
    .numbers("net", "We pay, £ a week", |(_, placement, standing)| {
        let id = placement.placement_id.as_str();
        Cell::money(standing.week.net_to_home).to(To::Placement(id))
    })
    .when_empty("The council has placed nobody here who still lives here.")
}

fn prices_list<'a>(picture: &'a Picture, home: &'a Home) -> List<'a, &'a Price> {
    let prices = picture.facts.market.prices.iter();
    let own = prices
        .filter(|price| price.home_id == home.home_id)
        .collect();
    List::new("prices", "Tendered prices", own)
        .column("scheme", "Scheme", |price: &&Price| {
            Cell::text(&price.scheme)
        })
        .numbers("generation", "Generation", |price| {
            Cell::text(price.generation.to_string())
        })
        .column("category", "Category", |price| {
            Cell::text(price.category.words())
        })
        .numbers("weekly_price", "Price, £ a week", |price| {
            Cell::money(price.weekly_price.weekly())
        })
        .column("base_date", "As of", |price| Cell::date(price.base_date))
        .column("band", "Band then, £ a week", move |price| {
            let band = bands(picture, price.base_date);
            let band = band.and_then(|bands| bands.of(price.category));
            band.map_or_else(Cell::empty, |band| {
                Cell::text(format!("{} to {}", band.lower, band.upper))
            })
        })
        .when_empty("The home has tendered no price: it is not on the framework.")
}

fn vacancies_list<'a>(picture: &'a Picture, home: &Home) -> List<'a, (Category, u32, Date)> {
    let day = picture.day;
    List::new("vacancies", "Free beds", latest_vacancies(picture, home))
        .column("category", "Category", |(category, _, _)| {
            Cell::text(category.words())
        })
        .numbers("available", "Free beds", |(_, beds, _)| {
            Cell::count(*beds as usize)
        })
        .column("as_of", "Told on", move |(_, _, as_of)| {
            Cell::date(*as_of).hint(words::days_ago(*as_of, day))
        })
        .when_empty("The home has not told the council of any free beds.")
}

fn spend(desk: &Desk, picture: &Picture, home: &Home) -> Result<Option<Figure>, Fault> {
    let sums = picture.spend();
    let months = sums.months.iter();
    let months = months.map(|month| (*month, sums.at_home(*month, &home.home_id)));
    let spending = Spending {
        id: "home-spend",
        months: months.collect(),
        today: desk.today(),
        filters: vec![("home", home.home_id.to_string())],
    };
    spending.figure(desk, &format!("at {}", home.name))
}

fn register(home: &Home) -> Vec<Detail> {
    let text = |text: Option<String>| text.unwrap_or_else(|| "Not known".to_owned());
    let specialisms = home
        .specialisms
        .as_ref()
        .map(|all| all.as_str().split('|').collect::<Vec<_>>().join(", "));
    vec![
        Detail::new(
            "Registered beds",
            &text(home.beds.map(|beds| beds.to_string())),
        ),
        Detail::new(
            "Nursing",
            match home.nursing {
                Some(YesNo::Yes) => "Yes",
                Some(YesNo::No) => "No",
                None => "Not known",
            },
        ),
        Detail::new("Registered for", &text(specialisms)),
        Detail::new(
            "CQC location",
            &text(home.cqc_location_id.as_ref().map(ToString::to_string)),
        ),
        Detail::new(
            "District",
            &text(home.district.as_ref().map(ToString::to_string)),
        ),
        Detail::new("Oast reference", home.home_id.as_str()),
    ]
}

pub(super) fn provider_details(picture: &Picture, provider: &Provider) -> Vec<Detail> {
    let id = provider.provider_id.as_str();
    let homes = picture.facts.homes_of(id).count();
    let said = |text: &Option<oast_units::Text>| {
        text.as_ref()
            .map_or("Not known".to_owned(), ToString::to_string)
    };
    vec![
        Detail::new("Provider", provider.name.as_str()).to(To::Provider(id)),
        Detail::new("Homes in this county", &homes.to_string()),
        Detail::new("Email", &said(&provider.email)),
        Detail::new("Telephone", &said(&provider.phone)),
    ]
}
