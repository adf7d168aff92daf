//! A price agreed through the dynamic purchasing system, against the home's own cap and the
//! council's guide price (rules §3).

use oast_terms::{Entry, GuidePriceTerms, NotInForce, Step, Term, Trace};
use oast_units::{Date, HomeId, WeeklyRate};

use crate::facts::{Category, IndicativePrice};

/// A price that a council and a home have agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreement<'a> {
    /// The home.
    pub home: &'a HomeId,
    /// The category.
    pub category: Category,
    /// The day it is agreed for, which is the placement's first.
    pub on: Date,
    /// The price.
    pub weekly: WeeklyRate,
}

/// What an agreed price was measured against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    /// The home's indicative price in the half-year, which is its cap.
    pub indicative: WeeklyRate,
    /// The council's guide price.
    pub guide: WeeklyRate,
    /// How far the agreed price lies above the guide price: to be recorded with who bears it.
    pub above_guide: WeeklyRate,
}

/// Why an agreed price is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AgreementError {
    /// It is above the home's cap.
    #[error("{weekly} a week is above the indicative price of {indicative} that home {home} gave for {category} in the half-year of {}", .on.long())]
    AboveIndicative {
        /// The agreed price.
        weekly: WeeklyRate,
        /// The cap.
        indicative: WeeklyRate,
        /// The home.
        home: HomeId,
        /// The category.
        category: Category,
        /// The day.
        on: Date,
    },
    /// The home gave no cap for the half-year.
    #[error("home {home} gave no indicative price for {category} in the half-year of {}", .on.long())]
    NoIndicative {
        /// The home.
        home: HomeId,
        /// The category.
        category: Category,
        /// The day.
        on: Date,
    },
    /// The home's file holds two caps for the same day.
    #[error("home {home} has two indicative prices for {category} on {}: from {} and from {}", .on.long(), .first.long(), .second.long())]
    TwoIndicative {
        /// The home.
        home: HomeId,
        /// The category.
        category: Category,
        /// The day.
        on: Date,
        /// The first day of one.
        first: Date,
        /// The first day of the other.
        second: Date,
    },
    /// Complex care is priced for each person by assessment.
    #[error("complex care has no guide price; it is priced by an assessment")]
    Complex,
    /// A term has no value on the day.
    #[error(transparent)]
    Term(#[from] NotInForce),
}

/// Measures an agreed price: it must not be above the home's indicative price of the half-year,
/// and what it is above the guide price is recorded.
pub fn measure(
    agreement: &Agreement<'_>,
    prices: &[IndicativePrice],
    terms: &GuidePriceTerms,
    trace: &mut impl Trace,
) -> Result<Measured, AgreementError> {
    let on = agreement.on;
    let guide = *guide_of(agreement.category, terms)
        .ok_or(AgreementError::Complex)?
        .on(on, trace)?;
    let starts = terms.half_year_starts.on(on, trace)?;
    let indicative = indicative_on(agreement, prices, starts.as_str())?;
    if agreement.weekly > indicative {
        return Err(AgreementError::AboveIndicative {
            weekly: agreement.weekly,
            indicative,
            home: agreement.home.clone(),
            category: agreement.category,
            on,
        });
    }
    let above_guide = (agreement.weekly.weekly() - guide.weekly()).max(oast_units::Pence::ZERO);
    trace.record(|| {
        Entry::Step(Step {
            rule: "price.guide",
            clause: "rules §3",
            says: format!(
                "{} a week is within the home's indicative price of {indicative}; it is {above_guide} above the guide price of {guide}.",
                agreement.weekly
            ),
            amount: Some(above_guide),
        })
    });
    Ok(Measured {
        indicative,
        guide,
        above_guide: WeeklyRate::new(above_guide),
    })
}

/// The guide price of a category, where there is one.
fn guide_of(category: Category, terms: &GuidePriceTerms) -> Option<&Term<WeeklyRate>> {
    match category {
        Category::Residential => Some(&terms.guide_residential),
        Category::ResidentialHigh => Some(&terms.guide_residential_high),
        Category::Nursing => Some(&terms.guide_nursing),
        Category::NursingHigh => Some(&terms.guide_nursing_high),
        Category::Complex => None,
    }
}

/// The home's cap on the day. One without a last day holds to the end of its half-year.
fn indicative_on(
    agreement: &Agreement<'_>,
    prices: &[IndicativePrice],
    starts: &str,
) -> Result<WeeklyRate, AgreementError> {
    let on = agreement.on;
    let holds = |price: &IndicativePrice| match price.to {
        Some(to) => on <= to,
        None => half_year_start(on, starts) == half_year_start(price.from, starts),
    };
    let mut holding = prices.iter().filter(|price| {
        price.home_id == *agreement.home
            && price.category == agreement.category
            && price.from <= on
            && holds(price)
    });
    let (home, category) = (agreement.home.clone(), agreement.category);
    match (holding.next(), holding.next()) {
        (Some(price), None) => Ok(price.weekly_price),
        (Some(one), Some(other)) => Err(AgreementError::TwoIndicative {
            home,
            category,
            on,
            first: one.from,
            second: other.from,
        }),
        (None, _) => Err(AgreementError::NoIndicative { home, category, on }),
    }
}

/// The first day of the half-year that holds a day, from starts such as `1 April|1 October`.
fn half_year_start(day: Date, starts: &str) -> Option<Date> {
    let begins = |day: Date| {
        let (year, ..) = day.ymd();
        starts
            .split('|')
            .any(|start| day.long() == format!("{start} {year}"))
    };
    (0..=366).map(|back| day - back).find(|day| begins(*day))
}
