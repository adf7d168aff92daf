//! The providers.

use axum::response::Response;
use oast_rules::facts::Provider;
use oast_units::Pence;
use serde::Serialize;

use super::residents;
use crate::answer::Fault;
use crate::desk::Desk;
use crate::link::To;
use crate::list::{Asked, Cell, Filter, List, Table};
use crate::page::Page;

/// The list of providers.
#[derive(Debug, Serialize)]
pub struct Providers {
    filters: Vec<Filter>,
    table: Table,
}

impl Page for Providers {
    const TEMPLATE: &'static str = "pages/market/providers.html";
    const HELP: Option<&'static str> = Some("take-a-table");

    fn title(&self) -> String {
        "Providers".to_owned()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/providers",
            query: &[],
        };
        let list = List::new("providers", "Providers", vec![()])
            .column("provider", "Provider", |()| {
                Cell::text("Orchard Care Ltd").to(To::Provider("P0001"))
            })
            .numbers("share", "Share of placements", |()| Cell::share(1, 8));
        vec![Self {
            filters: vec![Filter::words("q", "Name", "")],
            table: list.table(asked),
        }]
    }
}

/// What the council has with a provider.
struct Exposure<'a> {
    provider: &'a Provider,
    homes: usize,
    residents: i64,
    weekly: Pence,
}

/// Shows the providers, those on which the council depends most first.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let picture = desk.picture()?;
    let facts = &picture.facts;
    let wanted = desk.query("q").unwrap_or_default().to_lowercase();
    let named = |provider: &&Provider| provider.name.as_str().to_lowercase().contains(&wanted);
    let mut exposures: Vec<Exposure<'_>> = facts
        .market
        .providers
        .iter()
        .filter(named)
        .map(|provider| {
            let mut exposure = Exposure {
                provider,
                homes: 0,
                residents: 0,
                weekly: Pence::ZERO,
            };
            for home in facts.homes_of(provider.provider_id.as_str()) {
                exposure.homes += 1;
                for (_, _, standing) in residents(&picture, home) {
                    exposure.residents += 1;
                    exposure.weekly += standing.week.net_to_home;
                }
            }
            exposure
        })
        .collect();
    exposures.sort_by_key(|exposure| std::cmp::Reverse(exposure.weekly));
    let all: i64 = exposures.iter().map(|exposure| exposure.residents).sum();
    let list = List::new("providers", "Providers", exposures)
        .column("provider", "Provider", |exposure| {
            Cell::text(&exposure.provider.name)
                .to(To::Provider(exposure.provider.provider_id.as_str()))
        })
        .numbers("homes", "Homes", |exposure| Cell::count(exposure.homes))
        .numbers("residents", "Our residents", |exposure| {
            Cell::number(exposure.residents)
        })
        .numbers("share", "Share of our placements", move |exposure| {
            Cell::share(exposure.residents, all)
        })
        .numbers("weekly", "We pay, £ a week", |exposure| {
            let id = exposure.provider.provider_id.as_str();
            Cell::money(exposure.weekly).to(To::Provider(id))
        })
        .when_empty("No provider has that in its name.");
    let table = desk.table(list)?;
    let words = desk.query("q").unwrap_or_default();
    let page = Providers {
        filters: vec![Filter::words("q", "Name", words)],
        table,
    };
    desk.page(&page)
}
