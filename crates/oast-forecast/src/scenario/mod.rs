//! What is assumed: a scenario, which is a file that anybody can read, change, compare and keep.

mod differs;
mod examples;
mod fields;
mod part;

use serde::{Deserialize, Serialize};

pub use differs::{Difference, differences};
pub use examples::{Example, examples};
pub use fields::{FIELDS, Field};
pub use part::{PARTS, Part};

use crate::Acceptance;

/// The longest forecast, in months.
pub const MONTHS_MAX: u32 = 120;

/// What is assumed of the years ahead. Everything has a value if the file is silent; percentages
/// are in per cent, prices in pounds a week.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What it is called.
    pub name: String,
    /// What it is for, in a sentence.
    #[serde(default)]
    pub about: String,
    /// Where it starts.
    #[serde(default)]
    pub starts: Starts,
    /// How many months it looks ahead.
    #[serde(default = "four_years")]
    pub months: u32,
    /// The seed of its chance: the same seed gives the same draws.
    #[serde(default = "one")]
    pub seed: u64,
    /// How people leave.
    #[serde(default)]
    pub stays: StaysSaid,
    /// Who comes.
    #[serde(default)]
    pub entries: Entries,
    /// What a new placement costs.
    #[serde(default)]
    pub prices: Prices,
    /// What the framework is.
    #[serde(default)]
    pub framework: Framework,
    /// How prices rise on each 1 April: the first of each list on the first one, and the last of
    /// it ever after.
    #[serde(default)]
    pub uplifts: Uplifts,
    /// One-to-one hours.
    #[serde(default)]
    pub one_to_one: OneToOneSaid,
    /// Beds that the council can have.
    #[serde(default)]
    pub capacity: Capacity,
}

/// Where a scenario starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Starts {
    /// From the placements that are there.
    #[default]
    Placements,
    /// From the averages of the published business case, and as its model has people leave.
    BusinessCase,
}

/// How people leave and how their needs grow.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StaysSaid {
    /// How many times as fast as recorded people leave.
    pub leaving: f64,
    /// How many times as fast as recorded people come to need a dearer category.
    pub needs: f64,
    /// Whether each draw takes rates of its own, as far as the record leaves them open.
    pub open: bool,
}

/// Who comes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Entries {
    /// The part of those who leave whose place somebody else takes, in per cent.
    pub replaced: f64,
    /// Days until then, on average.
    pub gap_days: f64,
    /// Whether the number of people grows as the published demand path does.
    pub path: bool,
    /// By how much people in residential care grow a year, where not by the path.
    pub residential_growth: f64,
    /// By how much people in nursing care do.
    pub nursing_growth: f64,
    /// Whether people who pay for themselves come when their money has run out.
    pub self_funders: bool,
}

/// What a new placement costs.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Prices {
    /// How much faster than uplifts the market's prices rise a year.
    pub market_growth: f64,
    /// How much dearer than the home's usual price a placement off the framework is.
    pub premium: f64,
    /// How far prices agreed one by one are scattered: the standard deviation of their logarithm.
    pub scatter: f64,
    /// How much dearer complex care agreed anew is than that which is there.
    pub complex: f64,
}

/// What the framework is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Framework {
    /// Whether there is one to call new placements off.
    pub open: bool,
    /// The part of new placements called off it; where the file is silent, it follows from which
    /// homes bid.
    pub share: Option<f64>,
    /// How many homes a broker asks before going off the framework, on average; where the file is
    /// silent, as many as give the part of placements that were called off it of late.
    pub homes_asked: Option<f64>,
    /// After how many months it is opened again, each time; never where the file is silent.
    pub reopens_every: Option<u32>,
    /// How likely a home bids.
    pub acceptance: Acceptance,
    /// The bands that homes bid in. Where the file is silent, the homes that are there stay, at
    /// the prices that they tendered, until it is opened again.
    pub bands: Option<Bands>,
    /// The step between prices that may be bid, in pounds.
    pub step: f64,
}

