//! The weekly care fee of a placement on a day, by every route (rules §3).

use oast_terms::{Entry, NotApplied, Trace};
use oast_units::{Date, Pence, PlacementId, WeeklyRate};

use super::PriceBook;
use super::says::{
    fact, step, trace_assessment, trace_era, trace_placement, trace_uplift, trace_uplifts_set_aside,
};
use crate::facts::{Assessment, Category, Route, key_in_words};
use crate::placement::CaseFile;

/// Why a placement has no rate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RateError {
    /// The day comes before the placement.
    #[error("placement {placement} begins on {}; it has no rate on {}", .starts.long(), .on.long())]
    NotStarted {
        /// The placement.
        placement: PlacementId,
        /// Its first day.
        starts: Date,
        /// The day asked about.
        on: Date,
    },
    /// A framework placement whose home tendered nothing for the category in its generation.
    #[error(
        "placement {placement}: home {home} has no tendered price for {category} in the scheme and generation the placement is pinned to"
    )]
    NoTenderedPrice {
        /// The placement.
        placement: PlacementId,
        /// The home.
        home: String,
        /// The category without a price.
        category: Category,
    },
    /// A route that needs an agreed price, without one.
    #[error("placement {placement}: no weekly price was agreed from {}", .from.long())]
    NoAgreedPrice {
        /// The placement.
        placement: PlacementId,
        /// The first day without a price.
        from: Date,
    },
    /// A complex placement without an assessment.
    #[error("placement {placement}: complex from {}, but no assessment is valid on or before that day", .from.long())]
    NoAssessment {
        /// The placement.
        placement: PlacementId,
        /// The first day without one.
        from: Date,
    },
}

/// A weekly care fee from a day on, until the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateStep {
    /// The first day.
    pub from: Date,
    /// The fee a week.
    pub weekly: WeeklyRate,
}

/// Days of one category, and what was agreed for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Era {
    pub(super) from: Date,
    pub(super) category: Category,
    pub(super) agreed: Option<WeeklyRate>,
    /// The first era is the start; a later one is a category change.
    pub(super) change: bool,
}

fn eras(case: &CaseFile) -> impl Iterator<Item = Era> {
    let placement = &case.placement;
    let start = Era {
        from: placement.started_on,
        category: placement.category,
        agreed: placement.agreed_weekly,
        change: false,
    };
    let changes = case.category_changes.iter().map(|change| Era {
        from: change.from,
        category: change.category,
        agreed: change.agreed_weekly,
        change: true,
    });
    std::iter::once(start).chain(changes)
}

/// The weekly care fee on a day.
///
/// # Errors
/// When the day is before the start, or the price, agreement or assessment that the route needs is
/// not recorded.
pub fn rate_on(
    case: &CaseFile,
    book: &PriceBook,
    day: Date,
    trace: &mut impl Trace,
) -> Result<WeeklyRate, RateError> {
    let placement = &case.placement;
    let era = eras(case)
        .filter(|era| era.from <= day)
        .last()
        .ok_or_else(|| RateError::NotStarted {
            placement: placement.placement_id.clone(),
            starts: placement.started_on,
            on: day,
        })?;
    trace_placement(case, era, day, trace);
    let mut rate = WeeklyRate::ZERO;
    climb(case, book, era, day, trace, &mut |step| rate = step.weekly)?;
    trace.record(|| {
        step(
            "rate",
            format!("The care fee on {} is {rate} a week.", day.long()),
            Some(rate.weekly()),
        )
    });
    Ok(rate)
}

/// The weekly care fee from the start to `until`, as the steps in which it changes, appended in
/// order of their days.
pub fn rate_steps(
    case: &CaseFile,
    book: &PriceBook,
    until: Date,
    trace: &mut impl Trace,
    steps: &mut Vec<RateStep>,
) -> Result<(), RateError> {
    let mut eras = eras(case).peekable();
    while let Some(era) = eras.next() {
        if era.from > until {
            break;
        }
        trace_era(case, era, trace);
        let last = eras
            .peek()
            .map_or(until, |next| next.from.previous().min(until));
        climb(case, book, era, last, trace, &mut |step| steps.push(step))?;
    }
    Ok(())
}

