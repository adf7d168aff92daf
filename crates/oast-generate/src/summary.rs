use std::fmt;

use oast_rules::facts::Category;
use oast_rules::price::rate_on;
use oast_terms::Silent;
use oast_units::{Date, Pence};

use crate::GenerateError;
use crate::lives::{Kind, Life};
use crate::world::World;

/// A year of 365 days in weeks is 365/7.
const YEAR_DAYS: i128 = 365;
const WEEK_DAYS: i128 = 7;

/// What was generated, and how near it comes to what was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The county's name.
    pub county: String,
    /// The seed.
    pub seed: u64,
    /// The day on which the placements are counted.
    pub on: Date,
    /// How many rows each file has, by the name of its table.
    pub rows: Vec<(&'static str, u64)>,
    /// The priced categories, then complex.
    pub calibration: Vec<Calibrated>,
    /// Of the priced placements alive on the day, those in homes on the framework.
    pub in_framework_homes: u64,
}

/// What one category costs in a year, as generated and as published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calibrated {
    /// The category in force on the day.
    pub category: Category,
    /// Placements alive on the day.
    pub placements: u64,
    /// The sum of their weekly rates on the day.
    pub weekly: Pence,
    /// What that comes to in a year of 365/7 weeks.
    pub yearly: Pence,
    /// The published cost, in proportion to the size.
    pub published: Pence,
}

impl Calibrated {
    /// How far it is from the published cost, in hundredths of a per cent, above or below.
    pub fn off_by_hundredths(&self) -> i64 {
        let published = i128::from(self.published.get()).max(1);
        let off = i128::from(self.yearly.get()) - published;
        i64::try_from(off * 10_000 / published).unwrap_or(i64::MAX)
    }

    /// The average price a week.
    pub fn average_weekly(&self) -> Pence {
        let count = i64::try_from(self.placements).unwrap_or(i64::MAX).max(1);
        Pence::new((self.weekly.get() + count / 2) / count)
    }
}

impl Summary {
    /// A summary of nothing yet.
    pub(crate) fn new(world: &World) -> Self {
        let figures = world.figures();
        let begun = |category, published: Pence| Calibrated {
            category,
            placements: 0,
            weekly: Pence::ZERO,
            yearly: Pence::ZERO,
            published: Pence::new(world.sizes.scale_pence(published.get())),
        };
        let priced = figures
            .categories
            .iter()
            .map(|each| begun(each.category, each.yearly_cost));
        let complex = begun(Category::Complex, figures.complex.yearly_cost);
        Self {
            county: figures.name.clone(),
            seed: world.seed,
            on: figures.days.opens_on,
            rows: Vec::new(),
            calibration: priced.chain([complex]).collect(),
            in_framework_homes: 0,
        }
    }

    /// Counts a life, with its rate on the day as the rules have it.
    pub(crate) fn count(&mut self, world: &World, life: &Life) -> Result<(), GenerateError> {
        if !matches!(life.kind, Kind::Stock | Kind::ComplexStock) {
            return Ok(());
        }
        for case in &life.cases {
            let placement = &case.placement;
            let gone = placement.ended_on.is_some_and(|ended| ended <= self.on);
            if placement.started_on > self.on || gone {
                continue;
            }
            let changed = case
                .category_changes
                .iter()
                .rev()
                .find(|each| each.from <= self.on);
            let category = changed.map_or(placement.category, |change| change.category);
            let rate = rate_on(case, &world.book, self.on, &mut Silent)?;
            let found = self
                .calibration
                .iter_mut()
                .find(|each| each.category == category);
            if let Some(calibrated) = found {
                calibrated.placements += 1;
                calibrated.weekly += rate.weekly();
            }
            let site = world
                .site_of(&placement.home_id)
                .and_then(|site| world.site(site).ok());
            if category != Category::Complex && site.is_some_and(|site| site.appointed) {
                self.in_framework_homes += 1;
            }
        }
        Ok(())
    }

    /// Works out the years from the weeks.
    pub(crate) fn finish(&mut self) {
        for calibrated in &mut self.calibration {
            let weekly = i128::from(calibrated.weekly.get());
            let yearly = (weekly * YEAR_DAYS + WEEK_DAYS / 2) / WEEK_DAYS;
            calibrated.yearly = Pence::new(i64::try_from(yearly).unwrap_or(i64::MAX));
        }
    }

    /// How many rows a table has.
    pub fn rows_of(&self, table: &str) -> u64 {
        let found = self.rows.iter().find(|(name, _)| *name == table);
        found.map_or(0, |(_, count)| *count)
    }

    /// Priced placements alive on the day.
    pub fn priced_placements(&self) -> u64 {
        let priced = self
            .calibration
            .iter()
            .filter(|each| each.category != Category::Complex);
        priced.map(|each| each.placements).sum()
    }
}

/// The calibration as a table, then the rows of each file.
impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (on, seed) = (self.on.long(), self.seed);
        writeln!(
            f,
            "{} on {on}, from seed {seed}: generated and published",
            self.county
        )?;
        for each in &self.calibration {
            let off = each.off_by_hundredths();
            let sign = if off < 0 { "−" } else { "+" };
            writeln!(
                f,
                "  {:<33}{:>9} placements  {:>11} a week  {:>18} a year  {:>18} published  {sign}{}.{:02}%",
                each.category.words(),
                each.placements,
                each.average_weekly().to_string(),
                each.yearly.to_string(),
                each.published.to_string(),
                off.abs() / 100,
                off.abs() % 100,
            )?;
        }
        let all = self.priced_placements().max(1);
        let share = self.in_framework_homes * 1_000 / all;
        writeln!(
            f,
            "  in homes on the framework: {}.{}%",
            share / 10,
            share % 10
        )?;
        for (table, count) in &self.rows {
            writeln!(f, "  {:<22}{count:>12} rows", format!("{table}.csv"))?;
        }
        Ok(())
    }
}
