//! A route with an agreed price has one, and on the dynamic purchasing system it is not above the
//! home's own (rules §3).

use oast_units::{Date, WeeklyRate};

use super::county::{County, Indicative};
use super::finding::Findings;
use crate::facts::{Category, CategoryChange, Placement, Route};

pub(super) fn check(county: &County, findings: &mut Findings) {
    let indicative = Indicative::new(county.pack);
    for (row, placement) in county.pack.placements.iter().enumerate() {
        let needed = matches!(
            placement.route,
            Route::Dps | Route::Spot | Route::CostModel | Route::Legacy
        );
        if !needed || placement.category == Category::Complex {
            continue;
        }
        let Some(agreed) = placement.agreed_weekly else {
            findings.refuse::<Placement>(
                row,
                "agreed_weekly",
                missing(placement, placement.started_on),
            );
            continue;
        };
        if placement.route == Route::Dps {
            let sale = Sale {
                placement,
                category: placement.category,
                agreed,
                on: placement.started_on,
            };
            match sale.against(&indicative) {
                Cap::Kept => {}
                Cap::Broken(why) => findings.refuse::<Placement>(row, "agreed_weekly", why),
                Cap::Unknown(why) => findings.warn::<Placement>(row, "agreed_weekly", why),
            }
        }
    }
    changes(county, &indicative, findings);
}

fn changes(county: &County, indicative: &Indicative, findings: &mut Findings) {
    let links = &county.links.change_placement;
    for (row, (change, link)) in county.pack.category_changes.iter().zip(links).enumerate() {
        let Some(placement) = county.placement(*link) else {
            continue;
        };
        let unpriced = matches!(placement.route, Route::Framework | Route::Block);
        if unpriced || change.category == Category::Complex {
            continue;
        }
        let Some(agreed) = change.agreed_weekly else {
            findings.refuse::<CategoryChange>(
                row,
                "agreed_weekly",
                missing(placement, change.from),
            );
            continue;
        };
        if placement.route == Route::Dps {
            let sale = Sale {
                placement,
                category: change.category,
                agreed,
                on: change.from,
            };
            match sale.against(indicative) {
                Cap::Kept => {}
                Cap::Broken(why) => findings.refuse::<CategoryChange>(row, "agreed_weekly", why),
                Cap::Unknown(why) => findings.warn::<CategoryChange>(row, "agreed_weekly", why),
            }
        }
    }
}

fn missing(placement: &Placement, from: Date) -> String {
    format!(
        "{} is on the {} route and has no agreed price from {}; give the pounds a week that were agreed",
        placement.placement_id,
        placement.route.words(),
        from.long()
    )
}

/// A price agreed under the dynamic purchasing system.
struct Sale<'a> {
    placement: &'a Placement,
    category: Category,
    agreed: WeeklyRate,
    on: Date,
}

/// How an agreed price stands to the home's indicative one.
enum Cap {
    Kept,
    Broken(String),
    Unknown(String),
}

impl Sale<'_> {
    fn against(&self, indicative: &Indicative) -> Cap {
        let home = &self.placement.home_id;
        match indicative.on(home, self.category, self.on) {
            Some(cap) if self.agreed <= cap => Cap::Kept,
            Some(cap) => Cap::Broken(format!(
                "{} a week is above home {home}'s indicative price of {cap} for {} on {}; agree that or less",
                self.agreed,
                self.category,
                self.on.long()
            )),
            None => Cap::Unknown(format!(
                "home {home} has no indicative price for {} on {}, so that {} a week cannot be checked; add it to indicative_prices.csv",
                self.category,
                self.on.long(),
                self.agreed
            )),
        }
    }
}
