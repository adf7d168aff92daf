use oast_rules::facts::{BenefitFrom, BenefitUnit, Category};
use oast_units::{
    BenefitId, Cell, Date, FinancialYear, Generation, Measure, Pence, Percent, SchemeId, Text,
    WeeklyRate,
};
use serde::{Deserialize, Deserializer, de::Error as _};

use crate::GenerateError;
use crate::sampling::Stays;

/// What a county is calibrated on: `figures.toml`, where each figure has its source beside it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Figures {
    /// The county's name.
    pub(crate) name: String,
    pub(crate) days: Days,
    pub(crate) schemes: Schemes,
    /// The priced categories, in the order of the framework's lots.
    pub(crate) categories: Vec<CategoryFigures>,
    pub(crate) prices: Prices,
    pub(crate) framework: Framework,
    pub(crate) flows: Flows,
    pub(crate) complex: Complex,
    pub(crate) small: Small,
    pub(crate) budgets: Vec<Budget>,
    pub(crate) uplifts: Vec<Uplift>,
    pub(crate) benefits: Vec<Benefit>,
    pub(crate) benefit_measures: Vec<BenefitMeasure>,
    /// In order of their first day.
    pub(crate) incomes: Vec<Income>,
}

/// The days that matter.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Days {
    #[serde(deserialize_with = "cell")]
    pub(crate) history_from: Date,
    #[serde(deserialize_with = "cell")]
    pub(crate) opens_on: Date,
    #[serde(deserialize_with = "cell")]
    pub(crate) last_day: Date,
    #[serde(deserialize_with = "cell")]
    pub(crate) old_scheme_from: Date,
    #[serde(deserialize_with = "cell")]
    pub(crate) old_scheme_to: Date,
}

/// The schemes that placements are bought under.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Schemes {
    #[serde(deserialize_with = "cell")]
    pub(crate) old: SchemeId,
    #[serde(deserialize_with = "cell")]
    pub(crate) framework: SchemeId,
    #[serde(deserialize_with = "cell")]
    pub(crate) generation: Generation,
    #[serde(deserialize_with = "cell")]
    pub(crate) cost_model: SchemeId,
}

/// A priced category.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CategoryFigures {
    #[serde(deserialize_with = "cell")]
    pub(crate) category: Category,
    /// Alive on the opening day.
    pub(crate) placements: u64,
    /// What they cost in the year, at the prices of the opening day.
    #[serde(deserialize_with = "cell")]
    pub(crate) yearly_cost: Pence,
    pub(crate) stay: Stays,
    pub(crate) band: Band,
    pub(crate) tenders_permille: u64,
    #[serde(deserialize_with = "cell")]
    pub(crate) market_2024: WeeklyRate,
    pub(crate) arrivals_permille: u64,
}

/// The lowest and the highest price that may be tendered.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "(String, String)")]
pub(crate) struct Band {
    pub(crate) lower: WeeklyRate,
    pub(crate) upper: WeeklyRate,
}

impl TryFrom<(String, String)> for Band {
    type Error = oast_units::Invalid;

    fn try_from((lower, upper): (String, String)) -> Result<Self, Self::Error> {
        Ok(Self {
            lower: lower.parse()?,
            upper: upper.parse()?,
        })
    }
}

/// How prices vary.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Prices {
    pub(crate) scatter_permille: u32,
    pub(crate) home_scatter_permille: u32,
    pub(crate) trend_permille: u32,
    #[serde(deserialize_with = "cell")]
    pub(crate) spinal_step: WeeklyRate,
    pub(crate) half_year_growth_permille: u32,
    #[serde(deserialize_with = "cell")]
    pub(crate) ceiling: WeeklyRate,
}

/// Who is on the framework.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Framework {
    pub(crate) homes: usize,
    pub(crate) share_permille: u64,
    pub(crate) new_share_permille: u64,
}

/// Who came and went, in thousandths of those alive on the opening day.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Flows {
    pub(crate) ended_permille: u64,
    pub(crate) arrivals_permille: u64,
}

/// Highly specialised and complex care.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Complex {
    pub(crate) placements: u64,
    #[serde(deserialize_with = "cell")]
    pub(crate) yearly_cost: Pence,
    pub(crate) stay_days: u32,
}

/// What there is little of, at the county's own size.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Small {
    pub(crate) one_to_one: u64,
    pub(crate) cost_model: u64,
    pub(crate) self_funders: u64,
    pub(crate) block_stays: u64,
}

/// The whole budget of a year.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Budget {
    #[serde(deserialize_with = "cell")]
    pub(crate) financial_year: FinancialYear,
    #[serde(deserialize_with = "cell")]
    pub(crate) amount: Pence,
}

/// A benefit of the business case.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Benefit {
    #[serde(deserialize_with = "cell")]
    pub(crate) code: BenefitId,
    #[serde(deserialize_with = "cell")]
    pub(crate) name: Text,
    #[serde(deserialize_with = "cell")]
    pub(crate) owner: Text,
    #[serde(deserialize_with = "cell")]
    pub(crate) unit: BenefitUnit,
    #[serde(default, deserialize_with = "some_cell")]
    pub(crate) baseline: Option<Measure>,
    #[serde(default, deserialize_with = "some_cell")]
    pub(crate) target: Option<Measure>,
    #[serde(default, deserialize_with = "some_cell")]
    pub(crate) due_on: Option<Date>,
    #[serde(deserialize_with = "cell")]
    pub(crate) measured: Text,
    #[serde(default, deserialize_with = "some_cell")]
    pub(crate) worked_out: Option<BenefitFrom>,
    #[serde(deserialize_with = "cell")]
    pub(crate) source: Text,
}

/// What a benefit came to by a day.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct BenefitMeasure {
    #[serde(deserialize_with = "cell")]
    pub(crate) code: BenefitId,
    #[serde(deserialize_with = "cell")]
    pub(crate) as_of: Date,
    #[serde(deserialize_with = "cell")]
    pub(crate) value: Measure,
    #[serde(deserialize_with = "cell")]
    pub(crate) source: Text,
}

/// An uplift of every set of placements.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Uplift {
    #[serde(deserialize_with = "cell")]
    pub(crate) effective_on: Date,
    #[serde(deserialize_with = "cell")]
    pub(crate) percent: Percent,
    #[serde(deserialize_with = "cell")]
    pub(crate) decision: Text,
    /// Whether it raises the framework's prices too.
    pub(crate) framework: bool,
}

/// What a person on each kind of state income pays, from a day on.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Income {
    #[serde(deserialize_with = "cell")]
    pub(crate) from: Date,
    #[serde(deserialize_with = "cell")]
    pub(crate) pension_credit: WeeklyRate,
    #[serde(deserialize_with = "cell")]
    pub(crate) new_pension: WeeklyRate,
    #[serde(deserialize_with = "cell")]
    pub(crate) basic_pension: WeeklyRate,
}

impl Figures {
    /// Reads `figures.toml`.
    pub(super) fn parse(text: &str) -> Result<Self, GenerateError> {
        toml::from_str(text).map_err(|error| GenerateError::example("figures.toml", error))
    }
}

/// Reads text as the data pack does.
fn cell<'de, T: Cell, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
}

/// The same, where it is given.
fn some_cell<'de, T: Cell, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    cell(deserializer).map(Some)
}
