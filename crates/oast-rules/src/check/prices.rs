//! Tendered prices are within their bands, uplifts and single costs within reason (rules §3).

use oast_terms::Silent;
use oast_units::{Pence, Percent};

use super::county::County;
use super::finding::Findings;
use crate::facts::{Category, OneOff, Price, Route, Uplift};
use crate::price::band::{BandFault, Bands};

/// The least and most that one uplift raises a price, in per cent: beyond them it is a slip.
const UPLIFT_MIN: Percent = Percent::whole(-50);
const UPLIFT_MAX: Percent = Percent::whole(100);

pub(super) fn check(county: &County, findings: &mut Findings) {
    tendered(county, findings);
    for (row, uplift) in county.pack.uplifts.iter().enumerate() {
        if uplift.percent < UPLIFT_MIN || uplift.percent > UPLIFT_MAX {
            let message = format!(
                "an uplift of {}% is outside {UPLIFT_MIN}% to {UPLIFT_MAX}%; write per cent, such as 2.8",
                uplift.percent
            );
            findings.refuse::<Uplift>(row, "percent", message);
        }
    }
    for (row, cost) in county.pack.one_offs.iter().enumerate() {
        if cost.amount <= Pence::ZERO {
            let message = format!(
                "a single cost of {} is not above nothing; give what is paid, or take the row out",
                cost.amount
            );
            findings.refuse::<OneOff>(row, "amount", message);
        }
    }
}

fn tendered(county: &County, findings: &mut Findings) {
    for (row, price) in county.pack.prices.iter().enumerate() {
        if price.category == Category::Complex {
            findings.refuse::<Price>(
                row,
                "category",
                format!("{}; take the row out", BandFault::Complex),
            );
            continue;
        }
        let Some(terms) = county.bands(Some(&price.scheme), Route::Framework) else {
            continue;
        };
        match Bands::on(terms, price.base_date, &mut Silent) {
            Ok(bands) => {
                if let Err(fault) = bands.check(price.category, price.weekly_price) {
                    findings.refuse::<Price>(row, "weekly_price", fault.to_string());
                }
            }
            Err(unset) => {
                let message = format!("the price cannot be checked against a band: {unset}");
                findings.warn::<Price>(row, "base_date", message);
            }
        }
    }
}
