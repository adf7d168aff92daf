//! One case, and the kinds there are.

use oast_terms::Terms;

use crate::answer::Answer;
use crate::fields::Fields;
use crate::{
    contract, due, fair_fee, means_test, notice, pay_run, placement, price, privacy, quality,
    self_funder,
};

/// Asks a rule what a case wants to know.
type Ask = fn(&mut Case) -> Result<Answer, String>;

macro_rules! kinds {
    ($($name:ident = $code:literal in $room:ident;)+) => {
        /// Which rule a case is about.
        #[derive(Debug, Clone, Copy)]
        pub(crate) enum Kind {
            $($name,)+
        }

        impl Kind {
            /// The kind of a word, if it is one.
            pub(crate) fn of(code: &str) -> Option<Self> {
                match code {
                    $($code => Some(Self::$name),)+
                    _ => None,
                }
            }

            /// The room, and so the folder, that its cases are in.
            pub(crate) fn room(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($room),)+
                }
            }
        }
    };
}

kinds! {
    Rate = "rate" in price;
    Band = "band" in price;
    Guide = "guide" in price;
    CostModel = "cost_model" in price;
    FairFee = "fair_fee" in price;
    UpliftFormula = "uplift_formula" in price;
    Payable = "payable" in placement;
    Away = "away" in placement;
    Notice = "notice" in placement;
    SelfFunder = "self_funder" in placement;
    Due = "due" in money;
    Lines = "lines" in money;
    State = "state" in money;
    Settle = "settle" in money;
    MeansTest = "means_test" in money;
    Clock = "clock" in contract;
    Publication = "publication" in contract;
    Risk = "risk" in quality;
    Retention = "retention" in privacy;
}

impl Kind {
    fn ask(self) -> Ask {
        match self {
            Self::Rate => price::rate,
            Self::Band => price::band,
            Self::Guide => price::guide,
            Self::CostModel => price::cost_model,
            Self::FairFee => fair_fee::fee,
            Self::UpliftFormula => fair_fee::formula,
            Self::Payable => placement::payable,
            Self::Away => placement::away,
            Self::Notice => notice::notice,
            Self::SelfFunder => self_funder::self_funder,
            Self::Due => due::due,
            Self::Lines => due::lines,
            Self::State => pay_run::state,
            Self::Settle => pay_run::settle,
            Self::MeansTest => means_test::means_test,
            Self::Clock => contract::clock,
            Self::Publication => contract::publication,
            Self::Risk => quality::risk,
            Self::Retention => privacy::kept,
        }
    }
}

/// A case that has been read.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) file: String,
    pub(crate) name: String,
    pub(crate) given: Fields,
    /// `on`, or `from` and `to`.
    pub(crate) when: Fields,
    pub(crate) expect: Fields,
    pub(crate) terms: Terms,
    kind: Kind,
}

impl Case {
    pub(crate) fn new(
        file: &str,
        kind: Kind,
        given: Fields,
        terms: Terms,
        mut row: Fields,
    ) -> Result<Self, String> {
        let words = |row: &mut Fields, key: &str| {
            row.words(key)?.ok_or_else(|| format!("'{key}' is missing"))
        };
        let name = words(&mut row, "name")?;
        if !name.ends_with('.') {
            return Err(format!("the name '{name}' is not a sentence"));
        }
        let because = words(&mut row, "because")?;
        if !because.contains('§') && !because.contains("reg") {
            return Err(format!(
                "because: '{because}' names no section or regulation"
            ));
        }
        let expect = row.table("expect")?.ok_or("'expect' is missing")?;
        Ok(Self {
            file: file.to_owned(),
            name,
            given,
            when: row,
            expect,
            terms,
            kind,
        })
    }

    pub(crate) fn label(&self) -> String {
        format!("{}: {}", self.file, self.name)
    }

    /// Asks the rule and compares its answer; every key of the case must have been used.
    pub(crate) fn run(mut self) -> Result<(), String> {
        let answer = (self.kind.ask())(&mut self)?;
        self.given.done()?;
        self.when.done()?;
        answer.compare(self.expect)
    }
}
