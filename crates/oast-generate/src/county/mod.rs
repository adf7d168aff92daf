//! A county's own data, embedded in the program: real homes, real postcodes, published figures.

mod figures;
mod files;
mod register;

pub(crate) use figures::{Band, CategoryFigures, Figures, Income};
pub(crate) use register::{RegisterHome, postcodes, register};

pub(crate) use files::known_counties;

use crate::GenerateError;

/// Everything that a county's folder says.
#[derive(Debug)]
pub(crate) struct County {
    /// The figures it is calibrated on.
    pub(crate) figures: Figures,
    /// The homes of the regulator's register.
    pub(crate) register: Vec<RegisterHome>,
    /// Postcodes for the people who are made up.
    pub(crate) postcodes: Vec<oast_units::Postcode>,
}

impl County {
    /// Reads an embedded county.
    pub(crate) fn load(name: &str) -> Result<Self, GenerateError> {
        if !known_counties().iter().any(|known| known == name) {
            return Err(GenerateError::UnknownCounty {
                county: name.to_string(),
                known: known_counties().join(", "),
            });
        }
        Ok(Self {
            figures: Figures::parse(&files::text(name, "figures.toml")?)?,
            register: register(&files::text(name, "homes.csv")?)?,
            postcodes: postcodes(&files::text(name, "postcodes.csv")?)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_county_can_be_read() {
        let county = County::load("kent").unwrap();
        assert_eq!(county.postcodes.len(), 360);
        assert!(county.register.iter().filter(|home| home.current).count() > 300);
        let most: u64 = county
            .figures
            .categories
            .iter()
            .map(|each| each.placements)
            .sum();
        assert_eq!(most, 4_394);
    }

    #[test]
    fn another_county_is_refused_with_those_there_are() {
        let error = County::load("rutland").unwrap_err().to_string();
        assert_eq!(error, "there is no example county 'rutland'; there is kent");
    }
}
