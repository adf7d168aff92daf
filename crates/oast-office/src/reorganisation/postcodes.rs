use std::collections::{BTreeMap, BTreeSet};

use oast_units::Postcode;

use crate::picture::Picture;

/// In which district a postcode lies, as far as that is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Postcodes(BTreeMap<String, String>);

impl Postcodes {
    /// Those that the program knows for a county.
    pub fn bundled(authority: &str) -> Self {
        match authority {
            "kent" => Self::read(include_str!("../../../../counties/kent/postcodes.csv")),
            _ => Self::default(),
        }
    }

    /// From lines of a postcode and a district, after a heading.
    pub fn read(text: &str) -> Self {
        let lines = text.lines().skip(1);
        let pairs = lines.filter_map(|line| line.split_once(','));
        Self(
            pairs
                .map(|(code, district)| (code.to_owned(), district.to_owned()))
                .collect(),
        )
    }

    /// The district of a postcode.
    pub fn district(&self, postcode: &Postcode) -> Option<&str> {
        self.0.get(postcode.as_str()).map(String::as_str)
    }

    /// Every district of the county: those of the postcodes that are known; where none are, those
    /// of its homes.
    pub fn districts(&self, picture: &Picture) -> BTreeSet<String> {
        if !self.0.is_empty() {
            return self.0.values().cloned().collect();
        }
        let homes = picture.facts.market.homes.iter();
        homes
            .filter_map(|home| home.district.as_ref().map(ToString::to_string))
            .collect()
    }
}
