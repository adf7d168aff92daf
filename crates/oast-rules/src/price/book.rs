use std::collections::HashMap;

use oast_units::{Generation, HomeId, Period, SchemeId};

use crate::facts::{AppliesTo, Category, Placement, Price, Route, Uplift};

/// Every tendered price and every uplift of a county, arranged for asking.
#[derive(Debug, Clone, Default)]
pub struct PriceBook {
    /// Each home's prices, category by category.
    prices: HashMap<HomeId, [Vec<Price>; Category::ALL.len()]>,
    /// The uplifts, kind by kind.
    uplifts: [Vec<Uplift>; AppliesTo::ALL.len()],
}

impl PriceBook {
    /// Arranges the prices by home and category, and the uplifts by the day they take effect.
    pub fn new(prices: &[Price], uplifts: &[Uplift]) -> Self {
        let mut book = Self::default();
        for price in prices {
            let of_home = book.prices.entry(price.home_id.clone()).or_default();
            of_home[price.category as usize].push(price.clone());
        }
        for uplift in uplifts {
            book.uplifts[uplift.applies_to as usize].push(uplift.clone());
        }
        for uplifts in &mut book.uplifts {
            uplifts.sort_by(|a, b| (a.effective_on, &a.scheme).cmp(&(b.effective_on, &b.scheme)));
        }
        book
    }

    /// The price a home tendered for a category in the generation that a placement is pinned to.
    ///
    /// Where the generation is not recorded, it is the one in force on the placement's first day:
    /// that of its scheme's price, for the category it began in, with the latest base date on or
    /// before that day. Complex care has no tendered price, so that a placement which began as
    /// complex is pinned by the prices for the category asked about.
    pub fn tendered<'a>(
        &'a self,
        placement: &'a Placement,
        category: Category,
    ) -> Option<&'a Price> {
        let generation = match (&placement.generation, placement.category) {
            (Some(recorded), _) => recorded,
            (None, Category::Complex) => self.in_force(placement, category)?,
            (None, began_in) => self.in_force(placement, began_in)?,
        };
        self.of_scheme(placement, category)
            .find(|price| price.generation == *generation)
    }

    /// The generation in force on the placement's first day, by the prices for a category.
    fn in_force<'a>(
        &'a self,
        placement: &'a Placement,
        category: Category,
    ) -> Option<&'a Generation> {
        self.of_scheme(placement, category)
            .filter(|price| price.base_date <= placement.started_on)
            .max_by_key(|price| price.base_date)
            .map(|price| &price.generation)
    }

    /// The home's prices for a category in the placement's scheme.
    fn of_scheme<'a>(
        &'a self,
        placement: &'a Placement,
        category: Category,
    ) -> impl Iterator<Item = &'a Price> {
        let of_home = self.prices.get(&placement.home_id);
        of_home
            .map_or(&[][..], |of_home| &of_home[category as usize])
            .iter()
            .filter(|price| Some(&price.scheme) == placement.scheme.as_ref())
    }

    /// The uplifts that can apply to placements of a route and scheme, by the day they take effect.
    ///
    /// A framework's uplifts are its own scheme's. A dynamic purchasing system's and a cost model's
    /// are too, where both name a scheme. Legacy and spot placements belong to no scheme.
    pub fn uplifts<'a>(
        &'a self,
        route: Route,
        scheme: Option<&'a SchemeId>,
    ) -> impl Iterator<Item = &'a Uplift> {
        applies_to(route)
            .map_or(&[][..], |kind| &self.uplifts[kind as usize])
            .iter()
            .filter(move |uplift| scheme_fits(uplift, scheme))
    }

    /// The same book without the uplifts that take effect in a period; none where there are none
    /// such.
    pub fn without_uplifts_in(&self, period: Period) -> Option<Self> {
        let within = |uplift: &Uplift| period.contains(uplift.effective_on);
        if !self.all_uplifts().any(within) {
            return None;
        }
        let mut book = self.clone();
        for uplifts in &mut book.uplifts {
            uplifts.retain(|uplift| !within(uplift));
        }
        Some(book)
    }

    /// Every uplift there is, for saying which did not apply.
    pub fn all_uplifts(&self) -> impl Iterator<Item = &Uplift> {
        self.uplifts.iter().flatten()
    }
}

/// Whether an uplift can apply to a placement, by its route and scheme; the days are another
/// matter.
pub fn can_raise(uplift: &Uplift, placement: &Placement) -> bool {
    applies_to(placement.route) == Some(uplift.applies_to)
        && scheme_fits(uplift, placement.scheme.as_ref())
}

/// Whether an uplift of a placement's kind is for its scheme.
fn scheme_fits(uplift: &Uplift, scheme: Option<&SchemeId>) -> bool {
    match uplift.applies_to {
        AppliesTo::Framework => uplift.scheme.as_ref() == scheme,
        AppliesTo::Dps | AppliesTo::CostModel => match (&uplift.scheme, scheme) {
            (Some(named), Some(scheme)) => named == scheme,
            _ => true,
        },
        AppliesTo::Legacy | AppliesTo::Spot => true,
    }
}

/// The kind of uplift that raises the prices of a route, if any does.
pub fn applies_to(route: Route) -> Option<AppliesTo> {
    match route {
        Route::Framework => Some(AppliesTo::Framework),
        Route::Dps => Some(AppliesTo::Dps),
        Route::Legacy => Some(AppliesTo::Legacy),
        Route::Spot => Some(AppliesTo::Spot),
        Route::CostModel => Some(AppliesTo::CostModel),
        Route::Complex | Route::Block => None,
    }
}
