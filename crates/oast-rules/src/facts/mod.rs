//! What happened or was decided, as plain records: one type for each file of the data pack.
//!
//! A record is declared once, with the macro `facts!`. From the declaration come its columns, its
//! reading and its writing, so the file, the table and the rules cannot drift apart. The columns
//! are a public interface: outside programs are written against them, and more may only be added at
//! the end.

mod access;
mod benefit;
mod clinical;
mod codes;
mod contract;
mod decision;
mod difference;
mod ledger;
mod market;
mod money;
mod outlook;
mod pack;
mod placement;
mod price;
mod privacy;
mod record;

pub use access::{CouncilAccount, HomeMember, Passkey, PasswordHash, Team, TeamMember, User};
pub use benefit::{Benefit, BenefitFrom, BenefitMeasure, BenefitUnit};
pub use clinical::{CLINICAL, is_clinical, key_without_clinical};
pub use codes::{
    AbsenceKind, AppliesTo, Category, Collector, Element, EndReason, GivenBy, MemberState, Payer,
    Route, Side, Standing, Stay,
};
pub use contract::{Appointment, Block};
pub use decision::{TermConfirmation, UpliftSet, UpliftStep};
pub use difference::{ColumnChange, column_changes, differences};
pub use ledger::{Hold, Instalment, NoticeOverride, PayRun, PayRunLine, PayRunStep, Payment};
pub use market::{Home, Provider, Vacancy};
pub use money::{Budget, Contribution, OneOff, Posting};
pub use outlook::{ForecastPeople, ForecastSpend, KeptForecast, SavedScenario};
pub use pack::{FactVisitor, Pack, Rows, TableVisitor, each_fact, each_table};
pub use placement::{
    Absence, Assessment, CategoryChange, Notice, OneToOne, Person, Placement, SelfFunder,
};
pub use price::{IndicativePrice, Price, Uplift};
pub use privacy::{Erasure, LegalHold};
pub(crate) use record::facts;
pub use record::{CellReader, CellWriter, Column, Fact, Table, key_in_words, key_of};
