use serde::Deserialize;

use super::model::Model;
use super::tables::{ByYear, CATEGORIES, Spend, Tables, Way, YEARS};

/// The business case: what was printed, and what reproduces it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What the years are called: `2026/27`.
    pub years: ByYear<String>,
    /// Growth of prices from one year to the next.
    pub uplift: f64,
    option_1: PrintedWay,
    option_2: PrintedWay,
    both: PrintedBoth,
    parts_of_a_pound: Parts,
    budget: Budget,
    /// What the document says was done to the prices.
    pub document: Document,
    /// The numbers of the model.
    pub model: Model,
    /// What else it says.
    pub said: Said,
}

/// One option as it was printed, in whole pounds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrintedWay {
    /// What the option is called.
    pub name: String,
    residential: ByYear<i64>,
    residential_high: ByYear<i64>,
    nursing: ByYear<i64>,
    nursing_high: ByYear<i64>,
    /// What all four cost.
    pub total: ByYear<i64>,
    /// How much more than in the year before, from year 2 on.
    pub increase: [i64; YEARS - 1],
    /// The same as a percentage with one decimal.
    pub increase_percent: [String; YEARS - 1],
    /// What is left of the budget.
    pub variance: ByYear<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct PrintedBoth {
    budget: ByYear<i64>,
    cost_avoidance: ByYear<i64>,
}

/// What the totals have beside their whole pounds.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Parts {
    option_1: ByYear<f64>,
    option_2: ByYear<f64>,
}

/// What reproduces the row of the budget.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Budget {
    year_1: f64,
    growth: f64,
}

/// What the document says was done to the prices.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// The part of placements that are called off the framework.
    pub framework_share: f64,
    /// How far the bands' upper ends lie below the average price, as a part of it.
    pub reduction: f64,
}

/// What else the document says, against which its tables are held.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// Above this price a week a placement is complex, in pounds.
    pub complex_above: i64,
    /// What complex placements cost a year, in pounds, outside the tables.
    pub complex_cost: i64,
    /// People in residential care.
    pub people_residential: i64,
    /// People in nursing care.
    pub people_nursing: i64,
}

/// Everything that was printed, in whole pounds.
#[derive(Debug, Clone, Copy)]
pub struct Printed<'c> {
    /// The options, in the order of [`Way::ALL`].
    pub ways: [&'c PrintedWay; 2],
    /// What there is to spend.
    pub budget: ByYear<i64>,
    /// How much less option 2 costs.
    pub cost_avoidance: ByYear<i64>,
}

/// Why the file of the business case cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("counties/kent/business-case-2025.toml: {0}")]
pub struct CaseError(String);

impl Case {
    /// Kent's, of June 2025, which is part of the program.
    ///
    /// # Errors
    /// When its file does not have the form that is read here.
    pub fn kent() -> Result<Self, CaseError> {
        Self::read(include_str!(
            "../../../../counties/kent/business-case-2025.toml"
        ))
    }

    /// Reads the file of a business case.
    ///
    /// # Errors
    /// When it has not that form, with the line.
    pub fn read(text: &str) -> Result<Self, CaseError> {
        toml::from_str(text).map_err(|error| CaseError(error.to_string()))
    }

    /// What was printed.
    pub fn printed(&self) -> Printed<'_> {
        Printed {
            ways: [&self.option_1, &self.option_2],
            budget: self.both.budget,
            cost_avoidance: self.both.cost_avoidance,
        }
    }

    /// The tables as they were before they were rounded: the printed cells, with what the totals
    /// have beside their whole pounds spread over the four of each year.
    #[expect(
        clippy::cast_precision_loss,
        reason = "pounds of a county are far below what a double holds exactly"
    )]
    pub fn unrounded(&self) -> Tables {
        let parts = [
            self.parts_of_a_pound.option_1,
            self.parts_of_a_pound.option_2,
        ];
        let spend =
            |(way, parts): (&PrintedWay, ByYear<f64>)| {
                let cells = way.cells();
                let beside: ByYear<f64> = std::array::from_fn(|year| {
                    let sum: i64 = cells.iter().map(|category| category[year]).sum();
                    ((way.total[year] - sum) as f64 + parts[year]) / CATEGORIES.len() as f64
                });
                Spend(cells.map(|category| {
                    std::array::from_fn(|year| category[year] as f64 + beside[year])
                }))
            };
        let [one, two] = self.printed().ways;
        Tables {
            spend: [spend((one, parts[0])), spend((two, parts[1]))],
            budget: self.budget(),
        }
    }

    /// The budget of each year: its two numbers give the printed cells to the pound.
    pub fn budget(&self) -> ByYear<f64> {
        let growth = self.budget.growth;
        let mut of_year = self.budget.year_1;
        std::array::from_fn(|year| {
            if year > 0 {
                of_year *= growth + 1.0;
            }
            of_year
        })
    }

    /// How much the budget grows a year.
    pub fn budget_growth(&self) -> f64 {
        self.budget.growth
    }

    /// Prices of each year over those of year 1.
    pub fn uplifts(&self) -> ByYear<f64> {
        let mut of_year = 1.0;
        std::array::from_fn(|year| {
            if year > 0 {
                of_year *= 1.0 + self.uplift;
            }
            of_year
        })
    }
}

impl PrintedWay {
    /// What the categories cost, in the order of [`CATEGORIES`].
    pub fn cells(&self) -> [&ByYear<i64>; CATEGORIES.len()] {
        [
            &self.residential,
            &self.residential_high,
            &self.nursing,
            &self.nursing_high,
        ]
    }
}

impl Printed<'_> {
    /// One option.
    pub fn of(&self, way: Way) -> &PrintedWay {
        match way {
            Way::NoChange => self.ways[0],
            Way::Bands => self.ways[1],
        }
    }
}
