use std::collections::BTreeSet;

use oast_office::picture::{Picture, SpendCategory, SpendFilter, SpendSum};
use oast_rules::facts::{Category, Route};
use oast_units::{Date, DistrictName, FinancialYear, Pence};

use crate::desk::Desk;
use crate::link::{To, with_query};
use crate::list::Filter;

/// Which spending is asked for.
pub(in crate::pages::money) struct SpendAsked {
    /// The financial year.
    pub(in crate::pages::money) year: FinancialYear,
    /// What it is narrowed to.
    pub(in crate::pages::money) filter: SpendFilter,
    /// Whether it is what is left with the council, rather than what care costs.
    pub(in crate::pages::money) net: bool,
}

impl SpendAsked {
    /// Reads the query; what it does not understand counts as not asked.
    pub(in crate::pages::money) fn of(desk: &Desk, picture: &Picture) -> Self {
        let text = |name| desk.query(name).map(str::to_owned);
        let year = desk.query("year").and_then(|year| year.parse().ok());
        let year = year.filter(|year| picture.spend_years().contains(year));
        Self {
            year: year.unwrap_or_else(|| FinancialYear::of(desk.day())),
            filter: SpendFilter {
                category: desk.query("category").and_then(SpendCategory::of_code),
                district: text("district"),
                route: desk.query_as("route"),
                provider: text("provider"),
                home: text("home"),
            },
            net: desk.query("measure") == Some("net"),
        }
    }

    /// The measure of a sum that is asked for.
    pub(super) fn measure(&self, sum: &SpendSum) -> Pence {
        if self.net { sum.net } else { sum.gross }
    }

    /// The measure in words, at the start of a sentence.
    pub(super) fn measure_words(&self) -> &'static str {
        if self.net { "Net spend" } else { "Gross spend" }
    }

    /// An address with everything that is asked for, some of it changed.
    pub(super) fn at(&self, to: &To<'_>, changed: &[(&str, &str)]) -> String {
        let year = self.year.to_string();
        let filter = &self.filter;
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let all = [
            ("year", year),
            (
                "category",
                filter.category.map_or("", SpendCategory::code).to_owned(),
            ),
            ("district", text(&filter.district)),
            (
                "route",
                filter.route.map_or("", |route| route.code()).to_owned(),
            ),
            ("provider", text(&filter.provider)),
            ("home", text(&filter.home)),
            ("measure", if self.net { "net" } else { "" }.to_owned()),
        ];
        let is_changed = |name: &str| changed.iter().any(|(each, _)| *each == name);
        let kept = all.iter().filter(|(name, _)| !is_changed(name));
        let kept = kept.map(|(name, value)| (*name, value.as_str()));
        with_query(to, kept.chain(changed.iter().copied()))
    }

    /// The payments behind a month.
    pub(super) fn payments(&self, month: Date) -> String {
        let month = month.to_string();
        // The month says the year.
        self.at(&To::SpendPlacements, &[("year", ""), ("month", &month)])
    }

    /// The spending of the year that holds a month.
    pub(in crate::pages::money) fn back(&self, month: Date) -> String {
        let year = FinancialYear::of(month).to_string();
        self.at(&To::Spend, &[("year", &year)])
    }

    /// What it is narrowed to, as the end of a sentence: ` on Nursing care in Ashford`.
    pub(in crate::pages::money) fn scope(&self, picture: &Picture) -> String {
        let filter = &self.filter;
        let mut words = String::new();
        if let Some(category) = filter.category {
            words.push_str(" on ");
            words.push_str(&category_words(category));
        }
        if let Some(route) = filter.route {
            words.push_str(" by the route ");
            words.push_str(route.words());
        }
        if let Some(district) = &filter.district {
            words.push_str(" in ");
            words.push_str(district);
        }
        if let Some(id) = &filter.provider {
            let provider = picture.facts.provider(id);
            words.push_str(" with ");
            words.push_str(provider.map_or(id, |provider| provider.name.as_str()));
        }
        if let Some(id) = &filter.home {
            let home = picture.facts.home(id);
            words.push_str(" at ");
            words.push_str(home.map_or(id, |home| home.name.as_str()));
        }
        words
    }

    /// The filters, each with what is chosen.
    pub(super) fn filters(&self, picture: &Picture) -> Vec<Filter> {
        let market = &picture.facts.market;
        let years = picture.spend_years().into_iter().rev().map(|year| {
            let name = year.to_string();
            (name.clone(), name)
        });
        let districts: BTreeSet<&str> = market
            .homes
            .iter()
            .filter_map(|home| home.district.as_ref().map(DistrictName::as_str))
            .collect();
        let mut providers: Vec<(&str, &str)> = market
            .providers
            .iter()
            .map(|provider| (provider.provider_id.as_str(), provider.name.as_str()))
            .collect();
        providers.sort_by_key(|(_, name)| name.to_lowercase());
        let chosen = |text: &Option<String>| text.clone().unwrap_or_default();
        let categories = Category::ALL.iter().map(|each| (each.code(), each.words()));
        let measures = [
            ("gross", "Gross: what care costs"),
            ("net", "Net of contributions"),
        ];
        vec![
            Filter::one_of("year", "Financial year", &self.year.to_string(), years),
            Filter::choice(
                "category",
                "Category",
                self.filter.category.map_or("", SpendCategory::code),
                categories.chain([(SpendCategory::Block.code(), SpendCategory::Block.words())]),
            ),
            Filter::choice(
                "district",
                "District",
                &chosen(&self.filter.district),
                districts.into_iter().map(|name| (name, name)),
            ),
            Filter::choice(
                "route",
                "Route",
                self.filter.route.map_or("", |route| route.code()),
                Route::ALL.iter().map(|each| (each.code(), each.words())),
            ),
            Filter::choice(
                "provider",
                "Provider",
                &chosen(&self.filter.provider),
                providers,
            ),
            Filter::one_of(
                "measure",
                "Measure",
                if self.net { "net" } else { "gross" },
                measures,
            ),
        ]
    }
}

/// What spending counts as, in words.
pub(super) fn category_words(category: SpendCategory) -> String {
    match category {
        SpendCategory::Care(category) => format!("{} care", category.words()),
        SpendCategory::Block => "block contracts".to_owned(),
    }
}
