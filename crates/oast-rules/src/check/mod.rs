//! What is wrong with a county's facts, before they are taken in.
//!
//! Each topic is a file, each finding a sentence that says what is wrong and what would be right.
//! A pack with one refusal is refused whole; warnings are told and do not stop it. The checks are
//! pure and their order is fixed: the same pack always gives the same findings.

mod agreed;
mod block;
mod category;
mod complex;
mod contribution;
mod county;
mod dates;
mod ending;
mod finding;
mod keys;
mod market;
mod one_to_one;
mod overlaps;
mod people;
mod prices;
mod references;
mod schemes;
mod tendered;
mod timing;

use oast_terms::Terms;

use crate::facts::Pack;
use county::County;
use finding::Findings;
pub use finding::{Finding, Severity};

/// Every finding about a pack under an authority's terms, by table and row.
///
/// One row can have several findings. It looks at each row a fixed number of times, so that a
/// million placements take seconds.
pub fn check(pack: &Pack, terms: &Terms) -> Vec<Finding> {
    let mut findings = Findings::default();
    keys::check(pack, &mut findings);
    let county = County::new(pack, terms, &mut findings);
    for topic in [
        dates::check,
        ending::check,
        people::check,
        overlaps::check,
        category::check,
        complex::check,
        prices::check,
        tendered::check,
        agreed::check,
        block::check,
        contribution::check,
        one_to_one::check,
        timing::check,
        schemes::check,
        market::check,
    ] {
        topic(&county, &mut findings);
    }
    findings.in_order()
}
