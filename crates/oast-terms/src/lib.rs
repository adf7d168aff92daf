//! Contracts and law as dated, cited data, and the trace of what was read.
//!
//! A [`Term`] is a value that a contract or a statute sets, by date, each with its citation and its
//! [`Status`]. Reading one through [`Term::on`] records the reading in a [`Trace`], so that an
//! explanation is never written by hand.
//!
//! [`Terms`] holds every term that one authority works under: the law of England, the council's
//! own settings, and its contracts, each in a folder of TOML files under `terms/`. The structs say
//! what each term means; the files say what it is, from when, and who says so.

mod authority;
mod contract;
mod england;
mod error;
mod find;
mod limits;
mod load;
mod nearest;
mod read_term;
mod section;
mod source;
mod term;
mod toml_text;
mod topic;
mod trace;
mod value;

pub use authority::{Authority, PayCalendarTerms, RiskMatrixTerms, RouteTerms};
pub use contract::{
    AimTerms, BandTerms, BlockTerms, Contract, CostModelTerms, FairFeeTerms, GenerationTerms,
    GuidePriceTerms, LotTerms, NoticeTerms, PaymentTerms, ReviewTerms, UpliftTerms,
};
pub use england::{
    BankHolidayTerms, ChargingTerms, England, InflationTerms, NursingTerms, ProcurementTerms,
    RetentionTerms, WageTerms,
};
pub use error::TermsError;
pub use find::FindError;
pub use load::Terms;
pub use section::TermView;
pub use source::{DirSource, EmbeddedSource, Source, SourceFile};
pub use term::{Dated, NotInForce, Origin, Status, Term, Unit};
pub use trace::{Entry, FactRead, NotApplied, Recorder, Silent, Step, TermRead, Trace};
pub use value::{
    Count, Dates, Days, HourlyRate, Months, NursingInPrice, Points, TermValue, Weeks, Written,
    Years, YesOrNo,
};
