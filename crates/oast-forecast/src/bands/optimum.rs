//! The upper ends that cost least, where every district has enough beds.

use super::narrow::{Found, search};
use super::place::{NONE, Places, Unsolved, place};
use super::problem::Problem;
use super::room::reach;

/// The upper ends that cost least.
#[derive(Debug, Clone, PartialEq)]
pub struct Optimum {
    /// For each category, the place of its upper end among its `tops`.
    pub choice: Vec<usize>,
    /// Where everybody lives then, worked out again from the chosen upper ends.
    pub places: Places,
}

/// Why no upper ends do what was asked.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum NoOptimum {
    /// Some districts have too few beds even at the highest upper ends.
    #[error("some districts have too few beds even at the highest upper ends")]
    Short(Vec<Unmet>),
    /// Too few homes bid even then.
    #[error("too few homes bid even at the highest upper ends")]
    Homes {
        /// The part that does.
        reach: f64,
    },
    /// The categories cannot be kept in order.
    #[error("no upper ends keep the categories in order")]
    Order,
    /// The solver gave up.
    #[error(transparent)]
    Unsolved(#[from] Unsolved),
}

/// A need that cannot be met.
#[derive(Debug, Clone, PartialEq)]
pub struct Unmet {
    /// The district’s place.
    pub district: usize,
    /// The category’s place.
    pub category: usize,
    /// The beds that are missing.
    pub short: f64,
    /// The highest coverage that the district can have in all its categories at once.
    pub reach: f64,
}

/// Finds the upper ends that cost least over the years: a mixed-integer programme, with
/// those ruled out first that cannot be the best.
///
/// # Errors
/// When none do what is asked, with what stands in the way.
pub fn cheapest(problem: &Problem) -> Result<Optimum, NoOptimum> {
    let highest = problem.highest().ok_or(NoOptimum::Order)?;
    let at_most = place(problem, &highest)?;
    if !at_most.enough() {
        return Err(NoOptimum::Short(unmet(problem, &at_most, &highest)?));
    }
    let reach = problem.homes_bidding(&highest);
    if reach < problem.homes_min {
        return Err(NoOptimum::Homes { reach });
    }
    from(problem, highest, at_most.spend)
}

/// The same, where upper ends are known that do what is asked, and what they cost.
pub(super) fn from(
    problem: &Problem,
    choice: Vec<usize>,
    spend: f64,
) -> Result<Optimum, NoOptimum> {
    let choice = search(problem, Found { choice, spend })?.choice;
    let places = place(problem, &choice)?;
    Ok(Optimum { choice, places })
}

fn unmet(problem: &Problem, places: &Places, choice: &[usize]) -> Result<Vec<Unmet>, Unsolved> {
    let mut unmet = Vec::new();
    let districts = problem.districts.iter().zip(&places.districts);
    for (at, (district, placed)) in districts.enumerate() {
        for (category, placed) in placed.placed.iter().enumerate() {
            if placed.short > NONE {
                unmet.push(Unmet {
                    district: at,
                    category,
                    short: placed.short,
                    reach: reach(district, choice)?,
                });
            }
        }
    }
    Ok(unmet)
}
