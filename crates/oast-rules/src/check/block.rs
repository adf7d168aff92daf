//! Block contracts: beds by twos, and a contract behind each block placement (rules §3).

use std::collections::HashMap;

use oast_units::{Date, HomeId, Period};

use super::county::County;
use super::finding::Findings;
use crate::facts::{Block, Placement, Route};

/// What beds are a multiple of where no term says.
const BEDS_MULTIPLE: u32 = 2;

pub(super) fn check(county: &County, findings: &mut Findings) {
    let mut contracts: HashMap<&HomeId, Vec<Period>> = HashMap::new();
    for (row, block) in county.pack.blocks.iter().enumerate() {
        let multiple = beds_multiple(county, block.from);
        if block.beds == 0 || !block.beds.is_multiple_of(multiple) {
            let message = format!(
                "the number of beds is {}, and that of a block contract is a multiple of {multiple}, such as {}",
                block.beds,
                multiple * 5
            );
            findings.refuse::<Block>(row, "beds", message);
        }
        let days = Period::between(block.from, block.to.unwrap_or(Date::MAX));
        contracts.entry(&block.home_id).or_default().extend(days);
    }
    for (row, placement) in county.pack.placements.iter().enumerate() {
        let start = placement.started_on;
        let covered = || {
            let contracts = contracts.get(&placement.home_id);
            contracts.is_some_and(|days| days.iter().any(|days| days.contains(start)))
        };
        if placement.route == Route::Block && !covered() {
            let message = format!(
                "home {} has no block contract on {}; add it to blocks.csv, or correct the route",
                placement.home_id,
                start.long()
            );
            findings.warn::<Placement>(row, "route", message);
        }
    }
}

fn beds_multiple(county: &County, day: Date) -> u32 {
    let contract = county.terms.contract_for(None, Route::Block.code());
    let term = contract.block.as_ref().map(|terms| &terms.beds_multiple);
    let multiple = term
        .and_then(|term| term.dated_on(day).ok())
        .map(|dated| dated.value.get());
    multiple
        .filter(|multiple| *multiple > 0)
        .unwrap_or(BEDS_MULTIPLE)
}
