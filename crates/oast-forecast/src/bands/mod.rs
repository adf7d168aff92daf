//! The design of price bands: as the business case did it, what a band’s upper end trades, and the
//! upper ends that cost least where every district is to have enough beds.
//!
//! The model, in a few lines:
//!
//! - A home bids for a category with a chance that rises with the band’s upper end over the home’s
//!   market price ([`Acceptance`](crate::Acceptance)).
//! - It bids its market price, rounded down to a spinal point, or the upper end where that is
//!   lower. Where bands begin holds no bid up.
//! - Homes of a district form two pools: those that nurse, and the others. A bed is set aside for
//!   one category; it is there with the chance that its home bids for that category.
//! - People in a district are as many as today. They leave at a constant rate and are replaced at
//!   once; only new placements are at new prices.
//! - People for whom a bidding home has a bed cost its bid; all others cost the district’s market
//!   price and the premium.
//!
//! So four-year spending first falls with an upper end, as bids fall, and then rises, as homes stay
//! away.

mod as_published;
mod binds;
mod chain;
mod county;
mod design;
mod narrow;
mod neighbours;
mod optimum;
mod place;
mod priced_beds;
mod problem;
mod programme;
mod question;
mod room;
mod says;
mod trade;

pub use as_published::{Average, Gap, Made, as_published, gaps};
pub use binds::{Bind, Keeps, Relaxed};
pub use county::{County, CountyError, Known};
pub use design::{Best, CategoryOutcome, Design, Need, Outcome};
pub use neighbours::{NeighbourRate, Neighbours, NeighboursError};
pub use optimum::{NoOptimum, Optimum, Unmet, cheapest};
pub use place::{InDistrict, Placed, Places, Unsolved, place};
pub use problem::{District, Offer, Pool, Priced, Problem};
pub use question::{Knob, Question};
pub use says::{keeps, no_optimum};
pub use trade::{Point, trade};
