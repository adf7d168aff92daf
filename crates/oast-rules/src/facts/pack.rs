use super::{
    Absence, Appointment, Assessment, Block, Budget, CategoryChange, Contribution, Fact, Home,
    IndicativePrice, Notice, OneOff, OneToOne, Person, Placement, Posting, Price, Provider,
    SelfFunder, Uplift, Vacancy,
};

/// The rows of one kind of fact in a pack.
pub trait Rows<F: Fact> {
    /// The rows.
    fn rows(&self) -> &Vec<F>;
    /// The rows, to be filled.
    fn rows_mut(&mut self) -> &mut Vec<F>;
}

/// Visits each kind of fact in turn.
pub trait TableVisitor {
    /// What stops the visit.
    type Error;
    /// Visits one kind of fact.
    fn visit<F: Fact>(&mut self) -> Result<(), Self::Error>
    where
        Pack: Rows<F>;
}

macro_rules! pack {
    ($($field:ident: $fact:ident,)+) => {
        /// A whole county as facts: one list for each file of the data pack.
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        pub struct Pack {
            $(#[doc = concat!("`", stringify!($field), ".csv`")] pub $field: Vec<$fact>,)+
        }

        $(impl Rows<$fact> for Pack {
            fn rows(&self) -> &Vec<$fact> {
                &self.$field
            }

            fn rows_mut(&mut self) -> &mut Vec<$fact> {
                &mut self.$field
            }
        })+

        /// Visits every kind of fact, those that others refer to first.
        pub fn each_table<V: TableVisitor>(visitor: &mut V) -> Result<(), V::Error> {
            $(visitor.visit::<$fact>()?;)+
            Ok(())
        }
    };
}

pack! {
    providers: Provider,
    homes: Home,
    appointments: Appointment,
    prices: Price,
    indicative_prices: IndicativePrice,
    people: Person,
    placements: Placement,
    category_changes: CategoryChange,
    assessments: Assessment,
    absences: Absence,
    one_to_one: OneToOne,
    contributions: Contribution,
    uplifts: Uplift,
    notices: Notice,
    self_funders: SelfFunder,
    vacancies: Vacancy,
    one_offs: OneOff,
    blocks: Block,
    budgets: Budget,
    postings: Posting,
}
