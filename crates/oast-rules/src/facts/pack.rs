use super::{
    Absence, Appointment, Assessment, Benefit, BenefitMeasure, Block, Budget, CategoryChange,
    Contribution, CouncilAccount, Erasure, Fact, ForecastPeople, ForecastSpend, Hold, Home,
    HomeMember, IndicativePrice, Instalment, KeptForecast, LegalHold, Notice, NoticeOverride,
    OneOff, OneToOne, Passkey, PayRun, PayRunLine, PayRunStep, Payment, Person, Placement, Posting,
    Price, Provider, SavedScenario, SelfFunder, Team, TeamMember, TermConfirmation, Uplift,
    UpliftSet, UpliftStep, User, Vacancy,
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

/// Visits each kind of fact in turn, the office's own included.
pub trait FactVisitor {
    /// What stops the visit.
    type Error;
    /// Visits one kind of fact.
    fn visit<F: Fact>(&mut self) -> Result<(), Self::Error>;
}

/// Visits every kind of fact that is stored: those of the data pack, then the office's own.
pub fn each_fact<V: FactVisitor>(visitor: &mut V) -> Result<(), V::Error> {
    struct OfPack<'a, V>(&'a mut V);
    impl<V: FactVisitor> TableVisitor for OfPack<'_, V> {
        type Error = V::Error;
        fn visit<F: Fact>(&mut self) -> Result<(), V::Error>
        where
            Pack: Rows<F>,
        {
            self.0.visit::<F>()
        }
    }
    each_table(&mut OfPack(visitor))?;
    visitor.visit::<PayRun>()?;
    visitor.visit::<PayRunStep>()?;
    visitor.visit::<PayRunLine>()?;
    visitor.visit::<Hold>()?;
    visitor.visit::<Payment>()?;
    visitor.visit::<NoticeOverride>()?;
    visitor.visit::<Instalment>()?;
    visitor.visit::<User>()?;
    visitor.visit::<HomeMember>()?;
    visitor.visit::<Team>()?;
    visitor.visit::<TeamMember>()?;
    visitor.visit::<Passkey>()?;
    visitor.visit::<CouncilAccount>()?;
    visitor.visit::<UpliftSet>()?;
    visitor.visit::<UpliftStep>()?;
    visitor.visit::<TermConfirmation>()?;
    visitor.visit::<SavedScenario>()?;
    visitor.visit::<KeptForecast>()?;
    visitor.visit::<ForecastSpend>()?;
    visitor.visit::<ForecastPeople>()?;
    visitor.visit::<LegalHold>()?;
    visitor.visit::<Erasure>()
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
    benefits: Benefit,
    benefit_measures: BenefitMeasure,
    postings: Posting,
}
