//! One provider: its homes, and what the council depends on it for.

use std::collections::BTreeMap;

use axum::response::Response;
use oast_office::picture::Picture;
use oast_rules::facts::{Category, Home};
use oast_units::Pence;
use serde::Serialize;

use super::{home, homes, residents};
use crate::answer::Fault;
use crate::desk::Desk;
use crate::list::{Asked, Cell, List, Table};
use crate::page::Page;
use crate::pages::parts::{Detail, Four};
use crate::words;

/// One provider.
#[derive(Debug, Serialize)]
pub struct ProviderPage {
    name: String,
    four: Vec<Four>,
    /// What would be lost if it closed, in a sentence.
    loss: String,
    homes: Table,
    lost: Table,
    details: Vec<Detail>,
}

impl Page for ProviderPage {
    const TEMPLATE: &'static str = "pages/market/provider.html";
    const HELP: Option<&'static str> = Some("take-a-table");

    fn title(&self) -> String {
        self.name.clone()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/providers/P0001",
            query: &[],
        };
        let table = |id, caption: &str| {
            List::new(id, caption, vec![()])
                .column("home", "Care home", |()| Cell::text("Orchard House"))
                .table(asked)
        };
        vec![Self {
            name: "Orchard Care Ltd".to_owned(),
            four: vec![Four::new("Homes", "3", "in this county")],
            loss: "If it closed, 42 of our residents would need another home.".to_owned(),
            homes: table("homes", "Homes"),
            lost: table("lost", "Homes that were lost"),
            details: vec![Detail::new("Email", "office@example.org")],
        }]
    }
}

/// Shows a provider.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let picture = desk.picture()?;
    let id = desk.part("provider");
    let provider = picture
        .facts
        .provider(id)
        .ok_or_else(|| Fault::NotFound(format!("there is no provider {id}")))?;
    let own: Vec<&Home> = picture.facts.homes_of(id).collect();
    let (four, loss) = exposure(&picture, &own);
    let page = ProviderPage {
        name: provider.name.to_string(),
        four,
        loss,
        lost: desk.table(lost(&picture, &own))?,
        homes: desk.table(homes::list(&picture, own, desk.day()))?,
        details: home::provider_details(&picture, provider),
    };
    desk.page(&page)
}

/// What the council has with a provider, against the whole.
fn exposure(picture: &Picture, own: &[&Home]) -> (Vec<Four>, String) {
    let mut theirs = (0_i64, Pence::ZERO);
    let mut all = (0_i64, Pence::ZERO);
    for standing in picture
        .standings
        .iter()
        .filter(|standing| standing.lives_there)
    {
        all.0 += 1;
        all.1 += standing.week.net_to_home;
    }
    for home in own {
        for (_, _, standing) in residents(picture, home) {
            theirs.0 += 1;
            theirs.1 += standing.week.net_to_home;
        }
    }
    let count = |number: i64| words::signed(number);
    let four = vec![
        Four::new("Homes", &words::count(own.len() as u64), "in this county").at("#homes"),
        Four::new(
            "Our residents",
            &count(theirs.0),
            &format!("of {}", count(all.0)),
        )
        .at("#homes"),
        Four::new(
            "Share of placements",
            &words::share(theirs.0, all.0),
            "of everybody the council has placed",
        ),
        Four::new(
            "We pay a week",
            &theirs.1.to_string(),
            &format!(
                "{} of what we pay",
                words::share(theirs.1.get(), all.1.get())
            ),
        ),
    ];
    let loss = if theirs.0 == 0 {
        "The council has placed nobody with this provider.".to_owned()
    } else {
        format!(
            "If it closed, {} of our residents would need another home. Below: how many in each district and category, and the free beds that other homes there have told us of.",
            count(theirs.0)
        )
    };
    (four, loss)
}

/// Residents of a district and category, and the beds free elsewhere in it.
#[derive(Default)]
struct Lost {
    residents: usize,
    free_elsewhere: u32,
}

fn lost<'a>(picture: &Picture, own: &[&'a Home]) -> List<'a, ((String, Category), Lost)> {
    let district = |home: &Home| {
        home.district
            .as_ref()
            .map_or("Not known".to_owned(), ToString::to_string)
    };
    let mut lost: BTreeMap<(String, Category), Lost> = BTreeMap::new();
    for home in own {
        for (_, _, standing) in residents(picture, home) {
            lost.entry((district(home), standing.category))
                .or_default()
                .residents += 1;
        }
    }
    let others = picture.facts.market.homes.iter();
    for home in others.filter(|home| own.iter().all(|each| each.home_id != home.home_id)) {
        let district = district(home);
        for (category, beds, _) in super::latest_vacancies(picture, home) {
            if let Some(lost) = lost.get_mut(&(district.clone(), category)) {
                lost.free_elsewhere += beds;
            }
        }
    }
    List::new(
        "lost",
        "What would be lost if it closed",
        lost.into_iter().collect(),
    )
    .column("district", "District", |((district, _), _)| {
        Cell::text(district)
    })
    .column("category", "Category", |((_, category), _)| {
        Cell::text(category.words())
    })
    .numbers("residents", "Our residents", |(_, lost)| {
        Cell::count(lost.residents)
    })
    .numbers(
        "free",
        "Beds free elsewhere in the district",
        |(_, lost)| Cell::count(lost.free_elsewhere as usize),
    )
    .when_empty("Nothing: the council has placed nobody here.")
}
