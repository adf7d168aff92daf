//! The county's book divided among the authorities that could follow it.

mod tables;

use axum::response::Response;
use oast_office::outlook::first_year;
use oast_office::reorganisation::{Divided, Plan, Postcodes, Sharing};
use oast_units::{Date, FinancialYear};
use serde::Serialize;

use super::lines::{Draw, Lines};
use crate::answer::Fault;
use crate::desk::Desk;
use crate::list::{Asked, Filter, List, Table};
use crate::page::Page;
use crate::pages::parts::{Figure, Four};

/// The page.
#[derive(Debug, Serialize)]
pub struct ReorganisationPage {
    filters: Vec<Filter>,
    sentence: String,
    four: Vec<Four>,
    figure: Figure,
    money: Table,
    first_year: Option<Table>,
    contracts: Table,
    crossings: Table,
    notes: Vec<String>,
}

impl Page for ReorganisationPage {
    const TEMPLATE: &'static str = "pages/outlook/reorganisation.html";
    const HELP: Option<&'static str> = Some("reorganisation");

    fn title(&self) -> String {
        "Reorganisation".to_owned()
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/budget/reorganisation",
            query: &[],
        };
        let drawn = |list: List<'static, Lines>| Ok(list.table(asked).in_order());
        let names = vec!["Two authorities".to_owned()];
        let vesting_on = Date::of(2028, 4, 1);
        let samples = tables::samples().into_iter();
        samples
            .filter_map(|divided| Self::of(&divided, vesting_on, &names, &drawn).ok())
            .collect()
    }
}

impl ReorganisationPage {
    fn of(
        divided: &Divided,
        vesting_on: Date,
        names: &[String],
        draw: Draw<'_>,
    ) -> Result<Self, Fault> {
        Ok(Self {
            filters: filters(divided, names),
            sentence: tables::sentence(divided),
            four: tables::four(divided),
            figure: tables::figure(divided, draw)?,
            money: draw(tables::money(divided))?,
            first_year: None,
            contracts: draw(tables::contracts(divided))?,
            crossings: draw(tables::crossings(divided))?,
            notes: notes(divided, vesting_on),
        })
    }
}

/// Shows a split of the county.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let picture = desk.picture()?;
    let authority = desk.office()?.authority().to_owned();
    let postcodes = Postcodes::bundled(&authority);
    let plan = Plan::bundled(&authority, &postcodes.districts(&picture))
        .map_err(|why| Fault::Broken(why.to_string()))?;
    let plan = plan.ok_or_else(|| {
        Fault::NotFound(format!(
            "there is no example of how {authority} could be split"
        ))
    })?;
    let asked = desk.query("split").and_then(|name| plan.named(name));
    // One authority divides nothing: the first split of several is shown.
    let several = || plan.splits.iter().find(|split| split.authorities.len() > 1);
    let Some(split) = asked.or_else(several).or(plan.splits.first()) else {
        return Err(Fault::NotFound("the example has no splits".to_owned()));
    };
    let sharing = desk.query_as("sharing").unwrap_or(Sharing::Spend);
    let year = FinancialYear::of(desk.day());
    let divided = picture.divided(split, year, sharing, &postcodes)?;
    let names: Vec<String> = plan.splits.iter().map(|split| split.name.clone()).collect();
    let page = ReorganisationPage::of(&divided, plan.vesting_on, &names, &|list| {
        desk.table(list).map(Table::in_order)
    })?;
    let first = first_year(&picture, split, plan.vesting_on);
    let first_year = first.ok().filter(|first| !first.is_empty()).map(|first| {
        let year = FinancialYear::of(plan.vesting_on);
        desk.table(tables::first_year(year, first))
            .map(Table::in_order)
    });
    desk.page(&ReorganisationPage {
        first_year: first_year.transpose()?,
        ..page
    })
}

fn filters(divided: &Divided, names: &[String]) -> Vec<Filter> {
    let splits = names.iter().map(|name| (name.as_str(), name));
    let sharings = Sharing::ALL.iter().map(|each| (each.code(), each.words()));
    vec![
        Filter::one_of("split", "Split", &divided.name, splits),
        Filter::one_of("sharing", "Budget shared", divided.sharing.code(), sharings),
    ]
}

fn notes(divided: &Divided, vesting_on: Date) -> Vec<String> {
    let (year, day) = (divided.year, divided.on.long());
    let rule = match divided.sharing {
        Sharing::Spend => {
            "in proportion to what each one’s people cost in the year, in the categories that have a budget"
        }
        Sharing::People => "in proportion to how many people each one has on the day",
    };
    let unknown = divided.whole().by_home;
    let known = match unknown {
        0 => "It is known of everybody who lives in a home today.".to_owned(),
        _ => format!(
            "It is not known of {unknown} of those who live in a home today: they count where their home is."
        ),
    };
    vec![
        format!(
            "The new authorities would take over on {}. What is known today does not reach so far: the figures are of {year}, as if they had taken over before it, and of the people and contracts of {day}. The outturn is what the year costs if nobody comes or goes.",
            vesting_on.long()
        ),
        format!(
            "A person is of the authority in whose district they lived before they were placed, by their postcode. {known} Homes, memberships and block contracts go by the home’s district."
        ),
        format!(
            "The budget of {year} is shared {rule}. It is no settlement: what government grants and council tax each one would have is not known to Oast. It cannot be shared by the people aged 65 and over of each district, which Oast does not hold."
        ),
    ]
}
