//! What a year was to cost, has cost and will; and what moved from one month to the next.

pub(super) mod bridge;
pub(super) mod year;

use std::sync::Arc;

use axum::response::Response;
use oast_office::budget::YearBudget;
use oast_office::outlook::expected;
use oast_office::picture::{MonthBridge, Picture};
use oast_rules::money::bridge::Step;
use oast_units::{Date, FinancialYear};
use serde::Serialize;

use super::lines::{Draw, Lines};
use crate::answer::Fault;
use crate::desk::Desk;
use crate::list::{Asked, Filter, List, Table};
use crate::page::Page;
use crate::pages::parts::{Figure, Four};
use crate::words;

/// The page.
#[derive(Debug, Serialize)]
pub struct BudgetPage {
    year: String,
    sentence: String,
    filters: Vec<Filter>,
    four: Vec<Four>,
    lines: Table,
    notes: Vec<String>,
    bridge: Option<Figure>,
    steps: Vec<Told>,
}

/// What a step holds.
#[derive(Debug, Serialize)]
struct Told {
    name: &'static str,
    says: &'static str,
}

/// What the page is drawn from.
struct Shown<'a> {
    budget: &'a YearBudget,
    bridge: Option<&'a MonthBridge>,
    years: Vec<FinancialYear>,
    months: Vec<Date>,
}

impl Page for BudgetPage {
    const TEMPLATE: &'static str = "pages/outlook/budget.html";
    const HELP: Option<&'static str> = Some("budget");

    fn title(&self) -> String {
        format!("Budget {}", self.year)
    }

    fn samples() -> Vec<Self> {
        let asked = Asked {
            path: "/budget",
            query: &[],
        };
        let drawn = |list: List<'static, Lines>| Ok(list.table(asked).in_order());
        let months = vec![Date::of(2026, 4, 1), Date::of(2026, 5, 1)];
        let bridges = [Some(bridge::sample()), None];
        let page = |(budget, bridge): (YearBudget, Option<MonthBridge>)| {
            let shown = Shown {
                budget: &budget,
                bridge: bridge.as_ref(),
                years: vec![budget.year],
                months: months.clone(),
            };
            Self::of(&shown, &drawn).ok()
        };
        let budgets = year::samples().into_iter();
        budgets.zip(bridges).filter_map(page).collect()
    }
}

impl BudgetPage {
    fn of(shown: &Shown<'_>, draw: Draw<'_>) -> Result<Self, Fault> {
        let bridge = shown.bridge.map(|bridge| bridge::figure(bridge, draw));
        let told = |step: &Step| Told {
            name: step.words(),
            says: step.says(),
        };
        Ok(Self {
            year: shown.budget.year.to_string(),
            sentence: year::sentence(shown.budget),
            filters: filters(shown),
            four: year::four(shown.budget),
            lines: draw(year::lines(shown.budget))?,
            notes: year::notes(shown.budget),
            steps: match &bridge {
                Some(_) => Step::ALL.iter().map(told).collect(),
                None => Vec::new(),
            },
            bridge: bridge.transpose()?,
        })
    }
}

/// Shows the budget of a year.
pub fn show(desk: &mut Desk) -> Result<Response, Fault> {
    let picture = desk.picture()?;
    let years = picture.spend_years();
    let asked = desk.query_as("year").filter(|year| years.contains(year));
    let year = asked.unwrap_or_else(|| FinancialYear::of(desk.day()));
    let expected = (year == FinancialYear::of(desk.day())).then(|| expected(&picture));
    let expected = expected.and_then(Result::ok);
    let budget = picture.year_budget(year, expected.as_ref())?;
    let bridge = bridge_asked(desk, &picture);
    let months = picture.spend().months.iter().skip(1).rev();
    let shown = Shown {
        budget: &budget,
        bridge: bridge.as_deref(),
        years: years.into_iter().rev().collect(),
        months: months.copied().collect(),
    };
    let page = BudgetPage::of(&shown, &|list| desk.table(list).map(Table::in_order))?;
    desk.page(&page)
}

/// The bridge to the month that is asked for, or else to the last that is over.
pub(super) fn bridge_asked(desk: &Desk, picture: &Picture) -> Option<Arc<MonthBridge>> {
    let asked = desk
        .query_as("month")
        .and_then(|month: Date| picture.bridge_to(month.first_of_month()));
    asked.or_else(|| picture.bridge_to(picture.last_month_over()?))
}

fn filters(shown: &Shown<'_>) -> Vec<Filter> {
    let year = shown.budget.year.to_string();
    let years = shown.years.iter().map(ToString::to_string);
    let month = shown.bridge.map(|bridge| bridge.after.to_string());
    let months = shown.months.iter();
    vec![
        Filter::one_of(
            "year",
            "Financial year",
            &year,
            years.map(|year| (year.clone(), year)),
        ),
        Filter::one_of(
            "month",
            "What moved to",
            &month.unwrap_or_default(),
            months.map(|month| (month.to_string(), words::month(*month))),
        ),
    ]
}
