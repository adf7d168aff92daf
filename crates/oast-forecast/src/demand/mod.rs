//! How many people will need a place.

mod path;

pub use path::{Path, PathError};
