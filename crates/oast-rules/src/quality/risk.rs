//! The risk matrix: ten criteria, a score out of 100, and what may overrule it (rules §10).

use oast_terms::{Entry, NotInForce, RiskMatrixTerms, Step, Trace};
use oast_units::{Date, Text};

/// Red, amber or green.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rating {
    /// Red.
    Red,
    /// Amber.
    Amber,
    /// Green.
    Green,
}

impl Rating {
    /// Its code in files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Amber => "amber",
            Self::Green => "green",
        }
    }
}

/// How a criterion was rated, and on what evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rated {
    /// The rating.
    pub rating: Rating,
    /// The day of the evidence.
    pub evidence_on: Date,
}

/// What caps a home at red whatever its score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Caps {
    /// The Care Quality Commission rates it Inadequate.
    pub inadequate: bool,
    /// A level-3 concern is open.
    pub level_three: bool,
}

/// An officer's decision that a home is to be taken as another colour until a day. It decides
/// last, the cap included: the score and the cap are shown beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskOverride {
    /// The colour.
    pub rating: Rating,
    /// Why.
    pub reason: Text,
    /// The first day.
    pub from: Date,
    /// The last day: an override always ends.
    pub to: Date,
}

/// What a criterion adds to the score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Criterion {
    /// Its rating; none when it is unknown, because there is no evidence or it is stale.
    pub rating: Option<Rating>,
    /// Its points.
    pub points: u32,
}

/// The risk of a home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Risk {
    /// The criteria in the order of the matrix.
    pub criteria: [Criterion; 10],
    /// The sum of their points.
    pub score: u32,
    /// What the score alone says.
    pub by_score: Rating,
    /// Whether something caps the home at red.
    pub capped: bool,
    /// What counts: the override where one is in force, otherwise the score under its cap.
    pub rating: Rating,
}

/// The risk of a home on a day. Evidence is fresh up to and on the same day of the month, so many
/// months later; evidence dated after the day is not there yet.
pub fn risk(
    rated: &[Option<Rated>; 10],
    caps: Caps,
    overruled: Option<&RiskOverride>,
    day: Date,
    terms: &RiskMatrixTerms,
    trace: &mut impl Trace,
) -> Result<Risk, NotInForce> {
    let unknown = Criterion {
        rating: None,
        points: 0,
    };
    let mut criteria = [unknown; 10];
    for ((criterion, rated), (name, freshness)) in
        criteria.iter_mut().zip(rated).zip(terms.criteria())
    {
        let months = freshness.on(day, trace)?.0;
        let fresh = rated.filter(|rated| {
            rated.evidence_on <= day && day <= rated.evidence_on.add_months(months)
        });
        if let Some(rated) = fresh {
            *criterion = Criterion {
                rating: Some(rated.rating),
                points: points(rated.rating, day, terms, trace)?,
            };
        }
        let name = name.on(day, trace)?;
        let known = criterion.rating.map_or("unknown", Rating::code);
        trace.record(|| step(format!("{name}: {known}, {} points.", criterion.points)));
    }
    let score = criteria.iter().map(|criterion| criterion.points).sum();
    let by_score = if score < terms.red_below.on(day, trace)?.0 {
        Rating::Red
    } else if score < terms.amber_below.on(day, trace)?.0 {
        Rating::Amber
    } else {
        Rating::Green
    };
    let capped = caps.inadequate || caps.level_three;
    let overruled = overruled.filter(|each| each.from <= day && day <= each.to);
    let rating = match overruled {
        Some(overruled) => overruled.rating,
        None if capped => Rating::Red,
        None => by_score,
    };
    trace.record(|| step(says(score, by_score, capped, overruled)));
    Ok(Risk {
        criteria,
        score,
        by_score,
        capped,
        rating,
    })
}

fn points(
    rating: Rating,
    day: Date,
    terms: &RiskMatrixTerms,
    trace: &mut impl Trace,
) -> Result<u32, NotInForce> {
    let term = match rating {
        Rating::Green => &terms.green_points,
        Rating::Amber => &terms.amber_points,
        Rating::Red => &terms.red_points,
    };
    Ok(term.on(day, trace)?.0)
}

fn says(score: u32, by_score: Rating, capped: bool, overruled: Option<&RiskOverride>) -> String {
    let cap = if capped {
        "; capped at red by an Inadequate rating or an open level-3 concern"
    } else {
        ""
    };
    let overruled = overruled.map_or(String::new(), |each| {
        format!(
            "; taken as {} until {}: {}",
            each.rating.code(),
            each.to.long(),
            each.reason
        )
    });
    format!("{score} points, {}{cap}{overruled}.", by_score.code())
}

fn step(says: String) -> Entry {
    Entry::Step(Step {
        rule: "quality.risk",
        clause: "rules §10",
        says,
        amount: None,
    })
}