/// The lowest and highest price that may be bid for each category, in pounds a week.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bands {
    /// Residential.
    pub residential: (f64, f64),
    /// Residential High.
    pub residential_high: (f64, f64),
    /// Nursing.
    pub nursing: (f64, f64),
    /// Nursing High.
    pub nursing_high: (f64, f64),
}

/// By how much each kind of price rises on each 1 April.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Uplifts {
    /// Placements from before the framework.
    pub legacy: Vec<f64>,
    /// Those called off it.
    pub framework: Vec<f64>,
    /// Those agreed off it since.
    pub spot: Vec<f64>,
    /// Complex ones.
    pub complex: Vec<f64>,
    /// The hour of one-to-one.
    pub one_to_one: Vec<f64>,
}

/// One-to-one hours that are agreed anew.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OneToOneSaid {
    /// How many packages begin a year; where the file is silent, as many as did.
    pub a_year: Option<f64>,
    /// Hours a week of one.
    pub hours: f64,
    /// Pounds an hour.
    pub hourly: f64,
    /// How many months one lasts, on average.
    pub lasts: f64,
}

/// Beds that the council can have.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Capacity {
    /// By how much they grow a year.
    pub growth: f64,
    /// How much dearer a placement is out of area, once a district's are full.
    pub elsewhere: f64,
}

const fn four_years() -> u32 {
    48
}

const fn one() -> u64 {
    1
}

impl Default for StaysSaid {
    fn default() -> Self {
        Self {
            leaving: 1.0,
            needs: 1.0,
            open: true,
        }
    }
}

impl Default for Entries {
    fn default() -> Self {
        Self {
            replaced: 100.0,
            gap_days: 0.0,
            path: true,
            residential_growth: 0.0,
            nursing_growth: 0.0,
            self_funders: true,
        }
    }
}

impl Default for Prices {
    fn default() -> Self {
        Self {
            market_growth: 0.0,
            premium: 2.0,
            scatter: 6.0,
            complex: 0.0,
        }
    }
}

impl Default for Framework {
    fn default() -> Self {
        Self {
            open: true,
            share: None,
            homes_asked: None,
            reopens_every: None,
            acceptance: Acceptance::ASSUMED,
            bands: None,
            step: 10.0,
        }
    }
}

impl Default for Uplifts {
    fn default() -> Self {
        // The business case assumes 2.8% from its second year on.
        let each = || vec![2.8];
        Self {
            legacy: each(),
            framework: each(),
            spot: each(),
            complex: each(),
            one_to_one: vec![0.0],
        }
    }
}

impl Default for OneToOneSaid {
    fn default() -> Self {
        Self {
            a_year: None,
            hours: 20.0,
            hourly: 20.0,
            lasts: 6.0,
        }
    }
}

impl Default for Capacity {
    fn default() -> Self {
        Self {
            growth: 0.0,
            elsewhere: 10.0,
        }
    }
}

impl Default for Scenario {
    fn default() -> Self {
        Self {
            name: "As things are".to_owned(),
            about: "Whoever leaves is replaced, demand grows as published, and the framework goes on as it is.".to_owned(),
            starts: Starts::Placements,
            months: four_years(),
            seed: one(),
            stays: StaysSaid::default(),
            entries: Entries::default(),
            prices: Prices::default(),
            framework: Framework::default(),
            uplifts: Uplifts::default(),
            one_to_one: OneToOneSaid::default(),
            capacity: Capacity::default(),
        }
    }
}

impl Bands {
    /// The band of each category that is priced by one, in their order.
    pub fn each(&self) -> [(f64, f64); 4] {
        [
            self.residential,
            self.residential_high,
            self.nursing,
            self.nursing_high,
        ]
    }
}

/// Why a scenario cannot be run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ScenarioError(String);

