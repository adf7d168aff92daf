//! Whether a home would bid within a band.

use serde::{Deserialize, Serialize};

/// How likely a home is to bid where a band's top stands against what it takes elsewhere.
///
/// The odds rise with the ratio of the two: `log odds = log odds at the market's price + steepness
/// × ln(top of the band ÷ the home's market price)`. Nobody has published such numbers; both are
/// assumed until a round of tenders shows who bid and who did not.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acceptance {
    /// The chance where the band's top is the home's market price, above 0 and below 1.
    pub at_market: f64,
    /// How fast the log odds fall as the top falls below the market's price.
    pub steepness: f64,
}

impl Acceptance {
    /// What is assumed until tenders show it: nine in ten bid where the top of the band is their
    /// price, and fewer than four in ten where it is a fifth below.
    pub const ASSUMED: Self = Self {
        at_market: 0.9,
        steepness: 12.0,
    };

    /// The chance that a home bids, from the band's top and its market price in the same unit, both
    /// above nothing.
    pub fn chance(&self, top: f64, market: f64) -> f64 {
        1.0 / (1.0 + self.against(top, market))
    }

    /// How many times as likely as not it is not to bid.
    pub(crate) fn against(&self, top: f64, market: f64) -> f64 {
        let odds = libm::log(self.at_market / (1.0 - self.at_market))
            + self.steepness * libm::log(top / market);
        libm::exp(-odds)
    }

    /// How many times as likely that becomes where the market is so many times dearer.
    pub(crate) fn dearer(&self, times: f64) -> f64 {
        libm::pow(times, self.steepness)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewer_bid_the_further_a_band_lies_below_their_price() {
        let chance = |top| Acceptance::ASSUMED.chance(top, 1_000.0);
        assert!((chance(1_000.0) - 0.9).abs() < 1e-12);
        let tops = [700.0, 800.0, 900.0, 1_000.0, 1_200.0].map(chance);
        assert!(tops.windows(2).all(|pair| pair[0] < pair[1]), "{tops:?}");
        assert!(chance(800.0) < 0.4, "{tops:?}");
    }
}
