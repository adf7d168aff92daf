use oast_rules::facts::Category;
use oast_units::{Cell, Date};
use serde::{Deserialize, Deserializer, de::Error as _};

use crate::start::months;

/// How many people are published to be in care homes on a day and on a later one. In between, and
/// after, each number grows at a constant rate.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Path {
    /// The first day.
    #[serde(deserialize_with = "day")]
    pub from: Date,
    /// The later one.
    #[serde(deserialize_with = "day")]
    pub to: Date,
    /// People in residential care on both.
    pub residential: (f64, f64),
    /// People in nursing care on both.
    pub nursing: (f64, f64),
    /// The part of each age that is alive a year later, from the first age of the population.
    pub(super) survival: Vec<f64>,
    /// The day of the population.
    #[serde(deserialize_with = "day")]
    pub(super) population_on: Date,
    /// How often somebody of an age is in a care home against somebody from 65 to 74.
    pub(super) need_75_to_84: f64,
    /// The same from 85 on.
    pub(super) need_85_and_over: f64,
}

/// Why a demand path cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("counties/kent/demand.toml: {0}")]
pub struct PathError(String);

impl PathError {
    pub(super) fn new(says: &str) -> Self {
        Self(says.to_owned())
    }
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    Date::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
}

impl Path {
    /// Kent's, which is part of the program.
    ///
    /// # Errors
    /// When its file does not have the form that is read here.
    pub fn kent() -> Result<Self, PathError> {
        let text = include_str!("../../../../counties/kent/demand.toml");
        let path: Self = toml::from_str(text).map_err(|error| PathError(error.to_string()))?;
        let grows = |(from, to): (f64, f64)| from > 0.0 && to > 0.0;
        if path.to <= path.from || !grows(path.residential) || !grows(path.nursing) {
            return Err(PathError(
                "a path goes from a day to a later one, with people on both".to_owned(),
            ));
        }
        Ok(path)
    }

    /// Whether a category is care with nurses.
    pub fn nurses(category: Category) -> bool {
        matches!(category, Category::Nursing | Category::NursingHigh)
    }

    /// People without nursing and with it, on a day.
    pub fn people(&self, on: Date) -> [f64; 2] {
        let part = months(self.from, on) / months(self.from, self.to);
        [self.residential, self.nursing].map(|(from, to)| from * libm::pow(to / from, part))
    }

    /// How many times as many people of a category there are on a day as on another. Complex care
    /// grows as all of it does.
    pub fn grown(&self, category: Category, from: Date, on: Date) -> f64 {
        let (before, after) = (self.people(from), self.people(on));
        match category {
            Category::Complex => (after[0] + after[1]) / (before[0] + before[1]),
            nurses if Self::nurses(nurses) => after[1] / before[1],
            _ => after[0] / before[0],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_goes_through_what_was_published() {
        let path = Path::kent().unwrap();
        let on = |year| path.people(Date::of(year, 4, 1)).map(crate::whole);
        assert_eq!(on(2024), [2_537, 1_163]);
        assert_eq!(on(2030), [3_388, 1_830]);
        assert_eq!(on(2027), [2_932, 1_459]);
    }
}
