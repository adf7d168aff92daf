//! Terms that are the two ends of one range: the lower is not above the upper on any day.

use std::fmt;

use crate::authority::RiskMatrixTerms;
use crate::contract::BandTerms;
use crate::england::ChargingTerms;
use crate::error::TermsError;
use crate::term::Term;

pub(crate) fn of_charging(terms: &ChargingTerms) -> Vec<TermsError> {
    crossings(&terms.lower_capital_limit, &terms.upper_capital_limit)
}

pub(crate) fn of_risk_matrix(terms: &RiskMatrixTerms) -> Vec<TermsError> {
    crossings(&terms.red_below, &terms.amber_below)
}

pub(crate) fn of_bands(terms: &BandTerms) -> Vec<TermsError> {
    let pairs = [
        (&terms.residential_lower, &terms.residential_upper),
        (&terms.residential_high_lower, &terms.residential_high_upper),
        (&terms.nursing_lower, &terms.nursing_upper),
        (&terms.nursing_high_lower, &terms.nursing_high_upper),
    ];
    let crossings = pairs.map(|(lower, upper)| crossings(lower, upper));
    crossings.into_iter().flatten().collect()
}

/// Every pair of values, one of the lower term and one of the upper, that hold on a same day and
/// stand the wrong way round.
fn crossings<T: Ord + fmt::Display>(lower: &Term<T>, upper: &Term<T>) -> Vec<TermsError> {
    let mut problems = Vec::new();
    for low in &lower.values {
        for high in &upper.values {
            let Some(shared) = low.period.intersect(high.period) else {
                continue;
            };
            if low.value > high.value {
                problems.push(TermsError::at(
                    &*low.origin.file,
                    low.origin.line,
                    format!(
                        "{} is {} on {}, above {}, which is {} (line {})",
                        short(&lower.name),
                        low.value,
                        shared.from().long(),
                        short(&upper.name),
                        high.value,
                        high.origin.line,
                    ),
                ));
            }
        }
    }
    problems
}

/// The name of a term within its file.
fn short(name: &str) -> String {
    format!("'{}'", name.rsplit('.').next().unwrap_or(name))
}