impl ScenarioError {
    /// Because of what is said.
    pub fn new(says: impl Into<String>) -> Self {
        Self(says.into())
    }
}

impl Scenario {
    /// Reads a scenario's file.
    ///
    /// # Errors
    /// When it is no TOML, has a name that means nothing here, or a number that cannot be.
    pub fn read(text: &str) -> Result<Self, ScenarioError> {
        let scenario: Self = toml::from_str(text).map_err(|error| {
            let where_to = error.span().map_or_else(String::new, |span| {
                let before = text.get(..span.start).unwrap_or_default();
                format!("line {}: ", before.matches('\n').count() + 1)
            });
            ScenarioError(format!(
                "the scenario's file, {where_to}{}",
                error.message()
            ))
        })?;
        scenario.check()?;
        Ok(scenario)
    }

    /// The file that says the same: what differs from things going on as they are.
    pub fn write(&self) -> String {
        let table = |scenario: &Self| toml::Table::try_from(scenario).unwrap_or_default();
        let mut own = table(self);
        let words = ["name", "about"].map(|key| (key.to_owned(), own.remove(key)));
        leave_out(&mut own, &table(&Self::default()));
        let mut file = toml::Table::new();
        file.extend(
            words
                .into_iter()
                .filter_map(|(key, words)| Some((key, words?))),
        );
        file.extend(own);
        toml::to_string(&file).unwrap_or_default()
    }

    /// Whether its numbers can be.
    ///
    /// # Errors
    /// With the number that cannot be, and what could.
    pub fn check(&self) -> Result<(), ScenarioError> {
        let wrong = |says: String| Err(ScenarioError(says));
        if self.name.trim().is_empty() {
            return wrong("a scenario needs a name".to_owned());
        }
        if self.months == 0 || self.months > MONTHS_MAX {
            return wrong(format!(
                "`months` is {}; a forecast looks 1 to {MONTHS_MAX} months ahead",
                self.months
            ));
        }
        for field in FIELDS {
            field.check((field.get)(self))?;
        }
        if self.framework.reopens_every == Some(0) {
            return wrong("`framework.reopens_every` is 0; it is a number of months".to_owned());
        }
        for (name, list) in self.uplifts.each() {
            if let Some(percent) = list.iter().find(|one| !(-50.0..=100.0).contains(*one)) {
                return wrong(format!(
                    "`uplifts.{name}` has {percent}; an uplift is from -50 to 100 per cent"
                ));
            }
        }
        self.framework.bands.map_or(Ok(()), |bands| bands.check())
    }
}

/// Leaves out what is the same in both.
fn leave_out(own: &mut toml::Table, other: &toml::Table) {
    for (key, theirs) in other {
        if let (Some(toml::Value::Table(ours)), toml::Value::Table(theirs)) =
            (own.get_mut(key), theirs)
        {
            leave_out(ours, theirs);
            if ours.is_empty() {
                own.remove(key);
            }
        } else if own.get(key) == Some(theirs) {
            own.remove(key);
        }
    }
}

impl Bands {
    fn check(&self) -> Result<(), ScenarioError> {
        let names = ["residential", "residential_high", "nursing", "nursing_high"];
        for (name, (low, high)) in names.iter().zip(self.each()) {
            if !(low > 0.0 && high >= low && high <= 10_000.0) {
                return Err(ScenarioError(format!(
                    "`framework.bands.{name}` is {low} to {high}; a band goes from a price above nothing up to one that is no lower, in pounds a week"
                )));
            }
        }
        Ok(())
    }
}

impl Uplifts {
    /// Each list, by the name it has in the file.
    pub fn each(&self) -> [(&'static str, &[f64]); 5] {
        [
            ("legacy", &self.legacy),
            ("framework", &self.framework),
            ("spot", &self.spot),
            ("complex", &self.complex),
            ("one_to_one", &self.one_to_one),
        ]
    }
}
