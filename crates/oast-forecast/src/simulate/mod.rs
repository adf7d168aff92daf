//! What the placements that are there, and those that follow them, may cost: drawn many times.
//!
//! Each draw follows every place from one occupant to the next. A place is somebody who is there,
//! somebody more by growth, or somebody whose own money runs out. What happens to it next is drawn
//! as a time, not month by month, so a draw costs as much as there are events in it.

mod ahead;
mod draw;
mod homes;
mod ledger;
mod lives;
mod measures;
mod outcome;
mod plan;
mod run;
mod spread;
mod there;
mod unknown;

pub use measures::{LINES, Line};
pub use outcome::{Outcome, Range, Share};
pub use plan::Plan;
pub use run::{DRAWS_MAX, run};
pub use unknown::UNKNOWN;
