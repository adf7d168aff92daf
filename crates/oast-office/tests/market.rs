//! What care costs in a county's homes is taken from everybody who lives there.

#![allow(clippy::unwrap_used, reason = "a test stops where it fails")]

mod support;

use oast_rules::price::market::{PRICED, RestsOn};
use oast_units::Pence;
use support::{county, date};

#[test]
fn the_market_counts_everybody_who_lives_there_at_a_price_once() {
    let mut office = county(400);
    let day = date("2026-06-26");
    let market = office.market_prices(day, None).unwrap();
    let known = office.known_seq(None).unwrap();
    let facts = std::sync::Arc::new(office.picture_facts(known).unwrap());
    let terms = std::sync::Arc::new(oast_terms::Terms::bundled("kent").unwrap());
    let picture = oast_office::picture::Picture::new(facts, terms, day);
    for (at, category) in PRICED.into_iter().enumerate() {
        let there = picture
            .standings
            .iter()
            .filter(|one| one.lives_there && one.category == category && one.rate.is_some());
        let (mut people, mut total) = (0, Pence::ZERO);
        for standing in there {
            people += 1;
            total += standing.rate.unwrap().weekly();
        }
        assert!(people > 0, "{category}");
        assert_eq!(market.paid[at].placements, people, "{category}");
        assert_eq!(market.paid[at].total, total, "{category}");
        let in_homes: u32 = market.homes.iter().map(|home| home.residents[at]).sum();
        assert_eq!(in_homes, people, "{category}");
        // Some homes' prices are their own, and what is recent is of the same market.
        assert!(
            market.resting_on(at)[RestsOn::Own as usize] > 0,
            "{category}"
        );
        assert!(market.leaving[at].ended > 0 && market.leaving[at].days > 0);
    }
    // A day before everything has no market at all.
    let before = office.market_prices(date("2000-01-01"), None).unwrap();
    assert!(before.paid.iter().all(|prices| prices.placements == 0));
}
