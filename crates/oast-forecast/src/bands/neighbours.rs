use oast_rules::facts::Category;
use oast_units::WeeklyRate;
use serde::Deserialize;

/// What neighbouring councils pay, as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbours {
    /// Where it was published.
    pub source: String,
    /// The day it was published, as data: `2025-06-16`.
    pub published: String,
    /// The rates, in the order of the document.
    pub rates: Vec<NeighbourRate>,
}

/// A neighbour’s rate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeighbourRate {
    /// Whose.
    pub council: String,
    /// What they call it.
    pub name: String,
    /// The categories that it stands beside.
    pub categories: Vec<Category>,
    /// The least they pay, in pounds a week.
    pub from: WeeklyRate,
    /// The most they pay, in pounds a week.
    pub to: WeeklyRate,
}

/// Why the file of neighbours’ rates cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("counties/kent/neighbours.toml: {0}")]
pub struct NeighboursError(String);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    source: String,
    published: toml::value::Datetime,
    rate: Vec<WrittenRate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRate {
    council: String,
    name: String,
    categories: Vec<String>,
    from: String,
    to: String,
}

impl Neighbours {
    /// Kent’s, which are part of the program.
    ///
    /// # Errors
    /// When their file does not have the form that is read here.
    pub fn kent() -> Result<Self, NeighboursError> {
        Self::read(include_str!("../../../../counties/kent/neighbours.toml"))
    }

    /// Reads a file of neighbours’ rates.
    ///
    /// # Errors
    /// When it has not that form, or a rate ends below where it begins.
    pub fn read(text: &str) -> Result<Self, NeighboursError> {
        let written: Written =
            toml::from_str(text).map_err(|error| NeighboursError(error.to_string()))?;
        let rates = written.rate.into_iter().map(WrittenRate::read);
        Ok(Self {
            source: written.source,
            published: written.published.to_string(),
            rates: rates.collect::<Result<_, _>>()?,
        })
    }

    /// The rates that stand beside a category.
    pub fn beside(&self, category: Category) -> impl Iterator<Item = &NeighbourRate> {
        let rates = self.rates.iter();
        rates.filter(move |rate| rate.categories.contains(&category))
    }
}

impl WrittenRate {
    fn read(self) -> Result<NeighbourRate, NeighboursError> {
        let told = |why: &dyn ToString| {
            NeighboursError(format!(
                "{}, {}: {}",
                self.council,
                self.name,
                why.to_string()
            ))
        };
        let money = |text: &str| text.parse::<WeeklyRate>().map_err(|why| told(&why));
        let (from, to) = (money(&self.from)?, money(&self.to)?);
        if from > to {
            let why = format!("{from} to {to} runs backwards; write the lower amount first");
            return Err(told(&why));
        }
        let category = |code: &String| code.parse::<Category>().map_err(|why| told(&why));
        Ok(NeighbourRate {
            categories: self
                .categories
                .iter()
                .map(category)
                .collect::<Result<_, _>>()?,
            council: self.council,
            name: self.name,
            from,
            to,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kents_neighbours_are_read_and_every_category_has_two_beside_it() {
        let neighbours = Neighbours::kent().unwrap();
        for category in crate::published::CATEGORIES {
            assert_eq!(neighbours.beside(category).count(), 2, "{category}");
        }
        let first = &neighbours.rates[0];
        assert_eq!(
            (first.from.to_string(), first.to.to_string()),
            ("£743.54".into(), "£877.03".into())
        );
    }

    #[test]
    fn a_rate_that_runs_backwards_and_a_strange_category_are_refused() {
        let file = |categories: &str, from: &str| {
            let text = format!(
                "source = \"s\"\npublished = 2025-06-16\n[[rate]]\ncouncil = \"Essex\"\nname = \"N\"\ncategories = [\"{categories}\"]\nfrom = \"{from}\"\nto = \"800.00\"\n"
            );
            Neighbours::read(&text).map_err(|error| error.to_string())
        };
        assert!(file("nursing", "700.00").is_ok());
        assert_eq!(
            file("nursing", "900.00").unwrap_err(),
            "counties/kent/neighbours.toml: Essex, N: £900.00 to £800.00 runs backwards; write the lower amount first"
        );
        assert!(file("palace", "700.00").unwrap_err().contains("palace"));
        assert!(
            file("nursing", "700")
                .unwrap_err()
                .contains("'700' is not an amount")
        );
    }
}
