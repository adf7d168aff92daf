use std::collections::{BTreeMap, BTreeSet};

use oast_units::Date;
use serde::Deserialize;

use crate::OfficeError;

/// Ways to split a county, of which each puts every district in exactly one authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The day on which the authorities take over.
    pub vesting_on: Date,
    /// The ways, in the order of their file.
    pub splits: Vec<Split>,
}

/// One way to split a county.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Split {
    /// What it is called.
    pub name: String,
    /// The authorities.
    pub authorities: Vec<Authority>,
}

/// An authority that follows the county's.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Authority {
    /// Its name.
    pub name: String,
    /// The districts that it is made of.
    pub districts: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    vesting_on: String,
    splits: Vec<Split>,
}

impl Plan {
    /// The example ways to split a county that the program knows; none for another county.
    ///
    /// # Errors
    /// When the file is wrong.
    pub fn bundled(
        authority: &str,
        districts: &BTreeSet<String>,
    ) -> Result<Option<Self>, OfficeError> {
        match authority {
            "kent" => {
                let text = include_str!("../../../../counties/kent/successors.toml");
                Self::read("counties/kent/successors.toml", text, districts).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Reads a file of ways to split a county of some districts.
    ///
    /// # Errors
    /// When it has not that form, and when a district is in no authority, in two, or not of the
    /// county: with what is wrong, where, and what would be right.
    pub fn read(file: &str, text: &str, districts: &BTreeSet<String>) -> Result<Self, OfficeError> {
        let wrong = |why: String| OfficeError::Refused(format!("{file}: {why}"));
        let read: File = toml::from_str(text).map_err(|why| wrong(why.to_string()))?;
        let vesting_on = read
            .vesting_on
            .parse()
            .map_err(|why| wrong(format!("vesting_on: {why}")))?;
        if read.splits.is_empty() {
            return Err(wrong("it has no [[splits]]; give one at least".to_owned()));
        }
        let mut names = BTreeSet::new();
        for split in &read.splits {
            if !names.insert(split.name.as_str()) {
                let why = format!("'{}' names two splits; give each its own name", split.name);
                return Err(wrong(why));
            }
            split
                .check(districts)
                .map_err(|why| wrong(format!("split '{}': {why}", split.name)))?;
        }
        Ok(Self {
            vesting_on,
            splits: read.splits,
        })
    }

    /// A split by its name, in any letters.
    pub fn named(&self, name: &str) -> Option<&Split> {
        let mut splits = self.splits.iter();
        splits.find(|split| split.name.eq_ignore_ascii_case(name))
    }
}

impl Split {
    /// Says what is wrong when a district is not in exactly one authority.
    fn check(&self, districts: &BTreeSet<String>) -> Result<(), String> {
        let mut names = BTreeSet::new();
        let mut taken: BTreeMap<&str, &str> = BTreeMap::new();
        for authority in &self.authorities {
            let name = authority.name.as_str();
            if !names.insert(name) {
                return Err(format!(
                    "'{name}' names two authorities; give each its own name"
                ));
            }
            for district in &authority.districts {
                if !districts.contains(district) {
                    let all: Vec<&str> = districts.iter().map(String::as_str).collect();
                    return Err(format!(
                        "'{district}' of {name} is no district of the county; they are {}",
                        all.join(", ")
                    ));
                }
                if let Some(other) = taken.insert(district, name) {
                    return Err(format!(
                        "{district} is in {other} and in {name}; put it in one of them"
                    ));
                }
            }
        }
        let left = districts
            .iter()
            .filter(|district| !taken.contains_key(district.as_str()));
        let left: Vec<&str> = left.map(String::as_str).collect();
        if left.is_empty() {
            return Ok(());
        }
        let (names, are) = (left.join(", "), if left.len() == 1 { "is" } else { "are" });
        Err(format!(
            "{names} {are} in no authority; put every district in one"
        ))
    }

    /// Which authority each district comes to, by its place among them.
    pub(super) fn places(&self) -> BTreeMap<&str, usize> {
        let authorities = self.authorities.iter().enumerate();
        authorities
            .flat_map(|(place, authority)| {
                let districts = authority.districts.iter();
                districts.map(move |district| (district.as_str(), place))
            })
            .collect()
    }
}