/// Walks one era from its base price through each rise to `until`, giving the rate on the era's
/// first day and then at every later change.
fn climb(
    case: &CaseFile,
    book: &PriceBook,
    era: Era,
    until: Date,
    trace: &mut impl Trace,
    emit: &mut impl FnMut(RateStep),
) -> Result<(), RateError> {
    let placement = &case.placement;
    let assessed =
        era.category == Category::Complex || (placement.route == Route::Complex && !era.change);
    if assessed {
        return climb_assessments(case, era, until, trace, emit);
    }
    if placement.route == Route::Block {
        trace.record(|| {
            step(
                "rate.block",
                "A block contract pays for its beds, so the placement itself owes nothing.".into(),
                Some(Pence::ZERO),
            )
        });
        emit(RateStep {
            from: era.from,
            weekly: WeeklyRate::ZERO,
        });
        return Ok(());
    }
    let (base, base_date) = base_price(case, book, era, trace)?;
    let mut current = RateStep {
        from: era.from,
        weekly: base,
    };
    for uplift in book.uplifts(placement.route, placement.scheme.as_ref()) {
        if uplift.effective_on <= base_date || uplift.effective_on > until {
            continue;
        }
        if uplift.effective_on > current.from {
            emit(current);
            current.from = uplift.effective_on;
        }
        current.weekly = uplift.percent.uplift(current.weekly);
        trace_uplift(uplift, current.weekly, trace);
    }
    emit(current);
    trace_uplifts_set_aside(case, book, base_date, until, trace);
    Ok(())
}

/// The price an era begins with, before any uplift, and the day it is as of.
fn base_price(
    case: &CaseFile,
    book: &PriceBook,
    era: Era,
    trace: &mut impl Trace,
) -> Result<(WeeklyRate, Date), RateError> {
    let placement = &case.placement;
    if placement.route == Route::Framework {
        let price =
            book.tendered(placement, era.category)
                .ok_or_else(|| RateError::NoTenderedPrice {
                    placement: placement.placement_id.clone(),
                    home: placement.home_id.to_string(),
                    category: era.category,
                })?;
        trace.record(|| {
            fact(
                "prices",
                key_in_words(price),
                format!(
                    "tendered at {} a week as of {}",
                    price.weekly_price,
                    price.base_date.long()
                ),
            )
        });
        trace.record(|| {
            step(
                "rate.framework",
                format!(
                    "The home tendered {} a week for {} in generation {}, as of {}.",
                    price.weekly_price,
                    era.category.words(),
                    price.generation,
                    price.base_date.long()
                ),
                Some(price.weekly_price.weekly()),
            )
        });
        return Ok((price.weekly_price, price.base_date));
    }
    let agreed = era.agreed.ok_or_else(|| RateError::NoAgreedPrice {
        placement: placement.placement_id.clone(),
        from: era.from,
    })?;
    trace.record(|| {
        step(
            match placement.route {
                Route::Dps => "rate.dps",
                Route::Legacy => "rate.legacy",
                Route::Spot => "rate.spot",
                Route::CostModel => "rate.cost_model",
                _ => "rate.category_change",
            },
            format!(
                "{agreed} a week was agreed from {} ({} route).",
                era.from.long(),
                placement.route.words()
            ),
            Some(agreed.weekly()),
        )
    });
    Ok((agreed, era.from))
}

fn climb_assessments(
    case: &CaseFile,
    era: Era,
    until: Date,
    trace: &mut impl Trace,
    emit: &mut impl FnMut(RateStep),
) -> Result<(), RateError> {
    let first = latest_assessment(case, era.from).ok_or_else(|| RateError::NoAssessment {
        placement: case.placement.placement_id.clone(),
        from: era.from,
    })?;
    trace_assessment(first, trace);
    emit(RateStep {
        from: era.from,
        weekly: first.weekly,
    });
    let mut from = era.from;
    while let Some(next) = next_assessment(case, from).filter(|next| next.valid_from <= until) {
        trace_assessment(next, trace);
        from = next.valid_from;
        emit(RateStep {
            from,
            weekly: next.weekly,
        });
    }
    trace.record(|| {
        Entry::NotApplied(NotApplied {
            rule: "uplift",
            why: "A complex placement is never uplifted, only assessed again.".into(),
        })
    });
    Ok(())
}

/// The assessment that holds on a day: the latest to take effect by then, and of those the highest
/// version.
fn latest_assessment(case: &CaseFile, day: Date) -> Option<&Assessment> {
    case.assessments
        .iter()
        .filter(|assessment| assessment.valid_from <= day)
        .max_by(|a, b| rank(a).cmp(&rank(b)))
}

/// The assessment that takes over next after a day.
fn next_assessment(case: &CaseFile, day: Date) -> Option<&Assessment> {
    let from = case
        .assessments
        .iter()
        .map(|each| each.valid_from)
        .filter(|from| *from > day)
        .min()?;
    latest_assessment(case, from)
}

/// Later before earlier; then by version, as numbers where they are numbers; then by reference.
fn rank(assessment: &Assessment) -> (Date, Option<u64>, &str, &str) {
    let version = assessment.version.as_str();
    let number = version.trim_start_matches(['v', 'V']).parse().ok();
    (
        assessment.valid_from,
        number,
        version,
        assessment.reference.as_str(),
    )
}
