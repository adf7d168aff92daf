//! Maps of care homes over the boundaries of districts, drawn on the server as SVG: no script, no
//! tiles from elsewhere, no fractions.
//!
//! Positions are whole millionths of a degree, places in the drawing whole tenths of a pixel. Homes
//! that would stand one over another become a bubble with their number, which leads to the map of
//! their district; there, homes that would touch are moved apart and tied to where they are. A map
//! of districts alone is shaded by a number, which stands in each of them.

mod boundaries;
mod drawing;
mod pins;
mod place;
mod shaded;
mod shape;

pub use boundaries::{District, Map, MapError, Position};
pub use pins::Pin;
pub use shaded::{Area, SHADES, Shaded};
pub use shape::{Look, Shape, Tone};

/// What is drawn on a map.
pub struct MapView<'a> {
    /// What the map is called within its page: the identifiers inside it begin with this.
    pub id: &'a str,
    /// What the map shows, as a sentence.
    pub title: &'a str,
    /// The homes, in any order; they are reached by keyboard in the order of their names.
    pub homes: Vec<Pin>,
    /// The district that fills the map. One that the map does not have shows the whole.
    pub focus: Option<&'a str>,
    /// Where the map of a district is.
    pub district_href: &'a dyn Fn(&str) -> String,
    /// What the looks of the homes mean, in words: printed under the map.
    pub key: Vec<(Look, &'a str)>,
}
