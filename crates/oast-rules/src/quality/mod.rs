//! How good and how safe a home is known to be.

mod risk;

pub use risk::{Caps, Criterion, Rated, Rating, Risk, RiskOverride, risk};
