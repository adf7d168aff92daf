//! A county's book split by district into the authorities that follow it: who would have whom, what
//! it would cost them, and what would have to be agreed anew.

mod plan;
mod postcodes;
mod sharing;
mod split;

pub use plan::{Authority, Plan, Split};
pub use postcodes::Postcodes;
pub use sharing::Sharing;
pub use split::{Crossing, Divided, Part};
