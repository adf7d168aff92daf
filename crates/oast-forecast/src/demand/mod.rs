//! How many people will need a place.

mod districts;
mod path;

pub use districts::{DemandHere, MonthHere, Population, demand};
pub use path::{Path, PathError};
