//! The design as it is shown: the published way, the best upper ends, and what binds.

use oast_rules::facts::Category;
use oast_rules::price::band::Bands;
use oast_rules::price::market::Market;
use oast_units::WeeklyRate;

use super::as_published::{Gap, Made, as_published, gaps};
use super::binds::{Bind, Relaxed, binds, relaxed};
use super::county::{County, CountyError};
use super::optimum::{NoOptimum, cheapest};
use super::place::{NONE, Places, Unsolved, place};
use super::question::Question;
use super::room::most_beds;
use super::trade::{Point, trade};
use crate::whole;

/// The bands of a county, designed.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// What was asked.
    pub question: Question,
    /// What is known of the county.
    pub county: County,
    /// The bands of the published way.
    pub made: Vec<Made>,
    /// The prices between them that belong to none.
    pub gaps: Vec<Gap>,
    /// The places of their upper ends.
    held: Vec<usize>,
}

/// What some upper ends come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The categories.
    pub categories: Vec<CategoryOutcome>,
    /// The districts, category by category.
    pub needs: Vec<Need>,
    /// What new placements cost over the years, in pounds.
    pub spend: i64,
    /// The homes that are expected to bid, of those that could, over all categories, in hundredths
    /// of one per cent.
    pub homes_share: i64,
}

/// What an upper end comes to for its category.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CategoryOutcome {
    /// The category.
    pub category: Category,
    /// The upper end.
    pub top: WeeklyRate,
    /// The homes that are expected to bid.
    pub homes: i64,
    /// The homes that could.
    pub homes_all: i64,
    /// The people.
    pub people: i64,
    /// Those for whom a bidding home has a bed.
    pub on: i64,
    /// What they cost over the years, in pounds.
    pub on_spend: i64,
    /// What everybody costs over the years, in pounds.
    pub spend: i64,
}

/// A district’s beds for a category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// The district’s name.
    pub district: String,
    /// The category.
    pub category: Category,
    /// The people.
    pub people: i64,
    /// The beds that were asked for, in tenths.
    pub asked: i64,
    /// The most that the district can have, its other categories having what was asked for, in
    /// tenths; where they cannot have it, what there is of what was asked for.
    pub beds: i64,
}

impl Need {
    /// The beds above what was asked for, in tenths; below nothing, what is missing.
    pub const fn slack(&self) -> i64 {
        self.beds - self.asked
    }
}

/// The best upper ends.
#[derive(Debug, Clone, PartialEq)]
pub struct Best {
    /// What they come to.
    pub outcome: Outcome,
    /// The lower ends, as the published way has them.
    pub lower: Vec<WeeklyRate>,
    /// What keeps each upper end from being lower, and what one more point costs.
    pub binds: Vec<Bind>,
    /// What it would save to ask for a little less in the districts that bind.
    pub relaxed: Vec<Relaxed>,
}

impl Design {
    /// Reckons the published way, and makes the problem.
    ///
    /// # Errors
    /// When there is nothing to design bands from.
    pub fn of(
        market: &Market,
        question: &Question,
        today: Option<&Bands>,
    ) -> Result<Self, CountyError> {
        let county = County::of(market, question)?;
        let made = as_published(&county.averages(), question, today);
        let uppers = made.iter().map(|made| made.upper).enumerate();
        let held = uppers
            .map(|(at, upper)| county.nearest(at, upper))
            .collect();
        Ok(Self {
            question: *question,
            gaps: gaps(&made, question.step()),
            county,
            made,
            held,
        })
    }

    /// What the upper ends of the published way come to.
    ///
    /// # Errors
    /// When the solver gives up.
    pub fn published(&self) -> Result<Outcome, Unsolved> {
        let places = place(&self.county.problem, &self.held)?;
        Ok(outcome(&self.county, &self.held, &places))
    }

    /// The trade-off of a category, the others as the published way has them; of the whole county,
    /// or of one district.
    ///
    /// # Errors
    /// When the solver gives up.
    pub fn trade(&self, category: usize, district: Option<usize>) -> Result<Vec<Point>, Unsolved> {
        trade(&self.county, category, &self.held, district)
    }

    /// The best upper ends.
    ///
    /// # Errors
    /// When none do what is asked: [`no_optimum`](super::no_optimum) has the sentences.
    pub fn best(&self) -> Result<Best, NoOptimum> {
        let problem = &self.county.problem;
        let optimum = cheapest(problem)?;
        let outcome = outcome(&self.county, &optimum.choice, &optimum.places);
        let binds = binds(&self.county, &optimum)?;
        let relaxed = relaxed(&self.county, &optimum, &binds)?;
        let mut lower: Vec<WeeklyRate> = Vec::new();
        let mut below = None;
        for (made, own) in self.made.iter().zip(&outcome.categories) {
            let step = self.question.step();
            let after = below.map_or(made.lower, |top: WeeklyRate| {
                made.lower.max(WeeklyRate::new(top.weekly() + step))
            });
            lower.push(after.min(own.top));
            below = Some(own.top);
        }
        Ok(Best {
            outcome,
            lower,
            binds,
            relaxed,
        })
    }
}

fn outcome(county: &County, choice: &[usize], places: &Places) -> Outcome {
    let problem = &county.problem;
    let each = county
        .categories
        .iter()
        .zip(&problem.categories)
        .zip(choice);
    let categories = each.enumerate().map(|(at, ((known, priced), chosen))| {
        let all = places.of(at);
        CategoryOutcome {
            category: known.category,
            top: county.top(at, *chosen),
            homes: whole(priced.homes.get(*chosen).copied().unwrap_or(0.0)),
            homes_all: whole(priced.homes_all),
            people: whole(all.need),
            on: whole(all.on),
            on_spend: whole(all.on_spend),
            spend: whole(all.spend),
        }
    });
    let mut needs = Vec::new();
    for (district, placed) in problem.districts.iter().zip(&places.districts) {
        for (at, placed) in placed.placed.iter().enumerate() {
            let Some(known) = county.categories.get(at).filter(|_| placed.need > 0.0) else {
                continue;
            };
            let asked = placed.need * district.coverage;
            // Where another category is short, there is nothing to spare for this one.
            let beds = if placed.short > NONE {
                asked - placed.short
            } else {
                most_beds(district, choice, at).unwrap_or(asked)
            };
            needs.push(Need {
                district: district.name.clone(),
                category: known.category,
                people: whole(placed.need),
                asked: whole(asked * 10.0),
                beds: whole(beds * 10.0),
            });
        }
    }
    Outcome {
        categories: categories.collect(),
        needs,
        spend: whole(places.spend),
        homes_share: whole(problem.homes_bidding(choice) * 10_000.0),
    }
}
