use std::collections::HashMap;

use oast_rules::facts::{Category, Route, Uplift};
use oast_rules::price::PriceBook;
use oast_units::{Date, HomeId, Percent, SchemeId, WeeklyRate};

use crate::GenerateError;
use crate::county::{CategoryFigures, County, Figures};
use crate::lives::{Calibration, Orders, Words};
use crate::market::{Market, MarketRows, Site};
use crate::people::People;
use crate::plan::{Plan, Sizes};

/// Everything that a life is made from. It does not change while lives are made.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) seed: u64,
    pub(crate) county: County,
    pub(crate) sizes: Sizes,
    pub(crate) market: Market,
    /// The rows about homes and decisions.
    pub(crate) rows: MarketRows,
    /// The rows that a rate depends on, arranged for asking.
    pub(crate) book: PriceBook,
    pub(crate) orders: Orders,
    pub(crate) calibration: Calibration,
    pub(crate) people: People,
    pub(crate) words: Words,
    site_of_home: HashMap<HomeId, usize>,
}

impl World {
    /// The world of a county under a plan.
    pub(crate) fn new(county: &str, plan: &Plan) -> Result<Self, GenerateError> {
        let county = County::load(county)?;
        let sizes = Sizes::new(&county.figures, plan)?;
        let market = Market::new(&county, plan.seed)?;
        let rows = MarketRows::new(&market, &county.figures, &sizes, plan.seed)?;
        let orders = Orders::new(&sizes, plan.seed);
        let site_of_home = market.sites.iter().enumerate();
        let site_of_home = site_of_home.map(|(index, site)| (site.home.home_id.clone(), index));
        Ok(Self {
            seed: plan.seed,
            book: PriceBook::new(&rows.prices, &rows.uplifts),
            calibration: Calibration::new(&county.figures, &sizes, &market, &orders)?,
            site_of_home: site_of_home.collect(),
            people: People::new()?,
            words: Words::new()?,
            county,
            sizes,
            market,
            rows,
            orders,
        })
    }

    /// The county's figures.
    pub(crate) fn figures(&self) -> &Figures {
        &self.county.figures
    }

    /// The figures of a priced category, by its place among them.
    pub(crate) fn category(&self, index: usize) -> Result<&CategoryFigures, GenerateError> {
        let found = self.figures().categories.get(index);
        found.ok_or_else(|| GenerateError::example("figures.toml", "a category is missing"))
    }

    /// The place of a category among the priced ones.
    pub(crate) fn category_index(&self, category: Category) -> Option<usize> {
        let categories = &self.figures().categories;
        categories.iter().position(|each| each.category == category)
    }

    /// A home.
    pub(crate) fn site(&self, index: usize) -> Result<&Site, GenerateError> {
        let found = self.market.sites.get(index);
        found.ok_or_else(|| GenerateError::example("homes.csv", "a home is missing"))
    }

    /// The place of a home among the sites.
    pub(crate) fn site_of(&self, home: &HomeId) -> Option<usize> {
        self.site_of_home.get(home).copied()
    }

    /// A price agreed on a day, as it is on another after the uplifts in between.
    pub(crate) fn raised(
        &self,
        (route, scheme): (Route, Option<&SchemeId>),
        agreed: WeeklyRate,
        since: Date,
        on: Date,
    ) -> WeeklyRate {
        let between = |uplift: &&Uplift| since < uplift.effective_on && uplift.effective_on <= on;
        let uplifts = self.book.uplifts(route, scheme).filter(between);
        uplifts.fold(agreed, |rate, uplift| uplift.percent.uplift(rate))
    }

    /// The price to be agreed on a day for a rate to come to an amount on another, or as near to it
    /// as a whole penny can.
    pub(crate) fn agreed_for(
        &self,
        (route, scheme): (Route, Option<&SchemeId>),
        target: WeeklyRate,
        since: Date,
        on: Date,
    ) -> WeeklyRate {
        let between = |uplift: &&Uplift| since < uplift.effective_on && uplift.effective_on <= on;
        let mut uplifts: Vec<_> = self.book.uplifts(route, scheme).filter(between).collect();
        uplifts.reverse();
        uplifts
            .into_iter()
            .fold(target, |rate, uplift| lowered(rate, uplift.percent))
    }
}

/// A rate before an uplift raised it, to the nearest penny.
fn lowered(rate: WeeklyRate, percent: Percent) -> WeeklyRate {
    let whole = i128::from(Percent::HUNDRED.billionths());
    let raised = whole + i128::from(percent.billionths());
    let pence = (i128::from(rate.pence()) * whole + raised / 2) / raised;
    WeeklyRate::new(oast_units::Pence::new(
        i64::try_from(pence).unwrap_or_default(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_uplifts_bring_an_agreed_price_back_to_where_it_should_be() {
        let world = World::new(
            "kent",
            &Plan {
                seed: 1,
                placements: 50,
            },
        )
        .unwrap();
        let route = (Route::Legacy, None);
        let on = Date::of(2026, 4, 1);
        for since in [
            Date::of(2019, 1, 1),
            Date::of(2025, 4, 1),
            Date::of(2026, 3, 31),
        ] {
            for pence in 90_000..90_200 {
                let target = WeeklyRate::new(oast_units::Pence::new(pence));
                let agreed = world.agreed_for(route, target, since, on);
                let rate = world.raised(route, agreed, since, on);
                assert!(
                    (rate.pence() - pence).abs() <= 1,
                    "{since}: {rate} for {target}"
                );
            }
        }
    }
}
