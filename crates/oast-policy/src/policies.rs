use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::OnceLock;

use cedar_policy::{Effect, Policy, PolicyId, PolicySet, Schema, ValidationMode, Validator};

/// The kinds of things that policies speak of, in Cedar's notation.
pub const SCHEMA: &str = include_str!("../../../policies/oast.cedarschema");

/// A file of policies that stands at the top of the repository, by its name.
macro_rules! file {
    ($name:literal) => {
        ($name, include_str!(concat!("../../../policies/", $name)))
    };
}

/// Every file of policies and its text.
pub const FILES: &[(&str, &str)] = &[
    file!("break-glass.cedar"),
    file!("council.cedar"),
    file!("everywhere.cedar"),
    file!("money.cedar"),
    file!("outside.cedar"),
    file!("records.cedar"),
];

/// Why policies cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// The schema cannot be read.
    #[error("policies/oast.cedarschema cannot be read: {0}")]
    Schema(String),
    /// A file cannot be read.
    #[error("policies/{file} cannot be read: {why}")]
    File {
        /// The file's name.
        file: String,
        /// What is wrong in it.
        why: String,
    },
    /// A policy has no name or no words.
    #[error("policies/{file}: each policy has an @id and an @says; '{policy}' lacks one of them")]
    Nameless {
        /// The file's name.
        file: String,
        /// The policy, by its name if it has one.
        policy: String,
    },
    /// Two policies have one name.
    #[error(
        "policies/{file}: there is another policy named '{policy}'; each has a name of its own"
    )]
    Twice {
        /// The file of the second.
        file: String,
        /// The name.
        policy: String,
    },
    /// A policy speaks of what the schema does not know.
    #[error("a policy does not fit policies/oast.cedarschema: {0}")]
    Misfit(String),
}

/// A policy as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyWords {
    /// Its name: `finance-sees-no-clinical-notes`.
    pub id: String,
    /// What it says, as a sentence.
    pub says: String,
    /// The file it stands in.
    pub file: String,
    /// Whether it forbids rather than allows.
    pub forbids: bool,
}

/// A set of policies that was checked against its schema, ready to be asked.
#[derive(Debug)]
pub struct Policies {
    pub(crate) schema: Schema,
    pub(crate) set: PolicySet,
    words: BTreeMap<String, PolicyWords>,
}

impl Policies {
    /// Reads policies from texts, each with the name of its file. A policy needs a name (`@id`)
    /// and a sentence (`@says`), and has to fit the schema strictly.
    pub fn read(schema: &str, files: &[(&str, &str)]) -> Result<Self, PolicyError> {
        let schema =
            Schema::from_str(schema).map_err(|why| PolicyError::Schema(why.to_string()))?;
        let (mut set, mut words) = (PolicySet::new(), BTreeMap::new());
        for (file, text) in files {
            let unreadable = |why: String| PolicyError::File {
                file: (*file).to_owned(),
                why,
            };
            let read = PolicySet::from_str(text).map_err(|why| unreadable(why.to_string()))?;
            for policy in read.policies() {
                let words_of = named(file, policy)?;
                let named = policy.new_id(PolicyId::new(&words_of.id));
                set.add(named).map_err(|_| PolicyError::Twice {
                    file: (*file).to_owned(),
                    policy: words_of.id.clone(),
                })?;
                words.insert(words_of.id.clone(), words_of);
            }
        }
        let validated = Validator::new(schema.clone()).validate(&set, ValidationMode::Strict);
        let mut wrong = validated.validation_errors().map(ToString::to_string);
        let mut odd = validated.validation_warnings().map(ToString::to_string);
        if let Some(why) = wrong.next().or_else(|| odd.next()) {
            return Err(PolicyError::Misfit(why));
        }
        Ok(Self { schema, set, words })
    }

    /// Every policy in words, in order of their names.
    pub fn words(&self) -> impl Iterator<Item = &PolicyWords> {
        self.words.values()
    }

    pub(crate) fn words_of(&self, id: &str) -> Option<&PolicyWords> {
        self.words.get(id)
    }
}

/// The name and the sentence of a policy.
fn named(file: &str, policy: &Policy) -> Result<PolicyWords, PolicyError> {
    let said = |key: &str| {
        policy
            .annotation(key)
            .map(str::trim)
            .filter(|text| !text.is_empty())
    };
    match (said("id"), said("says")) {
        (Some(id), Some(says)) => Ok(PolicyWords {
            id: id.to_owned(),
            says: says.to_owned(),
            file: file.to_owned(),
            forbids: policy.effect() == Effect::Forbid,
        }),
        (id, _) => Err(PolicyError::Nameless {
            file: file.to_owned(),
            policy: id.map_or_else(|| policy.to_string(), str::to_owned),
        }),
    }
}

/// The policies that the program was built with, read once.
///
/// # Errors
/// When they cannot be used. The program then does not start.
pub fn embedded() -> Result<&'static Policies, PolicyError> {
    static READ: OnceLock<Result<Policies, PolicyError>> = OnceLock::new();
    let read = READ.get_or_init(|| Policies::read(SCHEMA, FILES));
    read.as_ref().map_err(Clone::clone)
}
