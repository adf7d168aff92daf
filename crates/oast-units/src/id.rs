use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;

use compact_str::CompactString;

use crate::Invalid;

/// Longest identifier, in bytes.
const ID_BYTES_MAX: usize = 64;
/// Longest free text in one field, in bytes.
const TEXT_BYTES_MAX: usize = 2_000;

fn printable(text: &str, bytes_max: usize) -> Result<CompactString, Invalid> {
    if text.is_empty() {
        return Err(Invalid::new("it is empty"));
    }
    if text.len() > bytes_max {
        return Err(Invalid::new(format!("it is longer than {bytes_max} bytes")));
    }
    if text.trim() != text {
        return Err(Invalid::new(format!(
            "'{text}' begins or ends with a space"
        )));
    }
    if let Some(control) = text
        .chars()
        .find(|c| c.is_control() && (*c != '\n' || bytes_max == ID_BYTES_MAX))
    {
        return Err(Invalid::new(format!(
            "it holds the control character {control:?}"
        )));
    }
    Ok(text.into())
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident <= $max:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(CompactString);

        impl $name {
            /// As text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = Invalid;

            fn from_str(text: &str) -> Result<Self, Invalid> {
                printable(text, $max).map(Self)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(self.0.as_str(), f)
            }
        }
    )+};
}

words! {
    /// The council's own reference for a provider.
    ProviderId <= ID_BYTES_MAX;
    /// The council's own reference for a care home.
    HomeId <= ID_BYTES_MAX;
    /// The council's own reference for a person.
    PersonId <= ID_BYTES_MAX;
    /// The reference of a placement: one person in one home from one start.
    PlacementId <= ID_BYTES_MAX;
    /// The reference of a block contract.
    BlockId <= ID_BYTES_MAX;
    /// The code of a benefit that is tracked.
    BenefitId <= ID_BYTES_MAX;
    /// The reference of a pay run.
    PayRunId <= ID_BYTES_MAX;
    /// The reference of a change set that raises prices.
    UpliftSetId <= ID_BYTES_MAX;
    /// The name by which links call a saved scenario.
    ScenarioId <= ID_BYTES_MAX;
    /// The reference of a forecast that was kept.
    ForecastId <= ID_BYTES_MAX;
    /// The name of a scheme: a framework or a dynamic purchasing system.
    SchemeId <= ID_BYTES_MAX;
    /// Which framework of a scheme of successive frameworks; the first is 1.
    Generation <= ID_BYTES_MAX;
    /// A lot of a scheme.
    Lot <= ID_BYTES_MAX;
    /// An identifier that the Care Quality Commission gave a provider or a location.
    CqcId <= ID_BYTES_MAX;
    /// The reference of an imported assessment of a complex placement's price.
    AssessmentReference <= ID_BYTES_MAX;
    /// Which version of an assessment.
    AssessmentVersion <= ID_BYTES_MAX;
    /// The name of a district council's area.
    DistrictName <= ID_BYTES_MAX;
    /// The name by which a user signs in.
    UserId <= ID_BYTES_MAX;
    /// Free text: a name, an address or a reason, on one line or more.
    Text <= TEXT_BYTES_MAX;
}

impl Text {
    /// What stands in the place of words about a person whose record was erased.
    pub const ERASED: Self = Self(CompactString::const_new("(erased)"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_is_never_empty_nor_ragged() {
        assert_eq!(
            "PL000001".parse::<PlacementId>().unwrap().as_str(),
            "PL000001"
        );
        for text in ["", " PL1", "PL1 ", "PL\u{0}1", &"x".repeat(65)] {
            assert!(text.parse::<PlacementId>().is_err(), "{text:?}");
        }
    }
}
