use oast_rules::price::band::Bands;
use oast_rules::price::market::Market;

use super::county::CountyError;
use super::design::{Best, Design, Outcome};
use super::optimum::NoOptimum;
use super::place::Unsolved;
use super::question::Question;

/// A design with what takes long to work out.
#[derive(Debug, Clone, PartialEq)]
pub struct Designed {
    /// The design.
    pub design: Design,
    /// What the upper ends of the published way come to.
    pub published: Result<Outcome, Unsolved>,
    /// The best upper ends, or why there are none.
    pub best: Result<Best, NoOptimum>,
}

impl Designed {
    /// Reckons the published way, and finds the best upper ends.
    ///
    /// # Errors
    /// When there is nothing to design bands from.
    pub fn of(
        market: &Market,
        question: &Question,
        today: Option<&Bands>,
    ) -> Result<Self, CountyError> {
        let design = Design::of(market, question, today)?;
        Ok(Self {
            published: design.published(),
            best: design.best(),
            design,
        })
    }
}
