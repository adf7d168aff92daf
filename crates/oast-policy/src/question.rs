use crate::policies::PolicyWords;
use crate::{Action, Purpose, Role};

/// Who asks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Principal {
    /// The name they sign in with.
    pub user: String,
    /// The council whose user they are.
    pub authority: String,
    /// Their roles.
    pub roles: Vec<Role>,
    /// The teams they belong to: a locality, a discharge hub.
    pub teams: Vec<String>,
    /// The homes they run or work for.
    pub homes: Vec<String>,
}

/// What is asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource<'a> {
    /// The book as a whole: whether somebody may do something at all.
    Book,
    /// A care home.
    Home(&'a str),
    /// A person.
    Person(&'a str),
    /// A person's stay in a home.
    Placement {
        /// Its reference.
        id: &'a str,
        /// The home.
        home: &'a str,
        /// Whose it is.
        person: &'a str,
        /// The team that records its events, where localities do.
        team: Option<&'a str>,
    },
    /// What a home was paid in a pay run.
    Remittance {
        /// The pay run.
        pay_run: &'a str,
        /// The home.
        home: &'a str,
    },
    /// Somebody for whom a hub asks for a home.
    Referral {
        /// Its reference.
        id: &'a str,
        /// The hub that made it.
        hub: &'a str,
    },
    /// A pay run.
    PayRun(&'a str),
    /// An uplift.
    UpliftSet(&'a str),
    /// A user.
    User(&'a str),
}

/// Leave to open one person's record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leave {
    /// The person.
    pub person: String,
    /// When it ends, in seconds since 1970; it does not hold in that second.
    pub until: i64,
}

/// What else is known when a question is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked<'a> {
    /// The instant of the question, in seconds since 1970.
    pub now: i64,
    /// What a record is opened for.
    pub purpose: Option<Purpose>,
    /// The leave to break the glass that the asker holds.
    pub leave: Option<&'a Leave>,
    /// Who proposed the money that is asked about.
    pub proposed_by: Option<&'a str>,
    /// Who checked it.
    pub checked_by: Option<&'a str>,
    /// Who approved it.
    pub approved_by: Option<&'a str>,
}

/// An answer, and what decided it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Whether it is allowed.
    pub allowed: bool,
    /// The policies that decided, in order of their names: those that allow it, or those that
    /// forbid it. None where nothing allows it.
    pub because: Vec<PolicyWords>,
    /// Why the question could not be put, when it could not. It is refused then.
    pub fault: Option<String>,
    /// What was asked.
    pub action: Action,
}

impl Decision {
    /// Why, as sentences: what the policies say, or that there is none.
    pub fn says(&self) -> String {
        let sentences: Vec<&str> = self
            .because
            .iter()
            .map(|words| words.says.as_str())
            .collect();
        match (&self.fault, sentences.is_empty()) {
            (Some(_), _) => "This could not be looked up in the policies, so it is refused.".into(),
            (None, false) => sentences.join(" "),
            (None, true) => match self.action {
                Action::SeeOwnHomes => "This is not of a home that you act for.".into(),
                Action::SeeOwnReferrals => "This is not of a referral that you made.".into(),
                action => format!("None of your roles lets you {}.", action.words()),
            },
        }
    }
}
