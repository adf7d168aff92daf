//! The words Oast counts in: dates, periods, pence, percentages and identifiers.
//!
//! Each type is parsed once, where it enters, and cannot hold nonsense afterwards. None of them
//! reads a clock, and none uses floating point: division happens only in [`Exact`], which says its
//! rounding.

mod cell;
mod codes;
mod date;
mod exact;
mod hidden;
mod id;
mod measure;
mod money;
mod nhs_number;
mod percent;
mod period;
mod place;

pub use cell::{Cell, Kind, Personal, Raw, YesNo};
pub use date::{Date, FinancialYear};
pub use exact::{Exact, Rounding};
pub use hidden::is_hidden;
pub use id::{
    AssessmentReference, AssessmentVersion, BenefitId, BlockId, CqcId, DistrictName, ForecastId,
    Generation, HomeId, Lot, PayRunId, PersonId, PlacementId, ProviderId, ScenarioId, SchemeId,
    Text, UpliftSetId, UserId,
};
pub use measure::Measure;
pub use money::{Hours, Pence, WeeklyRate};
pub use nhs_number::NhsNumber;
pub use percent::Percent;
pub use period::{PayCalendar, Period};
pub use place::{Coordinate, Postcode};

/// Why a piece of text is not the value it should be: one sentence for the person who typed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invalid(pub String);

impl Invalid {
    /// An explanation that names what was found and what would be right.
    pub fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

impl std::fmt::Display for Invalid {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Invalid {}
